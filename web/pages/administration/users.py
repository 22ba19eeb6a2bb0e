"""Persons and their means to log in: the system administrator enters and applies, the security administrator issues.

Neither makes a person who can log in alone (docs/access.md).
"""

from __future__ import annotations

from secrets import token_urlsafe
from typing import TYPE_CHECKING, Any, Final

import flask
from marshmallow import post_load

from ledger.domain.people.actor import Office, Role, User
from ledger.domain.registers.area import Area
from ledger.errors import Conflict, LedgerError, NotFound, RuleViolation, say
from ledger.services import credentials
from ledger.services.users import (
    apply_for_credentials,
    apply_for_user,
    decline_credentials,
    disable_user,
    issue_credentials,
)
from schemas.base import RequestSchema, load
from schemas.fields import ChoiceField, CreditCodeField, TextField
from schemas.malformed import Malformed
from schemas.problem import body_of, problem_of
from web.access import access
from web.context import current

if TYPE_CHECKING:
    from werkzeug import Response

    from ledger.services.desk import Desk

blueprint: Final = flask.Blueprint("users", __name__)

PASSWORD_BYTES: Final = 15
_TOKEN_BYTES: Final = 32
_SYSTEM: Final = Role.SYSTEM_ADMINISTRATOR.value
_SECURITY: Final = Role.SECURITY_ADMINISTRATOR.value


class NewUserForm(RequestSchema):
    """A person to be entered, as the form sends it."""

    name = TextField(required=True)
    role = ChoiceField(Role, required=True)
    office = ChoiceField(Office, load_default=None)
    area = TextField(load_default=None)
    enterprise = CreditCodeField(load_default=None)

    @post_load
    def person(self, data: dict[str, Any], **_: object) -> User:
        """Return the person."""
        return User(**data)


@blueprint.get("/administration/users")
@access(_SYSTEM, _SECURITY)
def index() -> str:
    """Show every person who was ever entered, and the sessions under way."""
    return _shown()


@blueprint.post("/administration/users")
@access(_SYSTEM, writes=True)
def add() -> Response | tuple[str, int]:
    """Enter a person, to whom a security administrator issues credentials."""
    sent = {name: value.strip() for name, value in flask.request.form.items() if name != "csrf" and value.strip()}
    try:
        person: User = load(NewUserForm(), sent)
        with current().desk() as desk:
            apply_for_user(desk.work, person, book=desk.book, actor=desk.user.name, today=desk.today)
            desk.work.commit()
    except (Malformed, LedgerError) as error:
        return _refused(error, typed=sent)
    return flask.redirect(flask.url_for("users.index"), 303)


@blueprint.post("/administration/users/<name:name>/apply")
@access(_SYSTEM, writes=True)
def apply(name: str) -> Response | tuple[str, int]:
    """Ask that a person be given new credentials."""
    try:
        with current().desk() as desk:
            apply_for_credentials(desk.work, name, actor=desk.user.name, today=desk.today)
            desk.work.commit()
    except Conflict as error:
        return _refused(error)
    return flask.redirect(flask.url_for("users.index"), 303)


@blueprint.post("/administration/users/<name:name>/issue")
@access(_SECURITY, writes=True)
def issue(name: str) -> str | tuple[str, int]:
    """Give a person a first password and a token, shown this once; the second factor is to be set up anew."""
    password, token = token_urlsafe(PASSWORD_BYTES), token_urlsafe(_TOKEN_BYTES)
    try:
        with current().desk() as desk:
            issue_credentials(desk.work, name, token=token, actor=desk.user.name, today=desk.today)
            _give(desk, name, password)
            desk.work.commit()
    except Conflict as error:
        return _refused(error)
    return flask.render_template("administration/told.html", name=name, password=password, token=token)


@blueprint.post("/administration/users/<name:name>/decline")
@access(_SECURITY, writes=True)
def decline(name: str) -> Response | tuple[str, int]:
    """Issue no credentials to a person for whom they were asked."""
    try:
        with current().desk() as desk:
            decline_credentials(desk.work, name, actor=desk.user.name, today=desk.today)
            desk.work.commit()
    except Conflict as error:
        return _refused(error)
    return flask.redirect(flask.url_for("users.index"), 303)


@blueprint.get("/administration/users/<name:name>/disable")
@access(_SECURITY)
def ask_to_disable(name: str) -> str:
    """Ask whether a person is to be disabled for good."""
    person = current().registers.find(User, name)
    if person is None:
        raise NotFound(say("没有名为“{name}”的用户", name=name), code="user.missing")
    return flask.render_template("administration/disable.html", person=person)


@blueprint.post("/administration/users/<name:name>/disable")
@access(_SECURITY, writes=True)
def disable(name: str) -> Response | tuple[str, int]:
    """Disable a person for good."""
    try:
        with current().desk() as desk:
            disable_user(desk.work, name, book=desk.book, actor=desk.user.name, today=desk.today)
            credentials.shut_out(desk.work.connection, name)
            desk.work.commit()
    except (Conflict, RuleViolation) as error:
        return _refused(error)
    return flask.redirect(flask.url_for("users.index"), 303)


@blueprint.post("/administration/users/<name:name>/force-out")
@access(_SECURITY, writes=True)
def force_out(name: str) -> Response:
    """End every session of a person."""
    context = current()
    with context.office() as office:
        ended = credentials.force_out(office, name)
        credentials.log_access(
            office, at=context.now, user=name, address=context.visit.address, event="session.forced_out",
            detail=f"{context.person.name}: {ended}", request_id=context.request_id,
        )  # fmt: skip
    return flask.redirect(flask.url_for("users.index"), 303)


def _give(desk: Desk, name: str, password: str) -> None:
    context = current()
    credentials.give_password(
        desk.work.connection, name, password, passwords=context.entrance.passwords, now=context.now
    )


def _refused(error: Malformed | LedgerError, *, typed: dict[str, str] | None = None) -> tuple[str, int]:
    current().look_anew()
    problem = problem_of(error)
    body = body_of(problem, translate=current().translate, request_id=current().request_id)
    return _shown(problem=body, typed=typed), problem.status


def _shown(*, problem: dict[str, Any] | None = None, typed: dict[str, str] | None = None) -> str:
    context = current()
    persons = context.registers.all(User)
    return flask.render_template(
        "administration/users.html",
        persons=[(person, credentials.access_state(context.view, person.name)) for person in persons],
        sessions=credentials.sessions(context.view),
        areas=[area.name for area in context.registers.all(Area) if not area.city],
        roles=list(Role),
        offices=list(Office),
        problem=problem,
        typed=typed or {},
        now=context.now,
        enters=context.person.role is Role.SYSTEM_ADMINISTRATOR,
    )
