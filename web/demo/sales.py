"""Sales out of the reserve to projects in scope: awarded over the counter, noticed, paid, confirmed, delivered."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from typing import TYPE_CHECKING, Final

from ledger.domain.money.payment_notice import IssueNotice, PaymentNotice, ServeNotice
from ledger.domain.money.price_basis import PriceBasis
from ledger.domain.money.receipt import ConfirmReceipt, RecordReceipt
from ledger.domain.projects.project_traits import Regime
from ledger.domain.rights.award import Award, AwardLine, AwardMethod, DeliverAward, MakeAward, ReserveSource
from web.demo.foundation import PRICES
from web.demo.planned import PlannedAct

if TYPE_CHECKING:
    from ledger.domain.projects.project import Project
    from ledger.store.unit_of_work import UnitOfWork
    from web.demo.schedule import Schedule

_TO_AWARD: Final = 4
_TO_NOTICE: Final = 2
_TO_PAYMENT: Final = (1, 9)
_LATE: Final = 12
"""One payer in so many pays weeks late, or not at all."""
_WEEKS_LATE: Final = 30
_AFTER_ARREARS: Final = 40
_TO_TREASURY: Final = 3
_TO_DELIVERY: Final = 2
_PREMIUMS: Final = (100, 105, 110, 120)
"""Percent of the standard."""


@dataclass(slots=True, kw_only=True)
class Sales:
    """The counter of the centre."""

    schedule: Schedule
    random: Random
    _sold: int = field(default=0, init=False)

    def sell(self, project: Project, day: date, *, then: Callable[[date], None]) -> None:
        """Put down the sale of all that a project has to acquire; ``then`` is called on the day of delivery."""
        self._sold += 1
        number = f"S{day.year}-{self._sold:04d}"
        lines = tuple(
            AwardLine(
                pollutant=factor.pollutant,
                basin=factor.basin,
                grams=_whole(factor.increment),
                source=ReserveSource.RETAINED,
                unit_price=PRICES[factor.pollutant] * self.random.choice(_PREMIUMS) * 100,
                basis=PriceBasis.YEAR,
            )
            for factor in project.factors_under(Regime.IN_SCOPE)
        )

        def award(work: UnitOfWork, today: date) -> Iterator[PlannedAct]:
            command = MakeAward(
                effective_on=today,
                id=number,
                area=project.area,
                buyer=project.enterprise,
                method=AwardMethod.SIMPLIFIED,
                lines=lines,
                contracted_on=today,
                document=f"示例会议纪要〔{today.year}〕{number}",
                project=project.id,
            )
            yield PlannedAct(kind="award.make", command=command, area=project.area, idle=True)
            if work.registers.find(Award, number) is None:  # the buyer is in arrears
                self.sell(project, today + timedelta(days=_AFTER_ARREARS), then=then)
            else:
                self._notice(number, project.area, today, then=then)

        self.schedule.on(day + timedelta(days=_TO_AWARD), award)

    def _notice(self, award: str, area: str, day: date, *, then: Callable[[date], None]) -> None:
        number = f"N{award}"

        def issue(_: UnitOfWork, today: date) -> Iterator[PlannedAct]:
            notice = IssueNotice(effective_on=today, number=number, award=award)
            service = ServeNotice(effective_on=today, number=number, served_on=today, document=f"示例送达回证{number}")
            yield PlannedAct(kind="fee.notice", command=notice, area=area)
            yield PlannedAct(kind="notice.serve", command=service, area=area)
            late = self.random.randrange(_LATE) == 0
            paid_on = today + timedelta(days=_WEEKS_LATE if late else self.random.randint(*_TO_PAYMENT))
            self._receipt(number, award, area, paid_on, then=then)

        self.schedule.on(day + timedelta(days=_TO_NOTICE), issue)

    def _receipt(self, notice: str, award: str, area: str, day: date, *, then: Callable[[date], None]) -> None:
        def receive(work: UnitOfWork, today: date) -> Iterator[PlannedAct]:
            found = work.registers.find(PaymentNotice, notice)
            if found is None:
                return
            command = RecordReceipt(
                effective_on=today, notice=notice, number=f"R{notice}", amount=found.outstanding, paid_on=today
            )
            yield PlannedAct(kind="fee.receipt", command=command, area=area)
            self._delivery(notice, award, area, found.assessed, today, then=then)

        self.schedule.on(day, receive)

    def _delivery(
        self, notice: str, award: str, area: str, amount: int, day: date, *, then: Callable[[date], None]
    ) -> None:
        def confirm(_: UnitOfWork, today: date) -> Iterator[PlannedAct]:
            command = ConfirmReceipt(effective_on=today, number=f"R{notice}", amount=amount, credited_on=today)
            yield PlannedAct(kind="treasury.confirm", command=command, area=area)

        def deliver(_: UnitOfWork, today: date) -> Iterator[PlannedAct]:
            command = DeliverAward(effective_on=today, id=award)
            yield PlannedAct(kind="award.deliver", command=command, area=area)
            then(today)

        self.schedule.on(day + timedelta(days=_TO_TREASURY), confirm)
        self.schedule.on(day + timedelta(days=_TO_TREASURY + _TO_DELIVERY), deliver)


def _whole(grams: int) -> int:
    """Return what is bought for a need: a hundred grams at a time, because four decimals are traded."""
    return -(-grams // 100) * 100
