"""Leases: the use of surplus goes out for whole months, and falls back on the first day after them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from ledger.domain.bookkeeping.account import account
from ledger.domain.bookkeeping.act import Path, Series, Voucher
from ledger.domain.bookkeeping.posting import Posting
from ledger.domain.credits.facility_card import UseKind
from ledger.domain.rights.lease import BeginLease, EndLease, Lease, end_of_lease
from ledger.domain.values.quantity import format_tonnes
from ledger.errors import Conflict, NotFound, say
from ledger.rules.rights.lease import BEGIN, END, EndLeaseCase, LeaseCase
from ledger.services.act import Act
from ledger.services.acts.claims.claimed import claims_to, free_surplus
from ledger.services.acts.credits.card_uses import card_after
from ledger.services.acts.credits.departures import credited_without_right
from ledger.services.acts.money.unpaid import paid_part
from ledger.services.acts.registers.known import area_of, enterprise_of

if TYPE_CHECKING:
    from ledger.services.act import Facts


def gather_begin(facts: Facts, asked: BeginLease) -> LeaseCase:
    """Look up both parties, and count the months."""
    return LeaseCase(
        asked=asked,
        area_=area_of(facts, asked.area),
        lessor=enterprise_of(facts, asked.lessor),
        lessee=enterprise_of(facts, asked.lessee),
        known=facts.registers.find(Lease, asked.id),
        ends=end_of_lease(asked.effective_on, months=asked.months),
        free=free_surplus(
            facts, asked.tranche.unit(asked.area), holder=asked.lessor, claims=claims_to(facts, asked.lessor)
        ),
        paid=paid_part(facts, asked.tranche.unit(asked.area), holder=asked.lessor),
        card=card_after(
            facts,
            asked.facility,
            of=asked.lessor,
            pollutant=asked.tranche.pollutant,
            use=UseKind.SURPLUS_SOLD,
            grams=asked.grams,
            by=asked.id,
        ),
        credited=credited_without_right(facts, asked.lessor, asked.tranche, area=asked.area),
    )


def draw_up_begin(case: LeaseCase) -> Voucher:
    """Debit the use that the lessee has, credit the lessor's surplus."""
    asked = case.asked
    lease = Lease(
        id=asked.id,
        area=asked.area,
        lessor=asked.lessor,
        lessee=asked.lessee,
        tranche=asked.tranche,
        grams=asked.grams,
        starts=asked.effective_on,
        ends=case.ends or asked.effective_on,
        document=asked.document,
        facility=asked.facility,
    )
    return Voucher(
        narration=(
            f"租赁{lease.id}（{case.lessor.name}出租，{case.lessee.name}承租，{lease.document}）："
            f"{lease.tranche.pollutant.chinese}{format_tonnes(lease.grams)}吨/年，{asked.months}个月，至{lease.ends}前"
        ),
        postings=(
            Posting(
                debit=account("Q44", area=lease.area, holder=lease.lessee),
                credit=account("Q41", area=lease.area, holder=lease.lessor),
                unit=lease.tranche.unit(lease.area),
                amount=lease.grams,
            ),
        ),
        facts=(lease, *(() if case.card is None else (case.card,))),
    )


def gather_end(facts: Facts, asked: EndLease) -> EndLeaseCase:
    """Look up the lease.

    :raises NotFound: ``lease.missing``.
    :raises Conflict: ``lease.state``, it was ended before.
    """
    lease = facts.named(Lease, asked.id)
    if lease is None:
        raise NotFound(say("没有租赁“{id}”", id=asked.id), code="lease.missing")
    if lease.ended_on is not None:
        raise Conflict(say("租赁“{id}”已于{day}终止", id=asked.id, day=lease.ended_on), code="lease.state")
    return EndLeaseCase(
        asked=asked,
        lease=lease,
        card=card_after(
            facts,
            lease.facility,
            of=lease.lessor,
            pollutant=lease.tranche.pollutant,
            use=UseKind.SURPLUS_SOLD,
            grams=-lease.grams,
            by=lease.id,
        ),
    )


def draw_up_end(case: EndLeaseCase) -> Voucher:
    """Debit the lessor's surplus, credit the use that the lessee had."""
    lease = case.lease
    return Voucher(
        narration=f"租赁{lease.id}届满：{lease.tranche.pollutant.chinese}{format_tonnes(lease.grams)}吨/年返还出租方",
        postings=(
            Posting(
                debit=account("Q41", area=lease.area, holder=lease.lessor),
                credit=account("Q44", area=lease.area, holder=lease.lessee),
                unit=lease.tranche.unit(lease.area),
                amount=lease.grams,
            ),
        ),
        facts=(
            replace(lease, ended_on=case.asked.effective_on),
            *(() if case.card is None else (case.card,)),
        ),
    )


ACTS: Final[tuple[Act[Any, Any], ...]] = (
    Act(
        kind="lease.begin",
        title="租赁排污权",
        command=BeginLease,
        series=Series.RIGHTS,
        path=Path.ANY_OFFICE,
        gather=gather_begin,
        checks=BEGIN,
        draw_up=draw_up_begin,
    ),
    Act(
        kind="lease.end",
        title="租赁届满返还",
        command=EndLease,
        series=Series.RIGHTS,
        path=Path.ANY_OFFICE,
        gather=gather_end,
        checks=END,
        draw_up=draw_up_end,
    ),
)
