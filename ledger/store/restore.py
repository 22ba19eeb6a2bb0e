"""Restoring a backup: it is verified in full before it takes the place of anything."""

from __future__ import annotations

import os
import shutil
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Final

from sqlalchemy import URL, inspect, select

from ledger.errors import Conflict, RuleViolation, Unavailable, say
from ledger.store import schema
from ledger.store.backup import copy_pages, sync, unfinished_file
from ledger.store.book import Book, database_errors
from ledger.store.engine import SQLITE, engine_for
from ledger.store.tables import head, metadata
from ledger.store.transfer import fill_empty_book
from ledger.store.verification import Verification, verify, verify_book

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from sqlalchemy import Engine

_MAGIC: Final = b"SQLite format 3\x00"
_HEADER: Final = 100


class FaultyBackup(RuleViolation):
    """The backup is not what its own log makes of it; nothing was replaced."""

    code = "backup.faulty"

    def __init__(self, verification: Verification) -> None:
        first = verification.findings[0].detail
        message = say("备份核验有{count}处不符，未恢复；首处：{first}", count=verification.count, first=first)
        super().__init__(message)
        self.verification = verification


@dataclass(frozen=True, slots=True, kw_only=True)
class Restored:
    """The answer to a restore: what the book now holds, and where the old file was put."""

    verification: Verification
    kept_aside: Path | None


def restore(path: Path, url: str, *, now: datetime, progress: Callable[[int], None]) -> Restored:
    """Put a backup in the place of a book; no server may be running on it.

    An SQLite file is replaced at once, and the old one kept beside it. A PostgreSQL database must be empty.

    :param now: names the file that is kept aside.
    :raises FileNotFoundError: there is no such backup.
    :raises Unavailable: ``backup.foreign``, ``backup.incomplete``, ``restore.in_use``.
    :raises FaultyBackup: verification found something.
    :raises Conflict: ``restore.not_empty``.
    """
    engine = engine_for(url)
    try:
        if engine.dialect.name == "sqlite":
            return _restore_file(path, Path(engine.url.database or "").resolve(), now=now, progress=progress)
        return _restore_rows(path, engine, progress=progress)
    finally:
        engine.dispose()


def _restore_file(path: Path, target: Path, *, now: datetime, progress: Callable[[int], None]) -> Restored:
    target.parent.mkdir(parents=True, exist_ok=True)
    require_unused(target)
    with unfinished_file(target) as copy:
        verification = _copy_and_verify(path, copy, progress=progress)
        sync(copy)
        require_unused(target)
        kept_aside = _set_aside(target, now=now) if target.exists() else None
        copy.replace(target)
        sync(target.parent)
    return Restored(verification=verification, kept_aside=kept_aside)


def _restore_rows(path: Path, engine: Engine, *, progress: Callable[[int], None]) -> Restored:
    with TemporaryDirectory(prefix="permit-ledger-") as folder, database_errors():
        copy = Path(folder) / "backup.sqlite"
        with engine.connect() as target:
            target.exec_driver_sql("SELECT pg_advisory_xact_lock(7079627)")
            if set(metadata.tables) & set(inspect(target).get_table_names()):
                raise Conflict(say("目标数据库不是空的；未恢复"), code="restore.not_empty")
            expected = _copy_and_verify(path, copy, progress=progress)
            book = Book.open(URL.create("sqlite", database=str(copy)))
            try:
                with book.reading() as source:
                    fill_empty_book(source, target, progress=progress)
                    same_head = source.execute(select(head)).all() == target.execute(select(head)).all()
            finally:
                book.close()
            verification = verify(target)
            if not same_head or (verification.size, verification.root) != (expected.size, expected.root):
                raise Unavailable(say("写入后的账簿与备份不同；未恢复"), code="restore.differs")
            target.commit()
    return Restored(verification=verification, kept_aside=None)


def _copy_and_verify(path: Path, copy: Path, *, progress: Callable[[int], None]) -> Verification:
    """Copy a backup, so that nothing can change it between verification and use."""
    require_whole_file(path)
    try:
        with closing(SQLITE.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as source:
            copy_pages(source, copy, progress=progress)
    except SQLITE.DatabaseError as error:
        raise _foreign(path, error) from error
    try:
        _bring_to_newest(copy)
        verification = verify_book(URL.create("sqlite", database=str(copy)), full=True, progress=progress)
    except Unavailable as error:
        raise _foreign(path, error) from error
    if not verification.ok:
        raise FaultyBackup(verification)
    return verification


def _bring_to_newest(copy: Path) -> None:
    """Migrate the copy of a backup that an older program wrote.

    :raises Unavailable: ``schema.newer``.
    """
    engine = engine_for(URL.create("sqlite", database=str(copy)))
    try:
        with database_errors(), engine.connect() as connection:
            found = schema.revision(connection)
            if found is not None and found < schema.NEWEST:
                schema.upgrade(connection)
                connection.commit()
    finally:
        engine.dispose()


def require_whole_file(path: Path) -> None:
    """Refuse what is no file of SQLite, or only the beginning of one.

    :raises Unavailable: ``backup.foreign`` or ``backup.incomplete``.
    """
    with path.open("rb") as stream:
        header = stream.read(_HEADER)
        length = stream.seek(0, os.SEEK_END)
    if len(header) < _HEADER or not header.startswith(_MAGIC):
        raise Unavailable(say("“{file}”不是备份文件", file=path.name), code="backup.foreign")
    page_size = int.from_bytes(header[16:18], "big")
    pages = int.from_bytes(header[28:32], "big")
    # The header may be older than the pages (file format, 1.3.7): then SQLite goes by the length as well.
    is_current = header[24:28] == header[92:96]
    whole = pages * (page_size if page_size > 1 else 65536)  # 1 stands for 65,536
    if is_current and length < whole:
        raise Unavailable(
            say(
                "备份文件“{file}”不完整：应有{whole}字节，只有{length}字节", file=path.name, whole=whole, length=length
            ),
            code="backup.incomplete",
        )


def require_unused(target: Path) -> None:
    """Refuse a file that a server, or anybody else, has open.

    In exclusive mode SQLite takes the lock that every open connection in write-ahead mode shares. A file too
    damaged to be locked is in nobody's use; it is not opened, because SQLite would remove the log beside it. With
    a rollback journal, on an SQLite whose write-ahead logging is not safe, an idle server holds no lock to be seen.

    :raises Unavailable: ``restore.in_use``.
    """
    if not target.exists():
        return
    with target.open("rb") as stream:
        if stream.read(len(_MAGIC)) != _MAGIC:
            return
    try:
        with closing(SQLITE.connect(str(target), isolation_level=None, timeout=0)) as connection:
            connection.execute("PRAGMA locking_mode = EXCLUSIVE").fetchone()
            connection.execute("BEGIN EXCLUSIVE")
            connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
            connection.execute("ROLLBACK")
    except SQLITE.OperationalError as error:
        if error.sqlite_errorname.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
            raise Unavailable(say("账簿正在使用；请先停止服务再恢复"), code="restore.in_use") from error
    except SQLITE.DatabaseError:
        return


def _set_aside(target: Path, *, now: datetime) -> Path:
    """Keep the old file under another name as well, and its log with it: a stale one would be played into the new."""
    kept = target.with_name(f"{target.name}.before-restore-{now:%Y%m%dT%H%M%S%f}")
    try:
        os.link(target, kept)
    except OSError:  # a file system without links
        shutil.copy2(target, kept)
    for suffix in ("-wal", "-journal"):
        log = target.with_name(target.name + suffix)
        if log.exists():
            log.replace(kept.with_name(kept.name + suffix))
    target.with_name(target.name + "-shm").unlink(missing_ok=True)
    return kept


def _foreign(path: Path, error: Exception) -> Unavailable:
    return Unavailable(say("“{file}”不是本程序的备份：{detail}", file=path.name, detail=error), code="backup.foreign")
