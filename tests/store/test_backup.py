"""A backup is one file of the whole book, taken while others write, and nothing but a sound one is restored."""

from __future__ import annotations

import shutil
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest
from sqlalchemy import text

from ledger.errors import Conflict, Unavailable
from ledger.store import triggers
from ledger.store.backup import backup
from ledger.store.book import Book
from ledger.store.engine import SQLITE
from ledger.store.restore import FaultyBackup, restore
from ledger.store.verification import verify_book
from tests.store.conftest import NOW, post
from tests.store.exercise import checkpoint_of, created, lived

if TYPE_CHECKING:
    from ledger.domain.bookkeeping.checkpoint import Checkpoint
    from ledger.store.restore import Restored

MAGIC: Final = b"SQLite format 3\x00"


def silently(_done: int) -> None:
    """Take progress that no test looks at."""


def backed_up(url: str, path: Path) -> Checkpoint:
    """Back a book up and return the checkpoint that the backup says it holds."""
    book = Book.open(url)
    try:
        return backup(book, path, progress=silently)
    finally:
        book.close()


def restored(path: Path, url: str) -> Restored:
    return restore(path, url, now=NOW, progress=silently)


def url_of(path: Path) -> str:
    return f"sqlite:///{path}"


def test_a_backup_holds_the_whole_book_and_stands_alone(database_url: str, tmp_path: Path) -> None:
    book = lived(database_url)
    reports: list[int] = []

    backup(book, tmp_path / "backup.sqlite", progress=reports.append)

    assert (tmp_path / "backup.sqlite").stat().st_mode & 0o777 == 0o600
    assert (tmp_path / "backup.sqlite").read_bytes().startswith(MAGIC)
    assert [path.name for path in tmp_path.iterdir() if "backup" in path.name] == ["backup.sqlite"]
    assert reports
    copied = verify_book(url_of(tmp_path / "backup.sqlite"), full=True, anchor=checkpoint_of(book))
    assert (copied.findings, copied.size) == ((), checkpoint_of(book).size)
    book.close()


def test_a_backup_never_overwrites(sqlite_url: str, tmp_path: Path) -> None:
    lived(sqlite_url).close()
    (tmp_path / "backup.sqlite").write_text("precious")

    with pytest.raises(Conflict, match="已经存在"):
        backed_up(sqlite_url, tmp_path / "backup.sqlite")

    assert (tmp_path / "backup.sqlite").read_text() == "precious"


def test_a_backup_that_cannot_be_written_leaves_nothing(sqlite_url: str, tmp_path: Path) -> None:
    lived(sqlite_url).close()

    with pytest.raises(FileNotFoundError):
        backed_up(sqlite_url, tmp_path / "no such folder" / "backup.sqlite")

    assert [path.name for path in tmp_path.iterdir()] == ["ledger.sqlite"]


def test_a_backup_taken_while_others_write_is_a_state_of_the_book(database_url: str, tmp_path: Path) -> None:
    book = created(database_url)
    done = threading.Event()

    def write() -> None:
        number = 0
        while not done.is_set():
            number += 1
            post(book, f"opening {number}", "Q40 Acme", "opening", 1)

    writer = threading.Thread(target=write)
    writer.start()
    try:
        checkpoints = [backed_up(database_url, tmp_path / f"{number}.sqlite") for number in range(4)]
    finally:
        done.set()
        writer.join()

    for number, checkpoint in enumerate(checkpoints):
        verification = verify_book(url_of(tmp_path / f"{number}.sqlite"), full=True, anchor=checkpoint)
        assert (verification.findings, verification.size) == ((), checkpoint.size)
    assert checkpoints[0].size < checkpoints[-1].size <= checkpoint_of(book).size
    book.close()


def test_a_book_moves_between_the_engines_and_back_without_a_changed_byte(
    sqlite_url: str, postgres_url: str, tmp_path: Path
) -> None:
    book = lived(sqlite_url)
    head = checkpoint_of(book)
    book.close()
    back = tmp_path / "back.sqlite"

    there = backed_up(sqlite_url, tmp_path / "there.sqlite")
    restored(tmp_path / "there.sqlite", postgres_url)
    here = backed_up(postgres_url, tmp_path / "here.sqlite")
    restored(tmp_path / "here.sqlite", url_of(back))

    assert there == here == head
    assert verify_book(postgres_url, full=True, anchor=head).findings == ()
    moved = Book.open(url_of(back))
    assert checkpoint_of(moved) == head
    moved.close()


def test_a_restored_book_goes_on(database_url: str, postgres_url: str, tmp_path: Path) -> None:
    created(url_of(tmp_path / "source.sqlite")).close()
    backed_up(url_of(tmp_path / "source.sqlite"), tmp_path / "backup.sqlite")
    target = postgres_url if database_url.startswith("postgresql") else database_url

    restored(tmp_path / "backup.sqlite", target)

    book = Book.open(target)
    assert post(book, "opening", "Q40 Acme", "opening", 10) == 2
    assert verify_book(target, full=True).findings == ()
    book.close()


def test_the_old_file_is_kept_aside(sqlite_url: str, tmp_path: Path) -> None:
    created(sqlite_url).close()
    backed_up(sqlite_url, tmp_path / "backup.sqlite")
    book = Book.open(sqlite_url)
    post(book, "later", "Q40 Acme", "opening", 1)
    later = checkpoint_of(book)
    book.close()

    answer = restored(tmp_path / "backup.sqlite", sqlite_url)

    assert answer.kept_aside is not None
    assert answer.kept_aside.name.startswith("ledger.sqlite.before-restore-")
    assert verify_book(url_of(answer.kept_aside), anchor=later).findings == ()
    assert verify_book(sqlite_url).size == later.size - 1
    assert not (tmp_path / "ledger.sqlite-wal").exists()


def test_nothing_is_restored_under_a_running_server(sqlite_url: str, tmp_path: Path) -> None:
    book = lived(sqlite_url)
    backup(book, tmp_path / "backup.sqlite", progress=silently)

    with pytest.raises(Unavailable, match="停止服务"):
        restored(tmp_path / "backup.sqlite", sqlite_url)

    assert verify_book(sqlite_url, anchor=checkpoint_of(book)).findings == ()
    book.close()


def test_a_damaged_book_is_replaced_and_kept_with_its_log(sqlite_url: str, tmp_path: Path) -> None:
    lived(sqlite_url).close()
    head = backed_up(sqlite_url, tmp_path / "backup.sqlite")
    (tmp_path / "ledger.sqlite").write_bytes(b"\xff" * 50_000)
    (tmp_path / "ledger.sqlite-wal").write_bytes(b"stale")
    (tmp_path / "ledger.sqlite-shm").write_bytes(b"stale")

    answer = restored(tmp_path / "backup.sqlite", sqlite_url)

    assert answer.kept_aside is not None
    assert answer.kept_aside.read_bytes() == b"\xff" * 50_000
    assert answer.kept_aside.with_name(f"{answer.kept_aside.name}-wal").read_bytes() == b"stale"
    assert verify_book(sqlite_url, full=True, anchor=head).findings == ()


@pytest.mark.parametrize("engine", ["sqlite", "postgresql"])
def test_a_backup_with_findings_is_refused(engine: str, sqlite_url: str, postgres_url: str, tmp_path: Path) -> None:
    book = lived(sqlite_url)
    backup(book, tmp_path / "backup.sqlite", progress=silently)
    book.close()
    tampered = Book.open(url_of(tmp_path / "backup.sqlite"))
    with tampered.engine.connect() as connection:
        triggers.drop(connection)
        connection.execute(text("UPDATE movement SET amount = 999 WHERE seq = 2"))
        triggers.recreate(connection)
        connection.commit()
    tampered.close()
    before = (tmp_path / "ledger.sqlite").read_bytes()

    with pytest.raises(FaultyBackup) as refusal:
        restored(tmp_path / "backup.sqlite", sqlite_url if engine == "sqlite" else postgres_url)

    assert "journal.leaf" in {finding.code for finding in refusal.value.verification.findings}
    assert (tmp_path / "ledger.sqlite").read_bytes() == before
    with pytest.raises(Unavailable, match="没有账簿"):
        verify_book(postgres_url)
    assert not list(tmp_path.glob("*before-restore*"))


def test_a_database_that_holds_a_book_is_not_overwritten(postgres_url: str, tmp_path: Path) -> None:
    book = lived(postgres_url)
    backup(book, tmp_path / "backup.sqlite", progress=silently)

    with pytest.raises(Conflict, match="不是空的"):
        restored(tmp_path / "backup.sqlite", postgres_url)

    assert verify_book(postgres_url, anchor=checkpoint_of(book)).findings == ()
    book.close()


@pytest.mark.parametrize("spoil", ["foreign", "empty", "half", "another database", "garbage behind the header"])
def test_what_is_no_whole_backup_is_refused(spoil: str, sqlite_url: str, tmp_path: Path) -> None:
    lived(sqlite_url).close()
    backed_up(sqlite_url, tmp_path / "backup.sqlite")
    path, whole = tmp_path / "spoilt.sqlite", (tmp_path / "backup.sqlite").read_bytes()
    if spoil == "another database":
        connection = SQLITE.connect(str(path))
        connection.execute("CREATE TABLE other (id INTEGER)")
        connection.close()
    else:
        contents = {"foreign": b"a letter" * 99, "empty": b"", "half": whole[: len(whole) // 2]}
        path.write_bytes(contents.get(spoil, whole[:100] + b"\xff" * (len(whole) - 100)))
    shutil.copy(tmp_path / "ledger.sqlite", tmp_path / "before.sqlite")

    with pytest.raises(Unavailable, match="备份"):
        restored(path, sqlite_url)

    assert (tmp_path / "ledger.sqlite").read_bytes() == (tmp_path / "before.sqlite").read_bytes()
    assert not [file.name for file in tmp_path.iterdir() if "unfinished" in file.name]


def test_a_missing_backup_is_named(sqlite_url: str, tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        restored(tmp_path / "nowhere.sqlite", sqlite_url)
