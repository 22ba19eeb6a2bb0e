"""An enterprise that owes money: what the exercises about payments begin with."""

from __future__ import annotations

from datetime import date
from typing import Any

from ledger.domain.money.deposit import Deposit, Keeper, LotSeller
from ledger.domain.money.fee import FeeLine
from ledger.domain.money.payment_notice import FeeGround, FixedPriceFee, IssueNotice, PaymentNotice
from ledger.domain.money.price_basis import PriceBasis
from ledger.domain.money.receipt import RecordReceipt
from ledger.domain.registers.enterprise import Enterprise
from ledger.domain.rights.award import Award, AwardLine, ReserveSource
from ledger.domain.values.pollutant import Pollutant
from tests.services.acts.bureau import EAST, HAI, Bureau

PAYER = "91371500MA00DEM012"
OTHER = "91371500MA00DEM025"
ISSUED = date(2026, 3, 2)


def award(number: str = "成交1", *, price: int = 1_000_0000, buyer: str = PAYER) -> Award:
    """Return an award of ten tonnes of COD for five years, at 1,000 yuan a tonne and year: 50,000 yuan."""
    return Award(
        id=number,
        area=EAST,
        buyer=buyer,
        lines=(
            AwardLine(
                pollutant=Pollutant.COD,
                basin=HAI,
                grams=10_000_000,
                source=ReserveSource.RETAINED,
                unit_price=price,
                basis=PriceBasis.YEAR,
            ),
        ),
        contracted_on=date(2026, 3, 1),
        term_starts=date(2026, 3, 1),
        term_years=5,
    )


def pay_up(case: str = "补缴1", **changed: Any) -> FixedPriceFee:
    """Return the fee for a free right of ten tonnes of COD that is left for two years: 20,000 yuan."""
    asked: dict[str, Any] = {
        "case": case,
        "area": EAST,
        "payer": PAYER,
        "ground": FeeGround.PAY_UP,
        "lines": (
            FeeLine(pollutant=Pollutant.COD, basin=HAI, grams=10_000_000, unit_price=1_000_0000, basis=PriceBasis.YEAR),
        ),
        "starts": date(2026, 3, 1),
        "ends": date(2028, 3, 1),
    }
    return FixedPriceFee(**{**asked, **changed})


def open_for_business(bureau: Bureau) -> None:
    """Register the payer, another enterprise, and an award."""
    bureau.register(
        Enterprise(credit_code=PAYER, name="示例化工有限公司", area=EAST),
        Enterprise(credit_code=OTHER, name="示例纺织有限公司", area=EAST),
        award(),
    )


def noticed(bureau: Bureau, number: str = "通知1", *, of: str = "成交1") -> int:
    """Issue the notice of an award."""
    return bureau.do("fee.notice", IssueNotice(effective_on=ISSUED, number=number, award=of))


def pay(bureau: Bureau, amount: int, *, number: str = "税票1", notice: str = "通知1") -> int:
    """Record and decide a receipt that was paid the day after the notice."""
    day = date(2026, 3, 3)
    return bureau.do(
        "fee.receipt", RecordReceipt(effective_on=day, notice=notice, number=number, amount=amount, paid_on=day)
    )


def notice_in(bureau: Bureau, number: str = "通知1") -> PaymentNotice:
    """Return a notice as the register has it."""
    with bureau.desk("市局经办") as desk:
        found = desk.work.registers.find(PaymentNotice, number)
    assert found is not None
    return found


def deposit_in(bureau: Bureau, number: str = "保证金1") -> Deposit:
    """Return a deposit as the register has it."""
    with bureau.desk("市局经办") as desk:
        found = desk.work.registers.find(Deposit, number)
    assert found is not None
    return found


def deposit(keeper: Keeper, *, seller: LotSeller = LotSeller.RESERVE) -> dict[str, Any]:
    """Return what a deposit of 5,000 yuan is received with."""
    return {
        "effective_on": date(2026, 2, 2),
        "number": "保证金1",
        "area": EAST,
        "bidder": PAYER,
        "lot": "标的1",
        "seller": seller,
        "keeper": keeper,
        "amount": 5_000_00,
        "paid_on": date(2026, 2, 1),
    }
