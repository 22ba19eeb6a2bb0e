"""Engines: which SQLite is used and how, PostgreSQL beside it, and what a connection must look like.

SQLite comes from ``pysqlite3`` where its wheel exists; the standard library's module stands in elsewhere. One
process uses one of the two, never both, because two copies of SQLite cancel each other's file locks.
Write-ahead logging is used only where SQLite's WAL-reset fault is mended (https://sqlite.org/wal.html, 3.51.3 and
its back-ports); an unmended one runs with a rollback journal that is synced with its folder.
"""

from __future__ import annotations

import importlib
import os
import re
import sqlite3
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import Engine, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from ledger.errors import Unavailable, say

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import ModuleType

    from sqlalchemy import URL, Connection
    from sqlalchemy.engine.interfaces import DBAPIConnection

BUSY_MILLISECONDS: Final = 30_000
READ_ONLY: Final = "read_only"
"""Execution option of a connection that only reads: SQLite then begins without the writer's lock. An engine has it
where the file, or its folder, cannot be written."""
_DAMAGE: Final = frozenset({"SQLITE_ERROR", "SQLITE_IOERR_READ", "SQLITE_IOERR_SHORT_READ"})
"""Operational errors by which SQLite tells of damage, besides those that are plain ``DatabaseError``."""
_MALFORMED: Final = "malformed database schema"
_MENDED: Final = ((3, 44, 6), (3, 50, 7), (3, 51, 3))


def _sqlite_module() -> ModuleType:
    with suppress(ImportError):
        return importlib.import_module("pysqlite3")
    return sqlite3


SQLITE: Final = _sqlite_module()


def wal_is_safe(version: tuple[int, int, int]) -> bool:
    """Return whether this SQLite cannot lose a page when two connections reset the log at once."""
    return version >= _MENDED[-1] or any(version[:2] == mended[:2] and version >= mended for mended in _MENDED)


def sqlite_pragmas(version: tuple[int, int, int], *, read_only: bool = False) -> dict[str, str]:
    """Return the pragmas that a connection of this SQLite must have, with the values they read back as.

    :param read_only: for a file that cannot be written: how it would be written does not matter.
    """
    durable = ("wal", "2") if wal_is_safe(version) else ("delete", "3")
    return {
        **({"query_only": "1"} if read_only else {"journal_mode": durable[0], "synchronous": durable[1]}),
        "foreign_keys": "1",
        "recursive_triggers": "1",
        "busy_timeout": str(BUSY_MILLISECONDS),
    }


def is_read_only(engine: Engine) -> bool:
    """Return whether the book at an engine's address can be read alone."""
    return bool(engine.get_execution_options().get(READ_ONLY, False))


def engine_for(url: str | URL) -> Engine:
    """Return an engine for ``sqlite:///path`` or ``postgresql+psycopg://…``.

    A file of SQLite that cannot be written, or whose folder cannot, is opened for reading alone.

    :raises Unavailable: ``database.url`` for any other address.
    """
    try:
        address = make_url(url)
    except ArgumentError:
        raise _unknown(str(url)) from None
    if address.drivername == "sqlite":
        return _sqlite_engine(address)
    if address.drivername == "postgresql+psycopg":
        # Positional parameters on both engines: the hot statements are executed with plain tuples.
        return create_engine(address, paramstyle="format", isolation_level="READ COMMITTED", pool_pre_ping=True)
    raise _unknown(str(url))


@contextmanager
def hurried(engine: Engine) -> Iterator[None]:
    """Let no commit of SQLite wait for the disk, while a book is made that would be thrown away if left unmade."""

    def hurry(connection: DBAPIConnection, _record: Any, _pooled: Any) -> None:
        cursor = connection.cursor()
        cursor.execute("PRAGMA synchronous = OFF")
        cursor.close()

    if engine.dialect.name == "sqlite":
        event.listen(engine, "checkout", hurry)
    try:
        yield
    finally:
        if engine.dialect.name == "sqlite":
            event.remove(engine, "checkout", hurry)
            engine.dispose()  # the connections that are made from now on wait for the disk again


def _unknown(url: str) -> Unavailable:
    shown = re.sub(r"//[^@/]*@", "//…@", url)
    return Unavailable(
        say("不认识的数据库地址“{url}”；可接受 sqlite:///路径 或 postgresql+psycopg://…", url=shown),
        code="database.url",
    )


def _sqlite_engine(address: URL) -> Engine:
    if not address.database or address.database == ":memory:":
        raise Unavailable(say("账簿必须保存在文件中：请写 sqlite:///路径"), code="database.url")
    path = Path(address.database)
    read_only = path.exists() and not (_writable(path) and _writable(path.parent))
    connect = {"creator": lambda: _connect_to_read(path)} if read_only else {}
    engine = create_engine(address, module=SQLITE, execution_options={READ_ONLY: read_only}, **connect)
    pragmas = sqlite_pragmas(SQLITE.sqlite_version_info, read_only=read_only)

    @event.listens_for(engine, "connect")
    def _prepare(connection: DBAPIConnection, _record: Any) -> None:
        connection.isolation_level = None
        cursor = connection.cursor()
        try:
            for name, value in pragmas.items():
                cursor.execute(f"PRAGMA {name} = {value}")
        except UnicodeDecodeError as error:  # SQLite quotes the bytes of a damaged schema, and its driver stumbles
            raise SQLITE.DatabaseError(_MALFORMED) from error
        cursor.execute("PRAGMA cache_size = -65536")
        cursor.close()

    @event.listens_for(engine, "checkin")
    def _end(connection: DBAPIConnection | None, _record: Any) -> None:
        # SQLAlchemy holds a transaction for ended whose COMMIT was refused; SQLite keeps it, and the writer's lock.
        if connection is not None and connection.in_transaction:
            connection.rollback()

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        reads = bool(connection.get_execution_options().get(READ_ONLY, False))
        if not read_only:
            connection.exec_driver_sql(f"PRAGMA query_only = {int(reads)}")
        connection.exec_driver_sql("BEGIN" if reads else "BEGIN IMMEDIATE")

    return engine


def _writable(path: Path) -> bool:
    return os.access(path, os.W_OK, effective_ids=os.access in os.supports_effective_ids)


def _connect_to_read(path: Path) -> Any:
    """Open a file that cannot be written.

    Nothing can be put beside it, not even SQLite's locks, so it is taken for one that does not change; unless what
    lies beside it shows that somebody else has it open, or did not close it: then SQLite needs what lies there.
    """
    beside = {suffix: path.with_name(path.name + suffix) for suffix in ("-wal", "-journal", "-shm")}
    in_use = any(file.exists() and (suffix == "-shm" or file.stat().st_size) for suffix, file in beside.items())
    mode = "mode=ro" if in_use else "mode=ro&immutable=1"
    return SQLITE.connect(f"{path.resolve().as_uri()}?{mode}", uri=True, check_same_thread=False)


def damage_of(error: BaseException) -> str | None:
    """Return what SQLite says of a damaged file, or None where the failure is of another kind.

    :param error: an exception, whose causes are looked at as well.
    """
    cause: BaseException | None = error
    while cause is not None:
        original = getattr(cause, "orig", cause)
        if type(original) is SQLITE.DatabaseError or getattr(original, "sqlite_errorname", "") in _DAMAGE:
            return str(original)
        cause = cause.__cause__
    return None


def check_pragmas(connection: Connection) -> None:
    """Refuse a connection of SQLite whose pragmas are not the ones the books are safe with.

    :raises Unavailable: ``database.pragmas``.
    """
    if connection.dialect.name != "sqlite":
        return
    read_only = is_read_only(connection.engine)
    for name, wanted in sqlite_pragmas(SQLITE.sqlite_version_info, read_only=read_only).items():
        found = str(connection.exec_driver_sql(f"PRAGMA {name}").scalar())
        if found != wanted:
            raise Unavailable(
                say(
                    "数据库设置 {name} 为 {found}，应为 {wanted}；拒绝启动",
                    name=name,
                    found=found,
                    wanted=wanted,
                ),
                code="database.pragmas",
            )
