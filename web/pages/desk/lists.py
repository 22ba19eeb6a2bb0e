"""Lists that people shape: columns, filter and grouping stand in the address; the same goes into a file."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import TYPE_CHECKING, Final

import flask

from ledger.domain.values.quantity import shown
from ledger.errors import NotFound, say
from ledger.services.saved_views import views_of
from web.access import READERS, access
from web.context import current
from web.lists.asked import read_asked
from web.lists.catalogue import LISTS
from web.lists.grouping import GroupPage, group_columns, page_of_groups, value_of
from web.lists.reading import page_of, table_of
from web.pages.presentation import grouped
from web.workbooks.csv_file import CSV, csv_of
from web.workbooks.download import download
from web.workbooks.xlsx import XLSX, xlsx_of

if TYPE_CHECKING:
    from werkzeug import Response

    from web.lists.asked import Asked
    from web.lists.columns import ListOf

blueprint: Final = flask.Blueprint("desk_lists", __name__)


@blueprint.get("/desk/lists")
@access(*READERS)
def index() -> str:
    """Show the lists there are, and the person's views of each."""
    context = current()
    views = {name: views_of(context.view, context.person.name, name) for name in LISTS}
    return flask.render_template("desk/list_index.html", lists=LISTS.values(), views=views)


@blueprint.get("/desk/lists/<name>")
@access(*READERS)
def one(name: str) -> str:
    """Show a page of a list, or its groups."""
    context, asked = current(), _asked(name)
    found = page_of(asked) if asked.group is None else page_of_groups(asked)
    return flask.render_template(
        "desk/list.html",
        asked=asked,
        found=found,
        grouped=isinstance(found, GroupPage),
        keys=group_columns(asked),
        value_of=value_of,
        figure=_figure,
        views=views_of(context.view, context.person.name, name),
    )


@blueprint.get("/desk/lists/<name>.xlsx")
@access(*READERS)
def workbook(name: str) -> Response:
    """Send the whole list as a workbook."""
    asked = _asked(name)
    table = table_of(asked, origin=_origin(), demonstration=_is_demonstration())
    return _file(xlsx_of(table, made_at=current().now), asked, "xlsx", XLSX)


@blueprint.get("/desk/lists/<name>.csv")
@access(*READERS)
def csv(name: str) -> Response:
    """Send the whole list as CSV."""
    asked = _asked(name)
    table = table_of(asked, origin=_origin(), demonstration=_is_demonstration())
    return _file(b"".join(csv_of(table)), asked, "csv", CSV)


def list_of(name: str) -> ListOf:
    """Return a list.

    :raises NotFound: ``list.unknown``.
    """
    if name not in LISTS:
        raise NotFound(say("没有名为“{name}”的清单", name=shown(name)), code="list.unknown")
    return LISTS[name]


def _asked(name: str) -> Asked:
    return read_asked(list_of(name), list(flask.request.args.items(multi=True)))


def _figure(value: Decimal | int) -> str:
    return grouped(str(value)) if isinstance(value, Decimal) else str(value)


def _origin() -> str:
    found: str = json.loads(current().registers.body("book", "origin"))["origin"]
    return found


def _is_demonstration() -> bool:
    return bool(flask.current_app.jinja_env.globals["demonstration"])


def _file(data: bytes, asked: Asked, ending: str, media_type: str) -> Response:
    context = current()
    mark = say("演示").rendered(context.translate) if _is_demonstration() else ""
    name = "-".join(part for part in (asked.of.title.rendered(context.translate), str(context.today), mark) if part)
    plain = f"{asked.of.name}-{context.today}"
    return download(data, name=f"{name}.{ending}", media_type=media_type, plain=plain)
