"""A book: the database that holds one journal, opened only if it can be relied on."""

from __future__ import annotations

import os
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Self

from sqlalchemy import insert, select
from sqlalchemy.exc import DatabaseError, OperationalError

from ledger.domain.bookkeeping.journal import JournalEntry, Judgement, Registration
from ledger.domain.bookkeeping.merkle import EMPTY_ROOT
from ledger.domain.values.encoding import canonical_json, digest
from ledger.errors import Unavailable, say
from ledger.store import schema, tables
from ledger.store.adoption import adoption_at_opening
from ledger.store.engine import READ_ONLY, engine_for, is_read_only
from ledger.store.positions import PositionRegistry
from ledger.store.record_text import registration_of
from ledger.store.register_memory import RegisterMemory
from ledger.store.registers import Registers
from ledger.store.startup import check_startup
from ledger.store.unit_of_work import UnitOfWork

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date, datetime

    from sqlalchemy import URL, Connection, Engine

    from ledger.store.rule_books import RuleBookText


class Book:
    """An open book."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self._positions = PositionRegistry()
        self._memory = RegisterMemory()
        self._shown: dict[int, RegisterMemory] = {}

    @classmethod
    def open(cls, url: str | URL, *, check: bool = True) -> Self:
        """Open a book.

        A file that cannot be written, or whose folder cannot, is opened for reading alone.

        :param check: whether to refuse a book that cannot be relied on; a verification opens it all the same.
        :raises Unavailable: no book there, another version, wrong pragmas, missing triggers, or a head that does
            not match the last acts.
        """
        engine = engine_for(url)
        if engine.dialect.name == "sqlite" and not Path(engine.url.database or "").is_file():
            raise Unavailable(
                say("没有账簿文件“{file}”；请先运行 permit-ledger init", file=engine.url.database),
                code="book.missing",
            )
        book = cls(engine)
        if not check:
            return book
        try:
            with book.reading() as connection:
                check_startup(connection)
        except Unavailable:
            book.close()
            raise
        return book

    @classmethod
    def create(cls, url: str, *, origin: str, rule_book: RuleBookText, now: datetime, today: date) -> Self:
        """Create a book, or bring an existing one to the newest schema; again changes nothing.

        :param origin: the name under which checkpoints of this book are known; kept from the first creation.
        :raises Unavailable: ``book.read_only``, ``schema.newer`` or ``database.foreign``.
        """
        engine = engine_for(url)
        if engine.dialect.name == "sqlite":
            _create_private_file(Path(engine.url.database or ""))
        try:
            _require_writable(engine)
            with database_errors(), engine.connect() as connection:
                if engine.dialect.name == "postgresql":
                    connection.exec_driver_sql("SELECT pg_advisory_xact_lock(7079627)")
                schema.upgrade(connection)
                if connection.scalar(select(tables.head.c.size)) is None:
                    connection.execute(
                        insert(tables.head).values(id=1, algorithm="sha-256", size=0, root=EMPTY_ROOT, peaks=b"")
                    )
                    _open_journal(connection, origin=origin, rule_book=rule_book, now=now, today=today)
                connection.commit()
        finally:
            engine.dispose()
        return cls.open(url)

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Lend a connection that sees one state of the book and cannot change it."""
        options = (
            {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
            if self.engine.dialect.name == "postgresql"
            else {READ_ONLY: True}
        )
        with database_errors(), self.engine.connect().execution_options(**options) as connection:
            yield connection

    def registers(self, connection: Connection) -> Registers:
        """Return the registers as a lent connection sees them.

        What was read is remembered with the size of the journal at which it was so: many readers may use it at once,
        because all of them read the same.
        """
        size: int = connection.scalar(select(tables.head.c.size)) or 0
        for older in [known for known in self._shown if known < size]:
            self._shown.pop(older, None)
        return Registers(connection, memory=self._shown.setdefault(size, RegisterMemory(size)))

    @contextmanager
    def unit_of_work(self, *, recorded_at: datetime, rule_book: RuleBookText) -> Iterator[UnitOfWork]:
        """Lend the one right to write; what is not committed inside is not recorded.

        :param recorded_at: the moment of recording, with its offset.
        :param rule_book: the rule book that judges the acts.
        :raises Unavailable: another writer holds the book too long, or the disk is full; ``book.read_only``.
        """
        _require_writable(self.engine)
        with database_errors(), self.engine.connect() as connection:
            work = UnitOfWork(
                connection, recorded_at=recorded_at, rule_book=rule_book, positions=self._positions, memory=self._memory
            )
            try:
                yield work
            finally:
                work.rollback()

    @contextmanager
    def office(self) -> Iterator[Connection]:
        """Lend a connection for what is kept beside the books; what was changed lasts when the block is left in order.

        :raises Unavailable: another writer holds the book too long, or the disk is full; ``book.read_only``.
        """
        _require_writable(self.engine)
        with database_errors(), self.engine.begin() as connection:
            yield connection

    def close(self) -> None:
        """Give back every connection."""
        self.engine.dispose()


def _open_journal(connection: Connection, *, origin: str, rule_book: RuleBookText, now: datetime, today: date) -> None:
    work = UnitOfWork(
        connection, recorded_at=now, rule_book=rule_book, positions=PositionRegistry(), memory=RegisterMemory()
    )
    body = {"algorithm": "sha-256", "origin": origin}
    work.journal.append(
        JournalEntry(
            key="book.opened",
            request_digest=digest(body),
            kind="book.opened",
            effective_on=today,
            actor="permit-ledger",
            narration="启用账簿",
            judgement=Judgement.ADMINISTRATIVE,
            registrations=(
                Registration(register="book", subject="origin", body=canonical_json(body)),
                registration_of(adoption_at_opening(rule_book, today=today)),
            ),
        )
    )
    work.journal.flush()


def _require_writable(engine: Engine) -> None:
    if is_read_only(engine):
        raise Unavailable(
            say("账簿文件“{file}”或其文件夹不可写，只能读取；未入账", file=engine.url.database), code="book.read_only"
        )


def _create_private_file(path: Path) -> None:
    """Create the file for its owner alone, before SQLite would create it for everybody."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        os.close(os.open(path, os.O_CREAT | os.O_WRONLY, 0o600))


@contextmanager
def database_errors() -> Iterator[None]:
    """Make every failure of the database one of ours.

    :raises Unavailable: ``database.unavailable`` or ``database.refused``.
    """
    try:
        yield
    except OperationalError as error:
        raise Unavailable(
            say("数据库不可用（{detail}）；未入账", detail=error.orig), code="database.unavailable"
        ) from error
    except DatabaseError as error:
        raise Unavailable(
            say("数据库拒绝了操作（{detail}）；未入账", detail=error.orig), code="database.refused"
        ) from error
