"""Views of lists that a person keeps under a name of his own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import flask

from ledger.domain.people.draft import SavedView
from ledger.services.saved_views import drop_view, save_view
from schemas.base import RequestSchema, load
from schemas.fields import TextField
from web.access import READERS, access
from web.context import current
from web.lists.asked import read_query_text
from web.pages.desk.lists import list_of

if TYPE_CHECKING:
    from werkzeug import Response

blueprint: Final = flask.Blueprint("desk_views", __name__)

_LONGEST_NAME: Final = 60


class ViewName(RequestSchema):
    """What a view is called."""

    name = TextField(required=True, longest=_LONGEST_NAME)


@blueprint.post("/desk/lists/<name>/views")
@access(*READERS, writes=True)
def save(name: str) -> Response:
    """Keep the list as it is shown, in the place of a view of the same name."""
    asked = read_query_text(list_of(name), flask.request.form.get("query", ""))
    title = load(ViewName(), {"name": flask.request.form.get("name", "").strip()})["name"]
    context = current()
    with context.office() as office:
        save_view(office, SavedView(owner=context.person.name, page=name, name=title, query=asked.query))
    return flask.redirect(f"{flask.url_for('desk_lists.one', name=name)}?{asked.query}", 303)


@blueprint.post("/desk/lists/<name>/views/delete")
@access(*READERS, writes=True)
def delete(name: str) -> Response:
    """Throw a view away."""
    page = list_of(name).name
    title = load(ViewName(), {"name": flask.request.form.get("name", "").strip()})["name"]
    context = current()
    with context.office() as office:
        drop_view(office, SavedView(owner=context.person.name, page=page, name=title, query=""))
    return flask.redirect(flask.url_for("desk_lists.one", name=page), 303)
