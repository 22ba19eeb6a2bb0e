"""Buy-back: paid rights go to the reserve, and the budget owes and pays their price."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from ledger.domain.bookkeeping.account import account
from ledger.domain.bookkeeping.act import Path, Series, Voucher
from ledger.domain.bookkeeping.posting import Posting, converted
from ledger.domain.bookkeeping.unit import MONEY, capacity
from ledger.domain.credits.facility_card import UseKind
from ledger.domain.money.fee import PartYear, Years, years_of
from ledger.domain.rights.award import ReserveSource
from ledger.domain.rights.buy_back import AgreeBuyBack, BuyBack, PayBuyBack
from ledger.domain.values.calendar import Term
from ledger.domain.values.quantity import format_tonnes, format_yuan, line_amount
from ledger.errors import NotFound, say
from ledger.rules.law import keys
from ledger.rules.money.price_floor import NO_STANDARD, RestOfTerm
from ledger.rules.rights.buy_back import AGREE, PAY, BuyBackCase, PayCase
from ledger.rules.rights.term import years_of_term
from ledger.services.act import Act
from ledger.services.acts.claims.claimed import claims_to, free_surplus
from ledger.services.acts.credits.card_uses import card_after, closed_with
from ledger.services.acts.credits.departures import credited_without_right
from ledger.services.acts.money.unpaid import paid_part
from ledger.services.acts.registers.known import area_of, enterprise_of, standard_of

if TYPE_CHECKING:
    from ledger.services.act import Facts


def gather_agree(facts: Facts, asked: AgreeBuyBack) -> BuyBackCase:
    """Look up the enterprise, the price standard, and the facility's card if one is named."""
    card = card_after(
        facts,
        asked.facility,
        of=asked.enterprise,
        pollutant=asked.tranche.pollutant,
        use=UseKind.BOUGHT_BACK,
        grams=asked.grams,
        by=asked.id,
    )
    return BuyBackCase(
        asked=asked,
        area_=area_of(facts, asked.area),
        enterprise=enterprise_of(facts, asked.enterprise),
        known=facts.registers.find(BuyBack, asked.id),
        standard=standard_of(facts, asked.tranche.pollutant, facts.on),
        rest=_rest_of_term(facts, asked),
        free=free_surplus(
            facts,
            asked.tranche.unit(asked.area),
            holder=asked.enterprise,
            claims=claims_to(facts, asked.enterprise),
        ),
        paid=paid_part(facts, asked.tranche.unit(asked.area), holder=asked.enterprise),
        amount=line_amount(grams=asked.grams, price=asked.unit_price),
        card=card,
        credited=credited_without_right(facts, asked.enterprise, asked.tranche, area=asked.area),
        closes=None if card is None else closed_with(facts, asked.facility, (card,)),
    )


def _rest_of_term(facts: Facts, asked: AgreeBuyBack) -> RestOfTerm:
    """Return what is left of the tranche's term, a part of a year as ``fee.part_year`` counts it."""
    years = years_of_term(facts.book, on=facts.on)
    on, ends = asked.effective_on, asked.tranche.term_to
    if facts.book.provision(keys.BUY_BACK_REST_OF_TERM, on=facts.on).value == "whole_term" or not on < ends:
        return RestOfTerm(left=Years(count=years), years=years)
    part_year = PartYear(facts.book.provision(keys.FEE_PART_YEAR, on=facts.on).value)
    return RestOfTerm(left=years_of(Term(starts=on, ends=ends), part_year), years=years)


def draw_up_agree(case: BuyBackCase) -> Voucher:
    """Debit the reserve and the budget's expense; credit the surplus of the enterprise and what it is owed."""
    asked, tranche = case.asked, case.asked.tranche
    expense = Posting(
        debit=account("B60", area=asked.area),
        credit=account("B61", area=asked.area, holder=asked.enterprise),
        unit=MONEY,
        amount=case.amount,
    )
    return Voucher(
        narration=(
            f"回购{asked.id}（{case.enterprise.name}，{asked.document}）：{tranche.pollutant.chinese}"
            f"{format_tonnes(asked.grams)}吨/年，{format_yuan(case.amount)}元"
            f"{'' if case.standard else NO_STANDARD}"
        ),
        postings=(
            *converted(
                debit=account("Q30", area=asked.area, holder=ReserveSource.BOUGHT_BACK),
                credit=account("Q41", area=asked.area, holder=asked.enterprise),
                debited=capacity(tranche.pollutant, area=asked.area, basin=tranche.basin),
                credited=tranche.unit(asked.area),
                amount=asked.grams,
            ),
            expense,
        ),
        facts=(
            BuyBack(
                id=asked.id,
                area=asked.area,
                enterprise=asked.enterprise,
                tranche=tranche,
                grams=asked.grams,
                unit_price=asked.unit_price,
                amount=case.amount,
                document=asked.document,
            ),
            *(() if case.card is None else (case.card,)),
            *(() if case.closes is None else (case.closes,)),
        ),
    )


def gather_pay(facts: Facts, asked: PayBuyBack) -> PayCase:
    """Look up the buy-back.

    :raises NotFound: ``buy_back.missing``.
    """
    found = facts.named(BuyBack, asked.id)
    if found is None:
        raise NotFound(say("没有回购“{id}”", id=asked.id), code="buy_back.missing")
    return PayCase(asked=asked, buy_back=found)


def draw_up_pay(case: PayCase) -> Voucher:
    """Debit what the enterprise is owed, credit the treasury."""
    asked, found = case.asked, case.buy_back
    return Voucher(
        narration=f"支付回购款{found.id}：{format_yuan(asked.amount)}元（{asked.document}）",
        postings=(
            Posting(
                debit=account("B61", area=found.area, holder=found.enterprise),
                credit=account("B62", area=found.area),
                unit=MONEY,
                amount=asked.amount,
            ),
        ),
        facts=(replace(found, paid=found.paid + asked.amount),),
    )


ACTS: Final[tuple[Act[Any, Any], ...]] = (
    Act(
        kind="right.buy_back",
        title="有偿回购",
        command=AgreeBuyBack,
        series=Series.RIGHTS,
        path=Path.BUREAU,
        gather=gather_agree,
        checks=AGREE,
        draw_up=draw_up_agree,
    ),
    Act(
        kind="buy_back.pay",
        title="支付回购款",
        command=PayBuyBack,
        series=Series.FEES,
        path=Path.FINANCE,
        gather=gather_pay,
        checks=PAY,
        draw_up=draw_up_pay,
    ),
)
