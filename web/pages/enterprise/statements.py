"""The accounts of an enterprise and their statements, from a day to a day, page by page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Final

import flask
from marshmallow import post_load, validates_schema

from ledger.errors import say
from ledger.projections.enterprise.accounts import accounts_of, own_statement
from schemas.base import RequestSchema, refusal
from schemas.fields import DateField
from web.access import access
from web.context import current
from web.pages.enterprise.own import ENTERPRISE, own_code
from web.pages.queries import LinePlaceField, read_query, written_line_place

if TYPE_CHECKING:
    from ledger.projections.accounts.statement import LinePlace

blueprint: Final = flask.Blueprint("own_accounts", __name__)

LINES: Final = 100
"""Lines of one page of a statement."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedDays:
    """From which day to which day, and after which line; None for the beginning, or for all that is recorded."""

    starts: date | None
    ends: date | None
    after: LinePlace | None


class DaysQuery(RequestSchema):
    """A span of days, the last of them included."""

    starts = DateField(load_default=None, data_key="from")
    ends = DateField(load_default=None, data_key="to")
    after = LinePlaceField(load_default=None)

    @validates_schema
    def in_order(self, data: dict[str, Any], **_: object) -> None:
        """Refuse a span that ends before it begins."""
        starts, ends = data.get("starts"), data.get("ends")
        if starts is not None and ends is not None and ends < starts:
            raise refusal(
                code="date.order",
                detail=say("截止日{ends}早于起始日{starts}", ends=ends, starts=starts),
                path="to",
            )

    @post_load
    def asked(self, data: dict[str, Any], **_: object) -> AskedDays:
        """Return the span."""
        return AskedDays(**data)


@blueprint.get("/enterprise/accounts")
@access(ENTERPRISE)
def index() -> str:
    """Show the accounts with their balances today."""
    context = current()
    return flask.render_template(
        "enterprise/accounts.html",
        accounts=accounts_of(context.view, own_code(), on=context.today),
        on=context.today,
    )


@blueprint.get("/enterprise/accounts/<name:code>")
@access(ENTERPRISE)
def one(code: str) -> str:
    """Show a page of the statement of an own account."""
    asked: AskedDays = read_query(DaysQuery())
    found = own_statement(
        current().view, own_code(), code, starts=asked.starts, ends=asked.ends, after=asked.after, limit=LINES
    )
    lines = found.statement.lines
    return flask.render_template(
        "enterprise/statement.html",
        found=found,
        asked=asked,
        following=written_line_place(lines[-1].place) if found.statement.more else None,
    )
