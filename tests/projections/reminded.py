"""What the exercises about reminders share: matters with a day, and when they are reminded of."""

from __future__ import annotations

from datetime import date, timedelta

from ledger.domain.bookkeeping.unit import capacity
from ledger.domain.claims.claim import Claim, Ground
from ledger.domain.money.payment_notice import Charge, PaymentNotice
from ledger.domain.projects.milestone import Milestone, Step
from ledger.domain.projects.project import Project
from ledger.domain.projects.project_traits import Category, Discharge, Nature, Regime
from ledger.domain.rights.lease import Lease
from ledger.domain.values.pollutant import Pollutant
from ledger.projections.reminders.occasions import Occasion
from ledger.projections.reminders.reminders import Reminder, reminders
from tests.services.acts.bureau import EAST, HAI, LAW, Bureau
from tests.services.acts.claimants import MILL, OPENED, PAID, TONNE, minute

COD = Pollutant.COD
DAY = date(2026, 3, 2)


def on(bureau: Bureau, day: date, occasion: Occasion, *, area: str | None = None) -> list[Reminder]:
    """Return the reminders of one occasion on a day."""
    with bureau.book.reading() as view:
        found = reminders(view, law=LAW, on=day, area=area)
    return [each for each in found if each.deadline.occasion is occasion]


def comes_on(bureau: Bureau, occasion: Occasion, *, due: date) -> int:
    """Return how many days before its day a reminder comes."""
    [each] = on(bureau, due, occasion)
    assert each.deadline.due_on == due
    days = 0
    while on(bureau, due - timedelta(days=days + 1), occasion):
        days += 1
    return days


def lease(ends: date) -> Lease:
    return Lease(
        id="租1",
        area=EAST,
        lessor=MILL,
        lessee="91371500MA00DEM025",
        tranche=PAID,
        grams=2 * TONNE,
        starts=date(2026, 1, 5),
        ends=ends,
        document="示例租赁合同",
    )


def claim(ground: Ground, until: date) -> Claim:
    return Claim(
        number="示例执1",
        part=1,
        holder=MILL,
        ground=ground,
        unit=capacity(COD, area=EAST, basin=HAI),
        grams=TONNE,
        delivered_at=minute(OPENED, 10),
        entry=1,
        until=until,
        by="示例法院",
        document="示例通知书",
    )


def notice(due: date, *, received: int = 0) -> PaymentNotice:
    return PaymentNotice(
        number="缴1",
        area=EAST,
        payer=MILL,
        charge=Charge.PUBLIC_SALE,
        charged_for="成1",
        assessed=100_000,
        received=received,
        issued_on=OPENED,
        due_on=due,
    )


def project(number: str = "项1", *, regime: Regime = Regime.ORDINARY) -> Project:
    return Project(
        id=number,
        area=EAST,
        enterprise=MILL,
        legal_person=MILL,
        site="示例路1号",
        name="示例项目",
        nature=Nature.NEW,
        category=Category.INDUSTRY,
        discharge=Discharge.DIRECT,
        voluntary=False,
        excluded_pollutants=False,
        requested_on=OPENED,
        table=(),
        regime=regime,
        factors=(),
    )


def milestone(step: Step, day: date) -> Milestone:
    return Milestone(project="项1", step=step, happened_on=day)
