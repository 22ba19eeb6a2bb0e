"""The chart of accounts, and the statement of each account opened under it."""

from __future__ import annotations

from itertools import groupby
from typing import Final

import flask

from ledger.domain.bookkeeping.account import CHART
from ledger.projections.accounts.holders import names_of
from ledger.projections.accounts.statement import statement as account_statement
from ledger.projections.overview import accounts_per_line
from web.access import READERS, access
from web.context import current
from web.pages.audit.reach import area_in_reach
from web.pages.queries import StatementQuery, read_query, written_line_place

blueprint: Final = flask.Blueprint("accounts", __name__)

LINES: Final = 100
"""Lines of one page of a statement."""


@blueprint.get("/accounts")
@access(*READERS)
def chart() -> str:
    """Show the chart of accounts."""
    books = [(book, list(lines)) for book, lines in groupby(CHART.values(), key=lambda line: line.book)]
    return flask.render_template(
        "chart.html", books=books, opened=accounts_per_line(current().view, area=area_in_reach())
    )


@blueprint.get("/accounts/<name:code>")
@access(*READERS)
def statement(code: str) -> str:
    """Show a page of an account's statement."""
    after, view = read_query(StatementQuery())["after"], current().view
    found = account_statement(view, code, after=after, limit=LINES, within=area_in_reach())
    following = written_line_place(found.lines[-1].place) if found.more else None
    holders = {found.account.holder, *(line.counter_account.holder for line in found.lines)}
    return flask.render_template(
        "statement.html",
        statement=found,
        is_first=after is None,
        following=following,
        names=names_of(view, {holder for holder in holders if holder is not None}),
    )
