"""A plant closes: its right becomes credit in the pool of its branch."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from ledger.domain.bookkeeping.account import account
from ledger.domain.bookkeeping.act import Path, Series, Voucher
from ledger.domain.bookkeeping.posting import Posting, converted
from ledger.domain.bookkeeping.unit import capacity
from ledger.domain.claims.claim_ranking import waited_for
from ledger.domain.credits.closure import ClosedPollutant, CloseFacility, Closure, closure_subject
from ledger.domain.registers.facility import FacilityState
from ledger.domain.rights.held_tranche import HeldTranche, TrancheGrams
from ledger.domain.rights.tranche import Tranche
from ledger.domain.values.quantity import format_tonnes
from ledger.errors import Conflict, say
from ledger.rules.credits.closure import CLOSING, ClosureCase, GivenUp
from ledger.services.act import Act
from ledger.services.acts.claims.claimed import claims_to
from ledger.services.acts.credits.facility_cards import HELD_ON, basin_of, card_of, credit_of
from ledger.services.acts.registers.known import facility_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ledger.domain.bookkeeping.account import Account
    from ledger.domain.registers.facility import Facility
    from ledger.domain.values.pollutant import Pollutant
    from ledger.services.act import Facts

FREE_ON: Final = ("Q40", "Q41")
"""The accounts of rights that nobody else has a claim to."""


def gather(facts: Facts, asked: CloseFacility) -> ClosureCase:
    """Look up the plant, and for each pollutant its card, its closure and what its enterprise holds."""
    facility = facility_of(facts, asked.facility)
    require_state(facility, FacilityState.OPERATING)
    lines = tuple(_given_up(facts, facility, line) for line in asked.pollutants)
    return ClosureCase(asked=asked, facility=facility, lines=lines)


def require_state(facility: Facility, *states: FacilityState) -> None:
    """Refuse a facility in another state than the act begins with.

    :raises Conflict: ``facility.state``.
    """
    if facility.state not in states:
        raise Conflict(
            say("设施“{facility}”的状态是“{state}”，不能办理", facility=facility.name, state=facility.state.words),
            code="facility.state",
        )


def _given_up(facts: Facts, facility: Facility, line: ClosedPollutant) -> GivenUp:
    held = free_of(facts, facility, line.pollutant, lines=FREE_ON)
    restricted = held_of(facts, facility, line.pollutant, lines=HELD_ON[len(FREE_ON) :])
    return GivenUp(
        asked=line,
        facility=facility,
        basin=basin_of(facility, line.pollutant),
        card=card_of(facts, facility=facility.id, pollutant=line.pollutant),
        closure=closure_of(facts, facility=facility.id, pollutant=line.pollutant),
        held=tuple(each for each in held if facts.on < each.ends),
        restricted=sum(each.grams for each in restricted),
    )


def closure_of(facts: Facts, *, facility: str, pollutant: Pollutant) -> Closure | None:
    """Return the last closure of a facility for a pollutant."""
    return facts.registers.find(Closure, closure_subject(facility=facility, pollutant=pollutant))


def held_of(facts: Facts, facility: Facility, pollutant: Pollutant, *, lines: Iterable[str]) -> tuple[HeldTranche, ...]:
    """Return what the facility's enterprise holds of a pollutant in its area and basin on some lines of the chart.

    What other acts wait for is not counted.
    """
    if facility.enterprise is None:
        return ()
    accounts = [account(line, area=facility.area, holder=facility.enterprise) for line in lines]
    found = (
        HeldTranche(account=each, unit=unit, grams=facts.available(each, unit))
        for each in accounts
        for unit, _ in facts.holdings(each)
        if unit.pollutant is pollutant and unit.basin == basin_of(facility, pollutant)
    )
    return tuple(each for each in found if each.grams > 0)


def free_of(facts: Facts, facility: Facility, pollutant: Pollutant, *, lines: Iterable[str]) -> tuple[HeldTranche, ...]:
    """Return the same without what courts and authorities wait for: whoever gives rights up cannot give that away."""
    claims = () if facility.enterprise is None else claims_to(facts, facility.enterprise)
    free = []
    waiting: dict[str, int] = {}
    for each in held_of(facts, facility, pollutant, lines=lines):
        left = waiting.setdefault(each.unit.code, waited_for(each.unit, claims, on=facts.on))
        kept = min(left, each.grams)
        waiting[each.unit.code] = left - kept
        free.append(replace(each, grams=each.grams - kept))
    return tuple(each for each in free if each.grams > 0)


def draw_up(case: ClosureCase) -> Voucher:
    """Take the right back under the cap, where it stands behind the credit, and put the credit into the pool."""
    asked, facility = case.asked, case.facility
    words = "、".join(f"{line.pollutant.chinese}{format_tonnes(line.asked.grams)}吨/年" for line in case.lines)
    return Voucher(
        narration=f"关停转入减排量库：{facility.name} {words}（{asked.document}）",
        postings=tuple(posting for line in case.lines for posting in _postings(line)),
        facts=(
            replace(facility, state=FacilityState.CLOSED),
            *(line.credited(on=case.on, by=asked.document) for line in case.lines),
            *(_closure(case, line) for line in case.lines),
        ),
    )


def _postings(line: GivenUp) -> Iterator[Posting]:
    yield from right_into_credit(line.facility, line.pollutant, line.taken)


def right_into_credit(facility: Facility, pollutant: Pollutant, taken: Iterable[HeldTranche]) -> Iterator[Posting]:
    """Turn rights into credit in the pool of the facility's branch: both legs of one case."""
    area = facility.area
    behind = capacity(pollutant, area=area, basin=basin_of(facility, pollutant))
    grams = 0
    for part in taken:
        grams += part.grams
        yield from converted(
            debit=account("Q15", area=area),
            credit=part.account,
            debited=behind,
            credited=part.unit,
            amount=part.grams,
        )
    pool: Account = account("C20", area=area)
    yield Posting(debit=pool, credit=account("C10", area=area), unit=credit_of(facility, pollutant), amount=grams)


def _closure(case: ClosureCase, line: GivenUp) -> Closure:
    return Closure(
        facility=case.facility.id,
        pollutant=line.pollutant,
        route=case.asked.route,
        tranches=tuple(named(part) for part in line.taken),
        closed_on=case.on,
        document=case.asked.document,
    )


def named(part: HeldTranche) -> TrancheGrams:
    """Return a tranche that is held as it is named in records.

    :raises ValueError: the unit is no tranche of rights.
    """
    unit = part.unit
    if unit.pollutant is None or unit.term_from is None or unit.term_to is None or unit.origin is None:
        message = f"{unit.code} is no tranche"
        raise ValueError(message)
    return TrancheGrams(
        tranche=Tranche(
            pollutant=unit.pollutant,
            basin=unit.basin,
            term_from=unit.term_from,
            term_to=unit.term_to,
            origin=unit.origin,
        ),
        grams=part.grams,
    )


ACTS: Final[tuple[Act[Any, Any], ...]] = (
    Act(
        kind="facility.close",
        title="关停转入减排量库",
        command=CloseFacility,
        series=Series.CREDITS,
        path=Path.BRANCH_THEN_BUREAU,
        gather=gather,
        checks=CLOSING,
        draw_up=draw_up,
    ),
)
