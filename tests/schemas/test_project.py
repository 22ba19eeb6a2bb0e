"""Projects in, classifications out: the shapes of the contract."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from ledger.domain.projects.project_traits import Category, Discharge, Nature
from ledger.domain.values.pollutant import Pollutant
from ledger.rules.law.loader import load_book
from ledger.rules.projects.scope import classify
from schemas.malformed import Malformed
from schemas.project import classification_body, read_project

BOOK = load_book()


def item(**changes: object) -> dict[str, object]:
    return {
        "id": "p1",
        "date": "2026-06-01",
        "nature": "new",
        "increments": {"COD": "9.99", "NH3-N": "0.01"},
        **changes,
    }


def body(**changes: object) -> dict[str, Any]:
    return classification_body(classify(read_project(item(**changes)), book=BOOK), translate=str)


def test_what_may_be_left_out_has_its_default() -> None:
    case = read_project(item())

    assert (case.on, case.nature) == (date(2026, 6, 1), Nature.NEW)
    assert case.increments == {Pollutant.COD: 9_990_000, Pollutant.AMMONIA_NITROGEN: 10_000}
    assert (case.voluntary, case.excluded_pollutants) == (False, False)
    assert (case.discharge, case.category) == (Discharge.DIRECT, Category.INDUSTRY)


def test_every_member_is_read() -> None:
    case = read_project(
        item(
            nature="expansion",
            voluntary=True,
            discharge="indirect",
            category="sewage_works",
            excluded_pollutants=True,
        )
    )

    assert (case.nature, case.voluntary, case.excluded_pollutants) == (Nature.EXPANSION, True, True)
    assert (case.discharge, case.category) == (Discharge.INDIRECT, Category.SEWAGE_WORKS)


@pytest.mark.parametrize("member", ["id", "date", "nature", "increments"])
def test_a_member_that_has_no_default_may_not_be_missing(member: str) -> None:
    project = item()
    del project[member]

    with pytest.raises(Malformed) as refusal:
        read_project(project)

    assert [(error.field, error.code) for error in refusal.value.errors] == [(member, "field.required")]


def test_all_faults_are_told_at_once_with_their_places() -> None:
    project = item(date="2026-02-29", nature="old", voluntary="no", colour=1, increments={"COD": "1e3", "TP": "1"})

    with pytest.raises(Malformed) as refusal:
        read_project(project)

    assert {(error.field, error.code) for error in refusal.value.errors} == {
        ("date", "date.format"),
        ("nature", "choice.unknown"),
        ("voluntary", "boolean.type"),
        ("colour", "field.unknown"),
        ("increments.COD", "number.format"),
        ("increments.TP", "factor.unknown"),
    }


def test_a_classification_has_the_members_of_the_contract() -> None:
    result = body()

    assert list(result) == ["id", "regime", "sums", "factors", "provisions", "other_reading"]
    assert (result["id"], result["regime"]) == ("p1", "in_scope")
    assert result["sums"] == {"water": "10.000000", "air": "0.000000"}
    cod = result["factors"]["COD"]
    assert list(cod) == ["regime", "increment", "reason", "provision"]
    assert (cod["regime"], cod["increment"], cod["provision"]) == ("in_scope", "9.990000", "scope.test")
    assert result["factors"]["NH3-N"]["provision"] == "exemption.limit"
    assert result["provisions"][0] == {
        "key": "scope.test",
        "instrument": "LC25",
        "article": "4",
        "authority": "enacted",
        "in_force_from": "2026-06-01",
    }
    assert result["other_reading"] == {
        "exemption.unit": "project",
        "regime": "in_scope",
        "factors": {"NH3-N": "in_scope"},
    }


def test_the_other_reading_is_left_out_where_it_says_the_same() -> None:
    assert "other_reading" not in body(increments={"COD": "0.1", "PM": "0.1"})
    assert "other_reading" not in body(increments={"COD": "0.2", "PM": "0.2"})


def test_factors_without_an_increment_are_left_out_of_the_result() -> None:
    result = body(increments={"COD": "0.2", "SO2": "0", "PM": "0.000000"})

    assert list(result["factors"]) == ["COD"]
    assert result["sums"] == {"water": "0.200000", "air": "0.000000"}


def test_a_project_outside_the_rules_has_a_reason_of_its_own() -> None:
    result = body(discharge="indirect")

    assert (result["regime"], result["factors"]) == ("not_applicable", {})
    assert "LC23B" in result["reason"]
    assert result["provisions"][0]["authority"] == "assumed"


def test_reasons_are_written_in_the_language_that_is_asked_for() -> None:
    words = {"化学需氧量新增年排放量": "new COD", "{figure}{grams}吨，{comparison}{limit}吨": "{figure} {grams} t"}
    classification = classify(read_project(item(increments={"COD": "9.99"})), book=BOOK)

    result = classification_body(classification, translate=lambda template: words.get(template, template))

    assert result["factors"]["COD"]["reason"].startswith("new COD 9.990000 t，")
