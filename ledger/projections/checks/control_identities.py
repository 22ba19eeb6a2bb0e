"""The control identities of the chart: sums that must agree whatever acts were posted, and that no posting looks at.

Double entry makes every unit balance; these say more: that a gram which changed its unit arrived, that nothing went
from one book into another, and that what stands opposite each other is equal.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from ledger.domain.bookkeeping.unit import UnitKind
from ledger.errors import Message, say
from ledger.projections.accounts.balances import balances

if TYPE_CHECKING:
    from datetime import date

    from sqlalchemy import Connection

_Sums = Mapping[tuple[str, str, str], int]
"""Debits less credits by line of the chart, area and pollutant (empty for money)."""

_GIVEN_OUT_OF_THE_CAP: Final = (
    *("Q20", "Q30", "Q31", "Q32", "Q40", "Q41", "Q42.1", "Q42.2", "Q42.3", "Q42.4", "Q42.5", "Q44"),
    *("Q15", "Q19", "Q45", "Q90", "Q11"),
)
_MONEY: Final = ("1002", "1212.1", "1212.2", "1212.4", "1212.8", "2103.9")
_OWED: Final = ("2103.1", "2103.2", "1212.9", "2307.1")
_PAIRS: Final = (
    ("E20", ("E10",)),
    ("E30", ("E31",)),
    ("B20", ("B21",)),
    ("B30", ("B31",)),
    ("B60", ("B61", "B62")),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """One identity of an area and a pollutant, both sides in grams or fen."""

    name: str
    words: Message
    area: str
    pollutant: str
    left: int
    right: int

    @property
    def holds(self) -> bool:
        """Return whether both sides agree."""
        return self.left == self.right


def identities(connection: Connection, *, on: date | None = None) -> list[Identity]:
    """Return every identity, at the end of a day or, without one, of all that is recorded."""
    sums: dict[tuple[str, str, str], int] = defaultdict(int)
    for row in balances(connection, on=on):
        pollutant = "" if row.unit.kind is UnitKind.MONEY else str(row.unit.pollutant)
        sums[row.account.chart.code, row.account.area, pollutant] += row.amount
    places = sorted({(area, pollutant) for _, area, pollutant in sums})
    return [*_of_areas(sums, places), *_of_the_city(sums)]


def _of_areas(sums: _Sums, places: list[tuple[str, str]]) -> Iterator[Identity]:
    for area, pollutant in places:

        def total(*lines: str, place: tuple[str, str] = (area, pollutant)) -> int:
            return sum(sums.get((line, *place), 0) for line in lines)

        def identity(name: str, words: Message, left: int, right: int) -> Identity:
            return Identity(name=name, words=words, area=area, pollutant=pollutant, left=left, right=right)  # noqa: B023 - called at once

        if pollutant:
            yield identity(
                "cap",
                say("未分配、储备、持有、转换与注销之和等于总量"),
                total(*_GIVEN_OUT_OF_THE_CAP),
                -total("Q10", "opening"),
            )
            yield identity("conversion", say("份额转换各品种合计为零"), total("Q12"), 0)
        else:
            yield identity("treasury", say("应收与已缴等于应缴财政"), total(*_MONEY), -total(*_OWED))
        for debit, credits_ in _PAIRS:
            yield identity(debit, say("{debit}与对应科目相等", debit=debit), total(debit), -total(*credits_))


def _of_the_city(sums: _Sums) -> Iterator[Identity]:
    """Return the identities that hold over all areas: what left one area arrived in another.

    The price of a secondary sale stands between two enterprises, which may have their accounts in two areas.
    """
    for line in ("Q11", "C11"):
        moved: dict[str, int] = defaultdict(int)
        for (code, _, pollutant), amount in sums.items():
            if code == line:
                moved[pollutant] += amount
        for pollutant, amount in sorted(moved.items()):
            yield Identity(
                name=line,
                words=say("{line}各区域合计为零", line=line),
                area="",
                pollutant=pollutant,
                left=amount,
                right=0,
            )
    owed, owing = (sum(amount for (code, _, _), amount in sums.items() if code == line) for line in ("B40", "B41"))
    if any(code == "B40" for code, _, _ in sums):
        yield Identity(
            name="B40", words=say("{debit}与对应科目相等", debit="B40"), area="", pollutant="", left=owed, right=-owing
        )
