"""Months and years: what stands in the way of closing them, closing, and opening again."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Final

import flask

from ledger.domain.bookkeeping.period import ClosedPeriod, ClosedYear, month_end, next_month_end
from ledger.domain.people.actor import Office, Role
from ledger.domain.registers.area import WHOLE_CITY
from ledger.projections.desk.vouchers import first_year
from ledger.projections.desk.work import waiting_acts
from web.access import READERS, access
from web.context import current
from web.pages.desk.followed import deadlines_of, title_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ledger.projections.desk.work import WaitingRow

blueprint: Final = flask.Blueprint("desk_periods", __name__)

_MOST: Final = 100
_SHOWN_MONTHS: Final = 24


@blueprint.get("/desk/periods")
@access(*READERS)
def index() -> str:
    """Show how far the books are closed, what stands in the way of the next month, and the steps towards it."""
    context = current()
    person = context.person
    period = context.registers.find(ClosedPeriod, ClosedPeriod.SUBJECT)
    through = None if period is None else period.through
    begun = first_year(context.view)
    ends = _next_end(through, begun)
    years = {known.year: known.closed for known in context.registers.all(ClosedYear)}
    waiting = waiting_acts(context.view)
    in_the_way = [row for row in waiting if _stands_in_the_way(row, ends)]
    return flask.render_template(
        "desk/periods.html",
        through=through,
        ends=ends,
        in_the_way=[row for row in in_the_way if person.sits_in(row.act.area)],
        elsewhere=sum(not person.sits_in(row.act.area) for row in in_the_way),
        asked_for=[row for row in waiting if row.act.kind.startswith("period.") and person.sits_in(WHOLE_CITY)],
        years=sorted(years.items(), reverse=True),
        next_year=_next_year(years, begun),
        months=_months(through, begun),
        records=person.role is Role.CLERK and person.office is not Office.BRANCH,
        deadlines=deadlines_of(in_the_way),
        most=_MOST,
        title_of=title_of,
    )


def _next_end(through: date | None, begun: int | None) -> date | None:
    """Return the last day of the next month to be closed; None where nothing was ever posted."""
    if through is not None:
        return next_month_end(through)
    return None if begun is None else month_end(date(begun, 1, 1))


def _stands_in_the_way(row: WaitingRow, ends: date | None) -> bool:
    return ends is not None and row.act.effective_on <= ends and not row.act.kind.startswith("period.")


def _next_year(years: dict[int, bool], begun: int | None) -> int | None:
    closed = [year for year, is_closed in years.items() if is_closed]
    return max(closed) + 1 if closed else begun


def _months(through: date | None, begun: int | None) -> Sequence[date]:
    """Return the last days of the closed months that may be opened again, the latest first."""
    if through is None or begun is None:
        return ()
    found: list[Any] = []
    day = through
    while day.year >= begun and len(found) < _SHOWN_MONTHS:
        found.append(day)
        day = day.replace(day=1) - timedelta(days=1)
    return found
