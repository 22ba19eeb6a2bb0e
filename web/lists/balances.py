"""The list of balances: every account in every unit, at the end of a day or with everything recorded."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any, Final

import flask

from ledger.domain.bookkeeping.account import CHART, ChartAccount
from ledger.domain.bookkeeping.unit import UnitKind
from ledger.errors import say
from ledger.projections.accounts.balance_list import BalanceFilter, Grouping, balance_page
from ledger.projections.accounts.balance_tallies import Alike, BalanceTally, balance_tallies
from ledger.projections.accounts.balances import PositionBalance
from schemas.fields import ChoiceField, FactorField, TextField
from web.context import current
from web.lists.columns import Column, Filter, ListOf, Place, Slice, Tallied, Tallies, choices_of, tonnes, yuan
from web.lists.names import credit_code, holder_name, holder_name_and_code, in_scope, offered_areas, offered_pollutants
from web.pages.presentation import chart_name
from web.pages.queries import ChartLineField, DayQuery


class _Query(DayQuery):
    """Which balances are listed."""

    holder = TextField(load_default=None)
    area = TextField(load_default=None)
    pollutant = FactorField(load_default=None)
    kind = ChoiceField(UnitKind, load_default=None)
    line = ChartLineField(load_default=None)


def _page(asked: Mapping[str, Any], after: Place | None, limit: int) -> Slice:
    wanted = BalanceFilter(**{**asked, "area": in_scope(asked["area"])})
    place = None if after is None else (after[0], after[1], after[2])
    found = balance_page(current().view, wanted, by=Grouping.HOLDER, after=place, limit=limit)
    return Slice(rows=found.rows, following=found.following)


_WRITTEN: Final[Mapping[Alike, Callable[[BalanceTally], Any]]] = {
    Alike.HOLDER: lambda tally: holder_name_and_code(tally.name),
    Alike.AREA: lambda tally: tally.name,
    Alike.LINE: lambda tally: None if tally.name is None else _line(CHART[tally.name]),
    Alike.LAST_DAY: lambda tally: tally.last_day,
}


def _tallied(asked: Mapping[str, Any], by: str, after: Place | None, limit: int | None) -> Tallies:
    wanted = BalanceFilter(**{**asked, "area": in_scope(asked["area"])})
    alike = Alike(by)
    found, following = balance_tallies(current().view, wanted, by=alike, after=after, limit=limit)
    rows = [
        Tallied(
            names=(_WRITTEN[alike](each), each.kind.words, each.pollutant and each.pollutant.value),
            count=each.count,
            figures={"amount": _in_its_unit(each.amount, each.kind)},
        )
        for each in found
    ]
    return Tallies(rows=rows, following=following)


def _line(line: ChartAccount) -> str:
    return f"{line.code} {chart_name(line)}"


def _amount(row: PositionBalance) -> Any:
    return _in_its_unit(row.amount, row.unit.kind)


def _in_its_unit(amount: int, kind: UnitKind) -> Any:
    return yuan(amount) if kind is UnitKind.MONEY else tonnes(amount)


def _last_day(row: PositionBalance) -> Any:
    return None if row.unit.term_to is None else row.unit.term_to - timedelta(days=1)


BALANCES: Final = ListOf(
    name="balances",
    title=say("账户余额"),
    columns=(
        Column(
            name="account",
            title=say("账户"),
            value=lambda row: row.account.code,
            link=lambda row: flask.url_for("accounts.statement", code=row.account.code),
        ),
        Column(
            name="line",
            title=say("科目"),
            value=lambda row: _line(row.account.chart),
        ),
        Column(name="holder", title=say("持有人"), value=lambda row: holder_name(row.account.holder)),
        Column(name="credit_code", title=say("统一社会信用代码"), value=lambda row: credit_code(row.account.holder)),
        Column(name="area", title=say("区域"), value=lambda row: row.account.area),
        Column(name="kind", title=say("类别"), value=lambda row: row.unit.kind.words),
        Column(
            name="pollutant", title=say("污染物"), value=lambda row: row.unit.pollutant and row.unit.pollutant.value
        ),
        Column(name="basin", title=say("流域"), value=lambda row: row.unit.basin),
        Column(name="term_from", title=say("期限首日"), value=lambda row: row.unit.term_from),
        Column(name="last_day", title=say("期限末日"), value=_last_day),
        Column(
            name="origin",
            title=say("来源"),
            value=lambda row: row.unit.origin and row.unit.origin.words,
        ),
        Column(name="amount", title=say("余额（吨/年或元，贷方为负）"), value=_amount, number=True, summed=True),
    ),
    shown=("line", "holder", "area", "kind", "pollutant", "last_day", "amount"),
    groupings=("holder", "area", "line", "last_day"),
    within=("kind", "pollutant"),
    filters=(
        Filter(name="on", title=say("截至"), kind="date"),
        Filter(name="holder", title=say("持有人（名称或代码的一部分）")),
        Filter(name="area", title=say("区域"), choices=offered_areas),
        Filter(name="pollutant", title=say("污染物"), choices=offered_pollutants),
        Filter(name="kind", title=say("类别"), choices=lambda: choices_of(UnitKind)),
        Filter(
            name="line",
            title=say("科目"),
            choices=lambda: [(code, _line(line)) for code, line in CHART.items()],
        ),
    ),
    schema=_Query,
    page=_page,
    places=3,
    tallied=_tallied,
)
