"""Commands in the life of a right."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from ledger.domain.bookkeeping.unit import Origin
from ledger.domain.money.fee import FeeLine
from ledger.domain.money.payment_notice import FeeGround, FixedPriceFee, IssueNotice
from ledger.domain.money.price_basis import PriceBasis
from ledger.domain.rights.buy_back import AgreeBuyBack, PayBuyBack
from ledger.domain.rights.lease import BeginLease, EndLease
from ledger.domain.rights.right_acts import DetermineSurplus, EndTerm, PayUp, RenewRight, TakeIntoUse
from ledger.domain.values.pollutant import Pollutant
from tests.properties.bureau_asks import STEP, Clerk, ask, tranche
from tests.properties.bureau_asks_money import part
from tests.properties.bureau_asks_rights import PAPER, YUAN
from tests.properties.bureau_model_rights import standard_price
from tests.properties.bureau_units import YEARS, Unit, years_later

PAID = {"fixed_price", "reserve_sale"}


def some_tranche(clerk: Clerk, *lines: str, paid: bool | None = None) -> tuple[str, str, str, Unit, int] | None:
    """Return a tranche that somebody holds, mostly one that was paid for, or not, as is asked."""
    for _ in range(6):
        found = clerk.holding(*lines)
        if found is None or paid is None or (found[3].origin in PAID) is paid or clerk.seldom(8):
            return found
    return None


def _named(clerk: Clerk, unit: Unit) -> Any:
    named = tranche(unit)
    return replace(named, origin=Origin.OFFSET) if clerk.seldom(40) else named


@ask("right.determine_surplus", "tenure", weight=5)
def determine(clerk: Clerk) -> Any:
    """What is not needed."""
    found = some_tranche(clerk, "Q40")
    if found is None:
        return None
    _, area, code, unit, _ = found
    free = clerk.books.free("Q40", area, code, unit)
    grams = clerk.grams(free)
    need = max(free - grams, 0) if clerk.seldom(3) else 0
    return DetermineSurplus(
        effective_on=clerk.today,
        area=area,
        enterprise=code,
        tranche=_named(clerk, unit),
        grams=grams,
        need=need,
        document=PAPER,
    )


@ask("right.take_into_use", "tenure")
def take(clerk: Clerk) -> Any:
    """Surplus that is needed again."""
    found = some_tranche(clerk, "Q41")
    return found and TakeIntoUse(
        effective_on=clerk.today,
        area=found[1],
        enterprise=found[2],
        tranche=_named(clerk, found[3]),
        grams=clerk.grams(clerk.books.free("Q41", found[1], found[2], found[3])),
        need=clerk.one_of([None, 5]),
        document=PAPER,
    )


def used(clerk: Clerk, case: str) -> bool:
    """Return whether a fee stands behind some rights."""
    return any(key[0] == case for key in clerk.books.registers["fee_used"] if isinstance(key, tuple))


@ask("right.pay_up", "tenure", weight=4)
def pay_up(clerk: Clerk) -> Any:
    """The fee of some free rights is noticed first, and paid by the acts of money; then they are paid up."""
    charges = [
        each
        for each in clerk.books.all("charged")
        if str(each["case"]).startswith("转有偿") and not used(clerk, each["case"])
    ]
    charge = clerk.some(charges)
    if charge is None or clerk.seldom(3):
        return None
    line = charge["lines"][0]
    tranches = [
        place.unit
        for place, amount in clerk.books.amounts.items()
        if amount
        and place.account[1:] == (charge["area"], charge["payer"])
        and place.unit.term_to == charge["ends"]
        and (place.unit.pollutant, place.unit.basin) == (str(line.pollutant), line.basin)
    ]
    unit = clerk.some(tranches)
    if unit is None:
        return None
    free = max(clerk.books.free("Q41", charge["area"], charge["payer"], unit), 0)  # an order may wait for more than is
    surplus = min(line.grams, free)
    return PayUp(
        effective_on=clerk.earlier(),
        area=charge["area"],
        enterprise=charge["payer"],
        tranche=tranche(unit),
        in_use=line.grams - surplus,
        surplus=surplus if not clerk.seldom(20) else surplus + 100,
        fee_case=charge["case"],
    )


@ask("fee.notice", "tenure", weight=2)
def notice_pay_up(clerk: Clerk) -> Any:
    """The notice of a fee for rights that are to be paid up."""
    found = some_tranche(clerk, "Q40", "Q41", paid=False)
    if found is None or found[3].term_to is None:
        return None
    line, area, code, unit, _ = found
    pollutant, ends = Pollutant(unit.pollutant or ""), found[3].term_to
    fee = FeeLine(
        pollutant=pollutant,
        basin=unit.basin,
        grams=clerk.grams(clerk.books.free(line, area, code, unit)),
        unit_price=standard_price(clerk.books, pollutant, clerk.today) or 1000 * YUAN,
        basis=PriceBasis.YEAR,
    )
    case = FixedPriceFee(
        case=clerk.number("charged", "转有偿"),
        area=area,
        payer=code,
        ground=FeeGround.PAY_UP,
        lines=(fee,),
        starts=clerk.today,
        ends=ends + timedelta(days=1 if clerk.seldom() else 0),
    )
    return IssueNotice(effective_on=clerk.today, number=clerk.number("notice", "通知"), fixed_price=case)


@ask("right.end_term", "tenure", weight=3)
def end(clerk: Clerk) -> Any:
    """A term that is over, or seldom one that is not."""
    over = [
        place
        for place, amount in clerk.books.amounts.items()
        if amount and place.account.line in {"Q40", "Q41", "Q42.3"} and (place.unit.term_to or date.max) <= clerk.today
    ]
    place = clerk.some(over)
    if place is None and clerk.seldom(8):
        found = clerk.holding("Q40")
        return found and EndTerm(
            effective_on=clerk.today, area=found[1], enterprise=found[2], tranche=tranche(found[3])
        )
    return place and EndTerm(
        effective_on=clerk.today,
        area=place.account.area,
        enterprise=place.account.holder or "",
        tranche=_named(clerk, place.unit),
    )


@ask("fee.notice", "tenure", weight=2)
def notice_renewal(clerk: Clerk) -> Any:
    """The notice of a fee for rights that are to go on after their term."""
    found = clerk.some([*clerk.books.registers["ended_term"]])
    if found is None:
        return None
    code, unit = found
    pollutant, starts = Pollutant(unit.pollutant or ""), unit.term_to
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
        ground=FeeGround.PAY_UP if clerk.seldom(10) else FeeGround.RENEWAL,
        lines=(fee,),
        starts=starts + timedelta(days=clerk.one_of([0, 0, 0, -1, 1])),
        ends=years_later(starts, YEARS) - timedelta(days=1 if clerk.seldom(8) else 0),
    )
    return IssueNotice(effective_on=clerk.today, number=clerk.number("notice", "通知"), fixed_price=case)


@ask("right.renew", "tenure", weight=2)
def renew(clerk: Clerk) -> Any:
    """A right that goes on after its term."""
    former: list[Any] = [
        key
        for key in clerk.books.registers["ended_term"]
        if key not in clerk.books.registers["renewal"] or clerk.seldom(4)
    ]
    found = clerk.some(former)
    if found is None:
        held = clerk.holding("Q40") if clerk.seldom(4) else None
        found = held and (held[2], held[3])
    if not found:
        return None
    code, unit = found
    named, area = tranche(unit), str(unit.area)
    free = clerk.books.free("Q20", area, None, unit._replace(term_from=None, term_to=None, origin=None))
    fees = [
        each
        for each in clerk.books.all("charged")
        if str(each["case"]).startswith("延续费") and each["payer"] == code and not used(clerk, each["case"])
    ]
    fee = (
        None
        if clerk.seldom(6)
        else clerk.some([each for each in fees if str(each["lines"][0].pollutant) == unit.pollutant])
    )
    return RenewRight(
        effective_on=clerk.today,
        area=area,
        enterprise=code,
        former=named,
        grams=clerk.grams(free) if fee is None else fee["lines"][0].grams,
        document=PAPER,
        fee_case=None if fee is None else fee["case"],
    )


@ask("right.buy_back", "tenure", weight=2)
def buy_back(clerk: Clerk) -> Any:
    """Paid surplus comes back for money."""
    found = some_tranche(clerk, "Q41", paid=True)
    if found is None:
        return None
    _, area, code, unit, _ = found
    plants = [each["id"] for each in clerk.books.all("facility") if each["enterprise"] == code]
    return AgreeBuyBack(
        effective_on=clerk.today,
        id=clerk.number("buy_back", "回购"),
        area=area,
        enterprise=code,
        tranche=_named(clerk, unit),
        grams=clerk.grams(clerk.books.free("Q41", area, code, unit)),
        unit_price=clerk.one_of([300, 900, 2000, 4000, 4001]) * YUAN,
        facility=clerk.one_of(plants) if plants and clerk.seldom(6) else None,
        document=PAPER,
    )


@ask("buy_back.pay", "tenure")
def pay(clerk: Clerk) -> Any:
    """The budget pays."""
    agreed = clerk.known("buy_back")
    return agreed and PayBuyBack(
        effective_on=clerk.today, id=agreed["id"], amount=part(clerk, agreed["owed"]), document=PAPER
    )


@ask("lease.begin", "tenure", weight=2)
def lease(clerk: Clerk) -> Any:
    """Surplus that another uses."""
    found = some_tranche(clerk, "Q41", paid=True)
    if found is None:
        return None
    _, area, code, unit, _ = found
    return BeginLease(
        effective_on=clerk.today,
        id=clerk.number("lease", "租赁"),
        area=area,
        lessor=code,
        lessee=clerk.enterprise(),
        tranche=_named(clerk, unit),
        grams=clerk.grams(clerk.books.free("Q41", area, code, unit)),
        months=clerk.one_of([1, 3, 12, 13, 0] if clerk.seldom(5) else [1, 2, 3]),
        document=PAPER,
    )


@ask("lease.end", "tenure", weight=2)
def end_lease(clerk: Clerk) -> Any:
    """The use falls back, or not yet."""
    running = clerk.known("lease", state="running")
    return running and EndLease(effective_on=clerk.today, id=running["id"])
