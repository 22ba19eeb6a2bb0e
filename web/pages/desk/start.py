"""The start page of whoever handles acts: what waits for him, what came back, and what is due."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import flask

from ledger.domain.people.absence import Absence
from ledger.domain.people.actor import User
from ledger.projections.desk.work import desk_work, waiting_acts
from ledger.projections.money.unmatched_receipts import unmatched_receipts
from ledger.projections.reminders.occasions import Occasion
from ledger.services.drafts import count_drafts
from schemas.base import RequestSchema
from schemas.fields import ChoiceField, TextField
from web.access import STAFF, access
from web.context import current
from web.pages.desk.followed import HANDS, deadlines_of, is_of, may_record, reminders_in_scope, title_of
from web.pages.queries import PlaceField, read_query

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ledger.projections.desk.work import DeskWork, WaitingRow
    from ledger.projections.reminders.reminders import Reminder

blueprint: Final = flask.Blueprint("desk", __name__)

_FIRST: Final = 15
"""Reminders on the start page."""
_PAGE: Final = 50
_PILE: Final = 100
"""Acts of one pile that are shown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """How many reminders there are on one occasion, and how many days have passed."""

    occasion: Occasion
    count: int
    late: int
    first: Reminder


@dataclass(frozen=True, slots=True, kw_only=True)
class Stead:
    """Somebody who is away, and what lies on his desk."""

    absence: Absence
    work: DeskWork


class ReminderQuery(RequestSchema):
    """Which reminders; ``all`` shows those that are another's task as well."""

    occasion = ChoiceField(Occasion, load_default=None)
    area = TextField(load_default=None)
    all = TextField(load_default=None)
    after = PlaceField(load_default=0)


@blueprint.get("/desk")
@access(*STAFF)
def index() -> str:
    """Show what waits for the person, what came back to him, where his acts are, and what is due."""
    context = current()
    person, view = context.person, context.view
    waiting = waiting_acts(view, area=person.area)
    reminders, lacking = reminders_in_scope()
    own = [each for each in reminders if is_of(each, person)]
    return flask.render_template(
        "desk/start.html",
        work=desk_work(waiting, person, hands=HANDS),
        steads=_steads(waiting),
        away=context.registers.find(Absence, person.name),
        deadlines=deadlines_of(waiting),
        counts=_counts(own),
        others=len(reminders) - len(own),
        first=own[:_FIRST],
        recorded=recorded_already(own[:_FIRST], waiting),
        lacking=lacking,
        unmatched=len(unmatched_receipts(view)) if person.role == "finance" else 0,
        drafts=count_drafts(view, person.name),
        pile_size=_PILE,
        title_of=title_of,
        may_record=may_record,
    )


@blueprint.get("/desk/reminders")
@access(*STAFF)
def reminders() -> str:
    """Show the reminders of one occasion or of all, a page at a time."""
    asked: dict[str, Any] = read_query(ReminderQuery())
    context = current()
    found, lacking = reminders_in_scope()
    shown = [
        each
        for each in found
        if asked["occasion"] in {None, each.deadline.occasion}
        and asked["area"] in {None, each.deadline.area}
        and (asked["all"] or is_of(each, context.person))
    ]
    page = shown[asked["after"] : asked["after"] + _PAGE]
    waiting = waiting_acts(context.view, area=context.person.area)
    return flask.render_template(
        "desk/start_reminders.html",
        asked=asked,
        reminders=page,
        count=len(shown),
        areas=sorted({each.deadline.area for each in found}),
        occasions=tuple(Occasion),
        recorded=recorded_already(page, waiting),
        lacking=lacking,
        next_after=asked["after"] + _PAGE if len(shown) > asked["after"] + _PAGE else None,
        title_of=title_of,
        may_record=may_record,
    )


def recorded_already(reminders: Iterable[Reminder], waiting: Iterable[WaitingRow]) -> dict[int, int]:
    """Return by the place of a reminder the reference of the act that waits and would answer it."""
    by_kind = defaultdict(list)
    for row in waiting:
        by_kind[row.act.kind].append(row)
    found = {}
    for place, reminder in enumerate(reminders):
        for row in by_kind.get(reminder.deadline.answer or "", ()):
            if row.answers(reminder.deadline):
                found[place] = row.act.reference
    return found


def _counts(reminders: Iterable[Reminder]) -> list[Count]:
    groups = defaultdict(list)
    for reminder in reminders:
        groups[reminder.deadline.occasion].append(reminder)
    return [
        Count(occasion=occasion, count=len(group), late=sum(each.late for each in group), first=group[0])
        for occasion, group in sorted(groups.items(), key=lambda item: item[1][0].days_left)
    ]


def _steads(waiting: Iterable[WaitingRow]) -> list[Stead]:
    context = current()
    absences = [known for known in context.registers.all(Absence) if known.covers(context.today)]
    steads = []
    for absence in absences:
        away = context.registers.find(User, absence.person)
        if absence.deputy == context.person.name and away is not None:
            steads.append(Stead(absence=absence, work=desk_work(waiting, away, hands=HANDS)))
    return steads
