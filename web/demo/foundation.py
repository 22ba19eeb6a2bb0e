"""The first weeks of the demonstration city: registers, caps, existing rights, reserve, reduction credits."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import chain
from random import Random
from typing import TYPE_CHECKING, Final

from ledger.domain.credits.reduction import Measure, RecogniseCredit, VerifyReduction
from ledger.domain.money.price_basis import PriceBasis
from ledger.domain.money.price_standard import SetPriceStandard
from ledger.domain.registers.area import Area, RegisterArea
from ledger.domain.registers.attainment import RecordAttainment
from ledger.domain.registers.enterprise import RegisterEnterprise
from ledger.domain.registers.facility import RegisterFacility
from ledger.domain.rights.cap import CapKind, SetCap
from ledger.domain.rights.right_acts import ConfirmExisting, RetainReserve
from ledger.domain.values.pollutant import Medium, Pollutant
from web.demo.place import AREAS, BRANCHES, CITY, PlannedEnterprise
from web.demo.planned import PlannedAct

if TYPE_CHECKING:
    from ledger.store.unit_of_work import UnitOfWork
    from web.demo.planned import Occasion
    from web.demo.schedule import Schedule

FIRST_DAY: Final = date(2023, 11, 1)
_TONNE: Final = 1_000_000
_AIR: Final = tuple(pollutant for pollutant in Pollutant if pollutant.medium is Medium.AIR)
_CAPS: Final = dict.fromkeys(Pollutant, 2_000 * _TONNE) | {Pollutant.AMMONIA_NITROGEN: 200 * _TONNE}
PRICES: Final = {
    Pollutant.COD: 4_000,
    Pollutant.AMMONIA_NITROGEN: 8_000,
    Pollutant.SULPHUR_DIOXIDE: 4_500,
    Pollutant.NITROGEN_OXIDES: 5_000,
    Pollutant.VOLATILE_ORGANICS: 8_000,
    Pollutant.PARTICULATES: 4_000,
}
"""Yuan a tonne and year; made up, as every figure of the demonstration is."""
_SOURCES: Final = 2
"""Facilities an area and pollutant whose reductions become credits."""
_WITHOUT_CREDIT: Final = {
    ("阳滩县", Pollutant.AMMONIA_NITROGEN),
    ("高畦县", Pollutant.VOLATILE_ORGANICS),
    ("示例高新区", Pollutant.PARTICULATES),
}
"""Where a branch has no credits at first, so that its exempt projects leave gaps."""


def lay_foundation(schedule: Schedule, random: Random, enterprises: Sequence[PlannedEnterprise]) -> None:
    """Put down the acts of the first weeks, in an order in which each finds what it needs."""
    schedule.on(FIRST_DAY, lambda _, day: _registers(enterprises, day))
    for year, published_on, missed in _BULLETINS:
        schedule.on(published_on, _bulletin(year, missed))
    schedule.on(FIRST_DAY + timedelta(days=1), lambda _, day: chain(_prices(day), _caps(day)))
    schedule.on(FIRST_DAY + timedelta(days=2), lambda _, day: _existing(random, enterprises, day))
    schedule.on(FIRST_DAY + timedelta(days=5), lambda _, day: _reserves(day))
    for place, area in enumerate(BRANCHES):
        schedule.on(FIRST_DAY + timedelta(days=6 + place % 3), _credits(random, area))


_BULLETINS: Final = (
    (2022, FIRST_DAY, (*_AIR,)),
    (2023, date(2024, 1, 2), (*_AIR,)),
    (2024, date(2025, 1, 2), (*_AIR,)),
    (2025, date(2026, 1, 2), (Pollutant.NITROGEN_OXIDES, Pollutant.VOLATILE_ORGANICS)),
)


def basin_of(area: Area, pollutant: Pollutant) -> str | None:
    """Return the basin that an area's water pollutants are counted in here."""
    return area.basins[0] if pollutant.medium is Medium.WATER else None


def _bulletin(year: int, missed: tuple[Pollutant, ...]) -> Occasion:
    def publish(_: UnitOfWork, day: date) -> Iterator[PlannedAct]:
        document = f"示例环境质量公报{year}"
        command = RecordAttainment(effective_on=day, year=year, not_attained=missed, document=document)
        yield _city("attainment.record", command)

    return publish


def _registers(enterprises: Sequence[PlannedEnterprise], day: date) -> Iterator[PlannedAct]:
    for area in AREAS:
        command = RegisterArea(
            effective_on=day,
            name=area.name,
            basins=area.basins,
            city=area.city,
            code=area.code,
            office=area.office,
        )
        yield _city("area.register", command)
    for planned in enterprises:
        yield PlannedAct(
            kind="enterprise.register",
            area=planned.area.name,
            command=RegisterEnterprise(
                effective_on=day,
                credit_code=planned.credit_code,
                name=planned.name,
                area=planned.area.name,
                sector=planned.sector,
                thermal_power=planned.thermal_power,
            ),
        )


def _prices(day: date) -> Iterator[PlannedAct]:
    for pollutant, yuan in PRICES.items():
        command = SetPriceStandard(
            effective_on=day,
            pollutant=pollutant,
            unit_price=yuan * 10_000,
            basis=PriceBasis.YEAR,
            from_day=day,
            document="示例价格文件〔2023〕1号",
        )
        yield _city("price_standard.set", command)


def _caps(day: date) -> Iterator[PlannedAct]:
    for area in BRANCHES:
        for pollutant in Pollutant:
            command = SetCap(
                effective_on=day,
                area=area.name,
                pollutant=pollutant,
                basin=basin_of(area, pollutant),
                kind=CapKind.ABSOLUTE,
                grams=_CAPS[pollutant],
                document="示例总量文件〔2023〕1号",
            )
            yield _city("cap.set", command, area=area.name)


def _existing(random: Random, enterprises: Sequence[PlannedEnterprise], day: date) -> Iterator[PlannedAct]:
    for planned in enterprises[::3]:
        for pollutant in random.sample(tuple(Pollutant), 2):
            grams = random.randrange(10, 400) * 100_000 // _share(pollutant)
            if planned is enterprises[0]:
                continue  # what this one holds is told with the officer who is shown
            command = ConfirmExisting(
                effective_on=day,
                area=planned.area.name,
                enterprise=planned.credit_code,
                pollutant=pollutant,
                basin=basin_of(planned.area, pollutant),
                grams=grams,
                document="示例核定文件〔2023〕1号",
            )
            yield PlannedAct(kind="right.confirm_existing", area=planned.area.name, command=command)


def _reserves(day: date) -> Iterator[PlannedAct]:
    for area in BRANCHES:
        for pollutant in Pollutant:
            command = RetainReserve(
                effective_on=day,
                area=area.name,
                pollutant=pollutant,
                basin=basin_of(area, pollutant),
                grams=_CAPS[pollutant] // 10,
                document="示例储备文件〔2023〕1号",
            )
            yield _city("reserve.retain", command, area=area.name)


def _credits(random: Random, area: Area) -> Occasion:
    """Return small unregistered sources whose verified reductions become credits of the pool."""

    def recognise(_: UnitOfWork, day: date) -> Iterator[PlannedAct]:
        for pollutant in Pollutant:
            if (area.name, pollutant) not in _WITHOUT_CREDIT:
                for number in range(1, _SOURCES + 1):
                    yield from _source(random, area, pollutant, day, number=number)

    return recognise


def _source(random: Random, area: Area, pollutant: Pollutant, day: date, *, number: int) -> Iterator[PlannedAct]:
    facility = f"{area.name}-{pollutant}-{number}"
    grams = random.randrange(60, 120) * _TONNE // _share(pollutant)
    register = RegisterFacility(
        effective_on=day,
        id=facility,
        name=f"{area.name}示例{pollutant.chinese}减排设施{number}号",
        area=area.name,
        basin=basin_of(area, pollutant),
    )
    verify = VerifyReduction(
        effective_on=day,
        facility=facility,
        pollutant=pollutant,
        measure=Measure.CLOSURE,
        base_year=2022,
        base_emission=grams,
        emission_after=0,
        finished_on=date(2023, 6, 30),
        operating_since=date(2015, 1, 1),
        officers=("示例甲", "示例乙"),
        site_record=f"示例踏勘{facility}",
        sheet=f"示例核定单{facility}",
    )
    recognise = RecogniseCredit(
        effective_on=day, facility=facility, pollutant=pollutant, grams=grams, document=f"示例认定文件{facility}"
    )
    yield PlannedAct(kind="facility.register", area=area.name, command=register)
    yield PlannedAct(kind="reduction.verify", area=area.name, command=verify)
    yield PlannedAct(kind="credit.recognise", area=area.name, command=recognise)


def _share(pollutant: Pollutant) -> int:
    """Return how many times rarer a pollutant is than the others."""
    return 10 if pollutant is Pollutant.AMMONIA_NITROGEN else 1


def _city(kind: str, command: object, *, area: str = CITY) -> PlannedAct:
    return PlannedAct(kind=kind, command=command, area=area)
