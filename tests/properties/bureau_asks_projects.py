"""Commands about projects."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from ledger.domain.credits.early_draw import DeliverEarlyDraw, EarlyDrawGround, TakeEarlyDraw
from ledger.domain.projects.confirmation import (
    CoverLine,
    IssueConfirmation,
    LapseConfirmation,
    RefuseConfirmation,
    WithdrawConfirmation,
)
from ledger.domain.projects.eia_table import TableLine
from ledger.domain.projects.exemption import HoldForExemptions, RegisterExemption, RetireExemptions
from ledger.domain.projects.milestone import RecordEiaApproval, RecordMilestone, ReleaseProject, Step
from ledger.domain.projects.project import IntakeProject
from ledger.domain.projects.project_traits import Nature
from ledger.domain.values.pollutant import Pollutant
from tests.properties.bureau_asks import AREAS, POLLUTANTS, TONNE, Clerk, ask
from tests.properties.bureau_asks_credits import pooled
from tests.properties.bureau_asks_rights import PAPER, own_surplus
from tests.properties.bureau_cards import card_of
from tests.properties.bureau_model_rights import ceil_ratio
from tests.properties.bureau_needs import drawn_of, factors, ratio_of, reached
from tests.properties.bureau_units import BASINS, WATER

REQUESTED = date(2026, 1, 1)
"""Under the law of that day a small pollutant is exempt and any other one ordinary, while the sums are below 10 t."""


def _line(clerk: Clerk, pollutant: Pollutant, area: str, basin: str | None, *, builder: str) -> TableLine:
    amount = clerk.one_of([50_000, 99_999, 100_000, 100_001, TONNE // 2, TONNE, 2 * TONNE + 1])
    plants = [each["id"] for each in clerk.books.all("facility") if each["enterprise"] in {None, builder}]
    plant = clerk.some(plants) if not clerk.seldom(20) else clerk.one_of([None, "没有登记"])
    replaced = clerk.one_of([0, 0, 0, 20_000, amount] if plant else [0, 0, 0, 0, amount])
    return TableLine(
        pollutant=pollutant,
        basin=(basin or clerk.one_of(BASINS[area])) if str(pollutant) in WATER else None,
        existing_actual=replaced,
        existing_permitted=0,
        under_construction=0,
        this_project=amount,
        replaced=replaced,
        replaced_at=plant,
        whole_plant_after=amount + (1 if clerk.seldom(40) else 0),
        fill_by=clerk.today + timedelta(days=clerk.one_of([-1, 0])) if clerk.seldom(30) else None,
    )


@ask("project.intake", "projects", weight=2)
def intake(clerk: Clerk) -> Any:
    """A project of one pollutant or two."""
    area, builder = clerk.one_of(AREAS), clerk.enterprise()
    first, second = clerk.one_of([(0, 1), (0, 2), (1, 2)])
    pollutants, basin = (POLLUTANTS[first], POLLUTANTS[second])[: 1 + clerk.whims.randrange(2)], None
    pool = pooled(clerk, *AREAS) if not clerk.seldom(4) else None
    if pool is not None:
        area, basin, pollutants = pool.account.area, pool.unit.basin, (Pollutant(pool.unit.pollutant or ""),)
    clerk.used += 1
    return IntakeProject(
        effective_on=clerk.today,
        id=f"项目{clerk.books.size}-{clerk.used}",
        area=area,
        enterprise=builder,
        legal_person=builder,
        site=f"园区{clerk.books.size}",
        name="示例项目",
        nature=clerk.one_of(list(Nature)),
        requested_on=REQUESTED,
        table=tuple(_line(clerk, pollutant, area, basin, builder=builder) for pollutant in pollutants),
    )


def _project(clerk: Clerk, regime: str | None = None, **steps: bool) -> Any:
    """Return a project to which these things happened or did not."""
    fitting = [
        each
        for each in clerk.books.all("project")
        if all((reached(clerk.books, each, step) is not None) is happened for step, happened in steps.items())
        if regime is None or factors(each, regime)
        if reached(clerk.books, each, "abandoned") is None or clerk.seldom(20)
    ]
    return clerk.some(fitting[-6:]) if not clerk.seldom(15) else clerk.known("project")


def _confirmed(clerk: Clerk, project: Any) -> bool:
    known = clerk.books.get("confirmation", project["id"])
    return known is not None and known["state"] == "issued"


@ask("project.milestone", "projects", weight=3)
def milestone(clerk: Clerk) -> Any:
    """The next thing that happens, or seldom one that cannot."""
    project = _project(clerk, production=False)
    if project is None:
        return None
    order = (Step.ACCEPTED, Step.CONSTRUCTION_STARTED, Step.TRIAL_PRODUCTION, Step.PRODUCTION)
    ahead = [step for step in order if reached(clerk.books, project, step.value) is None]
    step = ahead[0] if ahead and not clerk.seldom(8) else clerk.one_of(order)
    return RecordMilestone(
        effective_on=clerk.today,
        project=project["id"],
        step=step,
        happened_on=REQUESTED - timedelta(days=1) if clerk.seldom(30) else None,
    )


def _cover(clerk: Clerk, project: Any, wanted: dict[str, int]) -> tuple[CoverLine, ...]:
    """Return credit of the branch's pool that adds up, mostly, to what is wanted."""
    lines = []
    for pollutant, needed in wanted.items():
        basin = next(each[1] for each in project["factors"] if each[0] == pollutant)
        left = needed + (clerk.one_of([1, -1]) if clerk.seldom(25) else 0)
        for unit in sorted(
            (unit for unit, _ in clerk.books.holdings("C20", project["area"], None)),
            key=lambda unit: not card_of(clerk.books, unit.source or "", pollutant)["backed"],
        ):
            part = min(left, clerk.books.free("C20", project["area"], None, unit))
            if (unit.pollutant, unit.basin) == (pollutant, basin) and part > 0:
                left -= part
                lines.append(CoverLine(pollutant=Pollutant(pollutant), facility=unit.source or "", grams=part))
    return tuple(lines)


@ask("confirmation.issue", "projects", weight=4)
def issue(clerk: Clerk) -> Any:
    """Credit for what a project needs."""
    fitting = [
        each
        for each in clerk.books.all("project")
        if reached(clerk.books, each, "accepted") and factors(each, "ordinary") and not _confirmed(clerk, each)
        if (reached(clerk.books, each, "eia_approved") or reached(clerk.books, each, "abandoned")) is None
    ]
    for _ in range(6):
        project = clerk.some(fitting) if not clerk.seldom(15) else clerk.known("project")
        if project is None:
            return None
        wanted = {
            pollutant: ceil_ratio(
                need - drawn_of(clerk.books, project["id"], pollutant),
                ratio_of(clerk.books, pollutant, clerk.today) or 10_000,
            )
            for pollutant, _, need in factors(project, "ordinary")
        }
        cover = _cover(clerk, project, wanted)
        if sum(line.grams for line in cover) == sum(wanted.values()) or clerk.seldom():
            break
    own = own_surplus(clerk, project) if clerk.seldom(8) else None
    return IssueConfirmation(effective_on=clerk.today, project=project["id"], cover=cover, own=own)


@ask("confirmation.refuse", "projects")
def refuse(clerk: Clerk) -> Any:
    """A refusal, seldom without a reason."""
    project = _project(clerk, accepted=True)
    return project and RefuseConfirmation(
        effective_on=clerk.today, project=project["id"], reasons=() if clerk.seldom(8) else ("示例",)
    )


@ask("confirmation.withdraw", "projects")
def withdraw(clerk: Clerk) -> Any:
    """A confirmation that is given up."""
    known = clerk.known("confirmation", state="issued") if clerk.seldom(3) else None
    return known and WithdrawConfirmation(effective_on=clerk.today, project=known["project"], reason="示例")


@ask("confirmation.lapse", "projects", weight=2)
def lapse(clerk: Clerk) -> Any:
    """A confirmation that ran out, or did not."""
    issued = [each for each in clerk.books.all("confirmation") if each["state"] == "issued"]
    over = [each for each in issued if each["until"] < clerk.today]
    used = [each for each in clerk.books.all("confirmation") if each["state"] == "approved"]
    known = clerk.some(used if used and clerk.seldom(3) else over or issued)
    return known and LapseConfirmation(effective_on=clerk.today, project=known["project"])


@ask("project.eia_approved", "projects", weight=3)
def approve(clerk: Clerk) -> Any:
    """The approval of another authority."""
    known = clerk.known("confirmation", state="issued")
    project = clerk.books.get("project", known["project"]) if known else _project(clerk)
    return project and RecordEiaApproval(
        effective_on=clerk.today,
        project=project["id"],
        authority="示例审批局",
        document=PAPER,
        approved_on=clerk.today + timedelta(days=1) if clerk.seldom(20) else clerk.today,
    )


@ask("exemption.register", "projects", weight=3)
def exempt(clerk: Clerk) -> Any:
    """The exempt pollutants of a project."""
    project = _project(clerk, "exempt")
    return project and RegisterExemption(effective_on=clerk.today, project=project["id"])


@ask("exemption.hold", "projects", weight=2)
def hold(clerk: Clerk) -> Any:
    """Credit for the gaps of a branch."""
    owing = [
        each["area"]
        for each in clerk.books.all("exemption")
        if each["state"] == "open" and (_to_hold(clerk, each) or clerk.seldom(20))
    ]
    if not owing and not clerk.seldom(6):
        return None
    return HoldForExemptions(effective_on=clerk.today, area=clerk.one_of(owing or AREAS))


def _to_hold(clerk: Clerk, owed: Any) -> bool:
    """Return whether an exemption lacks credit that there is."""
    kind = (owed["pollutant"], owed["basin"])
    there = sum(
        grams for unit, grams in clerk.books.holdings("C21", owed["area"], owed["project"]) if unit.pollutant == kind[0]
    )
    pool = [unit for unit, _ in clerk.books.holdings("C20", owed["area"], None) if (unit.pollutant, unit.basin) == kind]
    return there < owed["grams"] and bool(pool)


@ask("exemption.retire", "projects", weight=4)
def retire(clerk: Clerk) -> Any:
    """The sheet of a quarter."""
    year = clerk.today.year
    ends = [date(year - 1, 12, 31), date(year, 3, 31), date(year, 6, 30), date(year, 9, 30), date(year, 12, 31)]
    over = [end for end in ends if end <= clerk.today]
    through = clerk.one_of(over[-2:] if not clerk.seldom(15) else ends)
    owing = [each["area"] for each in clerk.books.all("exemption") if each["state"] == "open"]
    if not owing and not clerk.seldom(6):
        return None
    area = clerk.one_of(owing or AREAS)
    return RetireExemptions(effective_on=clerk.today, area=area, through=through)


@ask("early_draw.take", "projects", weight=2)
def draw(clerk: Clerk) -> Any:
    """A part of what a project needs, or all of it."""
    project = _project(clerk, "ordinary", eia_approved=False)
    if project is None:
        return None
    pollutant, _, need = clerk.one_of(factors(project, "ordinary") or [("SO2", None, 0)])
    return TakeEarlyDraw(
        effective_on=clerk.today,
        project=project["id"],
        pollutant=Pollutant(pollutant),
        grams=clerk.one_of([need, need // 2, need // 3, need + 1 if clerk.seldom(6) else need]),
        ground=clerk.one_of(list(EarlyDrawGround)),
        document=PAPER,
    )


def _is_approved(clerk: Clerk, project: str) -> bool:
    """Return whether the EIA of a project is approved."""
    return reached(clerk.books, {"id": project}, "eia_approved") is not None


@ask("early_draw.deliver", "projects", weight=2)
def deliver(clerk: Clerk) -> Any:
    """Credit for what was drawn."""
    ready = [
        each
        for each in clerk.books.all("draw")
        if each["state"] == "outstanding" and (_is_approved(clerk, each["project"]) or clerk.seldom())
    ]
    drawn = clerk.some(ready)
    if drawn is None:
        return None
    project = clerk.books.get("project", drawn["project"])
    wanted = {
        each["pollutant"]: ceil_ratio(each["grams"], each["ratio"])
        for each in clerk.books.all("draw")
        if each["project"] == project["id"] and each["state"] == "outstanding"
    }
    return DeliverEarlyDraw(effective_on=clerk.today, project=project["id"], cover=_cover(clerk, project, wanted))


@ask("project.release", "projects")
def release(clerk: Clerk) -> Any:
    """A project that is given up."""
    project = _project(clerk) if clerk.seldom(4) else None
    return project and ReleaseProject(
        effective_on=clerk.today,
        project=project["id"],
        step=clerk.one_of([Step.ABANDONED, Step.ABANDONED, Step.PRODUCTION]),
        reason="示例",
        happened_on=REQUESTED - timedelta(days=1) if clerk.seldom() else None,
    )
