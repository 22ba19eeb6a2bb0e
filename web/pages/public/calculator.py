"""The calculator that everybody may use: must a project buy, how much, by which article, and roughly for how much."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import flask

from ledger.domain.projects.project_traits import Category, Discharge, Nature, Regime
from ledger.domain.values.pollutant import Medium, Pollutant
from ledger.errors import Message
from ledger.projections.enterprise.offers import estimates, offers
from ledger.rules.law.book import NoProvisionInForce
from ledger.rules.law.keys import named_key
from ledger.rules.projects.scope import classify
from schemas.malformed import Malformed
from web.access import PUBLIC, access
from web.context import current
from web.pages.public.asked_project import AskedProject, asked_project

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ledger.projections.enterprise.offers import Estimate, Offer
    from ledger.rules.projects.scope import Classification

blueprint: Final = flask.Blueprint("calculator", __name__)

_MALFORMED: Final = 422


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """A classification with what the pollutants in scope would cost, and what of them is on offer."""

    found: Classification
    estimates: Mapping[Pollutant, Estimate]
    offers: tuple[Offer, ...]

    @property
    def total(self) -> int:
        """Return what everything in scope would cost, in fen, as far as there are standards."""
        return sum(estimate.line.amount for estimate in self.estimates.values())


@blueprint.get("/calculator")
@access(PUBLIC)
def index() -> str | tuple[str, int]:
    """Show the form, and the result of what stands in it; a result can be linked to."""
    asked = asked_project()
    if asked.opened:
        return _page(asked)
    try:
        return _page(asked, result=_result(asked))
    except Malformed as error:
        return _page(asked, faults={each.field: each.detail for each in error.errors}), _MALFORMED
    except NoProvisionInForce as error:
        return _page(asked, faults={"date": error.message}), _MALFORMED


def _result(asked: AskedProject) -> Result:
    context = current()
    found = classify(asked.project(), book=context.law)
    wanted = {
        pollutant: result.increment for pollutant, result in found.factors.items() if result.regime is Regime.IN_SCOPE
    }
    return Result(
        found=found,
        estimates=estimates(context.view, wanted, book=context.law, on=context.today),
        offers=tuple(offer for offer in offers(context.view) if offer.lot.pollutant in wanted),
    )


def _page(asked: AskedProject, *, result: Result | None = None, faults: Mapping[str, Message] | None = None) -> str:
    return flask.render_template(
        "public/calculator.html",
        asked=asked,
        result=result,
        faults=faults or {},
        media={medium: [each for each in Pollutant if each.medium is medium] for medium in Medium},
        choices={
            "nature": (Nature, Nature.NEW),
            "discharge": (Discharge, Discharge.DIRECT),
            "category": (Category, Category.INDUSTRY),
        },
        meaning=_meaning,
    )


def _meaning(key: str) -> Any:
    """Return what a provision is about, in words."""
    return named_key(key).meaning
