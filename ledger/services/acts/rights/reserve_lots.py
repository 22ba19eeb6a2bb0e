"""Lots of the reserve: noticed, and withdrawn as far as they were not awarded."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from ledger.domain.bookkeeping.account import account
from ledger.domain.bookkeeping.act import Path, Series, Voucher
from ledger.domain.bookkeeping.posting import Posting
from ledger.domain.bookkeeping.unit import capacity
from ledger.domain.rights.reserve_lot import NoticeLot, ReserveLot, WithdrawLot
from ledger.domain.values.quantity import format_tonnes
from ledger.errors import Conflict, NotFound, say
from ledger.rules.money.price_floor import NO_STANDARD
from ledger.rules.rights.reserve_lot import NOTICE, WITHDRAW, LotCase, WithdrawCase
from ledger.rules.rights.term import years_of_term
from ledger.services.act import Act
from ledger.services.acts.registers.known import area_of, standard_of

if TYPE_CHECKING:
    from ledger.services.act import Facts


def gather_notice(facts: Facts, asked: NoticeLot) -> LotCase:
    """Look up the area, a lot of the same number, and the price standard."""
    return LotCase(
        asked=asked,
        area_=area_of(facts, asked.area),
        known=facts.registers.find(ReserveLot, asked.id),
        standard=standard_of(facts, asked.pollutant, facts.on),
        years=years_of_term(facts.book, on=facts.on),
    )


def draw_up_notice(case: LotCase) -> Voucher:
    """Debit the lot, credit the reserve."""
    asked = case.asked
    return Voucher(
        narration=(
            f"公告标的{asked.id}：{asked.pollutant.chinese}{format_tonnes(asked.grams)}吨/年（{asked.document}）"
            f"{'' if case.standard else NO_STANDARD}"
        ),
        postings=(
            Posting(
                debit=account("Q31", area=asked.area, holder=asked.id),
                credit=account("Q30", area=asked.area, holder=asked.source),
                unit=capacity(asked.pollutant, area=asked.area, basin=asked.basin),
                amount=asked.grams,
            ),
        ),
        facts=(
            ReserveLot(
                id=asked.id,
                area=asked.area,
                pollutant=asked.pollutant,
                basin=asked.basin,
                grams=asked.grams,
                source=asked.source,
                start_price=asked.start_price,
                basis=asked.basis,
                ratio=asked.ratio,
                document=asked.document,
            ),
        ),
    )


def gather_withdraw(facts: Facts, asked: WithdrawLot) -> WithdrawCase:
    """Look up the lot and what is left of it.

    :raises NotFound: ``lot.missing``.
    :raises Conflict: ``lot.state``, it was withdrawn before.
    """
    lot = facts.registers.find(ReserveLot, asked.id)
    if lot is None:
        raise NotFound(say("没有标的“{id}”", id=asked.id), code="lot.missing")
    if lot.withdrawn:
        raise Conflict(say("标的“{id}”已经撤回", id=asked.id), code="lot.state")
    noticed = account("Q31", area=lot.area, holder=lot.id)
    unit = capacity(lot.pollutant, area=lot.area, basin=lot.basin)
    return WithdrawCase(asked=asked, lot=lot, left=facts.available(noticed, unit))


def draw_up_withdraw(case: WithdrawCase) -> Voucher:
    """Debit the reserve where the tonnes came from, credit the lot."""
    lot = case.lot
    return Voucher(
        narration=f"撤回标的{lot.id}：{lot.pollutant.chinese}{format_tonnes(case.left)}吨/年，{case.asked.reason}",
        postings=(
            Posting(
                debit=account("Q30", area=lot.area, holder=lot.source),
                credit=account("Q31", area=lot.area, holder=lot.id),
                unit=capacity(lot.pollutant, area=lot.area, basin=lot.basin),
                amount=case.left,
            ),
        ),
        facts=(replace(lot, withdrawn=True),),
    )


ACTS: Final[tuple[Act[Any, Any], ...]] = (
    Act(
        kind="award.notice",
        title="公告储备标的",
        command=NoticeLot,
        series=Series.RIGHTS,
        path=Path.BUREAU,
        gather=gather_notice,
        checks=NOTICE,
        draw_up=draw_up_notice,
    ),
    Act(
        kind="award.withdraw",
        title="撤回储备标的",
        command=WithdrawLot,
        series=Series.RIGHTS,
        path=Path.BUREAU,
        gather=gather_withdraw,
        checks=WITHDRAW,
        draw_up=draw_up_withdraw,
    ),
)
