"""Balances, filtered and grouped, a page at a time, with the totals of all of them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import groupby
from typing import TYPE_CHECKING, Any, Final

import flask

from ledger.domain.bookkeeping.account import CHART
from ledger.projections.accounts.balance_list import Grouping, balance_page, balance_totals, group_totals
from ledger.projections.accounts.holders import names_of
from ledger.projections.overview import areas
from web.access import READERS, access
from web.context import current
from web.pages.audit.reach import area_in_reach
from web.pages.audit.searching import sent_conditions
from web.pages.queries import AskedBalances, BalancesQuery, read_query, written_balance_place

if TYPE_CHECKING:
    from ledger.projections.accounts.balance_list import BalancePage, Total
    from ledger.projections.accounts.balances import PositionBalance

blueprint: Final = flask.Blueprint("balances", __name__)

LINES: Final = 50
"""Lines of one page; the totals count all of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Balances of the page that share a holder, a pollutant or a place, with the totals of the whole group."""

    name: str | None
    rows: list[PositionBalance]
    totals: tuple[Total, ...]


@blueprint.get("/balances")
@access(*READERS)
def index() -> str:
    """Show the balances that are asked for."""
    asked: AskedBalances = read_query(BalancesQuery())
    area, view = area_in_reach(), current().view
    chosen = asked.filter if area is None else replace(asked.filter, area=area)
    page = balance_page(view, chosen, by=asked.by, after=asked.after, limit=LINES)
    count, totals = balance_totals(view, chosen)
    found = group_totals(view, chosen, by=asked.by, groups=tuple(dict.fromkeys(page.groups)))
    sent: dict[str, Any] = sent_conditions()
    return flask.render_template(
        "balances.html",
        asked=chosen,
        by=asked.by,
        groupings=Grouping,
        areas=areas(view) if area is None else [area],
        chart=CHART,
        groups=_groups(page, asked.by, found),
        count=count,
        totals=totals,
        names=names_of(view, {row.account.holder for row in page.rows if row.account.holder is not None}),
        sent=sent,
        is_first=asked.after is None,
        following=None if page.following is None else written_balance_place(page.following),
    )


def _groups(page: BalancePage, by: Grouping, totals: Any) -> list[Group]:
    pairs = zip(page.groups, page.rows, strict=True)
    return [
        Group(name=_name(by, members[0][1]), rows=[row for _, row in members], totals=totals[group])
        for group, members in ((group, list(found)) for group, found in groupby(pairs, key=lambda pair: pair[0]))
    ]


def _name(by: Grouping, row: PositionBalance) -> str | None:
    match by:
        case Grouping.HOLDER:
            return row.account.holder
        case Grouping.POLLUTANT:
            return row.unit.pollutant
        case Grouping.PLACE:
            return row.account.area
