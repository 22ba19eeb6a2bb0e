"""Many acts in one unit of work: written by several statements and batches, counted once, refused whole."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import func, insert, select, text
from sqlalchemy.exc import DatabaseError, IntegrityError

from ledger.errors import LedgerError
from ledger.store.journal import BATCH
from ledger.store.overdraft import Overdrawn
from ledger.store.tables import balance, head, journal, turnover
from tests.store.conftest import LAW, NOW, TODAY, entry, post

if TYPE_CHECKING:
    from ledger.store.book import Book

JANUARY = date(2026, 1, 5)


def post_many(book: Book, count: int) -> None:
    """Record an opening of ``count`` grams and as many transfers of one gram, a month between every two."""
    with book.unit_of_work(recorded_at=NOW, rule_book=LAW) as work:
        work.journal.append(entry(work, "opening", "Q40 Acme", "opening", count, on=JANUARY))
        for n in range(count):
            day = JANUARY + timedelta(days=n % 150)
            work.journal.append(entry(work, f"sale {n}", "Q40 Bolt", "Q40 Acme", 1, on=day))
        work.commit()


def test_acts_of_several_statements_are_all_counted_in_balances_and_turnovers(book: Book) -> None:
    post_many(book, 600)

    with book.reading() as connection:
        size = connection.scalar(select(head.c.size))
        amounts = connection.scalars(select(balance.c.amount).order_by(balance.c.position_id)).all()
        moved = connection.execute(select(func.sum(turnover.c.debit), func.sum(turnover.c.credit))).one()
    assert size == 602
    assert amounts == [0, -600, 600]
    assert tuple(moved) == (1200, 1200)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_acts_of_several_batches_are_one_unit_of_work(book: Book) -> None:
    post_many(book, BATCH + 10)

    with book.reading() as connection:
        acts = connection.scalar(select(func.count()).select_from(journal))
        amounts = connection.scalars(select(balance.c.amount).order_by(balance.c.position_id)).all()
    assert acts == BATCH + 12
    assert amounts == [0, -(BATCH + 10), BATCH + 10]


def test_every_movement_beyond_the_bounds_is_named_and_nothing_is_recorded(book: Book) -> None:
    post(book, "opening", "Q40 Acme", "opening", 2, on=JANUARY)

    with book.unit_of_work(recorded_at=NOW, rule_book=LAW) as work:
        for n in range(5):
            work.journal.append(entry(work, f"sale {n}", "Q40 Bolt", "Q40 Acme", 1))
        with pytest.raises(Overdrawn) as refusal:
            work.commit()

    assert len(refusal.value.breaches) == 3
    with book.reading() as connection:
        assert connection.scalar(select(head.c.size)) == 2


@pytest.mark.parametrize("key", ["opening", "sale"])
def test_a_unit_of_work_that_was_refused_stays_refused(book: Book, key: str) -> None:
    """The key of ``opening`` is used already; ``sale`` is back-dated to a day on which there was nothing to sell."""
    post(book, "opening", "Q40 Acme", "opening", 1, on=TODAY)

    with book.unit_of_work(recorded_at=NOW, rule_book=LAW) as work:
        work.journal.append(entry(work, key, "Q40 Bolt", "Q40 Acme", 1, on=JANUARY))
        for _ in range(2):
            with pytest.raises((LedgerError, DatabaseError)):
                work.commit()

    with book.reading() as connection:
        assert connection.scalar(select(head.c.size)) == 2
        assert connection.scalar(select(func.count()).select_from(journal)) == 2


def test_what_is_flushed_counts_for_a_later_flush_of_the_same_unit_of_work(book: Book) -> None:
    with book.unit_of_work(recorded_at=NOW, rule_book=LAW) as work:
        work.journal.append(entry(work, "opening", "Q40 Acme", "opening", 10, on=JANUARY))
        work.journal.flush()
        work.journal.append(entry(work, "sale", "Q40 Bolt", "Q40 Acme", 4))
        work.journal.flush()
        inside = work.connection.scalars(select(balance.c.amount).order_by(balance.c.position_id)).all()
        work.commit()

    assert inside == [6, -10, 4]


def test_the_head_cannot_name_more_acts_than_there_are(book: Book) -> None:
    with (
        pytest.raises(IntegrityError, match="only grows, to its last act"),
        book.engine.begin() as connection,
    ):
        connection.execute(text("UPDATE head SET size = size + 1"))


def test_an_act_that_the_head_does_not_name_is_counted_nowhere(book: Book) -> None:
    post(book, "opening", "Q40 Acme", "opening", 10, on=JANUARY)

    with book.engine.connect() as connection:
        last = connection.execute(select(journal).order_by(journal.c.seq.desc()).limit(1)).one()._asdict()
        connection.execute(insert(journal).values({**last, "seq": 3, "previous": 2, "key": "unnamed"}))
        connection.execute(
            text(
                "INSERT INTO movement SELECT 3, n, previous, effective_on, unit_id, debit, credit, 1"
                " FROM movement WHERE seq = 2"
            )
        )
        amounts = connection.scalars(select(balance.c.amount).order_by(balance.c.position_id)).all()

    assert amounts == [10, -10]
