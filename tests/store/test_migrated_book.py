"""A book that an older program wrote is migrated with everything in it, and goes on."""

from __future__ import annotations

import json
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any, Final

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import LargeBinary, insert

from ledger.errors import Unavailable
from ledger.store.book import Book
from ledger.store.engine import engine_for
from ledger.store.restore import restore
from ledger.store.tables import metadata
from ledger.store.verification import verify_book
from tests.store.conftest import LAW, NOW
from tests.store.exercise import LATER, checkpoint_of, created, waiting_act

BOOK_0001: Final = json.loads((Path(__file__).parent / "book_0001.json").read_text(encoding="utf-8"))
"""Every row of a book as the first program wrote it, table by table; bytes are hexadecimal."""
SIZE_0001: Final = 9


def written_by_the_first_program(url: str) -> str:
    """Put the book of the first program at an address, and return the address."""
    engine = engine_for(url)
    with engine.connect() as connection, as_file(files("ledger.store") / "migrations") as folder:
        config = Config()
        config.set_main_option("script_location", str(folder))
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
        for table, rows in BOOK_0001.items():
            for row in rows:
                connection.execute(insert(metadata.tables[table]).values(_values(table, row)))
        connection.commit()
    engine.dispose()
    return url


def _values(table: str, row: list[Any]) -> dict[str, Any]:
    columns = [column for column in metadata.tables[table].columns if column.name != "source"]
    return {
        column.name: bytes.fromhex(value) if isinstance(column.type, LargeBinary) else value
        for column, value in zip(columns, row, strict=True)
    }


def root_of_0001() -> bytes:
    [[_, _, size, root, _]] = BOOK_0001["head"]
    assert size == SIZE_0001
    return bytes.fromhex(root)


def test_a_migrated_book_says_what_it_said(database_url: str) -> None:
    written_by_the_first_program(database_url)

    book = created(database_url)

    found = verify_book(database_url, full=True)
    assert (found.findings, found.size, found.root) == ((), SIZE_0001, root_of_0001())
    assert checkpoint_of(book).root == root_of_0001()
    book.close()


def test_a_migrated_book_goes_on(database_url: str) -> None:
    written_by_the_first_program(database_url)
    book = created(database_url)

    with book.unit_of_work(recorded_at=LATER, rule_book=LAW) as work:
        waiting = waiting_act(work, "waiting")
        number = work.next_number("量")
        work.commit()

    assert (waiting.reference, number) == (SIZE_0001 + 1, 2)
    assert verify_book(database_url, full=True).findings == ()
    book.close()


def test_a_book_that_is_not_migrated_is_not_used(database_url: str) -> None:
    written_by_the_first_program(database_url)

    with pytest.raises(Unavailable) as refusal:
        Book.open(database_url)

    found = verify_book(database_url).findings
    assert refusal.value.problem_code == "schema.older"
    assert (found[0].code, str(found[0].detail)) == ("schema.version", "数据库版本为0001，应为0003")


def test_an_old_backup_is_restored(database_url: str, tmp_path: Path) -> None:
    backup = tmp_path / "old.sqlite"
    written_by_the_first_program(f"sqlite:///{backup}")

    answer = restore(backup, database_url, now=NOW, progress=lambda _: None)

    assert (answer.verification.root, answer.verification.findings) == (root_of_0001(), ())
    assert verify_book(database_url, full=True).findings == ()
