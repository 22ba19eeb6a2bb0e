"""A small made-up year of two areas for the pictures: one cap published, one not; a closure, a dispatch, reversals."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from ledger.domain.bookkeeping.account import Account, account
from ledger.domain.bookkeeping.journal import JournalEntry, Judgement, Movement, Registration
from ledger.domain.bookkeeping.unit import MONEY, Origin, Unit, UnitKind, capacity
from ledger.domain.money.payment_notice import Charge, PaymentNotice
from ledger.domain.registers.area import Area
from ledger.domain.rights.cap import Cap, CapKind
from ledger.domain.values.encoding import digest
from ledger.domain.values.pollutant import Pollutant
from ledger.store.book import Book
from ledger.store.record_text import registration_of
from tests.store.conftest import LAW, NOW

EAST: Final = "东区"
WEST: Final = "西区"
SO2: Final = Pollutant.SULPHUR_DIOXIDE
TONNE: Final = 1_000_000

UNDER_THE_CAP: Final = {area: capacity(SO2, area=area, basin=None) for area in (EAST, WEST)}


def tranche(first: int, last: int) -> Unit:
    """Return a paid right in the east for the years from the first to the one before the last."""
    return Unit(
        kind=UnitKind.RIGHT,
        pollutant=SO2,
        area=EAST,
        term_from=date(first, 1, 1),
        term_to=date(last, 1, 1),
        origin=Origin.FIXED_PRICE,
    )


def credit(area: str) -> Unit:
    """Return the credit of a plant, in the pool of an area."""
    return Unit(kind=UnitKind.OFFSET, pollutant=SO2, area=area, source="F1")


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """One movement; accounts are written ``line area`` or ``line area holder``."""

    debit: str
    credit: str
    unit: Unit
    amount: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """One act; its place is its place in the list, after the act that opened the book."""

    kind: str
    on: date
    posts: tuple[Post, ...] = ()
    facts: tuple[Registration, ...] = ()
    reverses: int | None = None


def keep(book: Book, acts: Sequence[Act], *, first: int = 2) -> None:
    """Record acts in a book; the first of them stands at place ``first``."""
    with book.unit_of_work(recorded_at=NOW, rule_book=LAW) as work:
        for place, act in enumerate(acts, first):
            movements = tuple(
                Movement(
                    work.position(_account(post.debit), post.unit),
                    work.position(_account(post.credit), post.unit),
                    post.amount,
                )
                for post in act.posts
            )
            work.journal.append(
                JournalEntry(
                    key=f"act/{place}",
                    request_digest=digest(place),
                    kind=act.kind,
                    effective_on=act.on,
                    actor="clerk",
                    narration="an exercise",
                    judgement=Judgement.RECORDED,
                    reverses=act.reverses,
                    movements=movements,
                    registrations=act.facts,
                )
            )
        work.commit()


def year() -> list[Act]:
    """Return the acts of the year 2025, in tonnes that are easy to add up."""
    east, running, later = UNDER_THE_CAP[EAST], tranche(2025, 2030), tranche(2026, 2031)
    areas = tuple(registration_of(Area(name=name)) for name in (EAST, WEST))
    return [
        Act(kind="area.register", on=date(2025, 1, 1), facts=areas),
        Act(
            kind="cap.set",
            on=date(2025, 1, 2),
            posts=(Post(debit=f"Q20 {EAST}", credit=f"Q10 {EAST}", unit=east, amount=1000 * TONNE),),
            facts=(_cap(EAST, CapKind.ABSOLUTE, 1000),),
        ),
        Act(kind="cap.set", on=date(2025, 1, 2), facts=(_cap(WEST, CapKind.NONE_PUBLISHED, 0),)),
        _moved("reserve.retain", date(2025, 1, 3), f"Q30 {EAST}", f"Q20 {EAST}", unit=east, tonnes=100),
        _given("right.confirm_existing", date(2025, 2, 1), running, 300),
        _given("right.confirm_existing", date(2025, 2, 1), later, 50),
        _moved(
            "right.determine_surplus", date(2025, 3, 1), f"Q41 {EAST} 甲", f"Q40 {EAST} 甲", unit=running, tonnes=40
        ),
        _moved("freeze.deliver", date(2025, 3, 2), f"Q42.4 {EAST} 甲", f"Q41 {EAST} 甲", unit=running, tonnes=15),
        Act(
            kind="facility.close",
            on=date(2025, 4, 1),
            posts=(
                Post(debit=f"Q12 {EAST}", credit=f"Q40 {EAST} 甲", unit=running, amount=60 * TONNE),
                Post(debit=f"Q15 {EAST}", credit=f"Q12 {EAST}", unit=east, amount=60 * TONNE),
                Post(debit=f"C20 {EAST}", credit=f"C10 {EAST}", unit=credit(EAST), amount=60 * TONNE),
            ),
        ),
        Act(
            kind="credit.dispatch",
            on=date(2025, 5, 1),
            posts=(
                Post(debit=f"C11 {EAST}", credit=f"C20 {EAST}", unit=credit(EAST), amount=10 * TONNE),
                Post(debit=f"C20 {WEST}", credit=f"C11 {WEST}", unit=credit(WEST), amount=10 * TONNE),
            ),
        ),
        _moved("confirmation.issue", date(2025, 6, 1), f"C21 {EAST} K1", f"C20 {EAST}", unit=credit(EAST), tonnes=20),
        Act(
            kind="project.eia_approved",
            on=date(2025, 7, 1),
            posts=(
                Post(debit=f"C30 {EAST} K1", credit=f"C21 {EAST} K1", unit=credit(EAST), amount=20 * TONNE),
                *_given("", date(2025, 7, 1), running, 20).posts,
            ),
        ),
        _moved("reserve.retain", date(2025, 8, 1), f"Q30 {EAST}", f"Q20 {EAST}", unit=east, tonnes=7),
        _back("correction.reverse", date(2025, 8, 2), f"Q20 {EAST}", f"Q30 {EAST}", unit=east, tonnes=7, of=14),
        # Of the reserve retained in January, in the next year: more is taken back there than retained.
        _back("correction.reverse", date(2026, 1, 5), f"Q20 {EAST}", f"Q30 {EAST}", unit=east, tonnes=100, of=5),
        _moved("round.sale", date(2025, 9, 1), "Q40 elsewhere 乙", "opening elsewhere", unit=running, tonnes=999),
    ]


def notices() -> list[Act]:
    """Return what two payers were asked for: one pays half of it, one nothing."""
    first = _notice("费-1", EAST, "甲", assessed=90_000, due_on=date(2025, 3, 31))
    second = _notice("费-2", WEST, "乙", assessed=10_000, due_on=date(2025, 12, 31))
    paid = _notice("费-1", EAST, "甲", assessed=90_000, due_on=date(2025, 3, 31), received=45_000)
    return [
        Act(
            kind="fee.notice",
            on=date(2025, 3, 1),
            posts=(Post(debit=f"1212.1 {EAST} 甲", credit=f"2103.1 {EAST} 甲", unit=MONEY, amount=90_000),),
            facts=(registration_of(first),),
        ),
        Act(
            kind="fee.notice",
            on=date(2025, 3, 2),
            posts=(Post(debit=f"1212.1 {WEST} 乙", credit=f"2103.1 {WEST} 乙", unit=MONEY, amount=10_000),),
            facts=(registration_of(second),),
        ),
        Act(
            kind="fee.receipt",
            on=date(2025, 6, 1),
            posts=(Post(debit=f"1212.8 {EAST} 甲", credit=f"1212.1 {EAST} 甲", unit=MONEY, amount=45_000),),
            facts=(registration_of(paid),),
        ),
    ]


def _account(words: str) -> Account:
    line, area, *holder = words.split(" ")
    return account(line, area=area, holder=holder[0] if holder else None)


def _moved(kind: str, on: date, debit: str, credit_: str, *, unit: Unit, tonnes: int) -> Act:
    return Act(kind=kind, on=on, posts=(Post(debit=debit, credit=credit_, unit=unit, amount=tonnes * TONNE),))


def _back(kind: str, on: date, debit: str, credit_: str, *, unit: Unit, tonnes: int, of: int) -> Act:
    posts = (Post(debit=debit, credit=credit_, unit=unit, amount=tonnes * TONNE),)
    return Act(kind=kind, on=on, posts=posts, reverses=of)


def _given(kind: str, on: date, right: Unit, tonnes: int) -> Act:
    return Act(
        kind=kind,
        on=on,
        posts=(
            Post(debit=f"Q12 {EAST}", credit=f"Q20 {EAST}", unit=UNDER_THE_CAP[EAST], amount=tonnes * TONNE),
            Post(debit=f"Q40 {EAST} 甲", credit=f"Q12 {EAST}", unit=right, amount=tonnes * TONNE),
        ),
    )


def _cap(area: str, kind: CapKind, tonnes: int) -> Registration:
    return registration_of(Cap(area=area, pollutant=SO2, kind=kind, grams=tonnes * TONNE, document="示例〔2025〕1号"))


def _notice(number: str, area: str, payer: str, *, assessed: int, due_on: date, received: int = 0) -> PaymentNotice:
    return PaymentNotice(
        number=number,
        area=area,
        payer=payer,
        charge=Charge.FIXED_PRICE,
        charged_for="",
        assessed=assessed,
        received=received,
        issued_on=date(2025, 3, 1),
        due_on=due_on,
    )
