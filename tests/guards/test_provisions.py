"""Law and code keep step: keys, methods, worked examples, boundary values, and the list of assumptions."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pytest

from ledger.rules.law.keys import EXEMPTION_LIMIT, KEYS, SCOPE_TEST, named_key
from ledger.rules.law.loader import load_book
from ledger.rules.law.provision import Authority
from ledger.rules.law.values import ScopeMethod
from ledger.rules.projects.scope import classify
from ledger.rules.projects.scope_tests import TESTS
from tests.worked_examples.notation import Act, InForce, worked_examples

if TYPE_CHECKING:
    from ledger.rules.law.provision import Provision

BOOK: Final = load_book()
VERSIONS: Final = [version for key in sorted(BOOK.versions) for version in BOOK.versions[key]]
EXAMPLES: Final = worked_examples()
REGULATION: Final = Path(__file__).parents[2] / "docs" / "regulation.md"


def named(version: Provision[Any]) -> str:
    return f"{version.key}@{version.effective_from}"


def days_of_examples(version: Provision[Any]) -> set[date]:
    """Return the days of force on which an example exercises a version."""
    stated = {
        example.on
        for example in EXAMPLES
        if isinstance(example, InForce) and example.key == version.key and version.in_force(example.on)
    }
    decided = {
        example.case.on
        for example in EXAMPLES
        if isinstance(example, Act) and version in classify(example.case, book=BOOK).provisions
    }
    return stated | decided


def test_the_keys_of_the_code_are_the_keys_of_the_books() -> None:
    assert set(BOOK.versions) == set(KEYS)


def test_the_tests_of_scope_in_the_code_are_those_the_books_name() -> None:
    in_books = {version.value.method for version in BOOK.versions[SCOPE_TEST.name]}

    assert in_books == set(TESTS) == set(ScopeMethod)
    assert {function.__name__ for function in TESTS.values()} == set(ScopeMethod)


@pytest.mark.parametrize("version", VERSIONS, ids=named)
def test_a_worked_example_stands_on_the_first_and_the_last_day_of_every_version(
    version: Provision[Any],
) -> None:
    until = version.effective_until
    edges = {version.effective_from} | ({until - timedelta(days=1)} if until else set())

    assert edges <= days_of_examples(version)


@pytest.mark.parametrize("version", [*BOOK.versions[SCOPE_TEST.name], *BOOK.versions[EXEMPTION_LIMIT.name]], ids=named)
def test_a_worked_example_stands_exactly_on_every_limit_and_a_gram_beside_it(version: Provision[Any]) -> None:
    by_name = version.value.limits if version.key == SCOPE_TEST.name else version.value
    limits = {bound.limit for bound in by_name.values()}
    figures = set()
    for example in EXAMPLES:
        if isinstance(example, Act) and version.in_force(example.case.on):
            figures |= {*example.case.increments.values(), *classify(example.case, book=BOOK).sums.values()}

    assert limits <= figures
    assert all({limit - 1, limit + 1} & figures for limit in limits)


@pytest.mark.parametrize(
    "version", [version for version in VERSIONS if version.authority is not Authority.ENACTED], ids=named
)
def test_the_handbook_lists_every_value_that_is_not_enacted(version: Provision[Any]) -> None:
    value = json.dumps(version.stated, ensure_ascii=False)
    row = (
        f"| `{version.key}` | `{value}` | {version.effective_from} "
        f"| {version.instrument.id} {version.article} | {version.authority} |"
    )

    assert row in REGULATION.read_text(encoding="utf-8")


def test_the_handbook_lists_no_assumption_that_the_books_do_not_hold() -> None:
    rows = [
        line.split("|")[1].strip(" `")
        for line in REGULATION.read_text(encoding="utf-8").splitlines()
        if line.startswith("| `")
    ]

    assert sorted(rows) == sorted(version.key for version in VERSIONS if version.authority is not Authority.ENACTED)
    assert all(named_key(row) for row in rows)
