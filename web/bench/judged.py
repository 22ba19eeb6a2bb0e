"""Acts that are judged: recorded by one person, weighed, decided by another, numbered and posted."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Final

from ledger.domain.bookkeeping.journal import JournalEntry, Judgement
from ledger.domain.people.actor import Office, Role, User
from ledger.domain.registers.area import Area
from ledger.domain.rights.cap import CapKind, SetCap
from ledger.domain.values.encoding import digest
from ledger.domain.values.pollutant import Medium, Pollutant
from ledger.rules.law.loader import BOOKS, load_book
from ledger.services import procedure
from ledger.services.catalogue import ACTS
from ledger.services.desk import Desk
from ledger.store.book import Book
from ledger.store.record_text import registration_of
from ledger.store.rule_books import RuleBookText
from web.bench.acts import FIRST_DAY, LAST_DAY
from web.bench.ours import NOW, create_book, url_of

if TYPE_CHECKING:
    from web.bench.figures import Trial

_LAW: Final = load_book(BOOKS)
_TEXT: Final = RuleBookText(texts=_LAW.texts)
_BASIN: Final = "示例河"
_AREAS: Final = tuple(f"示例区{place}" for place in range(1, 12))
_MAKER: Final = User(name="clerk.wang", role=Role.CLERK, office=Office.BUREAU)
_DECIDER: Final = User(name="reviewer.li", role=Role.REVIEWER, office=Office.BUREAU)
_KIND: Final = "cap.set"


def post_judged_singly(folder: Path, count: int) -> float:
    """Record and decide each act in units of work of their own, and return the seconds."""
    with _book(folder) as book:
        commands = _commands(count)
        started = perf_counter()
        for number, command in enumerate(commands):
            [reference] = _recorded(book, [command], first=number)
            _decided(book, [reference])
        return perf_counter() - started


def post_judged_in_a_batch(folder: Path, count: int) -> float:
    """Record all acts in one unit of work and decide them in another, and return the seconds."""
    with _book(folder) as book:
        commands = _commands(count)
        started = perf_counter()
        _decided(book, _recorded(book, commands, first=0))
        return perf_counter() - started


def _recorded(book: Book, commands: Sequence[SetCap], *, first: int) -> list[int]:
    with book.unit_of_work(recorded_at=NOW, rule_book=_TEXT) as work:
        desk = Desk(work=work, book=_LAW, acts=ACTS, user=_MAKER, today=LAST_DAY)
        references = [
            procedure.record(desk, command, kind=_KIND, key=f"bench:{number}").reference
            for number, command in enumerate(commands, first)
        ]
        work.commit()
    return references


def _decided(book: Book, references: Sequence[int]) -> None:
    with book.unit_of_work(recorded_at=NOW, rule_book=_TEXT) as work:
        desk = Desk(work=work, book=_LAW, acts=ACTS, user=_DECIDER, today=LAST_DAY)
        for reference in references:
            procedure.approve(desk, reference, shown=procedure.preview(desk, reference).digest)
        work.commit()


def _commands(count: int) -> list[SetCap]:
    """Return commands that raise the caps of all areas and pollutants in turn, gram by gram."""
    pollutants = tuple(Pollutant)
    return [
        SetCap(
            effective_on=LAST_DAY,
            area=_AREAS[number // len(pollutants) % len(_AREAS)],
            pollutant=pollutants[number % len(pollutants)],
            basin=_BASIN if pollutants[number % len(pollutants)].medium is Medium.WATER else None,
            kind=CapKind.ABSOLUTE,
            grams=number + 1,
            document=f"示例文件{number}号",
        )
        for number in range(count)
    ]


@contextmanager
def _book(folder: Path) -> Iterator[Book]:
    """Lend a new book in which the areas are registered."""
    create_book(folder)
    book = Book.open(url_of(folder))
    facts = tuple(registration_of(Area(name=name, basins=(_BASIN,))) for name in _AREAS)
    with book.unit_of_work(recorded_at=NOW, rule_book=_TEXT) as work:
        work.journal.append(
            JournalEntry(
                key="areas",
                request_digest=digest(list(_AREAS)),
                kind="area.register",
                effective_on=FIRST_DAY,
                actor=_MAKER.name,
                narration="登记区域",
                judgement=Judgement.ADMINISTRATIVE,
                registrations=facts,
            )
        )
        work.commit()
    yield book
    book.close()


TRIALS: Final[Mapping[str, Trial]] = {
    "single": lambda folder, acts: {"seconds": post_judged_singly(folder, acts)},
    "batch": lambda folder, acts: {"seconds": post_judged_in_a_batch(folder, acts)},
}
