"""The picture of the credit pools: what came in and went out, by area and month."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import flask
from markupsafe import Markup

from ledger.domain.values.pollutant import Pollutant
from ledger.errors import say
from ledger.projections.pictures.credit_months import PoolMonths, credit_months
from web.access import READERS, access
from web.context import current
from web.pages.followed import followed_changes
from web.pages.pictures.queries import asked, period, scope
from web.pages.presentation import pollutant_name, said, tonnes
from web.pictures.legend import Key
from web.pictures.months import Month, MonthChart, MonthPanel, month_chart

blueprint: Final = flask.Blueprint("picture_of_credits", __name__)

_A_YEAR: Final = 12


@blueprint.get("/pictures/credits")
@access(*READERS)
def index() -> str:
    """Show the pools of one pollutant, twelve months of each unless a period is asked for."""
    question = asked()
    seen = scope(question.area)
    pollutant = question.pollutant or Pollutant.COD
    starts, ends = period(question, months=_A_YEAR)
    pools = [
        pool
        for pool in credit_months(
            current().view,
            pollutant=pollutant,
            starts=starts,
            ends=ends,
            areas=seen.chosen,
            followed=followed_changes(),
        )
        if not pool.empty
    ]
    moved = [pool for pool in pools if any(month.came_in or month.went_out for month in pool.months)]
    return flask.render_template(
        "pictures/credit_pools.html",
        question=question,
        pollutants=tuple(Pollutant),
        pollutant=pollutant,
        areas=seen.offered,
        starts=starts,
        ends=ends,
        pools=pools,
        picture=_drawn(moved, pollutant) if moved else None,
    )


def _drawn(pools: Sequence[PoolMonths], pollutant: Pollutant) -> Markup:
    panels = tuple(_panel(pool) for pool in pools)
    chart = MonthChart(
        name="credits",
        panels=panels,
        keys=(
            Key(letter="+", name=said(say("转入")), hatching=1),
            Key(letter="−", name=said(say("转出")), hatching=0),
        ),
    )
    return month_chart(
        chart,
        title=said(say("{pollutant}减排量库各月转入、转出", pollutant=pollutant_name(pollutant))),
        description=said(say("；")).join(f"{panel.name} {panel.remark}" for panel in panels),
    )


def _panel(pool: PoolMonths) -> MonthPanel:
    months = tuple(
        Month(name=f"{month.month // 100}-{month.month % 100:02}", came_in=month.came_in, went_out=month.went_out)
        for month in pool.months
    )
    largest = max((abs(value) for month in months for value in (month.came_in, month.went_out)), default=0)
    return MonthPanel(
        name=pool.area,
        remark=said(say("单月最大{largest}吨/年", largest=tonnes(largest))),
        months=months,
    )
