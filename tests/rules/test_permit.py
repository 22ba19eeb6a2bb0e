"""Which yearly value of a permit counts on a day."""

from __future__ import annotations

from datetime import date

import pytest

from ledger.domain.registers.permit import LimitKind, Permit, PermittedEmission
from ledger.domain.values.pollutant import Pollutant
from ledger.rules.law.book import RuleBook
from ledger.rules.law.loader import load_book, read_book
from ledger.rules.registers.permit import permitted

BOOK = load_book()
PERMIT = Permit(
    number="示例001P",
    enterprise="91371500MA00DEM012",
    valid_from=date(2024, 3, 1),
    valid_until=date(2029, 2, 28),
    limits=(
        PermittedEmission(pollutant=Pollutant.COD, kind=LimitKind.LIMITED, yearly=(50, 40, 30, 20, 10)),
        PermittedEmission(pollutant=Pollutant.NITROGEN_OXIDES, kind=LimitKind.NOT_LIMITED),
        PermittedEmission(
            pollutant=Pollutant.PARTICULATES, kind=LimitKind.UNKNOWN, reason="副本未到", fill_by=date(2026, 1, 1)
        ),
    ),
)


@pytest.mark.parametrize(
    ("day", "grams"),
    [
        (date(2024, 3, 1), 50),
        (date(2025, 2, 28), 50),
        (date(2025, 3, 1), 40),
        (date(2028, 2, 29), 20),
        (date(2028, 3, 1), 10),
        (date(2029, 2, 28), 10),
    ],
)
def test_a_year_of_the_permit_runs_from_its_first_day(day: date, grams: int) -> None:
    assert permitted(PERMIT, Pollutant.COD, on=day, book=BOOK) == (LimitKind.LIMITED, grams)


def by_calendar_years() -> RuleBook:
    texts = {
        name: text.replace('value = "permit_year"', 'value = "calendar_year"') for name, text in BOOK.texts.items()
    }
    return read_book(texts)


def test_by_calendar_years_the_first_value_ends_with_the_first_december() -> None:
    book = by_calendar_years()

    assert permitted(PERMIT, Pollutant.COD, on=date(2024, 12, 31), book=book) == (LimitKind.LIMITED, 50)
    assert permitted(PERMIT, Pollutant.COD, on=date(2025, 1, 1), book=book) == (LimitKind.LIMITED, 40)
    assert permitted(PERMIT, Pollutant.COD, on=date(2029, 2, 28), book=book) == (LimitKind.LIMITED, 10)


@pytest.mark.parametrize(
    ("pollutant", "kind"),
    [
        (Pollutant.NITROGEN_OXIDES, LimitKind.NOT_LIMITED),
        (Pollutant.PARTICULATES, LimitKind.UNKNOWN),
        (Pollutant.SULPHUR_DIOXIDE, LimitKind.NOT_LIMITED),
    ],
)
def test_what_is_not_limited_or_not_known_has_no_figure(pollutant: Pollutant, kind: LimitKind) -> None:
    assert permitted(PERMIT, pollutant, on=date(2026, 1, 1), book=BOOK) == (kind, None)


def test_a_permit_covers_its_first_and_its_last_day() -> None:
    days = [date(2024, 2, 29), date(2024, 3, 1), date(2029, 2, 28), date(2029, 3, 1)]

    assert [PERMIT.covers(day) for day in days] == [False, True, True, False]
