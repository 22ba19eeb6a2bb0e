"""Commands about the registers."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from ledger.domain.money.price_basis import PriceBasis
from ledger.domain.money.price_standard import SetPriceStandard
from ledger.domain.registers.area import RegisterArea
from ledger.domain.registers.attainment import RecordAttainment
from ledger.domain.registers.enterprise import CloseEnterprise, CorrectContact, RegisterEnterprise, RenameEnterprise
from ledger.domain.registers.facility import RegisterFacility
from ledger.domain.registers.permit import LimitKind, PermittedEmission, RegisterPermit
from tests.properties.bureau_asks import AREAS, POLLUTANTS, Clerk, ask
from tests.properties.bureau_asks_rights import PAPER, YUAN
from tests.properties.bureau_units import BASINS

CODES = tuple(f"91371500MA00DEM{last}" for last in ("012", "025", "038", "05E", "994", "100", "113", "126", "139"))


@ask("enterprise.register", "registers")
def enterprise(clerk: Clerk) -> Any:
    """An enterprise, few of them in all."""
    code = clerk.one_of(CODES)
    return RegisterEnterprise(
        effective_on=clerk.today, credit_code=code, name=f"示例企业{code[-3:]}", area=clerk.one_of(AREAS)
    )


@ask("enterprise.rename", "registers")
def rename(clerk: Clerk) -> Any:
    """Another name, seldom one that is borne."""
    known = clerk.known("enterprise")
    name = clerk.one_of([f"示例新名{clerk.books.size}", known["name"], clerk.known("enterprise")["name"]])
    return RenameEnterprise(effective_on=clerk.today, credit_code=known["code"], name=name, document=PAPER)


@ask("enterprise.close", "registers")
def close(clerk: Clerk) -> Any:
    """An enterprise ends; seldom, or nobody would be left."""
    living = [each for each in clerk.books.all("enterprise") if not each["ended"]]
    if len(living) < 5 or not clerk.seldom(6):
        return None
    return CloseEnterprise(effective_on=clerk.today, credit_code=clerk.enterprise(), reason="注销", document=PAPER)


@ask("enterprise.contact", "registers")
def contact(clerk: Clerk) -> Any:
    """A telephone number."""
    number = clerk.one_of(["0635-0000001", "0635-0000002"])
    return CorrectContact(effective_on=clerk.today, credit_code=clerk.known("enterprise")["code"], contact=number)


@ask("facility.register", "registers", weight=2)
def facility(clerk: Clerk) -> Any:
    """A facility of an enterprise, or of nobody."""
    if len(clerk.books.registers["facility"]) > 12 and not clerk.seldom():
        return None
    area = clerk.one_of(AREAS)
    owner = None if clerk.seldom(2) else clerk.enterprise()
    basin = clerk.one_of(["黄河", "海河"]) if clerk.seldom(10) else clerk.one_of(BASINS[area])
    number = clerk.number("facility", "设施")
    return RegisterFacility(effective_on=clerk.today, id=number, name=number, area=area, enterprise=owner, basin=basin)


@ask("price_standard.set", "registers")
def price(clerk: Clerk) -> Any:
    """A price of a tonne for a year."""
    return SetPriceStandard(
        effective_on=clerk.today,
        pollutant=clerk.one_of(POLLUTANTS),
        unit_price=clerk.one_of([0, 400, 600, 800, 800]) * YUAN,
        basis=PriceBasis.YEAR,
        from_day=clerk.earlier() + timedelta(days=clerk.one_of([0, 0, 10])),
        document=PAPER,
    )


@ask("attainment.record", "registers", weight=4)
def attainment(clerk: Clerk) -> Any:
    """The bulletin of a year, seldom of one that is not over."""
    return RecordAttainment(
        effective_on=clerk.today,
        year=clerk.today.year - (0 if clerk.seldom(8) else 1),
        not_attained=clerk.one_of([(), POLLUTANTS[:1], POLLUTANTS[1:], POLLUTANTS[:1] * 2]),
        document=PAPER,
    )


@ask("permit.register", "registers")
def permit(clerk: Clerk) -> Any:
    """A period of a permit."""
    known, starts = clerk.known("enterprise"), date(2024 + clerk.whims.randrange(4), 3, 1)
    days = clerk.one_of([365 * 5 - 1, 365 * 3, 365 * 6, -1] if clerk.seldom(4) else [365 * 2])
    limits = tuple(
        PermittedEmission(pollutant=pollutant, kind=LimitKind.NOT_LIMITED)
        for pollutant in clerk.one_of([POLLUTANTS[:1], POLLUTANTS, POLLUTANTS[:1] * 2])
    )
    return RegisterPermit(
        effective_on=clerk.today,
        number=f"{known['code']}00{clerk.one_of([1, 2])}P",
        enterprise=known["code"] if not clerk.seldom() else clerk.enterprise(),
        valid_from=starts,
        valid_until=starts + timedelta(days=days),
        limits=limits,
    )


@ask("area.register", "registers")
def area(clerk: Clerk) -> Any:
    """An area of which the other acts know nothing."""
    return RegisterArea(
        effective_on=clerk.today,
        name=clerk.one_of(["北区", "新区"]),
        basins=clerk.one_of([("海河",), ("海河", "黄河"), ("黄河",), ("海河", "海河")]),
        code=clerk.one_of([None, "371599", "371598"]),
        office=clerk.one_of([None, "示例北区分局"]),
    )
