"""Which version of the schema a database has, and how it gets to the newest one."""

from __future__ import annotations

from importlib.resources import as_file, files
from typing import TYPE_CHECKING, Final

from sqlalchemy import inspect

from ledger.errors import Unavailable, say
from ledger.store import triggers

if TYPE_CHECKING:
    from sqlalchemy import Connection

NEWEST: Final = "0003"
"""The newest revision among the migrations."""
VERSION_TABLE: Final = "alembic_version"
"""The table in which the migrations keep the revision."""


def revision(connection: Connection) -> str | None:
    """Return the revision of the database, or None for one that holds no book."""
    if not inspect(connection).has_table(VERSION_TABLE):
        return None
    return next(iter(revisions(connection)), None)


def revisions(connection: Connection) -> list[str]:
    """Return what the table of the revision holds: one revision, where nobody has changed it."""
    return [row[0] for row in connection.exec_driver_sql(f"SELECT version_num FROM {VERSION_TABLE}")]


def upgrade(connection: Connection) -> None:
    """Bring the database to the newest schema inside the transaction at hand.

    :raises Unavailable: ``schema.newer``, the database was written by a newer program; ``database.foreign``, it
        holds somebody else's tables.
    """
    from alembic import command  # noqa: PLC0415 - no other command pays for starting the migrations
    from alembic.config import Config  # noqa: PLC0415 - the same

    found = revision(connection)
    require_not_newer(found)
    if found is None and inspect(connection).get_table_names():
        raise Unavailable(say("数据库中有别的程序的表，不是空库也不是账簿；未作改动"), code="database.foreign")
    with as_file(files("ledger.store") / "migrations") as folder:
        config = Config()
        config.set_main_option("script_location", str(folder).replace("%", "%%"))
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
    triggers.recreate(connection)


def require_not_newer(found: str | None) -> None:
    """Refuse a schema that this program does not know.

    :raises Unavailable: ``schema.newer``.
    """
    if found is not None and found > NEWEST:
        raise Unavailable(
            say("数据库版本为{found}，比本程序的{newest}新；请升级程序", found=found, newest=NEWEST),
            code="schema.newer",
        )


def require_newest(found: str | None) -> None:
    """Refuse a database that holds no book, or one of another version.

    :raises Unavailable: ``book.missing``, ``schema.newer`` or ``schema.older``.
    """
    if found is None:
        raise Unavailable(say("数据库中没有账簿；请先运行 permit-ledger init"), code="book.missing")
    require_not_newer(found)
    if found != NEWEST:
        raise Unavailable(
            say("数据库版本为{found}，应为{newest}；请先运行 permit-ledger init", found=found, newest=NEWEST),
            code="schema.older",
        )
