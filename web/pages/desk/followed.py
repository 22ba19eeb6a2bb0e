"""What the desk's pages share: who handles which act, and what the process knows of all deadlines."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Final

import flask

from ledger.domain.people.actor import Office, Role
from ledger.domain.registers.enterprise import Enterprise
from ledger.errors import RuleViolation, say
from ledger.projections.desk.work import deadline_of
from ledger.projections.reminders.reminders import ReminderMemory
from ledger.services.catalogue import ACTS
from web.context import current
from web.labels.acts import TITLES
from web.pages.presentation import party, said

if TYPE_CHECKING:
    from datetime import date

    from ledger.domain.bookkeeping.act import Hands
    from ledger.domain.people.actor import User
    from ledger.errors import Breach
    from ledger.projections.desk.work import WaitingRow
    from ledger.projections.reminders.occasions import Deadline
    from ledger.projections.reminders.reminders import Reminder

_MEMORY: Final = "permit-ledger.reminders"
HANDS: Final[Mapping[str, Hands]] = {kind: act.path.value for kind, act in ACTS.items()}
"""Who handles each kind of act."""


def memory() -> ReminderMemory:
    """Return what this application knows of the deadlines of its book."""
    known: ReminderMemory = flask.current_app.extensions.setdefault(_MEMORY, ReminderMemory())
    return known


def reminders_in_scope() -> tuple[tuple[Reminder, ...], tuple[Breach, ...]]:
    """Return the reminders of the areas that the person handles, and what the law lacks for them."""
    context = current()
    try:
        found = memory().due(context.view, law=context.law, on=context.today).reminders
    except RuleViolation as error:
        return (), error.breaches
    return tuple(each for each in found if context.person.sits_in(each.deadline.area)), ()


def known_deadlines() -> tuple[Deadline, ...]:
    """Return every deadline, however far away; none where the law of the day lacks what they are counted by."""
    context = current()
    try:
        return memory().due(context.view, law=context.law, on=context.today).deadlines
    except RuleViolation:
        return ()


def is_of(reminder: Reminder, person: User) -> bool:
    """Return whether a reminder concerns a person: who may record what answers it, and who reviews their work."""
    if person.role is Role.REVIEWER:
        return True
    answer = reminder.deadline.answer
    return person.office is not Office.BRANCH if answer is None else may_record(answer, person)


def may_record(kind: str, person: User) -> bool:
    """Return whether a person's role and office record a kind of act."""
    hands = HANDS[kind]
    return person.role is hands.records and person.office in hands.recording_offices


def deadlines_of(rows: Sequence[WaitingRow]) -> Mapping[int, date | None]:
    """Return by reference the day by which what an act does is due."""
    of_kind = defaultdict(list)
    for deadline in known_deadlines() if rows else ():
        of_kind[deadline.answer].append(deadline)
    confirmations = of_kind["confirmation.issue"]
    return {
        row.act.reference: deadline_of(
            row, confirmations if row.act.kind == "confirmation.refuse" else of_kind[row.act.kind]
        )
        for row in rows
    }


def title_of(kind: str) -> str:
    """Return what a kind of act is called, in the language of the request."""
    title = TITLES.get(kind)
    return said(say("{kind}", kind=kind) if title is None else title)


def name_of(holder: str) -> str:
    """Return what the holder of an account is called: the enterprise of that credit code, or what stands there."""
    found = current().registers.find(Enterprise, holder)
    return party(holder) if found is None else found.name
