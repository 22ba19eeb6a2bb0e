"""The journal, searched by conditions that combine, and each act as a voucher with its way and what it rests on."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Final

import flask

from ledger.projections.accounts.entry import entry
from ledger.projections.accounts.holders import names_of
from ledger.projections.audit.entry_in_area import seen_in
from ledger.projections.audit.entry_links import neighbours, origins_of_credit, provisions_of, require_within
from ledger.projections.audit.journal_search import Count, JournalSearch
from ledger.projections.audit.narrowed import handled_so, narrowed
from ledger.projections.desk.act_file import ActFile, act_file, reference_at
from ledger.projections.overview import log_head
from web.access import READERS, access
from web.context import current
from web.pages.audit.kinds import kind_name
from web.pages.audit.queries import EntriesQuery
from web.pages.audit.reach import area_in_reach
from web.pages.audit.searching import choices, sent_conditions
from web.pages.followed import followed_handling
from web.pages.queries import read_query

if TYPE_CHECKING:
    from ledger.domain.bookkeeping.journal import Registration

blueprint: Final = flask.Blueprint("entries", __name__)

LINES: Final = 50
"""Acts of one page."""


@blueprint.get("/entries")
@access(*READERS)
def index() -> str:
    """Show a page of the acts that meet the conditions, the latest first."""
    asked = read_query(EntriesQuery())
    view = current().view
    of_the_reader = replace(asked["conditions"], within=area_in_reach())
    offered = choices()
    area = of_the_reader.within or of_the_reader.area
    handling = followed_handling(area if area in offered["areas"] else None)
    search = JournalSearch(view, narrowed(of_the_reader, view, handling))
    page = search.page(before=asked["before"], after=asked["after"], limit=LINES)
    if page.newer or page.older:
        known = handled_so(of_the_reader, view, handling)
        count = search.count() if known is None else Count(acts=known)
    else:
        count = Count(acts=len(page.lines))
    return flask.render_template(
        "entries.html",
        page=page,
        count=count,
        size=log_head(view).size,
        sent=sent_conditions(),
        kind_name=kind_name,
        **offered,
    )


@blueprint.get("/entries/<number:seq>")
@access(*READERS)
def one(seq: int) -> str:
    """Show one act: what it moved and registered, who handled it, its papers, and the law that judged it."""
    context, area = current(), area_in_reach()
    require_within(context.view, seq, area=area)
    found = entry(context.view, seq)
    before, behind = neighbours(context.view, seq, area=area)
    seen = seen_in(found, area=area)
    moved = tuple(each.movement for each in seen.movements)
    holders = {side.holder for each in moved for side in (each.debit, each.credit)}
    return flask.render_template(
        "entry.html",
        entry=found,
        seen=seen,
        registrations=[(fact, _laid_out(fact), _round(fact)) for fact in seen.registrations],
        file=_file(seq),
        provisions=provisions_of(found),
        origins=origins_of_credit(context.view, moved),
        names=names_of(context.view, {holder for holder in holders if holder is not None}),
        kind_name=kind_name,
        before=before,
        behind=behind,
    )


def _file(seq: int) -> ActFile | None:
    """Return the file of the bureau's act of which an entry is a step, where the act is in the person's sight."""
    reference = reference_at(current().view, seq)
    found = None if reference is None else act_file(current().view, reference)
    return found if found is not None and current().person.sits_in(found.act.area) else None


def _laid_out(fact: Registration) -> str:
    return json.dumps(json.loads(fact.body), ensure_ascii=False, indent=2)


def _round(fact: Registration) -> tuple[int, str] | None:
    """Return number and place of the round that a fact is about, if it is about one."""
    if fact.register not in {"round", "round.act"}:
        return None
    place, _, number = fact.subject.rpartition("/")
    return int(number), place.replace("%2F", "/").replace("%25", "%")
