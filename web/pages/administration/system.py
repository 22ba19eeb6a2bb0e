"""How the machine's part stands: the system administrator's page."""

from __future__ import annotations

import platform
from codecs import BOM_UTF8
from importlib.metadata import version
from typing import TYPE_CHECKING, Any, Final

import flask

from ledger.domain.people.actor import Role
from ledger.domain.values.quantity import shown
from ledger.domain.values.working_days import COLUMNS
from ledger.errors import say
from ledger.projections.overview import log_head
from ledger.projections.registers.working_days import working_days
from ledger.services.credentials import sessions
from ledger.services.working_days import record_working_days
from schemas.import_file import WorkingDaysTable, read_import
from schemas.malformed import Malformed, malformed_file
from schemas.problem import body_of, problem_of
from web.access import LARGE_FORM, access
from web.context import current
from web.forms.papers import safe_name
from web.pages.presentation import said

if TYPE_CHECKING:
    from werkzeug import Response


blueprint: Final = flask.Blueprint("system", __name__)

_EXAMPLE: Final = "\n".join(
    (
        ",".join(COLUMNS),
        "2027-01-01,rest,元旦,国办发明电〔2026〕×号",
        "2027-02-14,work,春节,国办发明电〔2026〕×号",
    )
)
"""The form of a table; the number of the notice is left open, and the days are no notice's."""


@blueprint.get("/administration/system")
@access(Role.SYSTEM_ADMINISTRATOR.value)
def index() -> str:
    """Show versions, the database, the head of the journal, how many are logged in, and the years that are counted."""
    return _page()


@blueprint.post("/administration/working-days")
@access(Role.SYSTEM_ADMINISTRATOR.value, writes=True, largest=LARGE_FORM)
def import_working_days() -> Response | tuple[str, int]:
    """Register the years of a table of working days; refuse what is no such table, or not a whole year."""
    file = flask.request.files.get("file")
    name = safe_name(file.filename or "") if file is not None else ""
    data = b"" if file is None else file.stream.read()
    context = current()
    try:
        [table] = _tables(data, name)
        with context.desk() as desk:
            record_working_days(desk.work, table=table.text, actor=desk.user.name, today=desk.today)
            desk.work.commit()
    except Malformed as error:
        problem = problem_of(error)
        return _page(body_of(problem, translate=context.translate, request_id=context.request_id)), problem.status
    return flask.redirect(flask.url_for("system.index"), 303)


def _tables(data: bytes, name: str) -> list[WorkingDaysTable]:
    """Read an upload as a table of working days.

    :raises Malformed: it is another file, or not whole.
    """
    other = malformed_file(
        code="file.kind",
        path=name,
        detail=say("“{path}”不是工作日表；首行应为 {columns}", path=shown(name), columns=",".join(COLUMNS)),
    )
    if not data.removeprefix(BOM_UTF8).startswith(COLUMNS[0].encode()):
        raise other
    found = read_import({name: data})
    if not all(isinstance(each, WorkingDaysTable) for each in found):
        raise other
    return [each for each in found if isinstance(each, WorkingDaysTable)]


def _page(problem: Any = None) -> str:
    context = current()
    return flask.render_template(
        "administration/system.html",
        facts=(
            ("permit-ledger", version("permit-ledger")),
            ("Python", platform.python_version()),
            ("SQLAlchemy", version("SQLAlchemy")),
            ("Flask", version("Flask")),
            (said(say("数据库")), context.view.dialect.name),
        ),
        head=log_head(context.view),
        sessions=len(sessions(context.view)),
        years=sorted(working_days(context.view).years),
        example=_EXAMPLE,
        problem=problem,
    )
