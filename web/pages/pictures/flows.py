"""The picture of the flows: where the tonnes of a pollutant came from and went to in a period."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import zip_longest
from typing import Final

import flask
from markupsafe import Markup

from ledger.domain.values.pollutant import Pollutant
from ledger.errors import Message, say
from ledger.projections.pictures.business import Business
from ledger.projections.pictures.flows import Flow, FlowPicture, flow_pictures
from web.access import READERS, access
from web.context import current
from web.pages.followed import followed_changes
from web.pages.pictures.queries import asked, period, scope
from web.pages.presentation import pollutant_name, said, tonnes
from web.pictures.flow import Band, FlowChart, flow_chart

blueprint: Final = flask.Blueprint("picture_of_flows", __name__)


@blueprint.get("/pictures/flows")
@access(*READERS)
def index() -> str:
    """Show the flows of rights and of credits of one pollutant; the year so far unless a period is asked for."""
    question = asked()
    seen = scope(question.area)
    pollutant = question.pollutant or Pollutant.COD
    starts, ends = period(question, months=(question.ends or current().today).month)
    found = flow_pictures(
        current().view,
        pollutant=pollutant,
        starts=starts,
        ends=ends,
        areas=seen.chosen,
        followed=followed_changes(),
    )
    return flask.render_template(
        "pictures/flows.html",
        question=question,
        pollutants=tuple(Pollutant),
        pollutant=pollutant,
        areas=seen.offered,
        starts=starts,
        ends=ends,
        books=[_Shown(book=book, title=_title(book, pollutant), rows=list(_rows(book))) for book in found],
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Shown:
    """One book with its picture and the rows of its table: business, one flow taken and one put, either may lack."""

    book: FlowPicture
    title: str
    rows: list[tuple[Business, Flow | None, Flow | None]]

    @property
    def picture(self) -> Markup | None:
        """Return the picture; None where nothing moved."""
        return _drawn(self.book, self.title) if self.book.total else None


def _rows(book: FlowPicture) -> Iterator[tuple[Business, Flow | None, Flow | None]]:
    for business in Business:
        taken, put = ([flow for flow in flows if flow.business is business] for flows in (book.taken, book.put))
        for left, right in zip_longest(taken, put):
            yield business, left, right


def _title(book: FlowPicture, pollutant: Pollutant) -> str:
    name = said(book.book.words)
    return said(say("{pollutant}的{book}从哪里来、到哪里去", pollutant=pollutant_name(pollutant), book=name))


def _drawn(book: FlowPicture, title: str) -> Markup:
    chart = FlowChart(
        name=f"flow-{book.book}",
        heads=(said(say("取自")), said(say("业务（吨/年）")), said(say("转至"))),
        taken=tuple(_band(flow) for flow in book.taken),
        put=tuple(_band(flow) for flow in book.put),
        write=tonnes,
    )
    words = [_words(flow, say("取自{stand}", stand=said(flow.stand.words))) for flow in book.taken]
    words += [_words(flow, say("转入{stand}", stand=said(flow.stand.words))) for flow in book.put]
    description = said(say("；")).join(words)
    return flow_chart(chart, title=title, description=description)


def _words(flow: Flow, stand: Message) -> str:
    return said(
        say(
            "{business}：{stand}{grams}吨/年",
            business=said(flow.business.words),
            stand=said(stand),
            grams=tonnes(flow.grams),
        )
    )


def _band(flow: Flow) -> Band:
    return Band(outer=said(flow.stand.words), middle=said(flow.business.words), grams=flow.grams)
