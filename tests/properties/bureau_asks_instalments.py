"""Commands by which a renewal is paid for by instalments."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from ledger.domain.money.fee import FeeLine
from ledger.domain.money.instalments import NoticeInstalment, PlanInstalments
from ledger.domain.money.payment_notice import FeeGround, FixedPriceFee
from ledger.domain.money.price_basis import PriceBasis
from ledger.domain.values.pollutant import Pollutant
from tests.properties.bureau_asks import STEP, Clerk, ask
from tests.properties.bureau_asks_rights import PAPER, YUAN
from tests.properties.bureau_model_rights import standard_price
from tests.properties.bureau_units import YEARS, years_later


@ask("fee.instalment_plan", "tenure")
def plan_renewal(clerk: Clerk) -> Any:
    """Instalments for rights that are to go on after their term."""
    found = clerk.some([*clerk.books.registers["ended_term"]])
    if found is None:
        return None
    code, unit = found
    pollutant = Pollutant(unit.pollutant or "")
    fee = FeeLine(
        pollutant=pollutant,
        basin=unit.basin,
        grams=clerk.grams(5 * STEP),
        unit_price=standard_price(clerk.books, pollutant, clerk.today) or 1000 * YUAN,
        basis=PriceBasis.YEAR,
    )
    case = FixedPriceFee(
        case=clerk.number("charged", "延续费"),
        area=str(unit.area),
        payer=code,
        ground=FeeGround.RENEWAL,
        lines=(fee,),
        starts=unit.term_to,
        ends=years_later(unit.term_to, YEARS),
    )
    due_on = tuple(clerk.today + timedelta(days=days) for days in (20, 320))
    return PlanInstalments(effective_on=clerk.today, fixed_price=case, due_on=due_on, document=PAPER)


@ask("fee.instalment_notice", "tenure")
def first_of_renewal(clerk: Clerk) -> Any:
    """The next instalment of a renewal."""
    plans = [
        each
        for each in clerk.books.all("plan")
        if str(each["case"]).startswith("延续费") and each["parts"][-1]["notice"] is None
    ]
    agreed = clerk.some(plans[-2:])
    return agreed and NoticeInstalment(
        effective_on=clerk.today, number=clerk.number("notice", "分期"), charged_for=agreed["case"]
    )
