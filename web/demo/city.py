"""The demonstration city as a whole: planned from a fixed seed, lived through day by day in a new book."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random
from secrets import token_urlsafe
from typing import TYPE_CHECKING, Final

from ledger.domain.people.actor import Office, Role, User
from ledger.services.history import record_round
from ledger.services.users import add_user
from ledger.store.book import Book
from ledger.store.engine import hurried
from ledger.store.rule_books import RuleBookText
from schemas.round_file import read_rounds
from web.books import LEGAL_ZONE
from web.demo.foundation import FIRST_DAY, lay_foundation
from web.demo.incidents import put_down_incidents
from web.demo.lives import Lives
from web.demo.office import Offices
from web.demo.officer import put_down_officer
from web.demo.place import enterprises, persons
from web.demo.projects import COUNT, projects
from web.demo.rounds import made_up_rounds
from web.demo.routine import put_down_routine
from web.demo.sales import Sales
from web.demo.schedule import Schedule, working_days

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ledger.rules.law.book import RuleBook
    from ledger.store.unit_of_work import UnitOfWork
    from web.demo.place import PlannedEnterprise
    from web.demo.planned import PlannedAct

ORIGIN: Final = "demonstration.invalid/permit-ledger"
LAST_DAY: Final = date(2026, 11, 20)
ACTOR: Final = "演示数据"
ENTERPRISES: Final = 400
_SEED: Final = 20231101
_SETTLED: Final = timedelta(days=14)
"""Projects come when the foundation is laid."""
_ON_THE_DESKS: Final = timedelta(days=14)
"""What was asked for in the last days still waits for somebody."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Access:
    """A person of the city who may act in the demonstration, with the token made for this run."""

    user: User
    token: str


def found_city(
    url: str, *, law: RuleBook, progress: Callable[[date], None], count: int = COUNT
) -> tuple[Book, tuple[Access, ...]]:
    """Create a book and live the city through in it.

    :param progress: told each day that is done.
    :param count: how many projects.
    :return: the book, and one person of each role; a clerk and a reviewer of a branch beside those of the bureau.
    """
    random = Random(_SEED)  # noqa: S311 - the same city on every run is what is wanted
    text = RuleBookText(texts=law.texts)
    eve = FIRST_DAY - timedelta(days=1)
    book = Book.create(url, origin=ORIGIN, rule_book=text, now=_morning(eve), today=eve)
    planned = enterprises(random, ENTERPRISES)
    schedule = _planned(random, planned, law=law, count=count)
    access = _people(planned)
    offices = Offices(book, law=law, persons=(each.user for each in access))
    with hurried(book.engine):
        for day, occasions in schedule:
            offices.work_through(day, occasions)
            if day == FIRST_DAY:
                _enter(book, access, law=law)
            progress(day)
    return book, _one_of_each(access)


def _one_of_each(access: tuple[Access, ...]) -> tuple[Access, ...]:
    """Return the first person of each role; of the branches, whose persons come last, a clerk and a reviewer."""
    first: dict[tuple[Role, bool], Access] = {}
    for each in access:
        first.setdefault((each.user.role, each.user.office is Office.BRANCH), each)
    return tuple(first.values())


def _planned(random: Random, planned: tuple[PlannedEnterprise, ...], *, law: RuleBook, count: int) -> Schedule:
    days = working_days(FIRST_DAY, LAST_DAY)
    schedule = Schedule(days)
    lay_foundation(schedule, random, planned)
    lives = Lives(
        schedule=schedule,
        law=law,
        random=random,
        sales=Sales(schedule=schedule, random=random),
        desks_full_from=LAST_DAY - _ON_THE_DESKS,
    )
    settled = [day for day in days if day >= FIRST_DAY + _SETTLED]
    *others, _ = projects(random, planned, settled, count=count)  # the last gives way to that of the officer shown
    for project in others:
        lives.begin(project)
    for day, content in made_up_rounds(random, planned):
        schedule.on(day, _round(content))
    put_down_incidents(schedule, planned)
    put_down_officer(schedule, planned[0])
    put_down_routine(schedule, last_day=LAST_DAY)
    return schedule


def _round(content: dict[str, object]) -> Callable[[UnitOfWork, date], Iterator[PlannedAct]]:
    def publish(work: UnitOfWork, day: date) -> Iterator[PlannedAct]:
        del day
        for read in read_rounds(content):
            record_round(work, read.round, printed=read.printed, actor=ACTOR)
        yield from ()

    return publish


def _people(planned: tuple[PlannedEnterprise, ...]) -> tuple[Access, ...]:
    everybody = (
        *persons(),
        User(name=f"{planned[0].name}专员", role=Role.ENTERPRISE, enterprise=planned[0].credit_code),
        User(name="尤系统", role=Role.SYSTEM_ADMINISTRATOR),
        User(name="许安全", role=Role.SECURITY_ADMINISTRATOR),
        User(name="何审计管理", role=Role.AUDIT_ADMINISTRATOR),
    )
    # The people of the bureau itself first: they stand for their roles.
    ordered = sorted(everybody, key=lambda user: user.office is Office.BRANCH)
    return tuple(Access(user=user, token=token_urlsafe(12)) for user in ordered)


def _enter(book: Book, access: tuple[Access, ...], *, law: RuleBook) -> None:
    text = RuleBookText(texts=law.texts)
    with book.unit_of_work(recorded_at=_morning(FIRST_DAY), rule_book=text) as work:
        for each in access:
            add_user(work, each.user, token=each.token, book=law, actor=ACTOR, today=FIRST_DAY)
        work.commit()


def _morning(day: date) -> datetime:
    return datetime.combine(day, time(9), tzinfo=LEGAL_ZONE)
