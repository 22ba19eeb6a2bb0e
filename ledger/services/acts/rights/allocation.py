"""Under the cap: a part kept back for the reserve, and the initial rights of existing enterprises."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from ledger.domain.bookkeeping.account import account
from ledger.domain.bookkeeping.act import Path, Series, Voucher
from ledger.domain.bookkeeping.posting import Posting, converted
from ledger.domain.bookkeeping.unit import Origin, capacity, right
from ledger.domain.rights.award import ReserveSource
from ledger.domain.rights.cap import CapKind
from ledger.domain.rights.right_acts import ConfirmExisting, FeeUsed, InitialRight, RetainReserve
from ledger.domain.values.quantity import format_tonnes
from ledger.rules.law import keys
from ledger.rules.rights.allocation import CONFIRM, RETAIN, ConfirmCase, RetainCase
from ledger.rules.rights.term import initial_term
from ledger.services.act import Act
from ledger.services.acts.money.paid import paid_fee_of
from ledger.services.acts.registers.known import area_of, enterprise_of
from ledger.services.acts.rights.given_out import cap_days_of, cap_of

if TYPE_CHECKING:
    from datetime import date

    from ledger.rules.money.paid_fee import PaidFee
    from ledger.services.act import Facts


def gather_retain(facts: Facts, asked: RetainReserve) -> RetainCase:
    """Look up the area and the cap."""
    return RetainCase(
        asked=asked,
        area_=area_of(facts, asked.area),
        cap=cap_of(facts, asked.pollutant, area=asked.area, basin=asked.basin),
    )


def draw_up_retain(case: RetainCase) -> Voucher:
    """Debit the reserve, credit what is unallocated."""
    asked = case.asked
    return Voucher(
        narration=f"预留储备：{asked.pollutant.chinese}{format_tonnes(asked.grams)}吨/年（{asked.document}）",
        postings=(
            Posting(
                debit=account("Q30", area=asked.area, holder=ReserveSource.RETAINED),
                credit=account("Q20", area=asked.area),
                unit=capacity(asked.pollutant, area=asked.area, basin=asked.basin),
                amount=asked.grams,
            ),
        ),
    )


def gather_confirm(facts: Facts, asked: ConfirmExisting) -> ConfirmCase:
    """Look up the cap with all that is given out under it, the term and origin of the day, and the fee if one is named.

    Where no total was published the confirmation raises the cap by what it confirms (practice A-15).
    """
    cap = cap_of(facts, asked.pollutant, area=asked.area, basin=asked.basin)
    days = cap_days_of(facts, asked.pollutant, area=asked.area, basin=asked.basin)
    if cap is not None and cap.kind is CapKind.NONE_PUBLISHED:
        days = replace(days, limit=days.limit + asked.grams)
    free = facts.book.provision(keys.ALLOCATION_EXISTING, on=facts.on).value == "free"
    return ConfirmCase(
        asked=asked,
        area_=area_of(facts, asked.area),
        enterprise=enterprise_of(facts, asked.enterprise),
        cap=cap,
        days=days,
        term=initial_term(facts.book, confirmed_on=asked.effective_on),
        origin=Origin.FREE if free else Origin.FIXED_PRICE,
        known=facts.registers.find(InitialRight, initial_right(asked).subject),
        fee=None
        if free or asked.fee_case is None
        else paid_fee_of(
            facts, asked.fee_case, pollutant=asked.pollutant, area=asked.area, basin=asked.basin, whole=False
        ),
    )


def initial_right(asked: ConfirmExisting) -> InitialRight:
    """Return what the register says of a confirmation."""
    return InitialRight(
        enterprise=asked.enterprise,
        area=asked.area,
        pollutant=asked.pollutant,
        basin=asked.basin,
        document=asked.document,
        grams=asked.grams,
        confirmed_on=asked.effective_on,
    )


def draw_up_confirm(case: ConfirmCase) -> Voucher:
    """Debit the enterprise, credit what is unallocated; where no total was published, the cap rises first."""
    asked = case.asked
    unallocated = account("Q20", area=asked.area)
    unit = capacity(asked.pollutant, area=asked.area, basin=asked.basin)
    raised: tuple[Posting, ...] = ()
    facts: tuple[Any, ...] = (initial_right(asked),)
    if case.cap is not None and case.cap.kind is CapKind.NONE_PUBLISHED:
        raised = (Posting(debit=unallocated, credit=account("Q10", area=asked.area), unit=unit, amount=asked.grams),)
        facts = (*facts, replace(case.cap, grams=case.cap.grams + asked.grams, document=asked.document))
    if case.fee is not None:
        facts = (*facts, fee_used(case.fee, asked.enterprise, asked.grams, on=asked.effective_on))
    return Voucher(
        narration=(
            f"确认初始排污权（{case.enterprise.name}）：{asked.pollutant.chinese}{format_tonnes(asked.grams)}吨/年，"
            f"{case.term.starts}至{case.term.last_day}（{asked.document}）"
        ),
        postings=(
            *raised,
            *converted(
                debit=account("Q40", area=asked.area, holder=asked.enterprise),
                credit=unallocated,
                debited=right(asked.pollutant, area=asked.area, basin=asked.basin, term=case.term, origin=case.origin),
                credited=unit,
                amount=asked.grams,
            ),
        ),
        facts=facts,
    )


def fee_used(fee: PaidFee, enterprise: str, grams: int, *, on: date) -> FeeUsed:
    """Return that a fee stands behind rights from now on."""
    return FeeUsed(
        case=fee.case, pollutant=fee.pollutant, basin=fee.basin, enterprise=enterprise, grams=grams, used_on=on
    )


ACTS: Final[tuple[Act[Any, Any], ...]] = (
    Act(
        kind="reserve.retain",
        title="预留政府储备",
        command=RetainReserve,
        series=Series.RIGHTS,
        path=Path.BUREAU,
        gather=gather_retain,
        checks=RETAIN,
        draw_up=draw_up_retain,
    ),
    Act(
        kind="right.confirm_existing",
        title="确认现有排污单位初始排污权",
        command=ConfirmExisting,
        series=Series.RIGHTS,
        path=Path.BRANCH_THEN_BUREAU,
        gather=gather_confirm,
        checks=CONFIRM,
        draw_up=draw_up_confirm,
    ),
)
