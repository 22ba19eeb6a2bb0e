"""The demonstration city with many more acts in its books: transfers of enterprises, and deliveries out of reserves."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from typing import TYPE_CHECKING, Final

from ledger.domain.bookkeeping.account import Position, account
from ledger.domain.bookkeeping.journal import JournalEntry, Judgement, Movement
from ledger.domain.bookkeeping.unit import Unit, UnitKind
from ledger.domain.registers.enterprise import Enterprise
from ledger.domain.values.calendar import months_after
from ledger.domain.values.encoding import digest
from ledger.domain.values.pollutant import Pollutant
from web.bench.acts import BACKDATED, OPENING_GRAMS
from web.demo.city import LAST_DAY
from web.demo.foundation import FIRST_DAY

if TYPE_CHECKING:
    from ledger.store.book import Book
    from ledger.store.rule_books import RuleBookText
    from ledger.store.unit_of_work import UnitOfWork

_DELIVERED: Final = 3
"""One act in so many comes out of a reserve."""
_LARGEST_GRAMS: Final = 1_000
_TERM_MONTHS: Final = 120
_SERIES: Final = "示例"
_BASIN: Final = "示例河"


def enlarge(book: Book, count: int, *, rule_book: RuleBookText) -> None:
    """Add acts of two legs, whose days run evenly through the years of the city but for the back-dated ones.

    They have every column that judged acts have, but nothing was registered with them: no page asks for their office.
    """
    morning = datetime.combine(LAST_DAY, time(1), tzinfo=UTC)
    with book.unit_of_work(recorded_at=morning, rule_book=rule_book) as work:
        places = list(_places(work))
        for number, (area, held) in enumerate(places):
            opening = work.position(account("opening", area=area), _right(area))
            for n, position in enumerate(held):
                movement = Movement(position, opening, OPENING_GRAMS)
                work.journal.append(_act(f"opening-{number}-{n}", "book.opening", FIRST_DAY, movement))
        for entry in _entries([held for _, held in places], count):
            work.journal.append(entry)
        work.commit()


def _places(work: UnitOfWork) -> Iterator[tuple[str, list[Position]]]:
    """Yield each area with the position of its reserve, and behind it those of its enterprises."""
    holders: dict[str, list[str]] = {}
    for enterprise in work.registers.all(Enterprise):
        holders.setdefault(enterprise.area, []).append(enterprise.credit_code)
    for area, codes in sorted(holders.items()):
        of_reserve = work.position(account("Q30", area=area), _right(area))
        yield (
            area,
            [of_reserve, *(work.position(account("Q40", area=area, holder=code), _right(area)) for code in codes)],
        )


def _entries(places: list[list[Position]], count: int) -> Iterator[JournalEntry]:
    random = Random(7)  # noqa: S311 - the same work on every run is what is wanted
    days = [FIRST_DAY + timedelta(days=n) for n in range((LAST_DAY - FIRST_DAY).days + 1)]
    for n in range(count):
        today = n * len(days) // count
        day = days[random.randrange(today + 1) if n % BACKDATED == 0 else today]
        reserve, *enterprises = random.choice(places)
        buyer, seller = random.sample(enterprises, 2)
        kind, source = ("award.deliver", reserve) if n % _DELIVERED == 0 else ("right.transfer", seller)
        yield _act(
            f"enlarged-{n}", kind, day, Movement(buyer, source, random.randrange(1, _LARGEST_GRAMS)), number=n + 1
        )


def _act(key: str, kind: str, day: date, movement: Movement, *, number: int | None = None) -> JournalEntry:
    return JournalEntry(
        key=key,
        request_digest=digest(key),
        kind=kind,
        effective_on=day,
        actor="示例经办",
        narration="示例：扩大账簿",
        judgement=Judgement.RECORDED if number is None else Judgement.JUDGED,
        movements=(movement,),
        approver=None if number is None else "示例审批",
        series=None if number is None else _SERIES,
        number=number,
        attachments=2,
    )


def _right(area: str) -> Unit:
    return Unit(
        kind=UnitKind.RIGHT,
        pollutant=Pollutant.COD,
        area=area,
        basin=_BASIN,
        term_from=FIRST_DAY,
        term_to=months_after(FIRST_DAY, _TERM_MONTHS),
    )
