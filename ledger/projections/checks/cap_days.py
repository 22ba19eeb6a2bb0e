"""The cap on every day on which something changes: rights in force, reserve and unallocated beside the cap of that day.

A second reckoning from the movements alone. When a right is issued the rules look at the accounts through which tonnes
become rights; this adds up what the holders have. The two must never disagree about whether the cap was exceeded
(CS61 art. 3).
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final

from ledger.domain.bookkeeping.account import CHART
from ledger.domain.bookkeeping.unit import UnitKind
from ledger.domain.values.encoding import day_of
from ledger.domain.values.pollutant import Pollutant
from ledger.store.statements import rows

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sqlalchemy import Connection

_CAP: Final = "Q10"
_MOVED: Final = "Q11"
_RESERVE: Final = ("Q30", "Q31", "Q32")
_UNALLOCATED: Final = "Q20"
_ACKNOWLEDGED: Final = ("Q90", "Q45")
_HELD: Final = tuple(code for code in CHART if code.startswith("Q4") and code != "Q45")
_SIDE: Final = (
    "SELECT account.chart, unit.term_from, unit.term_to, movement.effective_on, sum(movement.amount) FROM movement"
    " JOIN unit ON unit.id = movement.unit_id JOIN position ON position.id = movement.{side}"
    " JOIN account ON account.id = position.account_id"
    " WHERE unit.kind = ? AND unit.pollutant = ? AND unit.area = ? AND coalesce(unit.basin, '') = ?"
    " GROUP BY account.chart, unit.term_from, unit.term_to, movement.effective_on"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class CapDay:
    """What stands under a cap at the end of a day, in grams a year.

    ``limit`` is the cap with what was moved in from other areas; ``dormant`` are tranches that enterprises hold whose
    term has not begun, or is over without having been ended in the books.
    """

    day: date
    limit: int
    in_force: int
    dormant: int
    reserve: int
    unallocated: int
    acknowledged: int = 0
    """Given out beyond the cap, and known to be: taken over without an explanation (Q90), or owed back (Q45)."""

    @property
    def unnoticed(self) -> int:
        """Return by how much the cap is exceeded beyond what the books acknowledge."""
        return self.excess - self.acknowledged

    @property
    def excess(self) -> int:
        """Return by how much the cap is exceeded; never above zero in books that are in order."""
        return self.in_force + self.reserve + self.unallocated - self.limit


@dataclass(frozen=True, slots=True, kw_only=True)
class _Change:
    chart: str
    term_from: int | None
    term_to: int | None
    day: int
    amount: int


def cap_days(connection: Connection, *, area: str, pollutant: Pollutant, basin: str | None) -> list[CapDay]:
    """Return every day on which what stands under a cap changes, in order, days to come included.

    Days to come are those on which a term begins or ends; they tell what will be so if nothing else is posted.
    """
    changes = sorted(_changes(connection, area, pollutant, basin), key=lambda change: change.day)
    bounds = {bound for change in changes for bound in (change.term_from, change.term_to) if bound is not None}
    days = sorted({change.day for change in changes} | bounds)
    standing: dict[tuple[str, int | None, int | None], int] = defaultdict(int)
    found, behind = [], 0
    for day in days:
        while behind < len(changes) and changes[behind].day <= day:
            change = changes[behind]
            standing[change.chart, change.term_from, change.term_to] += change.amount
            behind += 1
        found.append(_on(day, standing.items()))
    return found


def _changes(connection: Connection, area: str, pollutant: Pollutant, basin: str | None) -> Iterator[_Change]:
    named = (UnitKind.RIGHT.value, pollutant.value, area, basin or "")
    for side, sign in (("debit", 1), ("credit", -1)):
        for chart, term_from, term_to, day, amount in rows(connection, _SIDE.format(side=side), named):
            yield _Change(chart=chart, term_from=term_from, term_to=term_to, day=day, amount=sign * int(amount))


def _on(day: int, standing: Iterable[tuple[tuple[str, int | None, int | None], int]]) -> CapDay:
    limit = in_force = dormant = reserve = unallocated = acknowledged = 0
    for (chart, term_from, term_to), amount in standing:
        if chart in {_CAP, _MOVED}:
            limit -= amount
        elif chart in _RESERVE:
            reserve += amount
        elif chart == _UNALLOCATED:
            unallocated += amount
        elif chart in _ACKNOWLEDGED:
            acknowledged -= amount
        elif chart in _HELD:
            covers = (term_from is None or term_from <= day) and (term_to is None or day < term_to)
            in_force += amount if covers else 0
            dormant += 0 if covers else amount
    return CapDay(
        day=day_of(day),
        limit=limit,
        in_force=in_force,
        dormant=dormant,
        reserve=reserve,
        unallocated=unallocated,
        acknowledged=acknowledged,
    )
