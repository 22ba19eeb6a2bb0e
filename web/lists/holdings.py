"""The list of holdings: what every enterprise has of each tranche, in use, surplus and restricted side by side."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any, Final

from ledger.domain.bookkeeping.unit import Origin
from ledger.errors import say
from ledger.projections.accounts.holding_list import HoldingFilter, HoldingLine, holding_page
from ledger.projections.accounts.holding_tallies import AlikeHeld, HoldingTally, holding_tallies
from schemas.fields import FactorField, TextField
from web.context import current
from web.lists.columns import Column, Filter, ListOf, Place, Slice, Tallied, Tallies, tonnes
from web.lists.names import holder_name, holder_name_and_code, in_scope, offered_areas, offered_pollutants
from web.pages.queries import DayQuery


class _Query(DayQuery):
    """Which holdings are listed."""

    holder = TextField(load_default=None)
    area = TextField(load_default=None)
    pollutant = FactorField(load_default=None)


def _page(asked: Mapping[str, Any], after: Place | None, limit: int) -> Slice:
    wanted = HoldingFilter(**{**asked, "area": in_scope(asked["area"])})
    place = None if after is None else (after[0], after[1], after[2])
    found = holding_page(current().view, wanted, after=place, limit=limit)
    return Slice(rows=found.lines, following=found.following)


_WRITTEN: Final[Mapping[AlikeHeld, Callable[[HoldingTally], Any]]] = {
    AlikeHeld.HOLDER: lambda tally: holder_name_and_code(tally.name),
    AlikeHeld.AREA: lambda tally: tally.name,
    AlikeHeld.LAST_DAY: lambda tally: tally.last_day,
    AlikeHeld.ORIGIN: lambda tally: None if tally.name is None else Origin(tally.name).words,
}


def _tallied(asked: Mapping[str, Any], by: str, after: Place | None, limit: int | None) -> Tallies:
    wanted = HoldingFilter(**{**asked, "area": in_scope(asked["area"])})
    alike = AlikeHeld(by)
    found, following = holding_tallies(current().view, wanted, by=alike, after=after, limit=limit)
    rows = [
        Tallied(
            names=(_WRITTEN[alike](each), each.pollutant and each.pollutant.value),
            count=each.count,
            figures={
                "in_use": tonnes(each.in_use),
                "surplus": tonnes(each.surplus),
                "restricted": tonnes(each.restricted),
                "total": _total(each),
                "leased_in": tonnes(each.leased_in),
            },
        )
        for each in found
    ]
    return Tallies(rows=rows, following=following)


def _total(row: HoldingLine | HoldingTally) -> Any:
    return tonnes(row.in_use + row.surplus + row.restricted)


def _last_day(row: HoldingLine) -> Any:
    return None if row.unit.term_to is None else row.unit.term_to - timedelta(days=1)


HOLDINGS: Final = ListOf(
    name="holdings",
    title=say("企业持有量"),
    columns=(
        Column(name="holder", title=say("持有人"), value=lambda row: holder_name(row.holder)),
        Column(name="credit_code", title=say("统一社会信用代码"), value=lambda row: row.holder),
        Column(name="area", title=say("区域"), value=lambda row: row.area),
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
        Column(
            name="in_use", title=say("在用（吨/年）"), value=lambda row: tonnes(row.in_use), number=True, summed=True
        ),
        Column(
            name="surplus", title=say("富余（吨/年）"), value=lambda row: tonnes(row.surplus), number=True, summed=True
        ),
        Column(
            name="restricted",
            title=say("受限（吨/年）"),
            value=lambda row: tonnes(row.restricted),
            number=True,
            summed=True,
        ),
        Column(name="total", title=say("合计（吨/年）"), value=_total, number=True, summed=True),
        Column(
            name="leased_in",
            title=say("租入（吨/年）"),
            value=lambda row: tonnes(row.leased_in),
            number=True,
            summed=True,
        ),
    ),
    shown=("holder", "area", "pollutant", "last_day", "in_use", "surplus", "restricted", "total"),
    groupings=("holder", "area", "last_day", "origin"),
    within=("pollutant",),
    filters=(
        Filter(name="on", title=say("截至"), kind="date"),
        Filter(name="holder", title=say("持有人（名称或代码的一部分）")),
        Filter(name="area", title=say("区域"), choices=offered_areas),
        Filter(name="pollutant", title=say("污染物"), choices=offered_pollutants),
    ),
    schema=_Query,
    page=_page,
    places=3,
    tallied=_tallied,
)
