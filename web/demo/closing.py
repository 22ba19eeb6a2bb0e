"""A plant of the demonstration closes: its reduction is verified, and its right goes into the credit pool."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import TYPE_CHECKING

from ledger.domain.credits.closure import CheckClosure, ClosedPollutant, CloseFacility, ClosureRoute, Finding
from ledger.domain.credits.reduction import Measure, VerifyReduction
from ledger.domain.registers.facility import RegisterFacility
from web.demo.holding import Holding, Story
from web.demo.planned import PlannedAct

if TYPE_CHECKING:
    from ledger.store.unit_of_work import UnitOfWork


def plant_closes() -> Iterator[tuple[int, Story]]:
    """Yield the steps from the register of the plant to the yearly look at whether it stays closed."""
    yield from ((0, _register), (14, _verify), (28, _close), (393, _look))


def _number(holding: Holding) -> str:
    return f"示例关停{holding.holder}"


def _register(_: UnitOfWork, today: date, holding: Holding) -> Iterator[PlannedAct]:
    command = RegisterFacility(
        effective_on=today,
        id=_number(holding),
        name=f"{holding.enterprise.name}一号锅炉（示例）",
        area=holding.area,
        enterprise=holding.holder,
    )
    yield PlannedAct(kind="facility.register", command=command, area=holding.area)


def _verify(_: UnitOfWork, today: date, holding: Holding) -> Iterator[PlannedAct]:
    command = VerifyReduction(
        effective_on=today,
        facility=_number(holding),
        pollutant=holding.tranche.pollutant,
        measure=Measure.CLOSURE,
        base_year=today.year - 1,
        base_emission=holding.grams,
        emission_after=0,
        finished_on=today - timedelta(days=10),
        operating_since=date(2012, 5, 1),
        officers=("示例甲", "示例乙"),
        site_record="示例现场记录",
        sheet="示例减排量核定单",
    )
    yield PlannedAct(kind="reduction.verify", command=command, area=holding.area)


def _close(_: UnitOfWork, today: date, holding: Holding) -> Iterator[PlannedAct]:
    command = CloseFacility(
        effective_on=today,
        facility=_number(holding),
        route=ClosureRoute.POOL,
        pollutants=(ClosedPollutant(pollutant=holding.tranche.pollutant, grams=holding.grams),),
        document="示例关停决定",
    )
    yield PlannedAct(kind="facility.close", command=command, area=holding.area)


def _look(_: UnitOfWork, today: date, holding: Holding) -> Iterator[PlannedAct]:
    command = CheckClosure(
        effective_on=today,
        facility=_number(holding),
        finding=Finding.CLOSED,
        officers=("示例甲", "示例乙"),
        site_record="示例回访记录",
    )
    yield PlannedAct(kind="closure.check", command=command, area=holding.area)
