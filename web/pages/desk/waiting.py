"""Acts that wait and acts that are done: the list, and the file of one act with the steps that may be taken."""

from __future__ import annotations

from dataclasses import replace
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final

import flask

from ledger.domain.bookkeeping.act import State
from ledger.domain.registers.area import Area
from ledger.domain.values.quantity import shown
from ledger.errors import InvalidValue, Message, say
from ledger.projections.desk.acts import ActFilter, acts
from schemas.fields import ChoiceField, DateField, StrictField, TextField
from schemas.period import PeriodSchema
from web.access import READERS, access
from web.context import current
from web.labels.acts import FAMILIES, TITLES
from web.pages.desk.file import file_of
from web.pages.desk.followed import name_of, title_of
from web.pages.queries import PlaceField, read_query

if TYPE_CHECKING:
    from collections.abc import Mapping

blueprint: Final = flask.Blueprint("desk_acts", __name__)


class Standing(StrEnum):
    """Which acts are listed."""

    WAITING = "waiting"
    DONE = "done"
    POSTED = "posted"
    RETURNED = "returned"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"


STANDINGS: Final[Mapping[Standing, Message]] = {
    Standing.WAITING: say("在途（未办结）"),
    Standing.DONE: say("已办结"),
    Standing.POSTED: State.POSTED.words,
    Standing.RETURNED: State.RETURNED.words,
    Standing.REJECTED: State.REJECTED.words,
    Standing.WITHDRAWN: State.WITHDRAWN.words,
}


class KindField(StrictField[str]):
    """The name of a kind of act."""

    def _parse(self, value: object) -> str:
        if value not in TITLES:
            raise InvalidValue("act.unknown", say("没有名为“{kind}”的业务", kind=shown(value)))
        return str(value)


class ActQuery(PeriodSchema):
    """Which acts, and from which place backwards."""

    standing = ChoiceField(Standing, load_default=None)
    kind = KindField(load_default=None)
    area = TextField(load_default=None)
    maker = TextField(load_default=None)
    first = DateField(load_default=None)
    last = DateField(load_default=None)
    text = TextField(load_default=None)
    before = PlaceField(load_default=None)


@blueprint.get("/desk/acts")
@access(*READERS)
def index() -> str:
    """Show the acts that moved last."""
    asked: dict[str, Any] = read_query(ActQuery())
    context = current()
    branch = context.person.area
    wanted = _wanted(asked)
    if branch is not None:
        wanted = replace(wanted, area=branch)
    page = acts(context.view, wanted, before=asked["before"])
    kept = {name: str(value) for name, value in asked.items() if value is not None and name != "before"}
    return flask.render_template(
        "desk/waiting.html",
        asked=asked,
        kept=kept,
        page=page,
        areas=() if branch is not None else [area.name for area in context.registers.all(Area)],
        families=FAMILIES,
        standings=STANDINGS,
        title_of=title_of,
    )


def _wanted(asked: Mapping[str, Any]) -> ActFilter:
    standing = asked["standing"]
    state = State(standing.value) if standing is not None and standing.value in set(State) else None
    return ActFilter(
        waiting={Standing.WAITING: True, Standing.DONE: False}.get(standing),
        state=state,
        kind=asked["kind"],
        area=asked["area"],
        maker=asked["maker"],
        first=asked["first"],
        last=asked["last"],
        text=asked["text"],
    )


@blueprint.get("/desk/acts/<number:reference>")
@access(*READERS)
def one(reference: int) -> str:
    """Show the whole way of an act, what it posts, and the steps that this person may take."""
    return flask.render_template(
        "desk/waiting_act.html", file=file_of(reference), problem=None, reason="", name_of=name_of
    )
