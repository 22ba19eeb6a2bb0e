"""A mill with rights in use and surplus, and those who want something of them, for exercises."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta, timezone
from typing import Any

from ledger.domain.bookkeeping.opening import OpenArea, OpeningCap, OpeningRight
from ledger.domain.bookkeeping.unit import Origin
from ledger.domain.claims.claim import Claim
from ledger.domain.claims.claim_acts import DeliverFreeze, EndClaim, OpenListing, RegisterPledge, SeizedPollutant
from ledger.domain.registers.enterprise import Enterprise
from ledger.domain.rights.cap import CapKind
from ledger.domain.rights.held_tranche import TrancheGrams
from ledger.domain.rights.tranche import Tranche
from ledger.domain.rights.transfer import ContractTransfer, DeliverTransfer, TransferLine, TransferMode
from ledger.domain.values.pollutant import Pollutant
from ledger.store.registers import Registers
from tests.services.acts.bureau import EAST, HAI, SOUTH, WEST, Bureau

TONNE = 1_000_000
COD, NOX = Pollutant.COD, Pollutant.NITROGEN_OXIDES
MILL, BUYER, POWER = "91371500MA00DEM012", "91371500MA00DEM025", "91371500MA00DEM038"
PAID = Tranche(
    pollutant=COD, basin=HAI, term_from=date(2025, 1, 1), term_to=date(2030, 1, 1), origin=Origin.RESERVE_SALE
)
FREE = Tranche(pollutant=COD, basin=HAI, term_from=date(2025, 1, 1), term_to=date(2030, 1, 1), origin=Origin.FREE)
PAID_NOX = Tranche(pollutant=NOX, term_from=date(2025, 1, 1), term_to=date(2030, 1, 1), origin=Origin.RESERVE_SALE)
NEWER = replace(PAID, term_from=date(2026, 1, 1), term_to=date(2031, 1, 1))
"""Two tonnes of surplus that the buyer has himself, in the western area."""
OPENED = date(2026, 1, 2)


def minute(day: date, hour: int, of_hour: int = 0) -> datetime:
    """Return a minute of the legal day."""
    return datetime(day.year, day.month, day.day, hour, of_hour, tzinfo=timezone(timedelta(hours=8)))


def with_rights(bureau: Bureau, *, in_use: int = 10, surplus: int = 6) -> Bureau:
    """Register the three enterprises and open the books of the mill's area; tonnes of each tranche."""
    bureau.register(
        Enterprise(credit_code=MILL, name="示例造纸", area=EAST),
        Enterprise(credit_code=BUYER, name="示例化工", area=WEST),
        Enterprise(credit_code=POWER, name="示例热电", area=EAST, thermal_power=True),
    )
    rights = [
        OpeningRight(enterprise=MILL, tranche=PAID, grams=in_use * TONNE),
        OpeningRight(enterprise=MILL, tranche=PAID, grams=surplus * TONNE, surplus=True),
        OpeningRight(enterprise=MILL, tranche=FREE, grams=TONNE, surplus=True),
        OpeningRight(enterprise=MILL, tranche=PAID_NOX, grams=4 * TONNE, surplus=True),
    ]
    caps = (
        OpeningCap(pollutant=COD, basin=HAI, kind=CapKind.ABSOLUTE, grams=100 * TONNE, document="示例文件"),
        OpeningCap(pollutant=NOX, kind=CapKind.ABSOLUTE, grams=50 * TONNE, document="示例文件"),
    )
    theirs = (OpeningRight(enterprise=BUYER, tranche=NEWER, grams=2 * TONNE, surplus=True),)
    for area, there in ((EAST, tuple(rights)), (WEST, theirs), (SOUTH, ())):
        bureau.do(
            "opening.area", OpenArea(effective_on=OPENED, area=area, document="示例期初", caps=caps, rights=there)
        )
    return bureau


def pledge(number: str, tonnes: int, *, at: datetime, tranche: Tranche = PAID) -> RegisterPledge:
    """Return a pledge to a bank."""
    return RegisterPledge(
        effective_on=at.date(),
        number=number,
        area=EAST,
        holder=MILL,
        pledgee="示例银行",
        printed_as="质押",
        registered_at=at,
        until=date(2028, 1, 1),
        lines=(TrancheGrams(tranche=tranche, grams=tonnes * TONNE),),
        document="示例合同",
    )


def listing(number: str, tonnes: int, *, at: datetime, tranche: Tranche = PAID) -> OpenListing:
    """Return a listing of surplus."""
    return OpenListing(
        effective_on=at.date(),
        number=number,
        area=EAST,
        holder=MILL,
        platform="示例平台",
        opened_at=at,
        lines=(TrancheGrams(tranche=tranche, grams=tonnes * TONNE),),
        document="示例挂牌申请",
    )


def freeze(number: str, tonnes: int, *, at: datetime, until: date = date(2029, 3, 1)) -> DeliverFreeze:
    """Return a court's order about COD."""
    return DeliverFreeze(
        effective_on=at.date(),
        number=number,
        area=EAST,
        holder=MILL,
        court="示例法院",
        delivered_at=at,
        until=until,
        lines=(SeizedPollutant(pollutant=COD, basin=HAI, grams=tonnes * TONNE),),
        document=f"（2026）示例执{number}号",
    )


def sale(number: str, line: TransferLine, *, at: datetime, **members: Any) -> ContractTransfer:
    """Return a negotiated sale by the mill to the buyer, on the platform; ``members`` say what is different."""
    asked = ContractTransfer(
        effective_on=at.date(),
        number=number,
        seller=MILL,
        seller_area=EAST,
        buyer=BUYER,
        buyer_area=WEST,
        mode=TransferMode.NEGOTIATED,
        platform="示例平台",
        contracted_at=at,
        lines=(line,),
        need="示例核定意见",
    )
    return replace(asked, **members)


def delivery(number: str, *, on: date) -> DeliverTransfer:
    """Return the delivery of a sale."""
    return DeliverTransfer(effective_on=on, number=number, document="示例鉴证书")


def end(number: str, *, on: date) -> EndClaim:
    """Return the end of a paper's claims."""
    return EndClaim(effective_on=on, number=number, holder=MILL, document="示例函")


def standing(bureau: Bureau, number: str) -> tuple[int, int]:
    """Return how many tonnes a paper holds, and how many it waits for."""
    with bureau.book.reading() as connection:
        claims = [
            claim for claim in Registers(connection).all(Claim, owner=MILL) if claim.number == number and claim.standing
        ]
    return sum(claim.held for claim in claims) // TONNE, sum(claim.queued for claim in claims) // TONNE


def tonnes(bureau: Bureau) -> dict[str, int]:
    """Return the tonnes of COD that the mill has on each account."""
    units = {tranche.unit(EAST) for tranche in (PAID, FREE)}
    found = {
        code: sum(bureau.balance(code, EAST, MILL, unit) for unit in units) // TONNE
        for code in ("Q40", "Q41", "Q42.1", "Q42.2", "Q42.3", "Q42.4", "Q42.5")
    }
    return {code: amount for code, amount in found.items() if amount}
