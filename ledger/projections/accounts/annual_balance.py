"""The annual balance table (年度总量平衡表): by pollutant and area, what there was, what came in and went out, and why.

Four stocks are told apart. What moves inside a stock, such as a right from in use to surplus, is neither in nor out. A
red act counts as negative, under the kind of act that it takes back. Balances are carried forward as they stand, so
the opening of a year is the closing of the one before.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import BigInteger, Select, bindparam, case, cast, func, select, union_all

from ledger.domain.bookkeeping.account import CHART
from ledger.domain.values.encoding import day_number
from ledger.domain.values.pollutant import Pollutant
from ledger.domain.values.worded import Worded
from ledger.errors import say
from ledger.projections.accounts.followed_changes import FollowedChanges
from ledger.projections.accounts.held import held_by_position, whole
from ledger.projections.accounts.red import RED
from ledger.store.tables import account, journal, movement, position, unit

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement, Connection

    from ledger.projections.accounts.followed_changes import Change
    from ledger.projections.view import View


class Stock(Worded):
    """What is counted together in the table."""

    UNALLOCATED = "unallocated", say("未分配总量")
    RESERVE = "reserve", say("政府储备")
    HELD = "held", say("企业持有")
    POOL = "pool", say("减排量库")
    EXEMPT = "exempt", say("豁免待核销")
    """What the branches still have to retire for exempt projects."""


_LINES: Final[Mapping[str, Stock]] = {
    "Q20": Stock.UNALLOCATED,
    **dict.fromkeys(("Q30", "Q31", "Q32"), Stock.RESERVE),
    **{code: Stock.HELD for code in CHART if code in {"Q40", "Q41"} or code.startswith("Q42.")},
    **dict.fromkeys(("C20", "C21", "C22"), Stock.POOL),
    "E20": Stock.EXEMPT,
}
_STOCKS: Final = tuple(Stock)
_POLLUTANTS: Final = tuple(Pollutant)
_ORIGINAL: Final = journal.alias("original_act")
_STARTS: Final = bindparam("starts", type_=BigInteger)
_ENDS: Final = bindparam("ends", type_=BigInteger)
_REVERSALS: Final = select(journal.c.seq).where(journal.c.reverses.is_not(None))


@dataclass(frozen=True, slots=True, kw_only=True)
class BalanceRow:
    """One stock of one pollutant in one area and basin, in grams a year; in and out by kind of act, never both zero."""

    area: str
    pollutant: Pollutant
    basin: str | None
    stock: Stock
    opening: int
    came_in: Mapping[str, int]
    went_out: Mapping[str, int]

    @property
    def closing(self) -> int:
        """Return what there is at the end of the year."""
        return self.opening + sum(self.came_in.values()) - sum(self.went_out.values())


_Name = tuple[str, str, str | None, Stock]


def annual_balance(view: View, *, year: int, followed: FollowedChanges | None = None) -> list[BalanceRow]:
    """Return the table of a year: by area, pollutant, basin and stock.

    :param followed: what this process knows of the changes of the book; without it all movements are read.
    """
    starts, ends = date(year, 1, 1), date(year, 12, 31)
    opening = _opening(view, on=starts - timedelta(days=1))
    came_in: dict[_Name, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    went_out: dict[_Name, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for change in (followed or FollowedChanges()).between(view, starts, ends):
        for name, grams in _net(change).items():
            if grams:
                (came_in if grams > 0 else went_out)[name][change.kind] += abs(grams)
    for area, pollutant, basin, stock, kind, red, grams in view.execute(
        _CHANGED_BACK, {"starts": day_number(starts), "ends": day_number(ends)}
    ):
        name = (area, pollutant, basin, Stock(stock))
        # A red change stands, negative, in the column in which the change that it takes back stood.
        into = (grams > 0) is not bool(red)
        (came_in if into else went_out)[name][kind] += int(grams) if into else -int(grams)
    names = sorted(
        {*opening, *came_in, *went_out},
        key=lambda name: (
            name[0],
            _POLLUTANTS.index(Pollutant(name[1])),
            name[2] or "",
            _STOCKS.index(name[3]),
        ),
    )
    return [
        BalanceRow(
            area=name[0],
            pollutant=Pollutant(name[1]),
            basin=name[2],
            stock=name[3],
            opening=opening[name],
            came_in=dict(came_in[name]),
            went_out=dict(went_out[name]),
        )
        for name in names
    ]


def _net(change: Change) -> Mapping[_Name, int]:
    net: dict[_Name, int] = defaultdict(int)
    for place, grams in change.net:
        stock = _LINES.get(place.chart)
        if stock is not None:
            net[place.area, change.thing.pollutant.value, place.basin, stock] += grams
    return net


def _opening(connection: Connection, *, on: date) -> dict[_Name, int]:
    """Return what every stock held at the end of a day."""
    held = held_by_position(on=on)
    names = (account.c.area, unit.c.pollutant, unit.c.basin, account.c.chart)
    statement = (
        select(*names, whole(func.sum(held.c.amount)))
        .join_from(held, position, position.c.id == held.c.position_id)
        .join(account, account.c.id == position.c.account_id)
        .join(unit, unit.c.id == position.c.unit_id)
        .where(account.c.chart.in_(tuple(_LINES)), unit.c.pollutant.is_not(None))
        .group_by(*names)
    )
    opening: dict[_Name, int] = defaultdict(int)
    for area, pollutant, basin, line, amount in connection.execute(statement):
        if amount:
            opening[area, pollutant, basin, _LINES[line]] += amount
    return opening


def _changed_back() -> Select[Any]:
    """Select what acts that take another back changed in every stock, by kind and direction."""
    legs = union_all(*(_legs(side, sign) for side, sign in ((movement.c.debit, 1), (movement.c.credit, -1))))
    leg = legs.subquery("leg")
    names = (leg.c.area, leg.c.pollutant, leg.c.basin, leg.c.stock, leg.c.kind, leg.c.red)
    of_act = (
        select(*names, cast(func.sum(leg.c.amount), BigInteger).label("change"))
        .group_by(leg.c.seq, *names)
        .having(func.sum(leg.c.amount) != 0)
        .subquery("of_act")
    )
    totals = [column for column in of_act.c if column.name != "change"]
    rises = case((of_act.c.change > 0, 1), else_=0)
    return select(*totals, cast(func.sum(of_act.c.change), BigInteger)).group_by(*totals, rises)


def _legs(side: ColumnElement[int], sign: int) -> Select[Any]:
    red = case((RED, 1), else_=0)
    return (
        select(
            movement.c.seq,
            account.c.area,
            unit.c.pollutant,
            unit.c.basin,
            case({code: stock.value for code, stock in _LINES.items()}, value=account.c.chart).label("stock"),
            case((red == 1, _ORIGINAL.c.kind), else_=journal.c.kind).label("kind"),
            red.label("red"),
            (movement.c.amount * sign).label("amount"),
        )
        .join_from(movement, journal, journal.c.seq == movement.c.seq)
        .join(_ORIGINAL, _ORIGINAL.c.seq == journal.c.reverses)
        .join(position, position.c.id == side)
        .join(account, account.c.id == position.c.account_id)
        .join(unit, unit.c.id == movement.c.unit_id)
        .where(
            journal.c.reverses.is_not(None),
            movement.c.seq.in_(_REVERSALS),
            movement.c.effective_on.between(_STARTS, _ENDS),
            account.c.chart.in_(tuple(_LINES)),
        )
    )


_CHANGED_BACK: Final = _changed_back()
"""Made once: making it takes longer than its answer."""
