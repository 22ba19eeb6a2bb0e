"""What an enterprise may sell and why not more; what it must buy, of whom, by when."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import flask

from ledger.projections.enterprise.buyers import reach_of
from ledger.projections.enterprise.need import buying_breaches, needs_of
from ledger.projections.enterprise.offers import estimates, offers
from ledger.projections.enterprise.payments import payments_of
from ledger.projections.enterprise.sale import sale_outlook
from ledger.projections.enterprise.sale_summary import sale_summary
from web.access import access
from web.context import current
from web.pages.enterprise.own import ENTERPRISE, own_code, own_state

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ledger.domain.registers.enterprise import Enterprise
    from ledger.domain.values.pollutant import Pollutant
    from ledger.errors import Breach
    from ledger.projections.enterprise.need import ProjectNeed

blueprint: Final = flask.Blueprint("trading", __name__)


@blueprint.get("/enterprise/selling")
@access(ENTERPRISE)
def selling() -> str:
    """Show what may be sold of every pollutant, what withholds the rest, and what to do about it."""
    context = current()
    state = own_state()
    outlook = sale_outlook(context.view, state, book=context.law)
    payments = payments_of(context.view, own_code(), on=context.today)
    return flask.render_template(
        "enterprise/selling.html",
        state=state,
        outlook=outlook,
        summary=sale_summary(context.view, outlook, book=context.law, on=context.today),
        reach=reach_of(
            context.view,
            state.holder,
            [tranche.unit for tranche in outlook.tranches],
            book=context.law,
            on=context.today,
        ),
        overdue=payments.overdue,
        buying=_buying(state.holder, payments.overdue),
    )


@blueprint.get("/enterprise/buying")
@access(ENTERPRISE)
def buying() -> str:
    """Show which projects still need rights, with what they would cost and what is on offer."""
    context = current()
    needs = [need for need in needs_of(context.view, own_code(), book=context.law, on=context.today) if need.open]
    overdue = payments_of(context.view, own_code(), on=context.today).overdue
    return flask.render_template(
        "enterprise/buying.html",
        needs=needs,
        estimates=estimates(context.view, _missing(needs), book=context.law, on=context.today),
        offers=offers(context.view),
        breaches=_buying(own_state().holder, overdue),
    )


def _buying(holder: Enterprise, overdue: int) -> tuple[Breach, ...]:
    """Return what stands against the enterprise buying out of the reserve today."""
    context = current()
    return buying_breaches(context.view, holder, overdue=overdue, area=holder.area, book=context.law, on=context.today)


def _missing(needs: Sequence[ProjectNeed]) -> dict[Pollutant, int]:
    """Return what is missing of each pollutant, of all projects together, in grams."""
    missing: dict[Pollutant, int] = {}
    for need in needs:
        for line in need.lines:
            missing[line.factor.pollutant] = missing.get(line.factor.pollutant, 0) + line.missing
    return missing
