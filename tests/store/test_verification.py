"""A verification finds nothing in a sound book, and everything that an earlier checkpoint contradicts."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import text

from ledger.domain.bookkeeping.checkpoint import Checkpoint
from ledger.errors import Unavailable
from ledger.store import triggers
from ledger.store.book import Book
from ledger.store.findings import MOST_KEPT
from ledger.store.verification import Verification, verify, verify_book
from tests.store.conftest import LAW, NOW, entry, post
from tests.store.exercise import ORIGIN, checkpoint_of, created, lived

CHANGED = {"journal.leaf", "head.root", "head.peaks"}
"""What is found whenever an act does not hash to its leaf any more."""


def codes(verification: Verification) -> set[str]:
    return {finding.code for finding in verification.findings}


@pytest.mark.parametrize("full", [False, True])
def test_a_sound_book_has_no_findings(database_url: str, *, full: bool) -> None:
    book = lived(database_url)
    reports: list[int] = []

    with book.reading() as connection:
        verification = verify(connection, full=full, anchor=checkpoint_of(book), progress=reports.append)

    assert (verification.ok, verification.findings, verification.count) == (True, (), 0)
    assert (verification.size, verification.root) == (checkpoint_of(book).size, checkpoint_of(book).root)
    assert reports == [verification.size]
    book.close()


def test_a_journal_of_many_pieces_is_read_whole(sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    book = created(sqlite_url)
    checkpoints = [checkpoint_of(book)]
    for number in range(9):
        post(book, f"more {number}", "Q40 Acme", "opening", 1)
        checkpoints.append(checkpoint_of(book))
    monkeypatch.setattr("ledger.store.recomputation.PIECE", 3)

    results = [verify_book(sqlite_url, anchor=checkpoint) for checkpoint in checkpoints]

    assert [result.findings for result in results] == [()] * len(checkpoints)
    book.close()


def test_what_an_older_checkpoint_says_must_still_be_true(database_url: str) -> None:
    book = created(database_url)
    post(book, "earlier", "Q40 Acme", "opening", 1)
    older = checkpoint_of(book)
    post(book, "later", "Q40 Acme", "opening", 1)

    with book.reading() as connection:
        found = {
            name: codes(verify(connection, anchor=Checkpoint(origin=origin, size=size, root=root)))
            for name, origin, size, root in (
                ("true", older.origin, older.size, older.root),
                ("root", older.origin, older.size, b"\x00" * 32),
                ("one act earlier", older.origin, older.size - 1, older.root),
                ("larger", older.origin, older.size + 2, older.root),
                ("of another book", "other.example/book", older.size, older.root),
            )
        }

    assert older.origin == ORIGIN
    assert found == {
        "true": set(),
        "root": {"anchor.root"},
        "one act earlier": {"anchor.root"},
        "larger": {"anchor.size"},
        "of another book": {"anchor.origin"},
    }
    book.close()


@pytest.mark.parametrize(
    ("damage", "expected"),
    [
        ("UPDATE movement SET amount = amount + 1 WHERE seq = 2", {*CHANGED, "balance.amount", "turnover.amount"}),
        ("UPDATE journal SET narration = 'else' WHERE seq = 3", CHANGED),
        ("UPDATE journal SET recorded_at = recorded_at - 1 WHERE seq = 6", CHANGED),
        ("UPDATE journal SET recorded_at = recorded_at - 1 WHERE seq = 3", {*CHANGED, "journal.recorded_at"}),
        ("UPDATE registration SET body = '{ }' WHERE seq = 5", {*CHANGED, "registration.body"}),
        ("UPDATE balance SET amount = amount + 1 WHERE position_id = 1", {"balance.amount"}),
        ("UPDATE balance SET upper = upper - 1 WHERE position_id = 1", {"balance.upper"}),
        ("DELETE FROM balance WHERE position_id = 1", {"balance.missing"}),
        ("UPDATE turnover SET debit = debit + 1 WHERE month = 202606 AND position_id = 1", {"turnover.amount"}),
        ("DELETE FROM turnover WHERE month = 202601 AND position_id = 1", {"turnover.missing"}),
        ("INSERT INTO turnover VALUES (1, 209901, 0, 0)", {"turnover.surplus"}),
        ("UPDATE head SET root = peaks", {"head.root"}),
        ("UPDATE head SET algorithm = 'md5'", {"head.algorithm"}),
        ("INSERT INTO account SELECT 99, 'x', chart, area, holder FROM account WHERE id = 1",
         {"account.code", "account.unused"}),
        ("UPDATE rule_book SET texts = '{}' WHERE id = 1", {"rule_book.digest"}),
        ("UPDATE alembic_version SET version_num = '9999'", {"schema.version"}),
    ],
)  # fmt: skip
def test_a_finding_says_what_is_wrong_on_both_engines(database_url: str, damage: str, expected: set[str]) -> None:
    book = lived(database_url)
    with book.engine.connect() as connection:
        triggers.drop(connection)
        connection.execute(text(damage))
        triggers.recreate(connection)
        connection.commit()

    with book.reading() as connection:
        found = verify(connection)

    assert codes(found) == expected
    book.close()


def test_a_missing_trigger_is_found(database_url: str) -> None:
    book = lived(database_url)
    with book.engine.connect() as connection:
        triggers.drop(connection)
        connection.commit()

    with book.reading() as connection:
        found = verify(connection)

    assert {finding.where for finding in found.findings} == triggers.expected()
    book.close()


@pytest.mark.parametrize(
    ("engine", "change", "where"),
    [
        ("sqlite", "DROP INDEX ix_movement_debit", "index/ix_movement_debit"),
        ("sqlite", "CREATE TABLE more (id INTEGER)", "table/more"),
        ("postgresql", "ALTER TABLE journal DROP CONSTRAINT ck_journal_not_empty", "journal/ck_journal_not_empty"),
        (
            "postgresql",
            "CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN RETURN NEW; END$$",
            "function/refuse_change",
        ),
    ],
)
def test_a_schema_that_somebody_altered_is_found_in_full(
    engine: str, change: str, where: str, sqlite_url: str, postgres_url: str
) -> None:
    book = lived({"sqlite": sqlite_url, "postgresql": postgres_url}[engine])
    with book.engine.connect() as connection:
        connection.exec_driver_sql(change)
        connection.commit()

    with book.reading() as connection:
        found = verify(connection, full=True).findings

    assert ("schema.altered", where) in {(finding.code, finding.where) for finding in found}
    book.close()


def test_findings_beyond_a_thousand_are_counted(sqlite_url: str) -> None:
    book = lived(sqlite_url)
    with book.unit_of_work(recorded_at=NOW + timedelta(days=1), rule_book=LAW) as work:
        for number in range(MOST_KEPT + 1):
            work.journal.append(entry(work, f"more {number}", "Q40 Acme", "opening", 1))
        work.commit()
    with book.engine.connect() as connection:
        triggers.drop(connection)
        connection.exec_driver_sql("UPDATE journal SET narration = 'else'")
        triggers.recreate(connection)
        connection.commit()

    found = verify_book(sqlite_url)

    changed_head = 2
    assert found.count == found.size + changed_head
    assert len(found.findings) == MOST_KEPT + 1
    assert found.findings[-1].code == "findings.more"
    assert str(found.count - MOST_KEPT) in str(found.findings[-1].detail)
    book.close()


def test_a_database_without_a_book_is_no_finding_but_no_book(postgres_url: str) -> None:
    with pytest.raises(Unavailable, match="没有账簿"):
        verify_book(postgres_url)


def test_the_days_between_are_looked_at_in_full(sqlite_url: str) -> None:
    book = lived(sqlite_url)
    with book.engine.connect() as connection:
        # What the write path refuses: Acme gives in 2025 what it gets in 2026. Only the order of days is wrong.
        triggers.drop(connection)
        connection.exec_driver_sql("UPDATE movement SET effective_on = 20251231 WHERE seq = 6")
        triggers.recreate(connection)
        connection.commit()

    plain, full = verify_book(sqlite_url), verify_book(sqlite_url, full=True)

    assert "balance.day" not in codes(plain)
    assert "balance.day" in codes(full)
    book.close()


def test_a_book_is_verified_while_it_is_in_use(book: Book) -> None:
    post(book, "opening", "Q40 Acme", "opening", 10)

    with book.reading() as connection:
        before = verify(connection)
        post(book, "sale", "Q40 Bolt", "Q40 Acme", 4)
        after = verify(connection)

    assert (before.ok, after.ok, after.size) == (True, True, before.size)
