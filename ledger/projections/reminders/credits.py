"""Deadlines of reduction credit: exempt projects to be retired and their gaps, closed plants, loans."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING

from ledger.domain.credits.closure import Closure, ClosureCheck, ClosureState
from ledger.domain.credits.credit import CreditLoan
from ledger.domain.credits.facility_card import FacilityCard
from ledger.domain.projects.exemption import Exemption, ExemptionState, RetirementSheet
from ledger.domain.registers.facility import Facility, FacilityState
from ledger.domain.rights.reclaim import ReclaimCase
from ledger.domain.values.calendar import months_after
from ledger.projections.reminders.occasions import Deadline, Occasion
from ledger.rules.law import keys

if TYPE_CHECKING:
    from ledger.projections.projects.exemption_gaps import ExemptionGap
    from ledger.projections.reminders.records import FollowedRegisters
    from ledger.rules.law.book import RuleBook


def credit_deadlines(
    registers: FollowedRegisters, *, gaps: Sequence[ExemptionGap], law: RuleBook, on: date
) -> Iterator[Deadline]:
    """Yield the deadlines of the exemption ledgers, of closed plants and of lent credit.

    :param gaps: the exemptions that are not retired, with what is held for each.
    """
    months = law.provision(keys.EXEMPTION_WRITE_OFF_MONTHS, on=on).value
    yield from _retirements(registers, gaps, months=months)
    yield from _gaps(gaps)
    yield from _closures(registers, months=law.provision(keys.CLOSURE_CHECK_MONTHS, on=on).value)
    for loan in registers.all(CreditLoan):
        if loan.owed > 0:
            yield Deadline(
                occasion=Occasion.LOAN,
                area=loan.borrower,
                matter=loan.loan,
                due_on=loan.due_on,
                answer="credit.return",
                given=(("loan", loan.loan),),
                grams=loan.owed,
            )


def open_exemptions(registers: FollowedRegisters) -> tuple[Exemption, ...]:
    """Return every exemption that no sheet has retired."""
    return tuple(known for known in registers.all(Exemption) if known.state is ExemptionState.OPEN)


def _by_area(gaps: Sequence[ExemptionGap]) -> Mapping[str, list[ExemptionGap]]:
    areas: dict[str, list[ExemptionGap]] = defaultdict(list)
    for line in gaps:
        areas[line.exemption.area].append(line)
    return areas


def _retirements(registers: FollowedRegisters, gaps: Sequence[ExemptionGap], *, months: int) -> Iterator[Deadline]:
    """Yield the end of the period after the last sheet of each branch that has something to retire."""
    sheets: dict[str, date] = {}
    for sheet in registers.all(RetirementSheet):
        sheets[sheet.area] = max(sheet.through, sheets.get(sheet.area, sheet.through))
    for area, lines in _by_area(gaps).items():
        oldest = min(line.exemption.registered_on for line in lines)
        last = sheets.get(area)
        ends = end_of_period(oldest if last is None else last + timedelta(days=1), months=months)
        yield Deadline(
            occasion=Occasion.RETIREMENT,
            area=area,
            matter=area,
            due_on=ends,
            answer="exemption.retire",
            answer_from=ends,
            given=(("area", area), ("through", ends.isoformat())),
            grams=sum(line.exemption.grams for line in lines),
        )


def _gaps(gaps: Sequence[ExemptionGap]) -> Iterator[Deadline]:
    """Yield the gap of each branch; its day is that on which the oldest line without credit was entered."""
    for area, lines in _by_area(gaps).items():
        short = [line for line in lines if line.gap]
        if short:
            yield Deadline(
                occasion=Occasion.GAP,
                area=area,
                matter=area,
                due_on=min(line.exemption.registered_on for line in short),
                answer="exemption.hold",
                given=(("area", area),),
                grams=sum(line.gap for line in short),
            )


def _closures(registers: FollowedRegisters, *, months: int) -> Iterator[Deadline]:
    """Yield the next look at every plant that stands closed, whichever way its tonnes went."""
    checks = {check.facility: check for check in registers.all(ClosureCheck)}
    closed = _closed_on(registers)
    for facility in registers.all(Facility):
        since, check = closed.get(facility.id), checks.get(facility.id)
        if facility.state is not FacilityState.CLOSED or since is None:
            continue
        # A look before a restart says nothing of the plant that closed again.
        looked_at = check is not None and check.checked_on >= since
        yield Deadline(
            occasion=Occasion.CLOSURE_CHECK,
            area=facility.area,
            matter=facility.id,
            holder=facility.enterprise,
            due_on=check.next_due_on if check is not None and looked_at else months_after(since, months),
            answer="closure.check",
            given=(("facility", facility.id),),
        )


def _closed_on(registers: FollowedRegisters) -> Mapping[str, date]:
    """Return since when plants are closed: by their closure, by the reclaim, or by the sheet that a buy-back used."""
    closed: dict[str, date] = {}
    for closure in registers.all(Closure):
        if closure.state is ClosureState.CLOSED:
            closed[closure.facility] = min(closure.closed_on, closed.get(closure.facility, closure.closed_on))
    for reclaim in registers.all(ReclaimCase):
        if reclaim.facility is not None and reclaim.executed_on is not None:
            closed.setdefault(reclaim.facility, reclaim.executed_on)
    for card in registers.all(FacilityCard):
        if card.closes and card.verified_on is not None:
            closed.setdefault(card.facility, card.verified_on)
    return closed


def end_of_period(day: date, *, months: int) -> date:
    """Return the last day of the period of whole months of a year in which a day lies, such as a quarter."""
    periods = (day.month - 1) // months + 1
    return months_after(date(day.year, 1, 1), periods * months) - timedelta(days=1)
