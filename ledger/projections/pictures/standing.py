"""What stands on every line of the chart at the end of a day, by area and pollutant."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from ledger.domain.values.encoding import day_number
from ledger.domain.values.pollutant import Pollutant
from ledger.store.statements import rows

if TYPE_CHECKING:
    from datetime import date

    from sqlalchemy import Connection

# A right counts where its term has begun and is not over; a unit without a term always does.
_RUNS: Final = "CASE WHEN coalesce(unit.term_from, 0) <= ? AND ? < coalesce(unit.term_to, 99999999) THEN 1 ELSE 0 END"
# SQLite keeps the order of a CROSS JOIN; left to itself it begins with every movement that was ever made.
_SUMS: Final = (
    f"SELECT account.area, unit.pollutant, account.chart, {_RUNS}, sum({{amount}})"
    " FROM position CROSS JOIN unit CROSS JOIN account CROSS JOIN {table}"
    " WHERE unit.id = position.unit_id AND account.id = position.account_id AND {table}.{counted} = position.id"
    " AND {pollutants} AND {days}"
    " GROUP BY account.area, unit.pollutant, account.chart, 4"
)
_MONTHS: Final = {
    "amount": "turnover.debit - turnover.credit",
    "table": "turnover",
    "counted": "position_id",
    "days": "turnover.month < ?",
}
_NOW: Final = {"amount": "balance.amount", "table": "balance", "counted": "position_id", "days": "balance.amount <> 0"}
_LATER: Final = "SELECT 1 FROM balance WHERE latest_on > ? LIMIT 1"
_DAYS: Final = {"amount": "movement.amount", "table": "movement", "days": "movement.effective_on BETWEEN ? AND ?"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line of the chart in an area; ``runs`` is whether the term of the units runs on the day."""

    area: str
    pollutant: Pollutant
    chart: str
    runs: bool


def standing(connection: Connection, *, on: date, pollutant: Pollutant | None = None) -> Mapping[Line, int]:
    """Return debits less credits at the end of a day of the lines that count a pollutant, or any, in grams a year.

    Where nothing counts from a later day they are the balances; otherwise the months before and the days of the month.
    """
    day = day_number(on)
    month = day // 100
    of = "unit.pollutant IS NOT NULL" if pollutant is None else "unit.pollutant = ?"
    named = () if pollutant is None else (pollutant.value,)
    sums: dict[Line, int] = defaultdict(int)
    if not rows(connection, _LATER, (day,)):
        found = [(1, rows(connection, _SUMS.format(**_NOW, pollutants=of), (day, day, *named)))]
    else:
        found = [(1, rows(connection, _SUMS.format(**_MONTHS, pollutants=of), (day, day, *named, month)))]
        for side, sign in (("debit", 1), ("credit", -1)):
            statement = _SUMS.format(**_DAYS, counted=side, pollutants=of)
            found.append((sign, rows(connection, statement, (day, day, *named, month * 100, day))))
    for sign, part in found:
        for area, name, chart, runs, amount in part:
            line = Line(area=area, pollutant=Pollutant(name), chart=chart, runs=bool(runs))
            sums[line] += sign * int(amount)
    return sums
