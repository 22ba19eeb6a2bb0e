"""Whoever changes the stopped file is found: every column of every table, every bit, the tail, the whole."""

from __future__ import annotations

import random
import re
import shutil
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pytest
from sqlalchemy import Connection, LargeBinary, Table, Text, text
from sqlalchemy.exc import DatabaseError

from ledger.domain.bookkeeping.merkle import MerkleTree
from ledger.errors import Unavailable
from ledger.store import triggers
from ledger.store.engine import SQLITE
from ledger.store.stored import stored_leaves
from ledger.store.tables import DERIVED, LOG, NAMES, metadata
from ledger.store.verification import verify, verify_book
from tests.store.conftest import LAW, post
from tests.store.exercise import checkpoint_of, created, lived

if TYPE_CHECKING:
    from collections.abc import Iterator

TABLES: Final = [*sorted(table.name for table in (*LOG, *NAMES, *DERIVED)), "alembic_version"]
FLIPS: Final = [150, pytest.param(3_000, marks=pytest.mark.slow)]


def dump(connection: Any, *, papers: bool = True) -> list[list[tuple[Any, ...]]]:
    """Return what all tables hold, in an order of its own; with or without the papers."""
    return [
        sorted(connection.execute(f"SELECT * FROM {table}").fetchall(), key=repr)
        for table in TABLES
        if papers or table != "evidence"
    ]


def columns_of(table: str) -> dict[str, str]:
    """Return the columns of a table, each with an expression of another value of its kind."""
    if table == "alembic_version":
        return {"version_num": "version_num || '1'"}
    return {
        column.name: {Text: f"{column.name} || 'x'", LargeBinary: "randomblob(32)"}.get(
            type(column.type), f"{column.name} + 1"
        )
        for column in metadata.tables[table].columns
    }


def mutations(table: str, keys: list[str]) -> Iterator[list[str]]:
    """Yield ways to change a table, each a list of statements; rows are named by their conditions."""
    columns = columns_of(table)
    for key in keys:
        for column, other in columns.items():
            yield [f"UPDATE {table} SET {column} = {other} WHERE {key}"]
            yield [f"UPDATE {table} SET {column} = NULL WHERE {key}"]
            if other.endswith("+ 1"):
                yield [f"UPDATE {table} SET {column} = {column} - 1 WHERE {key}"]
                yield [f"UPDATE {table} SET {column} = -{column} WHERE {key}"]
                yield [f"UPDATE {table} SET {column} = coalesce({column}, 0) WHERE {key}"]
            for another in keys:
                values = (f"(SELECT {column} FROM {table} WHERE {row})" for row in (key, another))
                this, that = (f"(SELECT {name} FROM swapped)" for name in ("this", "that"))
                yield [
                    "CREATE TEMP TABLE swapped AS SELECT {} AS this, {} AS that".format(*values),
                    f"UPDATE {table} SET {column} = {that} WHERE {key}",
                    f"UPDATE {table} SET {column} = {this} WHERE {another} AND NOT ({key})",
                ]
        yield [f"DELETE FROM {table} WHERE {key}"]
        for column in columns:
            copied = ", ".join(columns[name] if name == column else name for name in columns)
            yield [f"INSERT INTO {table} SELECT {copied} FROM {table} WHERE {key}"]
        every = ", ".join(columns.values())
        yield [f"INSERT INTO {table} SELECT {every} FROM {table} WHERE {key}"]
    yield [f"DELETE FROM {table}"]


def keys_of(table: str, connection: Connection) -> list[str]:
    """Return conditions that name the first, a middle and the last row of a table."""
    if table == "alembic_version":
        return ["true"]
    keys = [column.name for column in metadata.tables[table].primary_key]
    names = ", ".join(keys)
    rows = connection.exec_driver_sql(f"SELECT {names} FROM {table} ORDER BY {names}").fetchall()
    chosen = {rows[0], rows[len(rows) // 2], rows[-1]}
    return [
        " AND ".join(f"{key} = {_literal(value)}" for key, value in zip(keys, row, strict=True))
        for row in sorted(chosen)
    ]


def _literal(value: int | bytes) -> str:
    return f"x'{value.hex()}'" if isinstance(value, bytes) else str(value)


@pytest.mark.parametrize("table", TABLES)
def test_no_change_of_any_column_goes_unseen(table: str, sqlite_url: str) -> None:
    book = lived(sqlite_url)
    unseen, tried = [], 0
    with book.engine.connect() as connection:
        driver: Any = connection.connection.driver_connection
        driver.execute("PRAGMA foreign_keys = OFF")
        driver.execute("PRAGMA ignore_check_constraints = ON")
        before = dump(driver)
        for statements in list(mutations(table, keys_of(table, connection))):
            connection.rollback()
            triggers.drop(connection)
            try:
                for statement in statements:
                    connection.exec_driver_sql(statement)
            except DatabaseError:
                continue  # the declarations of a STRICT table hold for everybody
            triggers.recreate(connection)
            if dump(driver) != before:
                tried += 1
                if verify(connection, full=table == "evidence").ok:
                    unseen.append(statements)
    book.close()

    assert unseen == []
    assert tried >= 2 * len(columns_of(table))


@pytest.mark.parametrize("flips", FLIPS)
def test_a_flipped_bit_changes_nothing_or_is_found(flips: int, sqlite_url: str, tmp_path: Path) -> None:
    lived(sqlite_url).close()
    sound = (tmp_path / "ledger.sqlite").read_bytes()
    flipped = tmp_path / "flipped.sqlite"
    flipped.write_bytes(sound)
    with closing(SQLITE.connect(str(flipped))) as connection:
        before = {full: dump(connection, papers=full) for full in (False, True)}
    used = [offset for offset, byte in enumerate(sound) if byte]
    chance = random.Random(20260601)  # noqa: S311 - the same flips on every run
    unseen, harmful = [], 0

    for trial in range(flips):
        offset, bit = chance.choice(used if trial % 2 else range(len(sound))), chance.randrange(8)
        full = trial % 10 == 0  # papers are read in full verifications alone
        damaged = bytearray(sound)
        damaged[offset] ^= 1 << bit
        flipped.write_bytes(damaged)
        try:
            with closing(SQLITE.connect(f"{flipped.as_uri()}?immutable=1", uri=True)) as connection:
                changed = dump(connection, papers=full) != before[full]
        except (SQLITE.Error, UnicodeDecodeError, MemoryError):
            changed = True
        try:
            found = not verify_book(f"sqlite:///{flipped}", full=full).ok
        except Unavailable:
            found = True
        harmful += changed
        if changed and not found:
            unseen.append((offset, bit))

    assert unseen == []
    assert harmful > flips // 20


def test_a_row_whose_number_only_an_index_still_holds_is_missed(sqlite_url: str, tmp_path: Path) -> None:
    lived(sqlite_url).close()
    path = tmp_path / "ledger.sqlite"
    content = bytearray(path.read_bytes())
    before_columns = re.compile(rb"\x01\x04\x00L.(?=" + re.escape(LAW.digest) + rb")", re.DOTALL)
    [row] = before_columns.finditer(content)
    content[row.start()] = 0  # the number of the first rule book in its table; its index says 1 as before
    path.write_bytes(content)

    found = {finding.code for finding in verify_book(sqlite_url, full=False).findings}

    assert found >= {"journal.rule_book", "rule_book.unused"}


def rewrite_consistently(connection: Connection) -> None:
    """Make leaves, head, balances and turnovers fit the rows, as an insider with the program can."""
    tree = MerkleTree()
    for seq, _, computed in list(stored_leaves(connection)):
        connection.execute(text("UPDATE journal SET leaf = :leaf WHERE seq = :seq"), {"leaf": computed, "seq": seq})
        tree.append(computed)
    connection.exec_driver_sql("DELETE FROM turnover")
    connection.exec_driver_sql("UPDATE balance SET amount = 0, latest_on = 0")
    connection.exec_driver_sql("UPDATE head SET size = 0")
    triggers.recreate(connection)
    connection.execute(
        text("UPDATE head SET size = :size, root = :root, peaks = :peaks"),
        {"size": tree.size, "root": tree.root, "peaks": tree.peaks},
    )


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE movement SET amount = 999 WHERE seq = 2",
        "UPDATE journal SET actor = 'somebody' WHERE seq = 3",
        "UPDATE registration SET body = '{}' WHERE seq = 5",
    ],
)
def test_a_consistent_rewrite_is_found_only_by_an_older_checkpoint(change: str, database_url: str) -> None:
    book = lived(database_url)
    kept_outside = checkpoint_of(book)
    with book.engine.connect() as connection:
        triggers.drop(connection)
        connection.exec_driver_sql(change)
        rewrite_consistently(connection)
        connection.commit()

    with book.reading() as connection:
        alone = verify(connection, full=True)
        anchored = verify(connection, anchor=kept_outside)

    assert alone.findings == ()
    assert [finding.code for finding in anchored.findings] == ["anchor.root"]
    book.close()


@pytest.mark.parametrize("cut", [1, 2, 4])
def test_a_cut_tail_is_found_only_by_an_older_checkpoint(cut: int, sqlite_url: str) -> None:
    book = created(sqlite_url)
    for number in range(5):
        post(book, f"opening {number}", "Q40 Acme", "opening", 10)
    kept_outside = checkpoint_of(book)
    with book.engine.connect() as connection:
        connection.connection.driver_connection.execute("PRAGMA foreign_keys = OFF")  # type: ignore[union-attr]  # a pooled connection has one
        triggers.drop(connection)
        for table in ("movement", "registration", "journal"):
            connection.exec_driver_sql(f"DELETE FROM {table} WHERE seq > {kept_outside.size - cut}")
        rewrite_consistently(connection)
        connection.commit()

    alone, anchored = verify_book(sqlite_url, full=True), verify_book(sqlite_url, anchor=kept_outside)

    assert alone.findings == ()
    assert [finding.code for finding in anchored.findings] == ["anchor.size"]
    book.close()


def test_a_tail_that_is_cut_from_the_rows_alone_needs_no_checkpoint(sqlite_url: str) -> None:
    book = lived(sqlite_url)
    with book.engine.connect() as connection:
        connection.connection.driver_connection.execute("PRAGMA foreign_keys = OFF")  # type: ignore[union-attr]  # the same
        triggers.drop(connection)
        for table in ("movement", "registration", "journal"):
            connection.exec_driver_sql(f"DELETE FROM {table} WHERE seq = (SELECT size FROM head)")
        triggers.recreate(connection)
        connection.commit()

    found = {finding.code for finding in verify_book(sqlite_url).findings}

    assert {"head.size", "head.root", "balance.amount"} <= found
    book.close()


def test_an_older_copy_in_the_place_of_the_book_is_found_by_a_checkpoint(sqlite_url: str, tmp_path: Path) -> None:
    book = created(sqlite_url)
    post(book, "opening", "Q40 Acme", "opening", 10)
    book.close()
    shutil.copy(tmp_path / "ledger.sqlite", tmp_path / "older.sqlite")
    book = created(sqlite_url)
    post(book, "sale", "Q40 Bolt", "Q40 Acme", 4)
    kept_outside = checkpoint_of(book)
    book.close()

    shutil.copy(tmp_path / "older.sqlite", tmp_path / "ledger.sqlite")

    assert verify_book(sqlite_url, full=True).ok
    assert [finding.code for finding in verify_book(sqlite_url, anchor=kept_outside).findings] == ["anchor.size"]


def test_two_continuations_of_one_book_refute_each_other(sqlite_url: str, tmp_path: Path) -> None:
    created(sqlite_url).close()
    other_url = f"sqlite:///{tmp_path / 'other.sqlite'}"
    shutil.copy(tmp_path / "ledger.sqlite", tmp_path / "other.sqlite")
    checkpoints = {}
    for url, grams in ((sqlite_url, 10), (other_url, 11)):
        book = created(url)
        post(book, "opening", "Q40 Acme", "opening", grams)
        checkpoints[url] = checkpoint_of(book)
        book.close()

    for url, other in ((sqlite_url, other_url), (other_url, sqlite_url)):
        found = verify_book(url, anchor=checkpoints[other]).findings
        assert [finding.code for finding in found] == ["anchor.root"]


def test_every_table_is_tampered_with() -> None:
    assert all(isinstance(metadata.tables[table], Table) for table in TABLES if table != "alembic_version")
    assert len(TABLES) == len((*LOG, *NAMES, *DERIVED)) + 1
