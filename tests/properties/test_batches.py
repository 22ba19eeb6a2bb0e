"""Where a unit of work is cut into batches changes nothing of what is accepted, but may change what is refused.

Within a batch every act is checked in its order, and the calendar when the batch is written: then a later act of
the same batch may have put there what an earlier one took too early.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from ledger.errors import LedgerError
from ledger.store.book import Book
from ledger.store.overdraft import Overdrawn
from ledger.store.tables import DERIVED, LOG, NAMES
from tests.properties import model, posting
from tests.properties.fresh_books import fresh_books
from tests.store.conftest import LAW, NOW, entry

if TYPE_CHECKING:
    from collections.abc import Iterable

drafts = st.lists(
    st.tuples(st.sampled_from(posting.DAYS), st.lists(posting.moves(), min_size=1, max_size=2)),
    min_size=1,
    max_size=12,
)
issues = st.lists(
    st.tuples(
        st.sampled_from(posting.DAYS),
        st.just([model.Move("Q40 Acme|COD", "opening|COD", 20), model.Move("Q41 a/b%2F|COD", "opening|COD", 20)]),
    ),
    max_size=2,
)


def recorded_one_by_one(url: str, acts: Iterable[model.Act]) -> list[model.Act]:
    """Record each act in a unit of work of its own and return those that were accepted."""
    accepted = []
    book = Book.open(url)
    for act in acts:
        with book.unit_of_work(recorded_at=NOW, rule_book=LAW) as work:
            try:
                work.journal.append(posting.entry(work, act))
                work.commit()
            except LedgerError:
                continue
        accepted.append(act)
    book.close()
    return accepted


def recorded_together(url: str, acts: Iterable[model.Act], cuts: set[int]) -> None:
    """Record the acts in one unit of work, written wherever there is a cut."""
    book = Book.open(url)
    with book.unit_of_work(recorded_at=NOW, rule_book=LAW) as work:
        for number, act in enumerate(acts):
            work.journal.append(posting.entry(work, act))
            if number in cuts:
                work.journal.flush()
        work.commit()
    book.close()


def rows(url: str) -> dict[str, list[tuple[object, ...]]]:
    """Return every row of every table."""
    book = Book.open(url)
    with book.reading() as connection:
        found = {
            table.name: sorted((tuple(row) for row in connection.execute(select(table))), key=repr)
            for table in (*LOG, *NAMES, *DERIVED)
        }
    book.close()
    return found


def test_the_same_acts_give_the_same_rows_however_they_are_cut(database_url: str) -> None:
    lend = fresh_books(database_url)
    examples = 25 if database_url.startswith("sqlite") else 8  # a copy of a database takes longer than one of a file

    @settings(max_examples=examples, deadline=None, print_blob=True, suppress_health_check=list(HealthCheck))
    @given(issues, drafts, st.sets(st.integers(0, 13)))
    def property_(
        first: list[tuple[int, list[model.Move]]], then: list[tuple[int, list[model.Move]]], cuts: set[int]
    ) -> None:
        acts = [model.Act(f"act {n}", day, tuple(moves)) for n, (day, moves) in enumerate(first + then)]
        with lend() as one_by_one, lend() as together:
            accepted = recorded_one_by_one(one_by_one, acts)
            recorded_together(together, accepted, cuts)

            assert rows(together) == rows(one_by_one)

    property_()


@pytest.mark.parametrize("cut", [False, True])
def test_what_is_taken_too_early_may_be_put_there_by_the_same_batch_alone(database_url: str, cut: bool) -> None:
    with fresh_books(database_url)() as url:
        book = Book.open(url)
        with book.unit_of_work(recorded_at=NOW, rule_book=LAW) as work:
            work.journal.append(entry(work, "late", "Q40 Acme", "opening", 10, on=date(2026, 5, 5)))
            work.journal.append(entry(work, "too early", "Q40 Bolt", "Q40 Acme", 4, on=date(2026, 5, 3)))
            if cut:
                with pytest.raises(Overdrawn, match="余额不足"):
                    work.journal.flush()
            else:
                work.journal.append(entry(work, "in time", "Q40 Acme", "opening", 4, on=date(2026, 5, 2)))
                work.commit()
        with book.reading() as connection:
            size = connection.scalar(select(DERIVED[-1].c.size))
        book.close()

    assert size == (1 if cut else 4)
