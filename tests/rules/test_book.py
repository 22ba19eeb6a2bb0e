"""The rule book: which version holds on a day, and what its digest stands for."""

from __future__ import annotations

import hashlib
from datetime import date

import pytest

from ledger.domain.bookkeeping.rule_texts import digest_of
from ledger.errors import RuleViolation
from ledger.rules.law import keys
from ledger.rules.law.book import NoProvisionInForce
from ledger.rules.law.loader import BOOKS, load_book, read_book
from ledger.rules.law.provision import Authority
from ledger.rules.law.values import ScopeMethod

BOOK = load_book()


@pytest.mark.parametrize(
    ("on", "instrument", "method"),
    [
        (date(2023, 11, 1), "LC23", ScopeMethod.SUM_BY_MEDIUM),
        (date(2025, 12, 14), "LC23", ScopeMethod.SUM_BY_MEDIUM),
        (date(2025, 12, 15), "LC25", ScopeMethod.SUM_BY_MEDIUM),
        (date(2026, 5, 31), "LC25", ScopeMethod.SUM_BY_MEDIUM),
        (date(2026, 6, 1), "LC25", ScopeMethod.ANY_SINGLE_FACTOR),
    ],
)
def test_each_day_has_the_version_of_that_day(on: date, instrument: str, method: ScopeMethod) -> None:
    provision = BOOK.provision(keys.SCOPE_TEST, on=on)

    assert (provision.instrument.id, provision.value.method) == (instrument, method)


def test_a_day_before_the_first_version_is_refused_and_told_the_first_day() -> None:
    with pytest.raises(NoProvisionInForce) as refusal:
        BOOK.provision(keys.SCOPE_TEST, on=date(2023, 10, 31))

    assert isinstance(refusal.value, RuleViolation)
    assert refusal.value.problem_code == "no_provision_in_force"
    assert refusal.value.breaches[0].provision == "scope.test"
    assert "2023-11-01" in str(refusal.value)


def test_a_repealed_key_has_no_provision_from_the_day_of_repeal() -> None:
    texts = {"a.toml": REPEALED}
    book = read_book(texts)

    assert book.provision(keys.TERM_YEARS, on=date(2024, 12, 31)).value == 5
    with pytest.raises(NoProvisionInForce):
        book.provision(keys.TERM_YEARS, on=date(2025, 1, 1))
    assert book.in_force(on=date(2025, 1, 1)) == ()


def test_everything_in_force_on_a_day_has_each_key_once() -> None:
    provisions = BOOK.in_force(on=date(2026, 6, 1))

    assert [provision.key for provision in provisions] == sorted(keys.KEYS)


def test_a_book_made_of_its_kept_texts_is_the_same_book() -> None:
    again = read_book(BOOK.texts)

    assert again == BOOK
    assert again.digest == BOOK.digest


def test_the_kept_texts_are_the_bytes_of_the_files() -> None:
    for name, text in BOOK.texts.items():
        assert text.encode() == (BOOKS / name).read_bytes()


def test_the_digest_is_that_of_lengths_names_and_bytes() -> None:
    written = b"".join(
        len(part).to_bytes(8, "big") + part for part in (b"a.toml", b"x", "乙.toml".encode(), "值".encode())
    )

    assert digest_of({"乙.toml": "值", "a.toml": "x"}) == hashlib.sha256(written).hexdigest()


@pytest.mark.parametrize(
    "other",
    [{"a": "bc"}, {"ab": "", "c": ""}, {"ab": "c "}, {"ab": "c\n"}, {"": "abc"}],
)
def test_books_that_differ_in_any_byte_or_border_differ_in_digest(other: dict[str, str]) -> None:
    assert digest_of(other) != digest_of({"ab": "c"})


def test_a_citation_in_words_names_paragraph_and_authority() -> None:
    exemption = BOOK.provision(keys.EXEMPTION_LIMIT, on=date(2026, 6, 1))
    unit = BOOK.provision(keys.EXEMPTION_UNIT, on=date(2026, 6, 1))
    unseen = BOOK.provision(keys.EXEMPTION_EXCLUDED_POLLUTANTS, on=date(2026, 6, 1))

    assert str(exemption.cited) == "LC25第4条第2款"
    assert str(unit.cited) == "ASSUME第2条，假定"
    assert str(unseen.cited) == "HP52（条号未见），参照适用"
    assert exemption.first_day is Authority.ASSUMED


REPEALED = """
[instrument]
id = "T"
title = "示例"
source = "示例"

[[provision."term.years"]]
value = 5
effective_from = 2024-01-01
effective_until = 2025-01-01
article = "1"
authority = "enacted"
note = "示例"
"""
