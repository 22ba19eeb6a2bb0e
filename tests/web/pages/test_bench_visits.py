"""The pages that are measured: everything to which a link leads, each kind of page once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.web.city import PASSWORD
from web.bench.visits import seats, visitors

if TYPE_CHECKING:
    import pytest

    from tests.web.city import City


def test_one_of_each_role_and_office_is_measured_and_the_public_besides(city: City) -> None:
    found = visitors(city.book)

    assert set(found) == {
        *("clerk", "clerk branch", "reviewer", "reviewer branch", "finance", "enterprise", "auditor"),
        *("sysadmin", "secadmin", "auditadmin"),
    }


def test_a_stranger_finds_every_page_that_is_open_and_each_round_counts_once(city: City) -> None:
    [public] = seats(city.app, {}, finely=True)

    paths = [page.partition("?")[0] for page in public.pages]
    assert {"/", "/rounds", "/calculator", "/pictures/prices", "/certificates/check", "/log-in"} <= set(paths)
    assert sum(path.startswith("/rounds/") for path in paths) == 1


def test_every_choice_of_a_form_is_made_and_every_grouping_by_itself(
    city: City, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("web.bench.visits._PASSWORD", PASSWORD)

    [_, auditor] = seats(city.app, {"auditor": city.persons["auditor"]}, finely=True)

    assert {f"/desk/lists/balances?by={name}" for name in ("holder", "area", "line", "last_day")} < {*auditor.pages}
    chosen = [page for page in auditor.pages if page.startswith("/entries?")]
    for name in ("kind", "area", "line", "pollutant", "measure", "judgement", "papers", "reversals"):
        assert sum(page.startswith(f"/entries?{name}=") and "&" not in page for page in chosen) == 1


def test_what_another_has_seen_is_left_out_of_a_quick_measurement_alone(
    city: City, monkeypatch: pytest.MonkeyPatch
) -> None:
    people = {"sysadmin": city.persons["sysadmin"], "auditadmin": city.persons["auditadmin"]}
    monkeypatch.setattr("web.bench.visits._PASSWORD", PASSWORD)

    whole = {seat.who: set(seat.pages) for seat in seats(city.app, people, finely=True)}
    quick = {seat.who: set(seat.pages) for seat in seats(city.app, people, finely=False)}

    assert "/administration/system" in whole["sysadmin"]
    assert "/account" in whole["sysadmin"] & whole["auditadmin"]
    assert "/account" in quick["sysadmin"] - quick["auditadmin"]
    assert "/administration/access-log" in quick["auditadmin"]
