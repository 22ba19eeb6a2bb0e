"""The same work done by the books, with every guarantee on."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter
from typing import Final

from ledger.domain.account import Position, account
from ledger.domain.encoding import digest
from ledger.domain.journal import JournalEntry, Judgement, Movement
from ledger.domain.pollutant import Pollutant
from ledger.domain.unit import Unit, UnitKind
from ledger.store.book import Book
from ledger.store.rule_books import RuleBookText
from web.bench.acts import ACCOUNTS, FIRST_DAY, LAST_DAY, OPENING_GRAMS, Transfer, holder

_AREA: Final = "聊城市"
_LAW: Final = RuleBookText(texts={})
_NOW: Final = datetime(2026, 1, 1, tzinfo=UTC)
_RIGHT: Final = Unit(
    kind=UnitKind.RIGHT, pollutant=Pollutant.COD, area=_AREA, term_from=FIRST_DAY, term_to=LAST_DAY
)


def opened_book(folder: Path) -> tuple[Book, list[Position]]:
    """Create a book in which every account holds the opening amount."""
    url = f"sqlite:///{folder / 'ours.sqlite'}"
    book = Book.create(url, origin="bench.example/book", rule_book=_LAW, now=_NOW, today=FIRST_DAY)
    with book.unit_of_work(recorded_at=_NOW, rule_book=_LAW) as work:
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
    with book.unit_of_work(recorded_at=_NOW, rule_book=_LAW) as work:
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
        with book.unit_of_work(recorded_at=_NOW, rule_book=_LAW) as work:
            work.journal.append(_entry(transfer, number=number, positions=positions))
            work.commit()
    seconds = perf_counter() - started
    book.close()
    return seconds


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
