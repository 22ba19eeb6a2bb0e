"""What does not happen every day in the demonstration: surplus sold, pledged and frozen, a plant closed, a reversal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from ledger.domain.bookkeeping.account import account
from ledger.domain.bookkeeping.reversal import ReverseAct
from ledger.domain.credits.credit import DispatchCredit, SourceGrams
from ledger.domain.projects.exemption import HoldForExemptions
from ledger.domain.rights.cap import CapKind, SetCap
from ledger.domain.values.pollutant import Pollutant
from web.demo.closing import plant_closes
from web.demo.holding import Holding, Story, free_holdings
from web.demo.place import BRANCHES, CITY
from web.demo.planned import PlannedAct
from web.demo.surplus import fee_in_instalments, freeze, lease, pledge, surplus_is_paid_up, surplus_is_sold

if TYPE_CHECKING:
    from ledger.store.unit_of_work import UnitOfWork
    from web.demo.place import PlannedEnterprise
    from web.demo.schedule import Schedule

_TONNE: Final = 1_000_000


def put_down_incidents(schedule: Schedule, enterprises: Sequence[PlannedEnterprise]) -> None:
    """Put the stories down; each has an enterprise of its own, found by what it holds on its first day.

    The first, whose officer is shown, is pledged and frozen.
    """
    chosen: dict[int, Holding] = {}

    def story(number: int, day: date, tell: Story) -> None:
        def occasion(work: UnitOfWork, today: date) -> Iterator[PlannedAct]:
            if number not in chosen:
                chosen[number] = free_holdings(work, enterprises)[number]
            yield from tell(work, today, chosen[number])

        schedule.on(day, occasion)

    for number, first_day, steps in (
        (0, date(2024, 5, 14), surplus_is_paid_up()),
        (0, date(2024, 10, 15), iter(((0, pledge), (90, lease), (240, freeze)))),
        (1, date(2024, 3, 5), surplus_is_paid_up()),
        (1, date(2024, 5, 7), surplus_is_sold()),
        (2, date(2024, 9, 10), fee_in_instalments()),
        (3, date(2025, 3, 11), plant_closes()),
    ):
        for days, tell in steps:
            story(number, first_day + timedelta(days=days), tell)
    schedule.on(date(2025, 5, 13), _dispatch_to_the_city)
    schedule.on(date(2025, 5, 20), _dispatch_to_branches)
    schedule.on(date(2026, 9, 15), _mistake)


def _dispatch_to_the_city(work: UnitOfWork, today: date) -> Iterator[PlannedAct]:
    for pollutant in (Pollutant.VOLATILE_ORGANICS, Pollutant.PARTICULATES):
        yield from _dispatch(work, today, "青原区", CITY, pollutant)


def _dispatch_to_branches(work: UnitOfWork, today: date) -> Iterator[PlannedAct]:
    for area, pollutant in (("高畦县", Pollutant.VOLATILE_ORGANICS), ("示例高新区", Pollutant.PARTICULATES)):
        yield from _dispatch(work, today, CITY, area, pollutant)
        hold = HoldForExemptions(effective_on=today, area=area)
        yield PlannedAct(kind="exemption.hold", command=hold, area=area, idle=True)


def _dispatch(
    work: UnitOfWork, today: date, from_area: str, to_area: str, pollutant: Pollutant
) -> Iterator[PlannedAct]:
    sources = tuple(
        SourceGrams(source=unit.source, grams=min(amount, 20 * _TONNE))
        for unit, amount in work.holdings(account("C20", area=from_area))
        if unit.pollutant is pollutant and unit.source is not None
    )
    if sources:
        command = DispatchCredit(
            effective_on=today,
            from_area=from_area,
            to_area=to_area,
            pollutant=pollutant,
            sources=sources,
            document=f"示例调剂单〔{today.year}〕{from_area}至{to_area}",
        )
        yield PlannedAct(kind="credit.dispatch", command=command, area=from_area)


def _mistake(work: UnitOfWork, today: date) -> Iterator[PlannedAct]:
    """Raise a cap by a slip of the pen, and take it back in red."""
    area = BRANCHES[0].name
    wrong = SetCap(
        effective_on=today,
        area=area,
        pollutant=Pollutant.SULPHUR_DIOXIDE,
        kind=CapKind.ABSOLUTE,
        grams=20_500 * _TONNE,
        document="示例总量文件〔2026〕3号",
    )
    yield PlannedAct(kind="cap.set", command=wrong, area=area)
    reversal = ReverseAct(effective_on=today, seq=work.journal.size, reason="示例：2050误作20500")
    yield PlannedAct(kind="correction.reverse", command=reversal, area=area)
