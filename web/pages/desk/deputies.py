"""Absences and deputies (AB 角): who is away, who stands in, and the form to enter it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import flask

from ledger.domain.people.absence import Absence
from ledger.domain.people.actor import OF_THE_BUREAU, Role, User
from ledger.errors import LedgerError, NotFound, say
from ledger.services.absences import end_absence, enter_absence
from schemas.base import RequestSchema, load
from schemas.fields import DateField, TextField
from schemas.malformed import Malformed
from schemas.problem import body_of, problem_of
from web.access import READERS, STAFF, access
from web.context import current

if TYPE_CHECKING:
    from collections.abc import Mapping

    from werkzeug import Response

blueprint: Final = flask.Blueprint("desk_deputies", __name__)

_LONGEST_REASON: Final = 1000


class AbsenceForm(RequestSchema):
    """Who is away from when to when, and who stands in."""

    person = TextField(required=True)
    deputy = TextField(required=True)
    first = DateField(required=True)
    last = DateField(required=True)
    reason = TextField(load_default="", longest=_LONGEST_REASON)


@blueprint.get("/desk/deputies")
@access(*READERS)
def index() -> str:
    """Show who is away and who stands in, now and to come, and the form."""
    return _shown({}, problem=None)


@blueprint.post("/desk/deputies")
@access(*STAFF, writes=True)
def enter() -> Response | tuple[str, int]:
    """Enter an absence."""
    sent = {name: value.strip() for name, value in flask.request.form.items() if name != "csrf" and value.strip()}
    try:
        asked: dict[str, Any] = load(AbsenceForm(), sent)
        with current().desk() as desk:
            enter_absence(desk, **asked)
            desk.work.commit()
    except (Malformed, LedgerError) as error:
        return _refused(sent, error)
    return flask.redirect(flask.url_for("desk_deputies.index"), 303)


@blueprint.post("/desk/deputies/end")
@access(*STAFF, writes=True)
def end() -> Response | tuple[str, int]:
    """Enter that somebody is back."""
    person = flask.request.form.get("person", "")
    try:
        if person not in {each.name for each in _persons()}:
            raise NotFound(say("没有名为“{name}”的用户", name=person), code="user.missing")
        with current().desk() as desk:
            end_absence(desk, person=person)
            desk.work.commit()
    except LedgerError as error:
        return _refused({}, error)
    return flask.redirect(flask.url_for("desk_deputies.index"), 303)


def _refused(sent: Mapping[str, str], error: Malformed | LedgerError) -> tuple[str, int]:
    problem = problem_of(error)
    context = current()
    body = body_of(problem, translate=context.translate, request_id=context.request_id)
    return _shown(sent, problem=body), problem.status


def _shown(typed: Mapping[str, str], *, problem: Mapping[str, Any] | None) -> str:
    context = current()
    person = context.person
    absences = [
        known
        for known in context.registers.all(Absence)
        if known.last >= context.today and (away := context.registers.find(User, known.person)) and _sees(person, away)
    ]
    persons = [each for each in _persons() if _enters(person, each)]
    return flask.render_template(
        "desk/deputies.html",
        absences=sorted(absences, key=lambda known: (known.first, known.person)),
        persons=persons,
        deputies=[each for each in _persons() if any(_stands_in(each, away) for away in persons)],
        enters={each.name for each in persons},
        typed=typed,
        problem=problem,
    )


def _persons() -> list[User]:
    return [each for each in current().registers.all(User) if each.role in OF_THE_BUREAU and not each.disabled]


def _same(one: User, other: User) -> bool:
    return (one.office, one.area) == (other.office, other.area)


def _stands_in(one: User, away: User) -> bool:
    """Return whether a person may be the deputy of another: the same task in the same office."""
    return one != away and one.role is away.role and _same(one, away)


def _enters(person: User, away: User) -> bool:
    return away.name == person.name or (person.role is Role.REVIEWER and _same(person, away))


def _sees(person: User, away: User) -> bool:
    """Return whether a person finds the absence of another in his list: those of his branch, or all of them."""
    return person.area is None or _same(person, away)
