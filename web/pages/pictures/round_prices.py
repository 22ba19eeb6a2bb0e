"""The picture of the rounds: prices and quantities of each pollutant, for everybody."""

from __future__ import annotations

from typing import Final

import flask
from markupsafe import Markup

from ledger.domain.values.pollutant import Pollutant
from ledger.domain.values.quantity import PRICE_SCALE, format_decimal, format_tonnes
from ledger.errors import say
from ledger.projections.pictures.round_prices import PriceSeries, price_series
from web.access import PUBLIC, access
from web.context import current
from web.pages.pictures.queries import asked
from web.pages.presentation import grouped, pollutant_name, price, printed_tonnes, said
from web.pictures.prices import PriceChart, Round, price_chart

blueprint: Final = flask.Blueprint("picture_of_prices", __name__)


@blueprint.get("/pictures/prices")
@access(PUBLIC)
def index() -> str:
    """Show a row of rounds for each pollutant and each basis of prices."""
    question = asked()
    found = price_series(current().view, pollutant=question.pollutant)
    return flask.render_template(
        "pictures/round_prices.html",
        question=question,
        pollutants=tuple(Pollutant),
        series=[(series, _drawn(series, place)) for place, series in enumerate(found)],
    )


def _drawn(series: PriceSeries, place: int) -> Markup:
    basis = said(series.basis.words)
    title = said(say("{pollutant}各批次的价格与数量", pollutant=pollutant_name(series.pollutant)))
    chart = PriceChart(
        name=f"prices-{place}",
        rounds=tuple(
            Round(
                names=(said(say("第{number}批", number=each.number)), each.on.isoformat()),
                start=each.start,
                lowest=each.lowest,
                highest=each.highest,
                mean=each.mean,
                quantity=each.grams,
            )
            for each in series.rounds
        ),
        price_axis=said(say("价格（{basis}）", basis=basis)),
        quantity_axis=said(say("成交数量（吨/年）")),
        write_price=lambda value: grouped(format_decimal(value, scale=PRICE_SCALE, decimals=0)),
        write_quantity=lambda grams: grouped(format_tonnes(grams, decimals=0)),
    )
    description = said(say("；")).join(
        said(
            say(
                "第{number}批（{place}，{day}）均价{mean}，成交{grams}吨/年",
                number=each.number,
                place=each.place,
                day=each.on,
                mean="—" if each.mean is None else price(each.mean),
                grams=printed_tonnes(each.grams),
            )
        )
        for each in series.rounds
    )
    return price_chart(chart, title=title, description=description)
