"""Deadlines of rights and of what others have on them: leases, claims, terms, permits, reclaims."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from sqlalchemy import func, select

from ledger.domain.bookkeeping.unit import UnitKind
from ledger.domain.claims.claim import RESTRICTED_ACCOUNTS, Claim, Ground
from ledger.domain.registers.area import WHOLE_CITY
from ledger.domain.registers.enterprise import Enterprise
from ledger.domain.registers.permit import Permit
from ledger.domain.rights.award import Award
from ledger.domain.rights.lease import Lease
from ledger.domain.rights.reclaim import ReclaimCase, ReclaimState
from ledger.domain.values.encoding import day_number, day_of
from ledger.projections.reminders.occasions import PERMIT_CHANGE_DAYS, Deadline, Occasion
from ledger.store.tables import account, balance, position, unit

if TYPE_CHECKING:
    from datetime import date

    from ledger.projections.reminders.records import FollowedRegisters
    from ledger.projections.view import View

_HELD: Final = ("Q40", "Q41", *RESTRICTED_ACCOUNTS)
_CLAIMS: Final = {
    Ground.JUDICIAL_FREEZE: (Occasion.FREEZE_ENDS, "freeze.lapse"),
    Ground.ADMINISTRATIVE_SUSPENSION: (Occasion.SUSPENSION_ENDS, "suspension.lift"),
    Ground.PLEDGE: (Occasion.PLEDGE_ENDS, "pledge.release"),
}


def right_deadlines(registers: FollowedRegisters, view: View, *, on: date) -> Iterator[Deadline]:
    """Yield the deadlines of rights that are held, leased, claimed or reclaimed."""
    yield from _leases(registers)
    yield from _claims(registers)
    yield from _terms(view, on=on)
    yield from _permits(registers)
    yield from _reclaims(registers)


def _leases(registers: FollowedRegisters) -> Iterator[Deadline]:
    for lease in registers.all(Lease):
        if lease.ended_on is None:
            yield Deadline(
                occasion=Occasion.LEASE_ENDS,
                area=lease.area,
                matter=lease.id,
                holder=lease.lessee,
                due_on=lease.ends,
                answer="lease.end",
                answer_from=lease.ends,
                given=(("id", lease.id),),
                grams=lease.grams,
            )


def _claims(registers: FollowedRegisters) -> Iterator[Deadline]:
    """Yield one deadline for each paper, whatever number of tranches it takes."""
    papers: dict[tuple[str, str, Ground], list[Claim]] = defaultdict(list)
    for claim in registers.all(Claim):
        if claim.standing and claim.until is not None and claim.ground in _CLAIMS:
            papers[claim.holder, claim.number, claim.ground].append(claim)
    for (holder, number, ground), claims in papers.items():
        occasion, answer = _CLAIMS[ground]
        last = min(claim.until for claim in claims if claim.until is not None)
        yield Deadline(
            occasion=occasion,
            area=claims[0].unit.area or WHOLE_CITY,
            matter=number,
            holder=holder,
            due_on=last,
            answer=answer,
            answer_from=last + timedelta(days=1) if ground is Ground.JUDICIAL_FREEZE else None,
            given=(("number", number), ("holder", holder)),
            grams=sum(claim.grams for claim in claims),
        )


def _terms(view: View, *, on: date) -> Iterator[Deadline]:
    """Yield the end of every tranche that somebody still holds; one behind the day was never ended."""
    last = day_number(on + timedelta(days=Occasion.RIGHT_ENDS.lead.before[0]))
    found = view.execute(
        select(account.c.area, account.c.holder, unit.c.term_to, func.sum(balance.c.amount))
        .join_from(unit, position, position.c.unit_id == unit.c.id)
        .join(balance, balance.c.position_id == position.c.id)
        .join(account, account.c.id == position.c.account_id)
        .where(
            unit.c.kind == UnitKind.RIGHT.value,
            unit.c.term_to <= last,
            account.c.chart.in_(_HELD),
            balance.c.amount != 0,
        )
        .group_by(account.c.area, account.c.holder, unit.c.term_to)
    )
    for area, holder, term_to, grams in found:
        ends = day_of(term_to)
        yield Deadline(
            occasion=Occasion.RIGHT_ENDS,
            area=area,
            matter=holder,
            holder=holder,
            due_on=ends - timedelta(days=1),
            answer="right.end_term",
            answer_from=ends,
            given=(("area", area), ("enterprise", holder)),
            grams=int(grams),
        )


def _permits(registers: FollowedRegisters) -> Iterator[Deadline]:
    """Yield the end of every permit that no later period follows, and the change that a delivery asks for.

    Whose permit is not registered is not reminded of changing it.
    """
    latest: dict[str, tuple[int, Permit]] = {}
    for seq, permit in registers.placed(Permit):
        known = latest.get(permit.enterprise)
        if known is None or known[1].valid_until <= permit.valid_until:
            latest[permit.enterprise] = (seq, permit)
    for _, permit in latest.values():
        yield Deadline(
            occasion=Occasion.PERMIT_ENDS,
            area=_area_of(registers, permit.enterprise),
            matter=permit.number,
            holder=permit.enterprise,
            due_on=permit.valid_until,
            answer="permit.register",
            given=(("number", permit.number), ("enterprise", permit.enterprise)),
        )
    for seq, award in registers.placed(Award):
        known = latest.get(award.buyer)
        if award.delivered_on is not None and known is not None and known[0] < seq:
            yield Deadline(
                occasion=Occasion.PERMIT_CHANGE,
                area=award.area,
                matter=award.id,
                holder=award.buyer,
                due_on=award.delivered_on + timedelta(days=PERMIT_CHANGE_DAYS),
                answer="permit.register",
                given=(("number", known[1].number), ("enterprise", award.buyer)),
            )


def _area_of(registers: FollowedRegisters, credit_code: str) -> str:
    enterprise = registers.find(Enterprise, credit_code)
    return WHOLE_CITY if enterprise is None else enterprise.area


def _reclaims(registers: FollowedRegisters) -> Iterator[Deadline]:
    for case in registers.all(ReclaimCase):
        if case.state is ReclaimState.NOTIFIED and case.defence_until is not None:
            due, occasion, answer = case.defence_until, Occasion.DEFENCE, "reclaim.defence"
        elif case.state is ReclaimState.SERVED and case.takes_effect_on is not None:
            due, occasion, answer = case.takes_effect_on, Occasion.RECLAIM, "reclaim.execute"
        else:
            continue
        yield Deadline(
            occasion=occasion,
            area=case.area,
            matter=case.id,
            holder=case.enterprise,
            due_on=due,
            answer=answer,
            answer_from=due,
            given=(("id", case.id),),
        )
