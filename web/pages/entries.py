"""The journal: the acts in their order, the latest first, and each act as a voucher."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

import flask

from ledger.domain.unit import Unit
from ledger.projections.entry import PAGE, RecordedEntry, entries, entry
from ledger.projections.overview import log_head
from web.access import PUBLIC, access
from web.context import current
from web.pages.queries import JournalQuery, read_query

if TYPE_CHECKING:
    from ledger.domain.journal import Registration

blueprint: Final = flask.Blueprint("entries", __name__)


@blueprint.get("/entries")
@access(PUBLIC)
def index() -> str:
    """Show a page of the journal; places are dense, so a page is known by its last place alone."""
    view = current().view
    size = log_head(view).size
    before = min(read_query(JournalQuery())["before"] or size + 1, size + 1)
    after = max(before - 1 - PAGE, 0)
    shown = entries(view, after=after, limit=before - 1 - after)
    return flask.render_template("entries.html", entries=shown[::-1], size=size, page=PAGE)


@blueprint.get("/entries/<number:seq>")
@access(PUBLIC)
def one(seq: int) -> str:
    """Show one act."""
    view = current().view
    found = entry(view, seq)
    return flask.render_template(
        "entry.html",
        entry=found,
        totals=_totals(found),
        registrations=[(fact, _laid_out(fact), _round(fact)) for fact in found.registrations],
        size=log_head(view).size,
    )


def _totals(shown: RecordedEntry) -> dict[Unit, int]:
    """Return what was moved in each unit: the sum of its debits, and as much of its credits."""
    totals: dict[Unit, int] = {}
    for movement in shown.movements:
        totals[movement.unit] = totals.get(movement.unit, 0) + movement.amount
    return totals


def _laid_out(fact: Registration) -> str:
    return json.dumps(json.loads(fact.body), ensure_ascii=False, indent=2)


def _round(fact: Registration) -> tuple[int, str] | None:
    """Return number and place of the round that a fact is about, if it is about one."""
    if fact.register not in {"round", "round.act"}:
        return None
    place, _, number = fact.subject.rpartition("/")
    return int(number), place.replace("%2F", "/").replace("%25", "%")
