"""The journal takes what balances and is covered, once, and nothing else, on both engines."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select

from ledger.errors import Conflict
from ledger.store.book import Book
from ledger.store.overdraft import Overdrawn
from ledger.store.tables import balance, head, journal
from tests.store.conftest import LAW, NOW, entry, post


def test_a_new_book_holds_its_own_opening_and_nothing_else(book: Book) -> None:
    with book.reading() as connection:
        kinds = connection.scalars(select(journal.c.kind)).all()

    assert kinds == ["book.opened"]


def test_a_debit_beyond_the_balance_is_refused_with_the_account_named(book: Book) -> None:
    post(book, "opening", "Q40 Acme", "opening", 1_000_000)

    with pytest.raises(Overdrawn) as refusal:
        post(book, "sale", "Q40 Bolt", "Q40 Acme", 1_000_001)

    assert "Q40:Testville/Acme" in str(refusal.value.breaches[0].detail)
    assert "-0.000001" in str(refusal.value.breaches[0].detail)


def test_a_whole_balance_may_be_spent(book: Book) -> None:
    post(book, "opening", "Q40 Acme", "opening", 1_000_000)

    post(book, "sale", "Q40 Bolt", "Q40 Acme", 1_000_000)

    with book.reading() as connection:
        amounts = connection.scalars(select(balance.c.amount).order_by(balance.c.position_id)).all()
    assert amounts == [0, -1_000_000, 1_000_000]


def test_a_back_dated_debit_is_refused_when_a_later_day_would_fall_below_zero(book: Book) -> None:
    post(book, "january", "Q40 Acme", "opening", 10, on=date(2026, 1, 5))
    post(book, "february", "Q40 Bolt", "Q40 Acme", 10, on=date(2026, 2, 5))
    post(book, "march", "Q40 Acme", "opening", 10, on=date(2026, 3, 5))

    with pytest.raises(Overdrawn, match="余额不足"):
        post(book, "late", "Q40 Bolt", "Q40 Acme", 1, on=date(2026, 1, 20))

    post(book, "in time", "Q40 Bolt", "Q40 Acme", 10, on=date(2026, 3, 5))


def test_what_counts_only_from_tomorrow_cannot_be_spent_today(book: Book) -> None:
    post(book, "opening", "Q40 Acme", "opening", 10, on=date(2026, 6, 2))

    with pytest.raises(Overdrawn, match="余额不足"):
        post(book, "sale", "Q40 Bolt", "Q40 Acme", 1, on=date(2026, 6, 1))


def test_a_key_is_recorded_once(book: Book) -> None:
    post(book, "opening", "Q40 Acme", "opening", 10)

    with pytest.raises(Conflict):
        post(book, "opening", "Q40 Acme", "opening", 10)


def test_what_is_not_committed_is_not_recorded(book: Book) -> None:
    with book.unit_of_work(recorded_at=NOW, rule_book=LAW) as work:
        work.journal.append(entry(work, "opening", "Q40 Acme", "opening", 10))
        work.journal.flush()

    with book.reading() as connection:
        assert connection.scalar(select(head.c.size)) == 1
    assert post(book, "opening", "Q40 Acme", "opening", 10) == 2


def test_the_heads_of_both_engines_are_the_same_to_the_byte(sqlite_url: str, postgres_url: str) -> None:
    roots = []
    for url in (sqlite_url, postgres_url):
        book = Book.create(url, origin="test.example/book", rule_book=LAW, now=NOW, today=date(2026, 6, 1))
        post(book, "opening", 'Q40 Acme 聊城"', "opening", 10, on=date(2026, 1, 5))
        post(book, "sale", "Q40 Bolt", 'Q40 Acme 聊城"', 4)
        with book.reading() as connection:
            roots.append(connection.execute(select(head.c.size, head.c.root)).one())
        book.close()

    assert roots[0] == roots[1]
