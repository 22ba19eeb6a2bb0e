"""Backups: one SQLite file of the whole book, whatever the engine, taken while others write."""

from __future__ import annotations

import os
from contextlib import closing, contextmanager
from pathlib import Path
from secrets import token_hex
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import URL

from ledger.errors import Conflict, say
from ledger.store.checkpoint import current_checkpoint
from ledger.store.engine import SQLITE, engine_for
from ledger.store.transfer import fill_empty_book

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sqlalchemy import Connection

    from ledger.domain.bookkeeping.checkpoint import Checkpoint
    from ledger.store.book import Book

PAGES: Final = 2_048
"""Pages copied between two reports of progress."""


def backup(book: Book, path: Path, *, progress: Callable[[int], None]) -> Checkpoint:
    """Write the whole book into a new file, and return the checkpoint of what was written.

    :param progress: told from time to time how many pages or rows have been copied.
    :raises Conflict: ``backup.exists``; no file is ever overwritten.
    :raises OSError: the folder is missing, closed or full; nothing is left behind.
    """
    if path.exists():
        raise _exists(path)
    with unfinished_file(path) as unfinished, book.reading() as connection:
        checkpoint = current_checkpoint(connection)  # on SQLite this first look fixes the state that is copied
        if connection.dialect.name == "sqlite":
            copy_pages(connection.connection.driver_connection, unfinished, progress=progress)
        else:
            _copy_rows(connection, unfinished, progress=progress)
        publish(unfinished, path)
    return checkpoint


@contextmanager
def unfinished_file(beside: Path) -> Iterator[Path]:
    """Lend the path of a new, private file in the folder of another; what is still there afterwards is removed."""
    path = beside.with_name(f".{beside.name}.{token_hex(8)}.unfinished")
    os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    try:
        yield path
    finally:
        for suffix in ("", "-wal", "-shm", "-journal"):
            path.with_name(path.name + suffix).unlink(missing_ok=True)


def copy_pages(source: Any, path: Path, *, progress: Callable[[int], None]) -> None:
    """Copy a database of SQLite page by page into a file that stands alone.

    :param source: a connection of the driver; where it is inside a transaction, what that transaction sees.
    """
    with closing(SQLITE.connect(str(path), isolation_level=None)) as target:
        source.backup(target, pages=PAGES, progress=lambda _status, remaining, total: progress(total - remaining))
        # A copy in write-ahead mode could not be read from a medium that cannot be written.
        target.execute("PRAGMA journal_mode = DELETE").fetchone()


def publish(unfinished: Path, path: Path) -> None:
    """Give a finished file its name, on disk for good, unless something has that name.

    :raises Conflict: ``backup.exists``.
    """
    sync(unfinished)
    try:
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    except FileExistsError:
        raise _exists(path) from None
    unfinished.replace(path)
    sync(path.parent)


def sync(path: Path) -> None:
    """Have the system write a file or a folder to disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _copy_rows(source: Connection, path: Path, *, progress: Callable[[int], None]) -> None:
    engine = engine_for(URL.create("sqlite", database=str(path)))
    try:
        with engine.connect() as target:
            fill_empty_book(source, target, progress=progress)
            target.commit()
    finally:
        engine.dispose()
    with closing(SQLITE.connect(str(path), isolation_level=None)) as copy:
        copy.execute("PRAGMA journal_mode = DELETE").fetchone()


def _exists(path: Path) -> Conflict:
    return Conflict(say("文件“{file}”已经存在；备份从不覆盖文件", file=path.name), code="backup.exists")
