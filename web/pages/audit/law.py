"""The law as the books keep it: a provision as it stood for an act, what it judged, and the texts of a rule book."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import flask

from ledger.errors import NotFound, say
from ledger.projections.audit.journal_search import lines_at
from ledger.projections.audit.provision_text import acts_judged_by, kept_books, kept_law, provision_at
from ledger.rules.law.provision import Authority
from web.access import READERS, access
from web.context import current
from web.pages.audit.kinds import kind_name
from web.pages.audit.queries import ProvisionQuery
from web.pages.audit.reach import area_in_reach
from web.pages.followed import followed_handling
from web.pages.queries import read_query
from web.workbooks.download import download

if TYPE_CHECKING:
    from werkzeug import Response

blueprint: Final = flask.Blueprint("audit_law", __name__)

ACTS: Final = 50
"""Acts of one page that a provision judged."""


@blueprint.get("/audit/provisions/<key>")
@access(*READERS)
def provision(key: str) -> str:
    """Show a provision as a rule book has it for a day, and the acts that it judged."""
    asked = read_query(ProvisionQuery())
    context = current()
    digest = asked["book"] or context.law.digest
    shown = provision_at(context.view, key, digest=digest, on=asked["on"] or context.today)
    places: tuple[int, ...] = ()
    if area_in_reach() is None:
        places = acts_judged_by(
            context.view,
            key,
            effective_from=shown.version.effective_from,
            before=asked["before"],
            limit=ACTS,
        )
    return flask.render_template(
        "audit/provision.html",
        key=key,
        digest=digest,
        adopted=context.law.digest,
        shown=shown,
        acts=lines_at(context.view, places),
        following=places[-1] if len(places) == ACTS else None,
        authority=Authority,
        kind_name=kind_name,
    )


@blueprint.get("/audit/rule-books")
@access(*READERS)
def books() -> str:
    """Show the rule books under which acts were recorded, and the provisions of the adopted one."""
    context = current()
    books = kept_books(context.view, handling=followed_handling(None))
    return flask.render_template("audit/rule_books.html", books=books, law=context.law)


@blueprint.get("/audit/rule-books/<digest>/<path:name>")
@access(*READERS)
def text(digest: str, name: str) -> Response:
    """Send one text of a rule book, as it was judged by."""
    texts = kept_law(current().view, digest).texts
    if name not in texts:
        raise NotFound(say("该规则书没有文件“{name}”", name=name[:100]), code="rule_book.file")
    return download(texts[name].encode(), name=name.rpartition("/")[2], media_type="text/plain; charset=utf-8")
