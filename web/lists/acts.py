"""The list of acts: what waits and what was decided, the last one to move first."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, Final

import flask

from ledger.domain.bookkeeping.act import State
from ledger.errors import say
from ledger.projections.desk.acts import ActFilter, acts
from ledger.projections.desk.followed_acts import ActKey
from schemas.fields import ChoiceField, DateField, TextField
from schemas.period import PeriodSchema
from web.books import LEGAL_ZONE
from web.context import current
from web.labels.acts import TITLES
from web.lists.columns import Column, Filter, ListOf, Place, Slice, Tallied, Tallies
from web.lists.names import in_scope, offered_areas
from web.pages.followed import followed_acts
from web.pages.queries import PlaceField


class _Query(PeriodSchema):
    """Which acts are listed."""

    state = ChoiceField(State, load_default=None)
    kind = TextField(load_default=None)
    area = TextField(load_default=None)
    maker = TextField(load_default=None)
    first = DateField(load_default=None)
    last = DateField(load_default=None)
    text = TextField(load_default=None)


def _page(asked: Mapping[str, Any], after: Place | None, limit: int) -> Slice:
    wanted = ActFilter(**{**asked, "area": in_scope(asked["area"])})
    before = None if after is None else PlaceField().deserialize(after[0])
    found = acts(current().view, wanted, before=before, limit=limit)
    return Slice(rows=found.rows, following=None if found.before is None else (str(found.before),))


_WRITTEN: Final[Mapping[str, Callable[[ActKey], Any]]] = {
    "kind": lambda key: TITLES.get(key.kind, key.kind),
    "area": lambda key: key.area,
    "state": lambda key: key.state.words,
    "maker": lambda key: key.maker,
    "effective_on": lambda key: date.fromisoformat(key.effective_on),
}


def _tallied(asked: Mapping[str, Any], by: str, _after: Place | None, _limit: int | None) -> Tallies | None:
    """Add up what is followed; of narrations and of the days of single steps that knows nothing."""
    if any(asked[name] is not None for name in ("first", "last", "text")):
        return None
    wanted = {name: asked[name] for name in ("kind", "state", "maker")} | {"area": in_scope(asked["area"])}
    groups: dict[str, tuple[ActKey, int, int]] = {}
    for key, tally in followed_acts().seen_by(current().view).items():
        if all(value in {None, getattr(key, name)} for name, value in wanted.items()):
            _, acts, papers = groups.get(getattr(key, by), (key, 0, 0))
            groups[getattr(key, by)] = key, acts + tally.acts, papers + tally.papers
    rows = [
        Tallied(names=(_WRITTEN[by](key),), count=acts, figures={"papers": papers})
        for key, acts, papers in groups.values()
    ]
    return Tallies(rows=rows, whole=True)


def _voucher(row: Any) -> str | None:
    return None if row.number is None else f"{row.series}-{row.number}"


ACTS_LIST: Final = ListOf(
    name="acts",
    title=say("全部业务"),
    columns=(
        Column(
            name="reference",
            title=say("件号"),
            value=lambda row: row.act.reference,
            number=True,
            link=lambda row: flask.url_for("desk_acts.one", reference=row.act.reference),
        ),
        Column(name="kind", title=say("业务名称"), value=lambda row: TITLES.get(row.act.kind, row.act.kind)),
        Column(name="narration", title=say("摘要"), value=lambda row: row.narration),
        Column(name="area", title=say("区域"), value=lambda row: row.act.area),
        Column(name="state", title=say("状态"), value=lambda row: row.act.state.words),
        Column(name="effective_on", title=say("生效日"), value=lambda row: row.act.effective_on),
        Column(name="maker", title=say("经办"), value=lambda row: row.act.maker),
        Column(name="checker", title=say("初审"), value=lambda row: row.act.checker),
        Column(name="voucher", title=say("凭证号"), value=_voucher),
        Column(name="moved_on", title=say("最后办理日"), value=lambda row: row.moved_at.astimezone(LEGAL_ZONE).date()),
        Column(name="papers", title=say("附件数"), value=lambda row: len(row.act.evidence), number=True, summed=True),
        Column(name="reason", title=say("原因"), value=lambda row: row.act.reason),
    ),
    shown=("reference", "kind", "narration", "area", "state", "effective_on", "maker"),
    groupings=("kind", "area", "state", "maker", "effective_on"),
    within=(),
    filters=(
        Filter(name="text", title=say("摘要或件号")),
        Filter(name="kind", title=say("业务名称"), choices=lambda: list(TITLES.items())),
        Filter(name="state", title=say("状态"), choices=lambda: [(state.value, state.words) for state in State]),
        Filter(name="area", title=say("区域"), choices=offered_areas),
        Filter(name="maker", title=say("经办")),
        Filter(name="first", title=say("自"), kind="date"),
        Filter(name="last", title=say("至"), kind="date"),
    ),
    schema=_Query,
    page=_page,
    places=1,
    numbered=True,
    tallied=_tallied,
)
