"""What every enterprise has of each tranche: in use, surplus and restricted side by side, added up in the database."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import BigInteger, case, cast, func, literal, select, tuple_

from ledger.domain.bookkeeping.unit import Unit
from ledger.domain.values.pollutant import Pollutant
from ledger.projections.accounts.held import bytewise, held_by_position
from ledger.projections.accounts.holders import holders_like
from ledger.store.positions import UNIT_COLUMNS, unit_of
from ledger.store.tables import account, position, unit

if TYPE_CHECKING:
    from collections.abc import Collection

    from sqlalchemy import ColumnElement, Select

    from ledger.projections.view import View

IN_USE: Final = ("Q40",)
SURPLUS: Final = ("Q41",)
RESTRICTED: Final = ("Q42.1", "Q42.2", "Q42.3", "Q42.4", "Q42.5")
LEASED_IN: Final = ("Q44",)
STATES: Final = {"in_use": IN_USE, "surplus": SURPLUS, "restricted": RESTRICTED, "leased_in": LEASED_IN}
_HELD: Final = (*IN_USE, *SURPLUS, *RESTRICTED, *LEASED_IN)

HoldingPlace = tuple[str, str, str]
"""Where a line stands in the list: holder, area of the account, code of the unit."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldingFilter:
    """Which holdings are asked for; a member that is None leaves nothing out, ``holder`` is a part of name or code."""

    on: date | None = None
    holder: str | None = None
    area: str | None = None
    pollutant: Pollutant | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldingLine:
    """What a holder has of one tranche, in grams a year."""

    holder: str
    area: str
    unit: Unit
    in_use: int
    surplus: int
    restricted: int
    leased_in: int


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldingPage:
    """Lines by holder, area and tranche; ``following`` is where the next page begins, if there is one."""

    lines: tuple[HoldingLine, ...]
    following: HoldingPlace | None


def holding_page(view: View, asked: HoldingFilter, *, after: HoldingPlace | None = None, limit: int) -> HoldingPage:
    """Return a page of what is held."""
    order = (bytewise(account.c.holder, view), bytewise(account.c.area, view), bytewise(unit.c.code, view))
    statement = lines_held(view, asked).order_by(*order).limit(limit + 1)
    if after is not None:
        statement = statement.where(tuple_(*order) > tuple_(*map(literal, after)))
    found = view.execute(statement).all()
    last = found[limit - 1] if len(found) > limit else None
    return HoldingPage(
        lines=tuple(map(_line, found[:limit])),
        following=None if last is None else (last[0], last[1], last[2]),
    )


def lines_held(view: View, asked: HoldingFilter) -> Select[Any]:
    """Select holder, area (``held_in``), code and members of the tranche, and the grams in each state."""
    held = held_by_position(on=asked.on)
    exact = ((account.c.area, asked.area), (unit.c.pollutant, asked.pollutant and asked.pollutant.value))
    conditions: list[ColumnElement[bool]] = [
        held.c.amount != 0,
        account.c.chart.in_(_HELD),
        account.c.holder.is_not(None),
        *(column == value for column, value in exact if value is not None),
    ]
    if asked.holder is not None:
        conditions.append(holders_like(view, account.c.holder, asked.holder))
    sums = (_sum(held.c.amount, lines).label(name) for name, lines in STATES.items())
    key = (account.c.holder, account.c.area.label("held_in"), unit.c.code)
    return (
        select(*key, *UNIT_COLUMNS, *sums)
        .select_from(
            held.join(position, position.c.id == held.c.position_id)
            .join(account, account.c.id == position.c.account_id)
            .join(unit, unit.c.id == position.c.unit_id)
        )
        .where(*conditions)
        .group_by(account.c.holder, account.c.area, unit.c.code, *UNIT_COLUMNS)
    )


def _line(row: Any) -> HoldingLine:
    in_use, surplus, restricted, leased_in = (int(amount) for amount in row[-4:])
    return HoldingLine(
        holder=row[0],
        area=row[1],
        unit=unit_of(*row[3:-4]),
        in_use=in_use,
        surplus=surplus,
        restricted=restricted,
        leased_in=leased_in,
    )


def _sum(amount: ColumnElement[int], lines: Collection[str]) -> ColumnElement[int]:
    return cast(func.coalesce(func.sum(case((account.c.chart.in_(lines), amount), else_=0)), 0), BigInteger)
