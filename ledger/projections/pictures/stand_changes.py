"""What every act changed where grams stand: moves inside a stock cancel out, and an act that is taken back is negative.

One pass over the movements of a period, summed by act first, because what comes in and goes out again in one act has
not moved.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from ledger.domain.bookkeeping.unit import UnitKind
from ledger.domain.values.encoding import day_number
from ledger.projections.pictures.business import STANDS, Stand
from ledger.store.statements import markers, rows

if TYPE_CHECKING:
    from datetime import date

    from sqlalchemy import Connection

    from ledger.domain.values.pollutant import Pollutant

_STAND: Final = "CASE account.chart {} END".format(
    " ".join(f"WHEN '{chart}' THEN '{stand}'" for chart, stand in STANDS.items())
)
_LEG: Final = (
    "SELECT movement.seq AS seq, movement.effective_on / 100 AS month, {area} AS area, unit.kind AS book,"
    f" {_STAND} AS stand, {{sign}}movement.amount AS amount"
    " FROM unit JOIN position ON position.unit_id = unit.id JOIN account ON account.id = position.account_id"
    " JOIN movement ON movement.{side} = position.id"
    " WHERE unit.pollutant = ? AND account.area IN ({areas}) AND account.chart IN ({charts})"
    " AND movement.effective_on BETWEEN ? AND ?"
)
_CHANGES: Final = (
    "SELECT area, month, book, stand, coalesce(taken_back.kind, journal.kind),"
    " CASE WHEN journal.reverses IS NULL THEN 0 ELSE 1 END, CASE WHEN change > 0 THEN 1 ELSE 0 END, sum(change)"
    " FROM (SELECT seq, month, area, book, stand, sum(amount) AS change FROM ({legs}) AS leg"
    " GROUP BY seq, month, area, book, stand HAVING sum(amount) <> 0) AS of_act"
    " JOIN journal ON journal.seq = of_act.seq LEFT JOIN journal AS taken_back ON taken_back.seq = journal.reverses"
    " GROUP BY 1, 2, 3, 4, 5, 6, 7"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class StandChange:
    """What one kind of act changed at one place in a month, in grams a year.

    Attributes:
        area: of the accounts; empty where several areas were asked for as one.
        month: ``yyyymm``.
        kind: of the act, or of the act that it takes back.
        came_in: negative where acts that brought something in were taken back; so is ``went_out``.

    """

    area: str
    month: int
    book: UnitKind
    stand: Stand
    kind: str
    came_in: int = 0
    went_out: int = 0


def stand_changes(
    connection: Connection,
    *,
    pollutant: Pollutant,
    starts: date,
    ends: date,
    areas: Sequence[str],
    apart: bool,
    at: Collection[Stand] = frozenset(Stand),
) -> Iterator[StandChange]:
    """Yield what was changed from a first to a last day, both counted, at some places or at all.

    :param apart: whether each area counts by itself; else what moves between two of them has not moved.
    """
    if not areas:
        return
    charts = tuple(chart for chart, stand in STANDS.items() if stand in at)
    values = (pollutant.value, *areas, *charts, day_number(starts), day_number(ends))
    legs = " UNION ALL ".join(
        _LEG.format(
            area="account.area" if apart else "''",
            sign=sign,
            side=side,
            areas=markers(len(areas)),
            charts=markers(len(charts)),
        )
        for side, sign in (("debit", ""), ("credit", "-"))
    )
    for area, month, book, stand, kind, red, rises, change in rows(
        connection, _CHANGES.format(legs=legs), (*values, *values)
    ):
        # What is taken back stands, negative, on the side on which it stood.
        into = bool(rises) is not bool(red)
        yield StandChange(
            area=area,
            month=month,
            book=UnitKind(book),
            stand=Stand(stand),
            kind=kind,
            came_in=int(change) if into else 0,
            went_out=0 if into else -int(change),
        )
