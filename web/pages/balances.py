"""Balances, filtered and grouped, with the totals of each group."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Final

import flask

from ledger.domain.account import CHART
from ledger.domain.pollutant import Pollutant
from ledger.domain.unit import Unit, UnitKind
from ledger.projections.balances import PositionBalance, balances
from ledger.projections.overview import areas
from web.access import PUBLIC, access
from web.context import current
from web.pages.queries import AskedBalances, BalancesQuery, Grouping, read_query

blueprint: Final = flask.Blueprint("balances", __name__)

MOST_ROWS: Final = 1000
"""The most rows of one page; the totals count all of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Total:
    """The debit balances and the credit balances of what is counted alike: kind and pollutant."""

    kind: UnitKind
    pollutant: Pollutant | None
    debit: int
    credit: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Balances that share a holder, a pollutant or a place."""

    name: object
    rows: list[PositionBalance]

    @property
    def totals(self) -> list[Total]:
        """Return the totals of the group."""
        return totals_of(self.rows)


@blueprint.get("/balances")
@access(PUBLIC)
def index() -> str:
    """Show the balances that are asked for."""
    asked: AskedBalances = read_query(BalancesQuery())
    view = current().view
    rows = list(_chosen(balances(view, on=asked.on, area=asked.area, pollutant=asked.pollutant), asked))
    return flask.render_template(
        "balances.html",
        asked=asked,
        areas=areas(view),
        chart=CHART,
        groups=list(_groups(rows[:MOST_ROWS], by=asked.by)),
        count=len(rows),
        most=MOST_ROWS,
        totals=totals_of(rows),
    )


def totals_of(rows: list[PositionBalance]) -> list[Total]:
    """Return totals by kind and pollutant: pollutants in their order, money last."""
    sums: dict[tuple[UnitKind, Pollutant | None], list[int]] = {}
    for row in rows:
        debit_and_credit = sums.setdefault((row.unit.kind, row.unit.pollutant), [0, 0])
        debit_and_credit[row.amount < 0] += abs(row.amount)
    return [
        Total(kind=kind, pollutant=pollutant, debit=sums[kind, pollutant][0], credit=sums[kind, pollutant][1])
        for kind in UnitKind
        for pollutant in (*Pollutant, None)
        if (kind, pollutant) in sums
    ]


def _chosen(rows: list[PositionBalance], asked: AskedBalances) -> Iterator[PositionBalance]:
    part = asked.holder and asked.holder.casefold()
    for row in rows:
        if asked.kind is not None and row.unit.kind is not asked.kind:
            continue
        if asked.line is not None and row.account.chart.code != asked.line:
            continue
        if part is None or part in (row.account.holder or "").casefold():
            yield row


def _groups(rows: list[PositionBalance], *, by: Grouping) -> Iterator[Group]:
    def name(row: PositionBalance) -> tuple[int, str]:
        match by:
            case Grouping.HOLDER:
                return (row.account.holder is None, row.account.holder or "")
            case Grouping.POLLUTANT:
                return _order(row.unit), row.unit.pollutant or ""
            case Grouping.PLACE:
                return 0, row.account.area

    for (_, found), members in groupby(sorted(rows, key=name), key=name):
        yield Group(name=found, rows=list(members))


def _order(unit: Unit) -> int:
    return len(Pollutant) if unit.pollutant is None else list(Pollutant).index(unit.pollutant)
