"""What an enterprise holds, to be chosen instead of typed: each share with its term and its origin."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from ledger.domain.bookkeeping.unit import UnitKind
from ledger.domain.registers.facility import Facility
from ledger.domain.values.quantity import figure_tonnes
from ledger.errors import say
from ledger.projections.accounts.balances import PositionBalance, balances
from web.context import Context

_HELD: Final = "Q4"
"""The accounts of rights that enterprises hold."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Holding:
    """A share of rights: the members of a tranche as they are typed, and how people are told of it."""

    members: dict[str, str]
    words: str


def holder_of(context: Context, holder: str, facility: str) -> str:
    """Return whose holdings are asked for: those of the enterprise named, else of the one that the facility is of."""
    if holder or not facility.isprintable():
        return holder
    found = context.registers.find(Facility, facility)
    if found is None or not context.person.sits_in(found.area):
        return ""
    return found.enterprise or ""


def holdings_of(context: Context, holder: str) -> list[Holding]:
    """Return what an enterprise holds in the areas that the person handles."""
    if not holder or not holder.isprintable():
        return []
    rows = balances(context.view, holder=holder)
    return [_holding(context, row) for row in rows if _is_held(context, row, holder)]


def _is_held(context: Context, row: PositionBalance, holder: str) -> bool:
    account = row.account
    return (
        account.holder == holder
        and row.unit.kind is UnitKind.RIGHT
        and row.unit.origin is not None
        and account.chart.code.startswith(_HELD)
        and context.person.sits_in(account.area)
    )


def _holding(context: Context, row: PositionBalance) -> Holding:
    unit, line = row.unit, row.account.chart
    origin = unit.origin
    members = {
        "pollutant": str(unit.pollutant),
        "basin": unit.basin or "",
        "term_from": str(unit.term_from),
        "term_to": str(unit.term_to),
        "origin": str(origin),
    }
    words = say(
        "{pollutant} {basin} {term_from}起、{term_to}前 {origin}｜{account} {grams}吨/年",
        **{**members, "origin": "" if origin is None else origin.words},
        account=line.english if context.language == "en" else line.chinese,
        grams=figure_tonnes(row.amount),
    )
    return Holding(members=members, words=words.rendered(context.translate))
