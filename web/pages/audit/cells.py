"""The cells of answers before people and in files: what leads somewhere is a link, amounts have their form."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

import flask

from ledger.domain.people.actor import Office, Role
from ledger.domain.values.quantity import figure_tonnes, format_decimal, format_yuan
from ledger.errors import Message
from ledger.projections.audit.question import (
    ActAt,
    Cell,
    Holder,
    Kind,
    Project,
    Provision,
    Share,
    Source,
    Tonnes,
    Yuan,
)
from web.books import LEGAL_ZONE
from web.context import current
from web.pages.audit.kinds import kind_name
from web.pages.presentation import moment, party, said, tonnes, yuan
from web.workbooks.sheet import Figure

if TYPE_CHECKING:
    from collections.abc import Mapping

    from web.workbooks.sheet import Cell as SheetCell

_HUNDREDTHS = 10_000
_PERCENT_DECIMALS = 2


def link_of(cell: Cell) -> str | None:  # noqa: PLR0911 - one return for each form of a cell
    """Return the address that a cell leads to."""
    match cell:
        case ActAt(seq):
            return flask.url_for("entries.one", seq=seq)
        case Kind(code):
            return flask.url_for("entries.index", kind=code)
        case Source(facility):
            return flask.url_for("audit_traces.index", source=facility)
        case Project(number):
            return flask.url_for("audit_traces.index", holder=number)
        case Holder(name):
            return flask.url_for("balances.index", holder=name)
        case Provision(key, on):
            return flask.url_for("audit_law.provision", key=key, on=on)
    return None


def words_of(cell: Cell, names: Mapping[str, str]) -> str:  # noqa: PLR0911 - one return for each form of a cell
    """Return a cell as it is read by people.

    :param names: of enterprises, by their credit codes.
    """
    match cell:
        case None:
            return ""
        case Tonnes(grams):
            return tonnes(grams)
        case Yuan(fen):
            return yuan(fen)
        case Share(part, whole):
            return _percent(part, whole)
        case datetime():
            return moment(cell)
        case Holder(name):
            return names.get(name) or party(name)
    return str(_plain(cell))


def is_figure(cell: Cell) -> bool:
    """Return whether a cell is a number, which stands at the right."""
    return isinstance(cell, Tonnes | Yuan | Share | ActAt) or (isinstance(cell, int) and not isinstance(cell, bool))


def in_a_sheet(cell: Cell) -> SheetCell:  # noqa: PLR0911 - one return for each form of a cell
    """Return a cell as it stands in a file."""
    match cell:
        case Tonnes(grams):
            return Figure(figure_tonnes(grams))
        case Yuan(fen):
            return Figure(format_yuan(fen))
        case Share(part, whole):
            return _percent(part, whole)
        case datetime():
            return cell.astimezone(LEGAL_ZONE).isoformat(timespec="seconds")
        case ActAt(seq):
            return seq
        case Kind(code):
            return code
        case date() | None:
            return cell
        case int():
            return cell
    return str(_plain(cell))


def _plain(cell: Cell) -> object:  # noqa: PLR0911 - one return for each form of a cell
    match cell:
        case ActAt(seq):
            return seq
        case Kind(code):
            return said(kind_name(code))
        case Source(name) | Holder(name) | Project(name):
            return name
        case Provision(key, _):
            return key
        case Role():
            return said(cell.words)
        case Office():
            return said(cell.words)
        case Message():
            return cell.rendered(current().translate)
    return cell


def _percent(part: int, whole: int) -> str:
    hundredths = (2 * part * _HUNDREDTHS + whole) // (2 * whole)
    return f"{format_decimal(hundredths, scale=100, decimals=_PERCENT_DECIMALS)}%"
