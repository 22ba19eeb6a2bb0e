"""A book that cannot be relied on is not opened."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import text

from ledger.errors import Unavailable
from ledger.store import triggers
from ledger.store.book import Book
from ledger.store.engine import hurried, sqlite_pragmas, wal_is_safe
from ledger.store.startup import check_startup
from tests.store.conftest import post
from tests.store.exercise import checkpoint_of, created, lived

if TYPE_CHECKING:
    from pathlib import Path


def code_of_opening(url: str) -> str:
    """Return the code with which a book is refused."""
    with pytest.raises(Unavailable) as refusal:
        Book.open(url)
    return refusal.value.problem_code


def change(book: Book, statement: str, *, keep_triggers: bool = True) -> None:
    """Change the books as a foreign hand would, and close them."""
    with book.engine.connect() as connection:
        triggers.drop(connection)
        connection.execute(text(statement))
        if keep_triggers:
            triggers.recreate(connection)
        connection.commit()
    book.close()


@pytest.mark.parametrize(
    "pragma",
    [
        "journal_mode = DELETE",
        "synchronous = OFF",
        "foreign_keys = OFF",
        "recursive_triggers = OFF",
        "busy_timeout = 0",
    ],
)
def test_a_connection_with_other_settings_is_refused(pragma: str, sqlite_url: str) -> None:
    book = created(sqlite_url)
    with book.engine.connect() as connection:
        driver: Any = connection.connection.driver_connection
        driver.execute(f"PRAGMA {pragma}")

        with pytest.raises(Unavailable, match=pragma.partition(" ")[0]) as refusal:
            check_startup(connection)

        connection.rollback()
        driver.execute("PRAGMA journal_mode = WAL")
    assert refusal.value.problem_code == "database.pragmas"
    book.close()


def test_no_commit_waits_for_the_disk_while_a_book_is_made_in_a_hurry_and_every_one_does_after_it(
    sqlite_url: str,
) -> None:
    book = created(sqlite_url)

    def synchronous() -> int:
        with book.engine.connect() as connection:
            return int(connection.exec_driver_sql("PRAGMA synchronous").scalar_one())

    before = synchronous()
    with hurried(book.engine):
        post(book, "opening", "Q40 Acme", "opening", 1_000)
        within = synchronous()

    assert (before, within, synchronous()) == (2, 0, 2)
    with book.reading() as connection:
        check_startup(connection)
    book.close()


def test_write_ahead_logging_is_used_only_where_its_fault_is_mended() -> None:
    mended = [(3, 44, 6), (3, 50, 7), (3, 51, 3), (3, 52, 0), (4, 0, 0)]
    unmended = [(3, 40, 1), (3, 44, 5), (3, 45, 0), (3, 50, 6), (3, 51, 2)]

    assert [version for version in mended if not wal_is_safe(version)] == []
    assert [version for version in unmended if wal_is_safe(version)] == []
    assert {sqlite_pragmas(version)["journal_mode"] for version in unmended} == {"delete"}
    assert {sqlite_pragmas(version)["synchronous"] for version in unmended} == {"3"}


def test_a_missing_trigger_is_refused(database_url: str) -> None:
    change(created(database_url), "SELECT 1", keep_triggers=False)

    assert code_of_opening(database_url) == "database.triggers"


def test_a_disabled_trigger_is_refused(postgres_url: str) -> None:
    book = created(postgres_url)
    with book.engine.connect() as connection:
        connection.exec_driver_sql("ALTER TABLE journal DISABLE TRIGGER journal_refuses_update")
        connection.commit()
    book.close()

    assert code_of_opening(postgres_url) == "database.triggers"


@pytest.mark.parametrize(
    ("found", "code"), [("0000", "schema.older"), ("9999", "schema.newer")]
)  # fmt: skip
def test_another_version_of_the_schema_is_refused(found: str, code: str, database_url: str) -> None:
    change(created(database_url), f"UPDATE alembic_version SET version_num = '{found}'")

    assert code_of_opening(database_url) == code


def test_a_newer_schema_is_not_migrated_either(database_url: str) -> None:
    change(created(database_url), "UPDATE alembic_version SET version_num = '9999'")

    with pytest.raises(Unavailable) as refusal:
        created(database_url)

    assert refusal.value.problem_code == "schema.newer"


def test_no_file_and_no_tables_are_no_book(sqlite_url: str, postgres_url: str, tmp_path: Path) -> None:
    assert code_of_opening(sqlite_url) == "book.missing"
    assert not list(tmp_path.iterdir())
    assert code_of_opening(postgres_url) == "book.missing"


def test_a_file_that_is_no_database_is_refused(sqlite_url: str, tmp_path: Path) -> None:
    (tmp_path / "ledger.sqlite").write_bytes(b"a letter" * 1_000)

    assert code_of_opening(sqlite_url) == "database.refused"


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE journal SET narration = 'else' WHERE seq = 9",
        "UPDATE movement SET amount = amount + 1 WHERE seq = 9",
        "UPDATE journal SET leaf = (SELECT leaf FROM journal AS other WHERE seq = 8) WHERE seq = 9",
        "UPDATE head SET size = size - 1",
        "UPDATE head SET size = size + 1",
        "UPDATE head SET root = peaks",
        "UPDATE head SET peaks = root",
        "UPDATE head SET peaks = leaf FROM journal WHERE seq = 2",
        "DELETE FROM head",
    ],
)
def test_a_head_that_does_not_fit_the_last_acts_is_refused(statement: str, database_url: str) -> None:
    book = lived(database_url)
    assert checkpoint_of(book).size == 9

    change(book, statement)

    assert code_of_opening(database_url) == "journal.head"


def test_creating_a_book_again_changes_nothing(database_url: str) -> None:
    book = created(database_url)
    post(book, "opening", "Q40 Acme", "opening", 10)
    before = checkpoint_of(book)
    book.close()

    again = created(database_url)

    assert checkpoint_of(again) == before
    again.close()


def test_the_file_of_a_book_is_its_owners_alone(sqlite_url: str, tmp_path: Path) -> None:
    created(sqlite_url).close()

    assert (tmp_path / "ledger.sqlite").stat().st_mode & 0o777 == 0o600


def test_a_refused_commit_gives_the_lock_back(sqlite_url: str) -> None:
    book = lived(sqlite_url)
    with book.engine.connect() as connection:
        connection.exec_driver_sql(
            "INSERT INTO journal SELECT seq + 1, seq, 'raw', request_digest, kind, effective_on, recorded_at, actor,"
            " approver, series, number, attachments, narration, judgement, rule_book_id, NULL, 1, NULL, leaf"
            " FROM journal WHERE seq = 9"
        )
        with pytest.raises(Exception, match="FOREIGN KEY"):
            connection.commit()

    other = Book.open(sqlite_url)
    with other.engine.connect() as connection:
        connection.connection.driver_connection.execute("PRAGMA busy_timeout = 0")  # type: ignore[union-attr]  # it has one
        connection.exec_driver_sql("UPDATE balance SET latest_on = latest_on")
        connection.rollback()
    other.close()
    book.close()
