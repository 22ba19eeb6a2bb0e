"""An exercise in bookkeeping: acts of several units, dated back and forth, under names that files must survive.

What the books must show is computed here from the list of postings alone, by adding one after the other.
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from ledger.domain.bookkeeping.account import account
from ledger.domain.bookkeeping.journal import JournalEntry, Judgement, Movement, Registration
from ledger.domain.bookkeeping.unit import MONEY, Origin, Unit, UnitKind
from ledger.domain.values.encoding import canonical_json, digest, join_code
from ledger.domain.values.pollutant import Pollutant
from ledger.store.book import Book
from tests.store.conftest import LAW, NOW

AREA: Final = "东昌府区"
RIGHT: Final = Unit(
    kind=UnitKind.RIGHT,
    pollutant=Pollutant.COD,
    area=AREA,
    term_from=date(2024, 1, 1),
    term_to=date(2029, 1, 1),
    origin=Origin.RESERVE_SALE,
)
LATER_RIGHT: Final = Unit(
    kind=UnitKind.RIGHT,
    pollutant=Pollutant.COD,
    area=AREA,
    term_from=date(2025, 1, 1),
    term_to=date(2030, 1, 1),
    origin=Origin.UNKNOWN,
)
CREDIT: Final = Unit(kind=UnitKind.OFFSET, pollutant=Pollutant.SULPHUR_DIOXIDE, area=AREA)
HOLDERS: Final = ("甲公司", '=1+1 "乙"; 公司', "丙:丁  戊/50%", "Élan -钢铁")
ROUND: Final = join_code("临清/西", "7")


@dataclass(frozen=True, slots=True, kw_only=True)
class Posting:
    """One movement of an act, in plain words."""

    debit: tuple[str, str | None]
    credit: tuple[str, str | None]
    unit: Unit
    amount: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """One act: its place in the journal is its place in the list, after the act that opened the book."""

    on: date
    postings: tuple[Posting, ...]
    narration: str = "an exercise"
    register: str | None = None
    place: str = "临清/西"


def exercise(*, acts: int = 60, seed: int = 7) -> list[Act]:
    """Return acts of one or two movements over two years, many of them on the same days.

    No account of theirs has bounds but those of money, which only grow.
    """
    chance = random.Random(seed)  # noqa: S311 - the same exercise on every run
    lines = {RIGHT: ("Q11", "Q90"), LATER_RIGHT: ("Q11", "Q90"), CREDIT: ("C11", "C90")}
    made = [Act(on=date(2024, 1, 31), postings=(), narration="第七批次公告", register="round")]
    for place in range(acts):
        on = date(2024, 1, 1) + timedelta(days=chance.choice((chance.randrange(731), 49 * chance.randrange(15))))
        unit = chance.choice(list(lines))
        debit, credit = chance.sample([(line, holder) for line in lines[unit] for holder in (*HOLDERS, None)], 2)
        postings = [Posting(debit=debit, credit=credit, unit=unit, amount=chance.randrange(1, 10**9))]
        if chance.random() < 0.3:
            owes, owed = ("1212.2", chance.choice(HOLDERS)), ("2103.1", None)
            postings.append(Posting(debit=owes, credit=owed, unit=MONEY, amount=chance.randrange(1, 10**8)))
        narration = chance.choice(
            ("成交", '摘要; "引号" \\ =SUM(A1)', "@提示 | 备注", "=1+1", "date:2020-01-01 [2020-02-30]")
        )
        register = "round.act" if place % 5 == 0 else None
        made.append(Act(on=on, postings=tuple(postings), narration=narration, register=register))
    return made


def record(book: Book, acts: Sequence[Act], *, first: int = 2) -> None:
    """Book the acts; the first of them stands at place ``first``."""
    with book.unit_of_work(recorded_at=NOW, rule_book=LAW) as work:
        for place, act in enumerate(acts, first):
            body = canonical_json({"number": 7, "place": act.place, "note": "“€”"})
            facts = (
                (Registration(register=act.register, subject=join_code(act.place, "7"), body=body),)
                if act.register
                else ()
            )
            movements = tuple(
                Movement(
                    work.position(account(posting.debit[0], area=AREA, holder=posting.debit[1]), posting.unit),
                    work.position(account(posting.credit[0], area=AREA, holder=posting.credit[1]), posting.unit),
                    posting.amount,
                )
                for posting in act.postings
            )
            work.journal.append(
                JournalEntry(
                    key=f"act/{place}",
                    request_digest=digest(place),
                    kind="test.act",
                    effective_on=act.on,
                    actor="clerk",
                    approver="reviewer" if place % 2 else None,
                    series="记" if place % 3 == 0 else None,
                    number=place if place % 3 == 0 else None,
                    attachments=place % 4,
                    narration=act.narration,
                    judgement=Judgement.RECORDED,
                    reverses=place - 1 if place == 20 else None,
                    movements=movements,
                    registrations=facts,
                )
            )
        work.commit()


def legs(acts: Sequence[Act]) -> Iterator[tuple[int, Act, str, str, Unit, int]]:
    """Yield both sides of every posting: place, act, account, account on the other side, unit, signed amount."""
    for place, act in enumerate(acts, 2):
        for posting in act.postings:
            debit, credit = (
                account(line, area=AREA, holder=holder).code for line, holder in (posting.debit, posting.credit)
            )
            yield place, act, debit, credit, posting.unit, posting.amount
            yield place, act, credit, debit, posting.unit, -posting.amount


def added_up(
    acts: Sequence[Act], *, on: date | None = None, as_known_at: int | None = None
) -> dict[tuple[str, Unit], int]:
    """Return what every account holds, by adding up the postings one after the other; zeros are left out."""
    sums: dict[tuple[str, Unit], int] = defaultdict(int)
    for place, act, code, _, unit, amount in legs(acts):
        if (on is None or act.on <= on) and (as_known_at is None or place <= as_known_at):
            sums[code, unit] += amount
    return {key: amount for key, amount in sums.items() if amount}


def busiest(acts: Sequence[Act], line: str) -> str:
    """Return the code of the account of a line of the chart that has the most movements."""
    codes = [code for _, _, code, _, _, _ in legs(acts) if code.startswith(f"{line}:")]
    return max(sorted(codes), key=codes.count)
