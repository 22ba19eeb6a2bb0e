"""What acts moved, followed along with the journal: as if it were read anew each time, whoever has read further."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Final

import pytest

from ledger.projections.accounts.followed_changes import Change, FollowedChanges
from ledger.projections.pictures.flows import flow_pictures
from ledger.store.book import Book
from tests.new_books import new_book
from tests.projections.picture_books import EAST, SO2, TONNE, WEST, keep, year
from tests.store.conftest import LAW, NOW, TODAY

if TYPE_CHECKING:
    from collections.abc import Iterable

FIRST: Final = date(2025, 1, 1)
LAST: Final = date(2025, 12, 31)
SPRING: Final = 8
"""Acts of the year that are recorded first."""


@pytest.fixture
def book(database_url: str) -> Iterator[Book]:
    book = new_book(database_url, origin="test.example/followed", rule_book=LAW, now=NOW, today=TODAY)
    keep(book, year()[:SPRING])
    yield book
    book.close()


def summed(changes: Iterable[Change]) -> Counter[tuple[str, str, str]]:
    """Return the tonnes by kind of act, area and line of the chart."""
    sums: Counter[tuple[str, str, str]] = Counter()
    for change in changes:
        assert sum(grams for _, grams in change.net) == 0
        for place, grams in change.net:
            sums[change.kind, place.area, place.chart] += grams // TONNE
    return sums


def test_what_is_read_on_is_what_is_read_at_once(book: Book) -> None:
    followed = FollowedChanges()
    with book.reading() as view:
        spring = followed.between(view, FIRST, LAST)
    keep(book, year()[SPRING:], first=SPRING + 2)

    with book.reading() as view:
        assert sorted(followed.between(view, FIRST, LAST)) == sorted(FollowedChanges().between(view, FIRST, LAST))
        assert summed(followed.between(view, FIRST, LAST)) != summed(spring)
        for pollutant_areas in ((EAST,), (WEST,), (EAST, WEST)):
            asked = {"pollutant": SO2, "starts": FIRST, "ends": LAST, "areas": pollutant_areas}
            assert flow_pictures(view, **asked, followed=followed) == flow_pictures(view, **asked)


def test_a_page_that_sees_less_than_another_has_read_is_told_what_it_sees(book: Book) -> None:
    followed = FollowedChanges()
    with book.reading() as earlier:
        spring = followed.between(earlier, FIRST, LAST)
        keep(book, year()[SPRING:], first=SPRING + 2)
        with book.reading() as later:
            whole = followed.between(later, FIRST, LAST)

        assert followed.between(earlier, FIRST, LAST) == spring
        assert summed(whole) != summed(spring)


def test_parts_of_months_add_up_to_whole_ones(book: Book) -> None:
    keep(book, year()[SPRING:], first=SPRING + 2)
    followed = FollowedChanges()
    with book.reading() as view:
        whole = summed(followed.between(view, FIRST, LAST))
        for cut in (date(2025, 1, 2), date(2025, 2, 1), date(2025, 3, 1), date(2025, 4, 15), date(2025, 5, 31)):
            first, second = (
                followed.between(view, FIRST, cut),
                followed.between(view, date.fromordinal(cut.toordinal() + 1), LAST),
            )
            assert summed([*first, *second]) == whole
        [retained] = followed.between(view, date(2025, 1, 3), date(2025, 1, 3))

    assert (retained.month, retained.kind) == (202501, "reserve.retain")
    assert [(place.chart, grams // TONNE) for place, grams in retained.net] == [("Q20", -100), ("Q30", 100)]


def test_acts_that_take_another_back_are_left_to_the_database(book: Book) -> None:
    acts = year()
    keep(book, acts[SPRING:], first=SPRING + 2)
    with book.reading() as view:
        kinds = {change.kind for change in FollowedChanges().between(view, FIRST, LAST)}

    taking_back = {act.kind for act in acts if act.reverses is not None}
    assert taking_back
    assert not taking_back & kinds
