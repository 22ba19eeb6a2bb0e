"""The projects of an enterprise: who has the case, since when, until when, what is missing, and why."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import flask

from ledger.errors import Message, say
from ledger.projections.projects.cases import ProjectCase, Stage, project_case, project_cases
from ledger.rules.law.book import NoProvisionInForce
from ledger.rules.projects.project import project_case as classified_on
from ledger.rules.projects.scope import classify
from web.access import access
from web.context import current
from web.pages.enterprise.own import ENTERPRISE, own_code

blueprint: Final = flask.Blueprint("own_projects", __name__)

DUE_WORDS: Final[Mapping[Stage, Message]] = {
    Stage.REVIEW: say("答复期限"),
    Stage.PURCHASE: say("确认书有效期末日"),
    Stage.CONFIRMED: say("确认书有效期末日"),
    Stage.REFUSED: say("申请复议的末日"),
}
"""What the last day of a stage is the last day of."""


@blueprint.get("/enterprise/projects")
@access(ENTERPRISE)
def index() -> str:
    """Show every project with where its case stands."""
    context = current()
    cases = project_cases(context.view, own_code(), book=context.law, on=context.today)
    return flask.render_template("enterprise/projects.html", cases=cases, due_words=DUE_WORDS)


@blueprint.get("/enterprise/projects/<name:number>")
@access(ENTERPRISE)
def one(number: str) -> str:
    """Show the case of one project."""
    context = current()
    case = project_case(context.view, own_code(), number, book=context.law, on=context.today)
    return flask.render_template("enterprise/project.html", case=case, reasons=_reasons(case), due_words=DUE_WORDS)


def _reasons(case: ProjectCase) -> dict[str, Message]:
    """Return why each pollutant is subject to what it is, as registered: in words that can be translated.

    The register keeps the Chinese sentence. Where the law still says the same, the sentence is made once more from
    its parts; where the rule book has changed since, the sentence that was registered stands.
    """
    registered = {factor.pollutant.value: factor.reason for factor in case.project.factors}
    said_again: dict[str, Message] = {}
    try:
        found = classify(classified_on(case.project), book=current().law)
    except NoProvisionInForce:
        pass
    else:
        said_again = {pollutant.value: result.reason for pollutant, result in found.factors.items()}
    return {
        name: said_again[name]
        if name in said_again and str(said_again[name]) == sentence
        else Message("{sentence}", {"sentence": sentence})
        for name, sentence in registered.items()
    }
