"""What of a tranche was renewed goes with its tonnes, whoever has them then and whatever tranche they are."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from ledger.domain.bookkeeping.unit import Unit
from ledger.domain.rights.right_acts import Renewal


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """Tonnes that go from one enterprise to another, or become another tranche, in grams a year."""

    giver: str
    taker: str
    """Credit codes."""
    was: Unit
    becomes: Unit
    grams: int


def renewals_moving(moves: Iterable[Moved], *, known: Callable[[str, str], Renewal | None]) -> tuple[Renewal, ...]:
    """Return what is renewed of each tranche with whom afterwards: nobody renews a second time what he was given.

    What was renewed goes first, as in a split.

    :param known: what is registered of an enterprise's renewal of a tranche, by credit code and code of the tranche.
    """
    after: dict[tuple[str, str], Renewal] = {}

    def now(code: str, unit: str) -> Renewal | None:
        return after.get((code, unit)) or known(code, unit)

    for move in moves:
        given = now(move.giver, move.was.code)
        grams = 0 if given is None else min(given.grams, move.grams)
        if given is not None and grams:
            after[move.giver, move.was.code] = replace(given, grams=given.grams - grams)
            own = now(move.taker, move.becomes.code)
            after[move.taker, move.becomes.code] = replace(
                given,
                enterprise=move.taker,
                unit=move.becomes.code,
                grams=grams + (0 if own is None else own.grams),
            )
    return tuple(after.values())
