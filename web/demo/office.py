"""The offices of the demonstration city at work: every act goes through the hands of the persons whose task it is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Final

from ledger.domain.bookkeeping.act import Paper
from ledger.domain.people.actor import Office, Role, User
from ledger.errors import Conflict, RuleViolation
from ledger.services import procedure
from ledger.services.catalogue import ACTS
from ledger.services.desk import Desk
from ledger.store.rule_books import RuleBookText
from web.books import LEGAL_ZONE
from web.demo.papers import paper_of

if TYPE_CHECKING:
    from ledger.domain.bookkeeping.act import Hands
    from ledger.rules.law.book import RuleBook
    from ledger.services.procedure import Posted
    from ledger.store.book import Book
    from ledger.store.unit_of_work import UnitOfWork
    from web.demo.planned import Occasion, PlannedAct

_MORNING: Final = time(9, tzinfo=LEGAL_ZONE)


def _evidence(work: UnitOfWork, kind: str, number: int) -> tuple[Paper, ...]:
    """Keep the paper of an act of the plan, if it has one."""
    paper = paper_of(kind, number)
    if paper is None:
        return ()
    digest = work.evidence.keep(paper.content, paper.media_type).hex()
    return (Paper(name=paper.name, digest=digest, media_type=paper.media_type),)


class Offices:
    """The persons of the city, by what they do and where."""

    def __init__(self, book: Book, *, law: RuleBook, persons: Iterable[User]) -> None:
        self._book = book
        self._law = law
        self._persons: Mapping[tuple[Role, Office | None, str | None], User] = {
            (person.role, person.office, person.area): person for person in reversed(tuple(persons))
        }
        self._number = 0

    def work_through(self, day: date, occasions: Iterable[Occasion]) -> None:
        """Take a day's acts through the offices, and commit them together."""
        moment = datetime.combine(day, _MORNING)
        with self._book.unit_of_work(recorded_at=moment, rule_book=RuleBookText(texts=self._law.texts)) as work:
            for occasion in occasions:
                for act in occasion(work, day):
                    self.take(work, act, today=day)
            work.commit()

    def take(self, work: UnitOfWork, act: PlannedAct, *, today: date) -> Posted | None:
        """Record an act, have it checked where it must be, and decided; return what was posted."""
        hands: Hands = ACTS[act.kind].path.value
        self._number += 1
        maker = self._desk(work, hands.records, self._recording_office(hands, act.area), act.area, today=today)
        try:
            reference = procedure.record(
                maker,
                act.command,
                kind=act.kind,
                key=f"demonstration:{self._number}",
                evidence=_evidence(work, act.kind, self._number),
            ).reference
        except (Conflict, RuleViolation):
            if act.idle:
                return None
            raise
        if hands.deciding_office is None or not (act.decided or (hands.first_check and reference % 2)):
            return None
        if hands.first_check:
            branch = self._desk(work, Role.REVIEWER, Office.BRANCH, act.area, today=today)
            procedure.check(branch, reference, shown=procedure.preview(branch, reference).digest)
        if not act.decided:
            return None
        decider = self._desk(work, Role.REVIEWER, hands.deciding_office, act.area, today=today)
        return procedure.approve(decider, reference, shown=procedure.preview(decider, reference).digest)

    def _recording_office(self, hands: Hands, area: str) -> Office:
        branches = {place for _, office, place in self._persons if office is Office.BRANCH}
        if hands.records is Role.CLERK and Office.BRANCH in hands.recording_offices and area in branches:
            return Office.BRANCH
        return Office.BUREAU

    def _desk(self, work: UnitOfWork, role: Role, office: Office, area: str, *, today: date) -> Desk:
        person = self._persons[role, office, area if office is Office.BRANCH else None]
        return Desk(work=work, book=self._law, acts=ACTS, user=person, today=today)
