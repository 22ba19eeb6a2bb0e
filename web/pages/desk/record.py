"""Recording acts: what a person may record, and the form of each act with what it would post."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import flask

from ledger.domain.bookkeeping.act import WaitingAct
from ledger.domain.people.actor import Office, Role
from ledger.domain.projects.project_traits import Regime
from ledger.errors import InvalidValue, LedgerError, NotFound, RuleViolation, say
from ledger.projections.desk.act_file import opened_accounts, recorded_under, shown_postings
from ledger.rules.law.provision import Authority
from ledger.services import drafts
from ledger.services.catalogue import ACTS
from ledger.services.desk import missing
from web.access import WITH_FILES, access
from web.context import current
from web.forms import keeping
from web.forms.actions import change_rows, changes_rows
from web.forms.basins import fill_basins, with_filled_basins
from web.forms.options import basins_of, words_in
from web.forms.papers import read_paper
from web.forms.places import input_at, words_at
from web.forms.preview import Outlook, outlook
from web.forms.reading import Filled, filled
from web.forms.recording import key_in_journal, record_form
from web.forms.sending import Sent, new_key, read_sent
from web.forms.tree import form_of
from web.forms.typed import Typed, typed_into
from web.labels.acts import FAMILIES, TITLES
from web.pages.desk.followed import name_of
from web.pages.desk.form_page import body_of_error, first_values, page_of, response_of
from web.search import matches

if TYPE_CHECKING:
    from werkzeug import Response

    from ledger.domain.people.draft import Draft
    from ledger.services.act import AnyAct

blueprint: Final = flask.Blueprint("record", __name__)

RECORDERS: Final = (Role.CLERK.value, Role.FINANCE.value)
LONGEST_QUERY: Final = 100
_MOST_BYTES: Final = 4_000_000
"""Of what is typed, files not counted: 500 rows of the longest line."""
_MOST_PARTS: Final = 20_000


@blueprint.url_value_preprocessor
def _make_room(_endpoint: str | None, _values: object) -> None:
    """Let forms be as large as their lists may be; who may send them at all is asked before they are read."""
    flask.request.max_form_memory_size = _MOST_BYTES
    flask.request.max_form_parts = _MOST_PARTS


@blueprint.get("/desk/record")
@access(*RECORDERS)
def index() -> str:
    """Show the acts that the person may record."""
    query = flask.request.args.get("q", "").strip()[:LONGEST_QUERY]
    families = [
        (
            family.name,
            [(kind, title) for kind, title in family.acts.items() if may_record(kind) and _found(kind, query)],
        )
        for family in FAMILIES
    ]
    return flask.render_template(
        "desk/record_index.html", families=[(name, acts) for name, acts in families if acts], query=query
    )


@blueprint.get("/desk/record/<kind>")
@access(*RECORDERS)
def form(kind: str) -> flask.Response:
    """Show the empty form of an act, checked at once where an address fills it in; or who else records that act."""
    if kind in ACTS and not may_record(kind):
        return _of_others(kind)
    act = recordable(kind)
    typed = Typed(values=first_values(form_of(act.command)))
    page = page_of(kind, typed, key=new_key())
    if not set(flask.request.args) & {member.name for member in page.form.members}:
        return response_of(page)
    read = _read(act, typed)
    found, problem = _outlook(act, read)
    return response_of(page, check=_checked(read, found, problem))


@blueprint.post("/desk/record/<kind>")
@access(*RECORDERS, writes=True, largest=WITH_FILES)
def submit(kind: str) -> Response:
    """Keep what was typed, and record it where it is asked for and sound."""
    act, sent = recordable(kind), read_sent(flask.request)
    typed = typed_into(form_of(act.command), sent.inputs)
    if changes_rows(sent.action):
        change_rows(form_of(act.command), typed.values, sent.action)
    draft = None
    try:
        draft = kept(act, typed, sent)
        _attach(draft, sent)
    except (InvalidValue, RuleViolation) as error:
        page = page_of(kind, typed, key=sent.key, draft=draft, problem=body_of_error(error))
        return response_of(page, status=422)
    if sent.action:
        return flask.redirect(flask.url_for("drafts.one", draft_id=draft.id), 303)
    read = _read(act, typed)
    if read.command is None or read.asks:
        return response_of(page_of(kind, read.typed, key=sent.key, draft=draft, filled=read), status=422)
    try:
        reference = record_form(current(), kind, read.command, key=sent.key, draft=draft)
    except LedgerError as error:
        current().look_anew()
        body = body_of_error(error)
        page = page_of(kind, read.typed, key=sent.key, draft=draft, filled=read, problem=body)
        return response_of(page, status=body["status"])
    keeping.drop(current(), kind=kind, sent=sent)
    return flask.redirect(flask.url_for("record.done", reference=reference), 303)


@blueprint.post("/desk/record/<kind>/check")
@access(*RECORDERS, writes=True, largest=WITH_FILES)
def check(kind: str) -> str:
    """Keep what was typed so far, and show what it would post or what is missing; nothing is recorded."""
    act, sent = recordable(kind), read_sent(flask.request)
    recorded = recorded_under(current().view, key_in_journal(current().person.name, sent.key))
    if recorded is not None:  # a page that was gone back to, or what was sent before the button was pressed
        return flask.render_template("desk/record_known.html", reference=recorded, kind=kind)
    typed = typed_into(form_of(act.command), sent.inputs)
    draft = kept(act, typed, sent)
    read = _read(act, typed)
    found, problem = _outlook(act, read, reference=draft.reference)
    return flask.render_template("desk/record_check.html", draft=draft, **_checked(read, found, problem))


def _read(act: AnyAct, typed: Typed) -> Filled:
    """Return what was typed as it was read, the basin of an area that has one alone filled in."""
    context, form = current(), form_of(act.command)
    basins = fill_basins(form.members, typed, basins_of=lambda area: basins_of(context, area))
    return with_filled_basins(filled(form, typed), basins)


def _checked(read: Filled, found: Outlook | None, problem: object) -> dict[str, Any]:
    """Return what the check of a form is drawn from."""
    context = current()
    postings = () if found is None else shown_postings(context.view, found.voucher)
    return {
        "read": read,
        "outlook": found,
        "postings": postings,
        "opened": opened_accounts(context.view, postings),
        "problem": problem,
        "label_at": lambda path: words_at(read.form, path, context.translate),
        "input_at": lambda path: input_at(read.form, path),
        "named": words_in(context, read.form.members, read.typed.values),
        "regime": Regime,
        "authority": Authority,
        "name_of": name_of,
    }


@blueprint.get("/desk/recorded/<number:reference>")
@access(*RECORDERS)
def done(reference: int) -> str:
    """Show that an act was recorded."""
    found = current().registers.find(WaitingAct, str(reference))
    if found is None or found.maker != current().person.name:
        raise missing(reference)
    return flask.render_template("desk/record_done.html", act=found, title=TITLES[found.kind])


def _of_others(kind: str) -> flask.Response:
    hands = ACTS[kind].path.value
    page = flask.render_template(
        "desk/record_other.html",
        title=TITLES[kind],
        offices=[office.words for office in Office if office in hands.recording_offices],
        role=hands.records.words,
    )
    return flask.make_response(page, 404)


def recordable(kind: str) -> AnyAct:
    """Return an act that the person may record.

    :raises NotFound: ``act.unknown``, also where another role or office records it.
    """
    if not may_record(kind):
        raise NotFound(say("没有名为“{kind}”的业务", kind=kind), code="act.unknown")
    return ACTS[kind]


def may_record(kind: str) -> bool:
    """Return whether the person's role and office record acts of a kind."""
    if kind not in ACTS:
        return False
    hands, person = ACTS[kind].path.value, current().person
    return person.role is hands.records and person.office in hands.recording_offices


def kept(act: AnyAct, typed: Typed, sent: Sent) -> Draft:
    """Keep what was typed as a draft of the person.

    :raises RuleViolation: ``draft.count``.
    """
    return keeping.keep(current(), act.kind, form=form_of(act.command), typed=typed, sent=sent)


def _attach(draft: Draft, sent: Sent) -> None:
    for file in sent.files:
        name, media_type, content = read_paper(file)
        with current().office() as office:
            drafts.attach(office, draft.owner, draft.id, name=name, media_type=media_type, content=content)


def _outlook(act: AnyAct, read: Filled, *, reference: int | None = None) -> tuple[Outlook | None, object]:
    if read.command is None:
        return None, None
    try:
        with current().desk() as desk:
            return outlook(desk, act, read.command, reference=reference), None
    except LedgerError as error:
        return None, body_of_error(error)


def _found(kind: str, query: str) -> bool:
    title = TITLES[kind]
    return matches(f"{ACTS[kind].title} {title.rendered(current().translate)} {kind}", query)
