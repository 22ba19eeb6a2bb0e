"""Persons and their means to log in: the security administrator's page."""

from __future__ import annotations

from contextlib import contextmanager
from secrets import token_urlsafe
from typing import TYPE_CHECKING, Any, Final

import flask
from marshmallow import post_load

from ledger.domain.people.actor import Office, Role, User
from ledger.domain.registers.area import Area
from ledger.errors import LedgerError
from ledger.services import credentials
from ledger.services.users import add_user, disable_user, reset_user
from schemas.base import RequestSchema, load
from schemas.fields import ChoiceField, CreditCodeField, TextField
from schemas.malformed import Malformed
from schemas.problem import body_of, problem_of
from web.access import access
from web.context import current

if TYPE_CHECKING:
    from collections.abc import Iterator

    from werkzeug import Response

    from ledger.services.desk import Desk

blueprint: Final = flask.Blueprint("users", __name__)

PASSWORD_BYTES: Final = 15
_TOKEN_BYTES: Final = 32
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
@access(_SECURITY)
def index() -> str:
    """Show every person who was ever entered, and the sessions under way."""
    return _shown()


@blueprint.post("/administration/users")
@access(_SECURITY, writes=True)
def add() -> str | tuple[str, int]:
    """Enter a person, and show the first password and the token this once."""
    sent = {name: value.strip() for name, value in flask.request.form.items() if name != "csrf" and value.strip()}
    try:
        person: User = load(NewUserForm(), sent)
        password, token = token_urlsafe(PASSWORD_BYTES), token_urlsafe(_TOKEN_BYTES)
        with _administration() as desk:
            add_user(desk.work, person, token=token, book=desk.book, actor=desk.user.name, today=desk.today)
            _give(desk, person.name, password)
            desk.work.commit()
    except (Malformed, LedgerError) as error:
        problem = problem_of(error)
        body = body_of(problem, translate=current().translate, request_id=current().request_id)
        return _shown(problem=body, typed=sent), problem.status
    return _told(person.name, password, token)


@blueprint.post("/administration/users/<name:name>/reset")
@access(_SECURITY, writes=True)
def reset(name: str) -> str:
    """Give a person a new first password and a new token; the second factor is to be set up anew."""
    password, token = token_urlsafe(PASSWORD_BYTES), token_urlsafe(_TOKEN_BYTES)
    with _administration() as desk:
        reset_user(desk.work, name, token=token, actor=desk.user.name, today=desk.today)
        _give(desk, name, password)
        desk.work.commit()
    return _told(name, password, token)


@blueprint.post("/administration/users/<name:name>/disable")
@access(_SECURITY, writes=True)
def disable(name: str) -> Response:
    """Disable a person for good."""
    with _administration() as desk:
        disable_user(desk.work, name, actor=desk.user.name, today=desk.today)
        credentials.shut_out(desk.work.connection, name)
        desk.work.commit()
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


@contextmanager
def _administration() -> Iterator[Desk]:
    with current().desk() as desk:
        yield desk


def _give(desk: Desk, name: str, password: str) -> None:
    context = current()
    credentials.give_password(
        desk.work.connection, name, password, passwords=context.entrance.passwords, now=context.now
    )


def _told(name: str, password: str, token: str) -> str:
    return flask.render_template("administration/told.html", name=name, password=password, token=token)


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
    )
