"""Classification: reasons, readings, and an independent model that must agree on every project."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Final

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from ledger.domain.projects.project_traits import Category, Discharge, Nature, Regime
from ledger.domain.values.pollutant import Pollutant
from ledger.domain.values.quantity import format_tonnes, parse_tonnes
from ledger.rules.law.book import NoProvisionInForce
from ledger.rules.law.loader import load_book, read_book
from ledger.rules.law.values import ExemptionUnit
from ledger.rules.projects.scope import Classification, ProjectCase, classify

if TYPE_CHECKING:
    from ledger.rules.law.book import RuleBook

BOOK: Final = load_book()
PROJECT_BOOK: Final = read_book(
    {
        name: re.sub(r'(\[\[provision\."exemption\.unit"\]\]\nvalue = )"factor"', r'\1"project"', text)
        for name, text in BOOK.texts.items()
    }
)
"""The same law with the reading that is not taken."""


def project(day: str, tonnes: dict[str, str], **flags: object) -> ProjectCase:
    increments = {Pollutant(name): parse_tonnes(text, decimals=6) for name, text in tonnes.items()}
    return ProjectCase(  # type: ignore[arg-type]  # flags of several types
        id="p", on=date.fromisoformat(day), nature=Nature.NEW, increments=increments, **flags
    )


def regimes(result: Classification) -> dict[str, str]:
    return {pollutant.value: factor.regime.value for pollutant, factor in result.factors.items()}


def reason(result: Classification, pollutant: Pollutant) -> str:
    return str(result.factors[pollutant].reason)


def test_an_exempt_factor_quotes_its_increment_its_limit_and_the_paragraph() -> None:
    result = classify(project("2026-06-01", {"NH3-N": "0.01"}), book=BOOK)

    assert (
        reason(result, Pollutant.AMMONIA_NITROGEN)
        == "氨氮新增年排放量0.010000吨，不高于0.01吨，在豁免限值之内（LC25第4条第2款）"
    )
    assert result.factors[Pollutant.AMMONIA_NITROGEN].provision.key == "exemption.limit"


def test_a_factor_caught_by_the_sum_quotes_the_sum_and_the_limit() -> None:
    result = classify(project("2025-12-14", {"COD": "9.99", "NH3-N": "0.01"}), book=BOOK)

    assert "水污染物新增年排放量合计10.000000吨，达到10吨" in reason(result, Pollutant.COD)
    assert "LC23第4条第1款" in reason(result, Pollutant.COD)
    assert "氨氮新增年排放量0.010000吨，不小于0.01吨" in reason(result, Pollutant.AMMONIA_NITROGEN)


def test_an_ordinary_factor_quotes_both_comparisons_that_it_escapes() -> None:
    result = classify(project("2026-05-31", {"NOx": "9.9999"}), book=BOOK)

    assert "高于0.1吨" in reason(result, Pollutant.NITROGEN_OXIDES)
    assert "大气污染物新增年排放量合计9.999900吨，未达到10吨" in reason(result, Pollutant.NITROGEN_OXIDES)


def test_a_voluntary_factor_is_decided_by_the_provision_on_voluntary_application() -> None:
    result = classify(project("2026-05-31", {"COD": "3"}, voluntary=True), book=BOOK)

    assert result.factors[Pollutant.COD].provision.key == "scope.voluntary"
    assert [provision.key for provision in result.provisions] == [
        "scope.test",
        "exemption.limit",
        "exemption.unit",
        "scope.voluntary",
    ]


def test_excluded_pollutants_are_named_as_the_reason_with_their_authority() -> None:
    result = classify(project("2026-06-01", {"COD": "0.05"}, excluded_pollutants=True), book=BOOK)

    assert regimes(result) == {"COD": "ordinary"}
    assert "不得豁免（HP52（条号未见），参照适用）" in reason(result, Pollutant.COD)
    assert "exemption.excluded_pollutants" in [provision.key for provision in result.provisions]
    assert result.other_reading is None


@pytest.mark.parametrize(
    ("flags", "tonnes", "key", "words"),
    [
        ({"discharge": Discharge.INDIRECT}, {"COD": "20"}, "scope.discharge", "LC23B第3条，假定"),
        ({"category": Category.SEWAGE_WORKS}, {"COD": "20"}, "scope.excluded_categories", "HF197第1条"),
        ({"category": Category.INFRASTRUCTURE}, {"COD": "20"}, "scope.excluded_categories", "HF197第1条"),
        ({}, {"COD": "0", "PM": "0.000000"}, "scope.measure", "ASSUME第4条，假定"),
        ({}, {}, "scope.measure", "ASSUME第4条，假定"),
    ],
)
def test_a_project_outside_the_rules_has_a_reason_and_no_factors(
    flags: dict[str, object], tonnes: dict[str, str], key: str, words: str
) -> None:
    result = classify(project("2026-06-01", tonnes, **flags), book=BOOK)

    assert (result.regime, result.factors) == (Regime.NOT_APPLICABLE, {})
    assert words in str(result.reason)
    assert [provision.key for provision in result.provisions] == [key]


def test_indirect_discharge_is_enacted_law_while_the_measures_of_2023_are_in_force() -> None:
    result = classify(project("2025-12-14", {"COD": "20"}, discharge=Discharge.INDIRECT), book=BOOK)

    assert [provision.authority.value for provision in result.provisions] == ["enacted"]


@pytest.mark.parametrize("flags", [{}, {"discharge": Discharge.INDIRECT}, {"category": Category.SEWAGE_WORKS}])
def test_before_the_first_rules_no_project_has_an_answer(flags: dict[str, object]) -> None:
    with pytest.raises(NoProvisionInForce):
        classify(project("2023-10-31", {"COD": "20"}, **flags), book=BOOK)


def test_a_book_with_the_reading_by_project_exempts_whole_projects_only() -> None:
    mixed = classify(project("2026-05-31", {"COD": "0.05", "SO2": "0.2"}), book=PROJECT_BOOK)
    small = classify(project("2026-05-31", {"COD": "0.05", "SO2": "0.1"}), book=PROJECT_BOOK)

    assert regimes(mixed) == {"COD": "ordinary", "SO2": "ordinary"}
    assert "豁免以整个项目为单位，而SO2超出限值" in reason(mixed, Pollutant.COD)
    assert mixed.other_reading is not None
    assert mixed.other_reading.unit is ExemptionUnit.FACTOR
    assert mixed.other_reading.factors == {Pollutant.COD: Regime.EXEMPT}
    assert regimes(small) == {"COD": "exempt", "SO2": "exempt"}
    assert small.other_reading is None


WATER: Final = frozenset({"COD", "NH3-N"})
FIRST_2025: Final = date(2025, 12, 15)
SINGLE_FACTOR: Final = date(2026, 6, 1)


def modelled(case: ProjectCase, *, by_project: bool) -> dict[str, str]:
    """Decide a project in Decimals, straight from the words of the two texts."""
    tonnes = {
        pollutant.value: Decimal(format_tonnes(grams, decimals=6))
        for pollutant, grams in case.increments.items()
        if grams
    }

    def limit(name: str) -> Decimal:
        return Decimal("0.01") if name == "NH3-N" else Decimal("0.1")

    def small(name: str) -> bool:
        return tonnes[name] <= limit(name) if case.on >= FIRST_2025 else tonnes[name] < limit(name)

    def in_scope(name: str) -> bool:
        if case.on >= SINGLE_FACTOR:
            return any(amount > limit(other) for other, amount in tonnes.items())
        medium = [amount for other, amount in tonnes.items() if (other in WATER) == (name in WATER)]
        return sum(medium, Decimal(0)) >= 10 or case.voluntary

    def regime(name: str) -> str:
        exempt = all(small(other) for other in tonnes) if by_project else small(name)
        if exempt and not case.excluded_pollutants:
            return "exempt"
        return "in_scope" if in_scope(name) else "ordinary"

    return {name: regime(name) for name in tonnes}


around_limits = st.sampled_from(
    [0, 1, 9_999, 10_000, 10_001, 10_049, 99_999, 100_000, 100_001, 100_040, 9_900_000, 9_990_000, 10_000_000]
)
grams = around_limits | st.integers(min_value=0, max_value=12_000_000)
days = st.sampled_from(
    [date(2023, 11, 1), date(2025, 12, 14), FIRST_2025, date(2026, 5, 31), SINGLE_FACTOR]
) | st.dates(min_value=date(2023, 11, 1), max_value=date(2100, 12, 31))
cases = st.builds(
    ProjectCase,
    id=st.just("p"),
    on=days,
    nature=st.sampled_from(Nature),
    increments=st.dictionaries(st.sampled_from(Pollutant), grams),
    voluntary=st.booleans(),
    excluded_pollutants=st.booleans(),
)


@given(case=cases, book=st.sampled_from([BOOK, PROJECT_BOOK]))
@example(case=project("2025-12-14", {"COD": "9.99", "NH3-N": "0.01"}), book=BOOK)
def test_every_project_is_classified_as_an_independent_model_does(case: ProjectCase, book: RuleBook) -> None:
    by_project = book is PROJECT_BOOK

    result = classify(case, book=book)

    taken = modelled(case, by_project=by_project)
    other = modelled(case, by_project=not by_project)
    order = ["exempt", "ordinary", "in_scope"]
    strictest = max(taken.values(), key=order.index) if taken else "not_applicable"
    assert (regimes(result), result.regime.value) == (taken, strictest)
    differing = {name: regime for name, regime in other.items() if regime != taken[name]}
    if result.other_reading is None:
        assert differing == {}
    else:
        assert {name.value: regime.value for name, regime in result.other_reading.factors.items()} == differing
        assert result.other_reading.regime.value == max(other.values(), key=order.index)
