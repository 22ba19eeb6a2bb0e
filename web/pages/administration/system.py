"""How the machine's part stands: the system administrator's page."""

from __future__ import annotations

import platform
from importlib.metadata import version
from typing import Final

import flask

from ledger.domain.people.actor import Role
from ledger.errors import say
from ledger.projections.overview import log_head
from ledger.services.credentials import sessions
from web.access import access
from web.context import current
from web.pages.presentation import said

blueprint: Final = flask.Blueprint("system", __name__)


@blueprint.get("/administration/system")
@access(Role.SYSTEM_ADMINISTRATOR.value)
def index() -> str:
    """Show versions, the database, the head of the journal, and how many are logged in."""
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
    )
