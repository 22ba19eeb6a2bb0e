"""A bureau for exercises: areas, persons of every role, and acts taken through the right hands."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest

from ledger.domain.bookkeeping.account import account
from ledger.domain.bookkeeping.act import Hands, Path, State, WaitingAct
from ledger.domain.bookkeeping.journal import JournalEntry, Judgement
from ledger.domain.bookkeeping.unit import Unit
from ledger.domain.people.actor import Office, Role, User
from ledger.domain.registers.area import Area
from ledger.domain.values.encoding import canonical_json, digest
from ledger.errors import LedgerError, RuleViolation
from ledger.projections.accounts.balances import balances
from ledger.rules.law.loader import BOOKS, load_book
from ledger.services import procedure
from ledger.services.act import Asked
from ledger.services.catalogue import ACTS
from ledger.services.desk import Desk
from ledger.services.procedure import Posted
from ledger.store.book import Book
from ledger.store.record_text import registration_of
from ledger.store.rule_books import RuleBookText
from ledger.store.unit_of_work import UnitOfWork

LAW = load_book(BOOKS)
CITY = "示例市"
EAST, WEST, SOUTH = "东区", "西区", "南区"
HAI, YELLOW = "海河", "黄河"
AREAS = (
    Area(name=CITY, basins=(HAI, YELLOW), city=True),
    Area(name=EAST, basins=(HAI,)),
    Area(name=WEST, basins=(HAI,)),
    Area(name=SOUTH, basins=(HAI, YELLOW)),
)
BRANCHES = (EAST, WEST, SOUTH)
PERSONS = {
    user.name: user
    for user in (
        *(User(name=f"{area}经办", role=Role.CLERK, office=Office.BRANCH, area=area) for area in BRANCHES),
        *(User(name=f"{area}复核", role=Role.REVIEWER, office=Office.BRANCH, area=area) for area in BRANCHES),
        User(name="市局经办", role=Role.CLERK, office=Office.BUREAU),
        User(name="市局审批", role=Role.REVIEWER, office=Office.BUREAU),
        User(name="中心经办", role=Role.CLERK, office=Office.CENTRE),
        User(name="财务", role=Role.FINANCE, office=Office.BUREAU),
    )
}


class Bureau:
    """The persons of a bureau at work on one book; every step is recorded and committed by itself."""

    def __init__(self, book: Book, *, today: date = date(2026, 6, 1), keys: int = 0) -> None:
        """Begin a day's work; ``keys`` tells how many keys the book has seen already."""
        self.book = book
        self.today = today
        self._keys = keys

    @contextmanager
    def desk(self, name: str) -> Iterator[Desk]:
        """Lend a person's desk; what was done at it is committed in the end."""
        moment = datetime.combine(self.today, time(15), tzinfo=UTC) + timedelta(seconds=self._keys)
        with self.book.unit_of_work(recorded_at=moment, rule_book=RuleBookText(texts=LAW.texts)) as work:
            yield Desk(work=work, book=LAW, acts=ACTS, user=PERSONS[name], today=self.today)
            work.commit()

    def record(self, kind: str, command: Asked, *, by: str | None = None) -> int:
        """Record an act by the person whose task it is, and return its reference."""
        self._move_on(command)
        with self.desk(by or self.maker_of(kind, command)) as desk:
            return procedure.record(desk, command, kind=kind, key=f"exercise:{self._keys}").reference

    def maker_of(self, kind: str, command: Asked) -> str:
        """Return whose task it is to record an act."""
        return maker(ACTS[kind].path, self.area_of(kind, command))

    def decide(self, reference: int) -> Posted:
        """Have an act checked, where it must be, and approved."""
        waiting = self.waiting(reference)
        hands: Hands = ACTS[waiting.kind].path.value
        if hands.first_check:
            with self.desk(f"{waiting.area}复核") as desk:
                procedure.check(desk, reference, shown=procedure.preview(desk, reference).digest)
        name = f"{waiting.area}复核" if hands.deciding_office is Office.BRANCH else "市局审批"
        with self.desk(name) as desk:
            return procedure.approve(desk, reference, shown=procedure.preview(desk, reference).digest)

    def waiting(self, reference: int) -> WaitingAct:
        """Return what the register says of an act."""
        with self.desk("市局经办") as desk:
            return desk.waiting(reference, *State)

    def do(self, kind: str, command: Asked) -> int:
        """Record an act and have it decided by the right persons; return its place in the journal."""
        reference = self.record(kind, command)
        if ACTS[kind].path.value.deciding_office is None:
            return reference + 1
        return self.decide(reference).seq

    def refused(self, kind: str, command: Asked) -> list[str]:
        """Try to record an act, and return the codes of why it was refused; nothing may have changed."""
        before = self.size
        with pytest.raises(LedgerError) as refused:
            self.record(kind, command)
        breaches = refused.value.breaches
        assert self.size == before
        assert all(breach.instrument and breach.article and breach.authority for breach in breaches)
        codes = [breach.code for breach in breaches]
        return codes if isinstance(refused.value, RuleViolation) and codes else [refused.value.problem_code]

    def balance(self, chart: str, area: str, holder: str | None = None, unit: Unit | None = None) -> int:
        """Return the balance of an account now: of one unit, or of all of them together."""
        wanted = account(chart, area=area, holder=holder).code
        with self.book.reading() as connection:
            return sum(
                row.amount for row in balances(connection) if row.account.code == wanted and unit in {None, row.unit}
            )

    @property
    def size(self) -> int:
        """Return how many acts the journal has."""
        with self.book.reading() as connection:
            return int(connection.exec_driver_sql("SELECT size FROM head").scalar_one())

    def register(self, *records: Any) -> None:
        """Put facts into the registers without an act, where an exercise is not about how they came there."""
        with self.desk("市局经办") as desk:
            _register(desk.work, records, on=self.today, key=f"given:{self.size}")

    def _move_on(self, command: Asked) -> None:
        self._keys += 1
        self.today = max(self.today, command.effective_on)

    def area_of(self, kind: str, command: Asked) -> str:
        """Return the area of an act: what it names, or what its case finds."""
        named = getattr(command, "area", None)
        if isinstance(named, str):
            return named
        with self.desk("市局经办") as desk:
            found = ACTS[kind].gather(desk.facts(command), command).area
        return str(found)


def maker(path: Path, area: str) -> str:
    """Return whose task it is to record an act."""
    hands = path.value
    if hands.records is Role.FINANCE:
        return "财务"
    if Office.BRANCH in hands.recording_offices and area in BRANCHES:
        return f"{area}经办"
    return "市局经办"


def opened(book: Book, *, today: date = date(2026, 1, 1)) -> Bureau:
    """Return a bureau whose areas and persons are registered."""
    bureau = Bureau(book, today=today)
    bureau.register(*AREAS, *PERSONS.values())
    return bureau


def _register(work: UnitOfWork, records: tuple[Any, ...], *, on: date, key: str) -> None:
    facts = tuple(registration_of(record) for record in records)
    work.journal.append(
        JournalEntry(
            key=key,
            request_digest=digest(canonical_json([fact.body for fact in facts])),
            kind="exercise.given",
            effective_on=on,
            actor="exercise",
            narration="given",
            judgement=Judgement.ADMINISTRATIVE,
            registrations=facts,
        )
    )
