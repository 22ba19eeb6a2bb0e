"""Absences are entered in the book as its own acts: nobody's power grows, and the journal shows who stood in."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from ledger.domain.bookkeeping.journal import JournalEntry, Judgement
from ledger.domain.people.absence import Absence
from ledger.domain.people.actor import User
from ledger.domain.values.encoding import digest
from ledger.errors import Conflict, NotFound, say
from ledger.rules.judge import breaches_of, refusal
from ledger.rules.people.absence import CHECKS, AbsenceCase, is_entered_by_his_own
from ledger.store.record_text import registration_of

if TYPE_CHECKING:
    from datetime import date

    from ledger.services.desk import Desk
    from ledger.store.registers import Registers


def enter_absence(desk: Desk, *, person: str, deputy: str, first: date, last: date, reason: str = "") -> Absence:
    """Enter that a person is away, and who stands in; it takes the place of what was entered of him before.

    :raises NotFound: ``user.missing``.
    :raises RuleViolation: with every breach; nothing is entered.
    """
    asked = Absence(person=person, deputy=deputy, first=first, last=last, reason=reason, noted_by=desk.user.name)
    breaches = breaches_of(_case(desk, asked), checks=CHECKS, book=desk.book)
    if breaches:
        raise refusal(breaches)
    _append(desk, asked, kind="absence.entered", narration=f"“{person}”{first}至{last}离岗，由“{deputy}”代理")
    return asked


def end_absence(desk: Desk, *, person: str) -> Absence:
    """Enter that a person is back today, or does not go.

    :raises NotFound: ``user.missing``.
    :raises Conflict: ``absence.over``, he is not away and will not be.
    :raises RuleViolation: ``absence.not_allowed``.
    """
    known = desk.work.registers.find(Absence, person)
    if known is None or known.last < desk.today:
        raise Conflict(say("“{person}”没有在途或将来的离岗登记", person=person), code="absence.over")
    ended = replace(known, last=desk.today - timedelta(days=1), noted_by=desk.user.name)
    breaches = breaches_of(_case(desk, ended), checks=(is_entered_by_his_own,), book=desk.book)
    if breaches:
        raise refusal(breaches)
    _append(desk, ended, kind="absence.ended", narration=f"“{person}”离岗结束，“{known.deputy}”不再代理")
    return ended


def stands_in(registers: Registers, name: str, *, for_person: str, on: date) -> bool:
    """Return whether a person stands in for another on a day."""
    known = registers.find(Absence, for_person)
    return known is not None and known.deputy == name and known.covers(on)


def _case(desk: Desk, asked: Absence) -> AbsenceCase:
    registers = desk.work.registers
    return AbsenceCase(
        asked=asked,
        entered_by=desk.user,
        person=_person(registers, asked.person),
        deputy=_person(registers, asked.deputy),
        known=tuple(known for known in registers.all(Absence) if known.person != asked.person),
        today=desk.today,
    )


def _person(registers: Registers, name: str) -> User:
    found = registers.find(User, name)
    if found is None:
        raise NotFound(say("没有名为“{name}”的用户", name=name), code="user.missing")
    return found


def _append(desk: Desk, absence: Absence, *, kind: str, narration: str) -> None:
    fact = registration_of(absence)
    desk.work.journal.append(
        JournalEntry(
            key=f"{kind}:{absence.person}:{desk.work.journal.size + 1}",
            request_digest=digest(fact.body),
            kind=kind,
            effective_on=desk.today,
            actor=desk.user.name,
            narration=narration,
            judgement=Judgement.ADMINISTRATIVE,
            registrations=(fact,),
        )
    )
