"""One gram, one use: the card of a facility, and which reductions may be a source of credit."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Final

import pytest

from ledger.domain.credits.facility_card import FacilityCard, UseKind
from ledger.domain.values.pollutant import Pollutant
from ledger.rules.credits.facility_card import carried_over, operating_before_the_plan, used_within_verified, with_use
from ledger.rules.law.loader import load_book
from tests.rules.project_books import book_with

BOOK: Final = load_book()
TONNE: Final = 1_000_000
CARD: Final = FacilityCard(
    facility="示例一厂",
    pollutant=Pollutant.SULPHUR_DIOXIDE,
    verified=10 * TONNE,
    operating_since=date(2012, 5, 1),
    recognised_on=date(2024, 3, 1),
)


@pytest.mark.parametrize("kind", UseKind)
def test_every_kind_of_use_counts_against_what_is_verified(kind: UseKind) -> None:
    half = with_use(CARD, kind, 5 * TONNE, by="示例合同1号")
    whole = with_use(half, UseKind.OWN_REPLACEMENT, 5 * TONNE)

    assert used_within_verified(half) is None
    assert used_within_verified(whole) is None
    found = used_within_verified(with_use(whole, kind, 1))
    assert found is not None
    assert found.code == "card.overused"


def test_a_refused_use_says_what_is_verified_and_what_would_be_used() -> None:
    found = used_within_verified(with_use(CARD, UseKind.CREDITED, 10 * TONNE + 1))

    assert found is not None
    assert "核定10.0000吨/年" in str(found.detail)
    assert "合计10.000001吨/年" in str(found.detail)


def test_what_comes_back_can_be_used_again() -> None:
    used = with_use(CARD, UseKind.SURPLUS_SOLD, 10 * TONNE)

    again = with_use(with_use(used, UseKind.SURPLUS_SOLD, -4 * TONNE), UseKind.CREDITED, 4 * TONNE)

    assert used_within_verified(again) is None
    assert again.remaining == 0
    assert again.used_for(UseKind.SURPLUS_SOLD) == 6 * TONNE


def test_a_facility_without_a_sheet_has_nothing_to_use() -> None:
    card = FacilityCard(facility="示例二厂", pollutant=Pollutant.COD)

    found = used_within_verified(with_use(card, UseKind.CREDITED, 1))

    assert found is not None
    assert found.code == "card.overused"


def test_nothing_is_used_while_a_restart_is_suspected() -> None:
    found = used_within_verified(replace(CARD, suspended=True))

    assert found is not None
    assert found.code == "card.suspended"


@pytest.mark.parametrize(
    ("since", "sewage_works", "code"),
    [
        (date(2025, 12, 31), False, None),
        (date(2026, 1, 1), False, "card.too_young"),
        (date(2026, 1, 1), True, None),
        (None, False, None),
    ],
)
def test_a_source_was_in_operation_before_the_current_plan(
    since: date | None, sewage_works: bool, code: str | None
) -> None:
    card = replace(CARD, operating_since=since, sewage_works=sewage_works)

    found = operating_before_the_plan(card, on=date(2026, 6, 1), book=BOOK)

    assert (found.code if found else None) == code
    assert found is None or (found.instrument, found.article) == ("HF197", "3")


def test_the_plan_of_the_day_counts_not_that_of_today() -> None:
    card = replace(CARD, operating_since=date(2022, 1, 1))

    assert operating_before_the_plan(card, on=date(2025, 12, 31), book=BOOK) is not None
    assert operating_before_the_plan(card, on=date(2026, 1, 1), book=BOOK) is None


def test_credit_of_the_last_plan_is_carried_over_only_where_the_law_does_so() -> None:
    strict = book_with("credit.carry_over", "false")
    new = replace(CARD, recognised_on=date(2026, 1, 1))

    assert carried_over(CARD, on=date(2026, 6, 1), book=BOOK) is None
    found = carried_over(CARD, on=date(2026, 6, 1), book=strict)
    assert found is not None
    assert (found.code, found.authority) == ("card.not_carried_over", "assumed")
    assert carried_over(CARD, on=date(2025, 12, 31), book=strict) is None
    assert carried_over(new, on=date(2026, 6, 1), book=strict) is None
