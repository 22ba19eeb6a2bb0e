"""The test questions: all of them with their counts, each with its answer, as a page and as a file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import flask

from ledger.errors import NotFound, say
from ledger.projections.accounts.holders import names_of
from ledger.projections.audit.question import Holder, Inquiry
from ledger.projections.audit.questions.catalogue import QUESTIONS
from web.access import READERS, access
from web.context import current
from web.pages.audit.cells import in_a_sheet, is_figure, link_of, words_of
from web.pages.audit.queries import QuestionQuery
from web.pages.audit.reach import area_in_reach
from web.pages.followed import followed_exposure, followed_handling, followed_papers
from web.pages.presentation import said
from web.pages.queries import read_query
from web.workbooks.sheet import sheet

if TYPE_CHECKING:
    from ledger.projections.audit.question import Question, Row

blueprint: Final = flask.Blueprint("audit", __name__)

LINES: Final = 100
"""Lines of one page of an answer."""


@blueprint.get("/audit")
@access(*READERS)
def index() -> str:
    """Show every question; their counts come one by one, as each is answered."""
    return flask.render_template("audit/index.html", questions=_in_reach())


@blueprint.get("/audit/questions/<name>/count")
@access(*READERS)
def count(name: str) -> str:
    """Show how many lines of an answer an auditor looks at."""
    rows = _answer(_question(name))
    found = sum(row.finding for row in rows)
    return flask.render_template("audit/count.html", found=found, lines=len(rows))


@blueprint.get("/audit/questions/<name>")
@access(*READERS)
def one(name: str) -> str:
    """Show a question with a page of its answer."""
    question, start = _question(name), read_query(QuestionQuery())["start"]
    rows = _answer(question)
    shown = rows[start - 1 : start - 1 + LINES]
    holders = {cell.name for row in shown for cell in row.cells if isinstance(cell, Holder)}
    return flask.render_template(
        "audit/question.html",
        question=question,
        rows=shown,
        start=start,
        page=LINES,
        lines=len(rows),
        found=sum(row.finding for row in rows),
        names=names_of(current().view, holders) if holders else {},
        link_of=link_of,
        words_of=words_of,
        is_figure=is_figure,
    )


@blueprint.get("/audit/questions/<name>.csv")
@access(*READERS)
def file(name: str) -> flask.Response:
    """Send the whole answer as a file."""
    question = _question(name)
    headings = [*(said(column) for column in question.columns), said(say("重点"))]
    rows = ([*map(in_a_sheet, row.cells), int(row.finding)] for row in _answer(question))
    return sheet(f"question-{name}", headings, rows)


def _in_reach() -> list[Question]:
    """Return the questions that can be answered for what the person may see."""
    whole = area_in_reach() is None
    return [question for question in QUESTIONS.values() if whole or not question.whole_city]


def _question(name: str) -> Question:
    question = next((question for question in _in_reach() if question.name == name), None)
    if question is None:
        raise NotFound(say("没有名为“{name}”的检查项", name=name[:50]), code="question.unknown")
    return question


def _answer(question: Question) -> list[Row]:
    context, area = current(), area_in_reach()
    inquiry = Inquiry(
        view=context.view,
        registers=context.registers,
        law=context.law,
        today=context.today,
        area=area,
        handling=followed_handling(area),
        papers=followed_papers(area),
        exposure=followed_exposure(),
    )
    return list(question.answer(inquiry))
