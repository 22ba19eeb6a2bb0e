"""The same work done by the books, with every guarantee on."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random
from resource import RUSAGE_SELF, getrusage
from statistics import median
from time import perf_counter, perf_counter_ns
from typing import TYPE_CHECKING, Final

from ledger.domain.bookkeeping.account import Position, account
from ledger.domain.bookkeeping.journal import JournalEntry, Judgement, Movement
from ledger.domain.bookkeeping.unit import Unit, UnitKind
from ledger.domain.values.encoding import digest
from ledger.domain.values.pollutant import Pollutant
from ledger.projections.accounts.balances import balance_now, balance_on
from ledger.projections.export.formats import exported
from ledger.projections.export.selection import Selection
from ledger.store.book import Book
from ledger.store.rule_books import RuleBookText
from ledger.store.verification import verify
from web.bench.acts import (
    ACCOUNTS,
    BOOK,
    FIRST_DAY,
    HOT,
    LAST_DAY,
    OLD,
    OPENING_GRAMS,
    YOUNG,
    Transfer,
    holder,
    prepared,
)

if TYPE_CHECKING:
    from web.bench.figures import Numbers, Trial

FIRST_ACCOUNT: Final = 2
"""Number of the first account's position; the one before it is the opening."""

_TURNS: Final = 30
_QUESTIONS: Final = 100
_NANOSECONDS: Final = 1_000
_KILOBYTES: Final = 1_024
_AREA: Final = "聊城市"
_LAW: Final = RuleBookText(texts={})
NOW: Final = datetime(2026, 1, 1, tzinfo=UTC)
_RIGHT: Final = Unit(kind=UnitKind.RIGHT, pollutant=Pollutant.COD, area=_AREA, term_from=FIRST_DAY, term_to=LAST_DAY)


def create_book(folder: Path) -> None:
    """Create an empty book."""
    Book.create(url_of(folder), origin="bench.example/book", rule_book=_LAW, now=NOW, today=FIRST_DAY).close()


def opened_book(folder: Path) -> tuple[Book, list[Position]]:
    """Create a book in which every account holds the opening amount."""
    create_book(folder)
    book = Book.open(url_of(folder))
    with book.unit_of_work(recorded_at=NOW, rule_book=_LAW) as work:
        opening = work.position(account("opening", area=_AREA), _RIGHT)
        positions = [
            work.position(account("Q40", area=_AREA, holder=holder(place)), _RIGHT) for place in range(ACCOUNTS)
        ]
        for place, position in enumerate(positions):
            work.journal.append(
                JournalEntry(
                    key=f"opening-{place}",
                    request_digest=digest(place),
                    kind="book.opening",
                    effective_on=FIRST_DAY,
                    actor="clerk.wang",
                    narration="期初余额",
                    judgement=Judgement.RECORDED,
                    movements=(Movement(position, opening, OPENING_GRAMS),),
                )
            )
        work.commit()
    return book, positions


def import_in_bulk(folder: Path, transfers: Sequence[Transfer]) -> float:
    """Record all transfers in one unit of work and return the seconds."""
    book, positions = opened_book(folder)
    started = perf_counter()
    with book.unit_of_work(recorded_at=NOW, rule_book=_LAW) as work:
        for number, transfer in enumerate(transfers, 1):
            work.journal.append(_entry(transfer, number=number, positions=positions))
        work.commit()
    seconds = perf_counter() - started
    book.close()
    return seconds


def post_singly(folder: Path, transfers: Sequence[Transfer]) -> float:
    """Record each transfer in a unit of work of its own and return the seconds."""
    book, positions = opened_book(folder)
    started = perf_counter()
    for number, transfer in enumerate(transfers, 1):
        with book.unit_of_work(recorded_at=NOW, rule_book=_LAW) as work:
            work.journal.append(_entry(transfer, number=number, positions=positions))
            work.commit()
    seconds = perf_counter() - started
    book.close()
    return seconds


def size(folder: Path) -> int:
    """Return the bytes of a book that is closed, its log written back."""
    return (folder / BOOK).stat().st_size


def balance_times(young: Path, old: Path) -> dict[str, float]:
    """Return the medians, in microseconds, of reading one balance in several ways.

    The ways take turns of a hundred questions, so that they can be compared in a busy minute as well.
    """
    random = Random(11)  # noqa: S311 - the same questions on every run are what is wanted
    few, many = Book.open(url_of(young)), Book.open(url_of(old))

    def asked_alone(number: int) -> int:
        with many.reading() as connection:
            return balance_now(connection, number)

    times: dict[str, list[int]] = defaultdict(list)
    with few.reading() as small, many.reading() as large:
        ways: dict[str, Callable[[int, date], object]] = {
            "now_young": lambda number, _: balance_now(small, number),
            "now_old": lambda number, _: balance_now(large, number),
            "past": lambda number, on: balance_on(large, number, on=on),
            "past_hot": lambda _, on: balance_on(large, FIRST_ACCOUNT + HOT, on=on),
            "now_alone": lambda number, _: asked_alone(number),
        }
        for _ in range(_TURNS):
            questions = [_question(random) for _ in range(_QUESTIONS)]
            for name, ask in ways.items():
                for number, on in questions:
                    started = perf_counter_ns()
                    ask(number, on)
                    times[name].append(perf_counter_ns() - started)
    few.close()
    many.close()
    return {name: median(taken) / _NANOSECONDS for name, taken in times.items()}


def verify_book(folder: Path, *, full: bool) -> float:
    """Verify the book in a folder and return the seconds.

    :raises ValueError: something was found, and the figure would mean nothing.
    """
    book = Book.open(url_of(folder))
    with book.reading() as connection:
        started = perf_counter()
        verification = verify(connection, full=full)
        seconds = perf_counter() - started
    book.close()
    if not verification.ok:
        raise ValueError(verification.findings)
    return seconds


def export_csv(folder: Path) -> tuple[float, float]:
    """Write the book in a folder as CSV; return the seconds, and the megabytes needed above those at the start."""
    book = Book.open(url_of(folder))
    with book.reading() as connection, (folder / "ours.csv").open("wb") as stream:
        before = getrusage(RUSAGE_SELF).ru_maxrss
        started = perf_counter()
        for piece in exported(connection, Selection(), format="csv"):
            stream.write(piece)
        seconds = perf_counter() - started
        after = getrusage(RUSAGE_SELF).ru_maxrss
    book.close()
    return seconds, (after - before) / _KILOBYTES


def _question(random: Random) -> tuple[int, date]:
    """Return a position that is not the busiest one, and a day."""
    number = random.randrange(FIRST_ACCOUNT + 1, FIRST_ACCOUNT + ACCOUNTS)
    return number, FIRST_DAY + timedelta(days=random.randrange((LAST_DAY - FIRST_DAY).days))


def url_of(folder: Path) -> str:
    """Return the address of the book in a folder."""
    return f"sqlite:///{folder / BOOK}"


def _entry(transfer: Transfer, *, number: int, positions: Sequence[Position]) -> JournalEntry:
    key, request_digest, effective_on, debit, credit, grams = transfer
    return JournalEntry(
        key=key,
        request_digest=request_digest,
        kind="right.transfer",
        effective_on=effective_on,
        actor="clerk.wang",
        narration="转让排污权",
        judgement=Judgement.JUDGED,
        movements=(Movement(positions[debit], positions[credit], grams),),
        approver="reviewer.li",
        series="量",
        number=number,
        attachments=2,
    )


def _create(folder: Path, _acts: int) -> Numbers:
    create_book(folder)
    return {"bytes": size(folder)}


def _import(folder: Path, acts: int) -> Numbers:
    seconds = import_in_bulk(folder, prepared(acts))
    return {"seconds": seconds, "bytes": size(folder)}


def _export(folder: Path, _acts: int) -> Numbers:
    seconds, megabytes = export_csv(folder)
    return {"seconds": seconds, "megabytes": megabytes}


TRIALS: Final[Mapping[str, Trial]] = {
    "create": _create,
    "import": _import,
    "post": lambda folder, acts: {"seconds": post_singly(folder, prepared(acts))},
    "fill": lambda folder, acts: {"seconds": import_in_bulk(folder, prepared(acts, hot=True))},
    "balances": lambda folder, _: balance_times(folder / YOUNG, folder / OLD),
    "verify": lambda folder, _: {"seconds": verify_book(folder, full=False)},
    "verify_full": lambda folder, _: {"seconds": verify_book(folder, full=True)},
    "export": _export,
}
