"""Projects taken in and followed: the table adds up, the regime stands with its law, relatives are flagged."""

from __future__ import annotations

from datetime import date

import pytest

from ledger.domain.projects.milestone import Milestone
from ledger.domain.projects.project import RelatedProject, Relation, related_to
from ledger.domain.projects.project_traits import Regime
from ledger.domain.values.pollutant import Pollutant
from tests.services.acts.bureau import EAST, HAI, SOUTH, YELLOW, Bureau
from tests.services.acts.project_exercise import (
    FIRM,
    OTHER_FIRM,
    accept,
    approve,
    content_of,
    do,
    firm,
    intake,
    refused,
    registered,
    table_line,
)


@pytest.fixture(autouse=True)
def _firms(bureau: Bureau) -> None:
    firm(bureau)
    firm(bureau, OTHER_FIRM)


def test_the_regime_of_each_pollutant_stands_with_its_law(bureau: Bureau) -> None:
    project = intake(bureau, "p", table_line("COD", "9.99"), table_line("NH3-N", "0.01"), table_line("PM", "3"))

    regimes = {factor.pollutant.value: factor.regime for factor in project.factors}
    assert regimes == {"COD": Regime.IN_SCOPE, "NH3-N": Regime.EXEMPT, "PM": Regime.ORDINARY}
    assert project.regime is Regime.IN_SCOPE
    ammonia = project.factors_under(Regime.EXEMPT)[0]
    assert (ammonia.provision, ammonia.instrument, ammonia.article) == ("exemption.limit", "LC25", "4(2)")
    assert ammonia.other_reading is Regime.IN_SCOPE
    assert "0.010000" in ammonia.reason


def test_an_increment_is_never_rounded_on_its_way(bureau: Bureau) -> None:
    project = intake(bureau, "p", table_line("NOx", "0.100001"), day="2026-06-01")

    assert project.factors[0].increment == 100_001
    assert project.regime is Regime.IN_SCOPE


def test_an_expansion_that_takes_away_more_than_it_adds_owes_nothing(bureau: Bureau) -> None:
    do(bureau, "facility.register", "2026-01-06", id="老车间", name="老车间", area=EAST, enterprise=FIRM, basin=HAI)
    line = table_line("COD", "1", existing_actual="5", replaced="2", whole_plant_after="4", replaced_at="老车间")

    project = intake(bureau, "p", line, nature="expansion")

    assert (project.regime, project.factors) == (Regime.NOT_APPLICABLE, ())
    assert project.table[0].change == -1_000_000
    assert project.reason is not None


def test_sewage_works_are_outside_the_rules(bureau: Bureau) -> None:
    assert intake(bureau, "p", table_line("COD", "50"), category="sewage_works").regime is Regime.NOT_APPLICABLE


def test_every_fault_of_a_table_is_told_at_once(bureau: Bureau) -> None:
    wrong = table_line("COD", "1", whole_plant_after="1.000001", basin=YELLOW)
    other = table_line("NOx", "2", existing_actual="1")
    open_ = {"pollutant": "PM", "this_project": "1"}

    codes = refused(bureau, "project.intake", "2026-02-02", **content_of("p", wrong, other, open_, open_))

    assert codes == [
        "table.lines",
        "basin.unknown",
        "table.sum",
        "table.sum",
        "table.unexplained",
        "table.unexplained",
    ]


def test_before_the_first_trading_rules_a_project_is_refused_with_the_day_on_which_they_begin(bureau: Bureau) -> None:
    content = content_of("p", table_line("COD", "1"), day="2023-10-31")

    assert refused(bureau, "project.intake", "2026-02-02", **content) == ["no_provision_in_force"]


def test_the_enterprise_and_the_area_are_registered(bureau: Bureau) -> None:
    content = content_of("p", table_line("COD", "1"))

    assert refused(bureau, "project.intake", "2026-02-02", **{**content, "enterprise": "91371500MA00DEM038"}) == [
        "enterprise.missing"
    ]
    assert refused(bureau, "project.milestone", "2026-02-02", project="q", step="accepted") == ["project.missing"]


def test_small_projects_of_one_owner_or_one_site_that_add_up_are_flagged_and_not_refused(bureau: Bureau) -> None:
    first = intake(bureau, "p1", table_line("PM", "0.06"), day="2026-02-02")
    same_site = intake(
        bureau, "p2", table_line("PM", "0.05"), day="2026-03-02", enterprise=OTHER_FIRM, legal_person=OTHER_FIRM
    )
    same_owner = intake(bureau, "p3", table_line("PM", "0.05"), day="2027-03-01", site="别处")
    stranger = intake(
        bureau, "p4", table_line("PM", "0.09"), day="2027-03-02", legal_person="91371500MA00DEM038", site="另一处"
    )

    assert first.adds_up_with == ()
    assert same_site.adds_up_with == ("p1",)
    assert same_owner.adds_up_with == ()
    assert stranger.adds_up_with == ()
    assert same_owner.regime is Regime.EXEMPT


def test_twelve_months_to_the_day_are_one_stretch_no_more(bureau: Bureau) -> None:
    intake(bureau, "p1", table_line("PM", "0.06"), day="2026-02-02")

    assert intake(bureau, "p2", table_line("PM", "0.05"), day="2027-02-01").adds_up_with == ("p1",)
    assert intake(bureau, "p3", table_line("PM", "0.04"), day="2027-02-02").adds_up_with == ()


def test_exactly_the_limit_together_is_not_flagged(bureau: Bureau) -> None:
    intake(bureau, "p1", table_line("PM", "0.06"))

    assert intake(bureau, "p2", table_line("PM", "0.04")).adds_up_with == ()
    assert intake(bureau, "p3", table_line("PM", "0.000001")).adds_up_with == ("p1", "p2")


def test_a_small_project_beside_a_great_one_of_the_same_owner_is_flagged(bureau: Bureau) -> None:
    intake(bureau, "p1", table_line("PM", "3"))
    intake(bureau, "p2", table_line("COD", "3"))

    assert intake(bureau, "p3", table_line("PM", "0.05")).adds_up_with == ("p1",)
    assert intake(bureau, "p4", table_line("NOx", "0.3")).adds_up_with == ()


def test_all_projects_of_a_site_are_found_at_once(bureau: Bureau) -> None:
    intake(bureau, "p1", table_line("PM", "1"))
    intake(bureau, "p1", table_line("PM", "1"), site="搬迁后")
    intake(bureau, "p2", table_line("PM", "0.05"))

    owner = related_to(Relation.SITE, "示例园区")
    assert registered(bureau, RelatedProject, "p2", owner=owner).requested_on == date(2026, 2, 2)
    assert intake(bureau, "p3", table_line("PM", "0.04"), legal_person=OTHER_FIRM).adds_up_with == ()


def test_an_open_column_is_filled_by_taking_the_project_in_again(bureau: Bureau) -> None:
    open_ = table_line("COD", "1", existing_permitted=None, unknown_because="无许可量", fill_by="2026-03-01")

    assert not intake(bureau, "p", open_).complete
    assert refused(bureau, "exemption.register", "2026-02-03", project="p") == ["table.incomplete", "exemption.none"]
    assert intake(bureau, "p", table_line("COD", "1")).complete


def test_an_open_column_is_not_promised_for_a_day_that_has_passed(bureau: Bureau) -> None:
    late = table_line("COD", "1", existing_permitted=None, unknown_because="无许可量", fill_by="2026-02-01")

    assert refused(bureau, "project.intake", "2026-02-02", **content_of("p", late)) == ["table.fill_by"]
    assert not intake(bureau, "p", {**late, "fill_by": "2026-02-02"}).complete


def test_nothing_happens_to_a_project_before_the_request_it_came_in_with(bureau: Bureau) -> None:
    intake(bureau, "p", table_line("COD", "1"))
    early = {"project": "p", "happened_on": "2026-02-01"}
    approval = {"project": "p", "authority": "示例审批局", "document": "示例批复", "approved_on": "2026-02-01"}

    assert refused(bureau, "project.milestone", "2026-02-03", step="accepted", **early) == ["milestone.before_request"]
    assert refused(bureau, "project.release", "2026-02-03", step="abandoned", reason="示例", **early) == [
        "milestone.before_request"
    ]
    assert refused(bureau, "project.eia_approved", "2026-02-03", **approval)[0] == "milestone.before_request"
    do(bureau, "project.milestone", "2026-02-03", step="accepted", project="p", happened_on="2026-02-02")


def test_a_number_stands_for_one_project_only(bureau: Bureau) -> None:
    intake(bureau, "p", table_line("COD", "1"))
    content = content_of("p", table_line("COD", "1"), enterprise=OTHER_FIRM)

    assert refused(bureau, "project.intake", "2026-02-03", **content) == ["project.exists"]


def test_nothing_is_taken_in_again_once_something_was_decided(bureau: Bureau) -> None:
    intake(bureau, "p", table_line("PM", "0.1"))
    do(bureau, "exemption.register", "2026-02-03", project="p")

    assert refused(bureau, "project.intake", "2026-02-04", **content_of("p", table_line("PM", "0.2"))) == [
        "project.decided"
    ]
    do(bureau, "project.release", "2026-02-05", project="p", step="major_change", reason="示例变动")
    assert intake(bureau, "p", table_line("PM", "0.2"), day="2026-02-05").regime is Regime.ORDINARY


def test_the_last_day_for_the_answer_is_registered_with_the_milestone(bureau: Bureau) -> None:
    intake(bureau, "p", table_line("COD", "1"))
    accept(bureau, "p", on="2026-03-02")
    do(bureau, "project.milestone", "2026-03-04", project="p", step="completion_requested")
    do(bureau, "project.milestone", "2026-03-11", project="p", step="completed")

    first = registered(bureau, Milestone, "accepted/1", owner="p")
    completed = registered(bureau, Milestone, "completed/1", owner="p")
    assert (first.answer_due, completed.answer_due) == (date(2026, 3, 16), date(2026, 3, 23))


def test_milestones_come_in_their_order(bureau: Bureau) -> None:
    intake(bureau, "p", table_line("PM", "0.1"))

    def codes(step: str, day: str = "2026-03-05", **more: str) -> list[str]:
        return refused(bureau, "project.milestone", day, project="p", step=step, **more)

    assert codes("completed") == ["milestone.repeated", "milestone.order"]
    assert codes("construction_started") == ["milestone.order"]
    assert codes("eia_approved") == ["milestone.other_act"]
    assert codes("accepted", happened_on="2026-03-06") == ["milestone.date"]
    accept(bureau, "p")
    assert codes("accepted") == ["milestone.repeated"]
    approve(bureau, "p")
    assert refused(bureau, "confirmation.issue", "2026-03-05", project="p") == ["project.approved"]
    do(bureau, "project.milestone", "2026-03-05", project="p", step="construction_started")
    assert codes("trial_production", happened_on="2026-03-04") == ["milestone.order"]
    for step in ("permit_issued", "trial_production", "production"):
        do(bureau, "project.milestone", "2026-03-06", project="p", step=step)
    assert refused(
        bureau, "project.release", "2026-03-07", project="p", step="abandoned", reason="示例", happened_on="2026-03-08"
    ) == ["milestone.date", "milestone.order"]


def test_nothing_more_happens_to_an_abandoned_project(bureau: Bureau) -> None:
    intake(bureau, "p", table_line("COD", "1"))
    do(bureau, "project.release", "2026-02-05", project="p", step="abandoned", reason="示例")

    assert refused(bureau, "project.milestone", "2026-02-06", project="p", step="accepted") == ["project.abandoned"]
    assert refused(bureau, "project.intake", "2026-02-06", **content_of("p", table_line("COD", "1"))) == [
        "project.abandoned"
    ]


def test_water_of_an_area_with_two_basins_names_one(bureau: Bureau) -> None:
    firm(bureau, "91371500MA00DEM038", area=SOUTH)
    line = table_line("COD", "1", basin=YELLOW)

    project = intake(bureau, "p", line, area=SOUTH, enterprise="91371500MA00DEM038")

    assert (project.factors[0].pollutant, project.factors[0].basin) == (Pollutant.COD, YELLOW)


def test_a_reduction_in_the_table_names_a_facility_of_the_enterprise(bureau: Bureau) -> None:
    owned = {"id": "别家锅炉", "name": "别家锅炉", "area": EAST, "enterprise": OTHER_FIRM}
    do(bureau, "facility.register", "2026-01-06", **owned)
    old = {"existing_actual": "5", "replaced": "4", "whole_plant_after": "3"}

    for named in (None, "没有登记", "别家锅炉"):
        line = table_line("PM", "2", **old, replaced_at=named)
        assert refused(bureau, "project.intake", "2026-02-02", **content_of("p", line)) == ["table.replaced_at"]
