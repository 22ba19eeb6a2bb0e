"""The basin of a water pollutant, filled in where the area has one alone: visibly, and only in rows that are begun."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from ledger.domain.values.pollutant import Medium, Pollutant
from web.forms.content import Turned
from web.forms.nodes import Blocks, Grid, Group, Node
from web.forms.typed import is_blank, is_blank_row

if TYPE_CHECKING:
    from web.forms.reading import Filled
    from web.forms.typed import Typed, Values

_WATER = frozenset(each.value for each in Pollutant if each.medium is Medium.WATER)


def fill_basins(
    members: tuple[Node, ...], typed: Typed, *, basins_of: Callable[[str], tuple[str, ...]]
) -> list[Turned]:
    """Fill in the only basin of the area wherever a water pollutant has none, and return where that was.

    :param basins_of: the basins of an area; none where there is no such area.
    """
    return [
        Turned(path=path, typed="", written=basin) for path, basin in _filled(members, typed.values, "", "", basins_of)
    ]


def with_filled_basins(read: Filled, filled: list[Turned]) -> Filled:
    """Return what was read with a note at each basin that was filled in."""
    return replace(read, turned=(*filled, *read.turned))


def _filled(
    members: tuple[Node, ...], values: Values, path: str, area: str, basins_of: Callable[[str], tuple[str, ...]]
) -> Iterator[tuple[str, str]]:
    area = values.get("area") or area
    if values.get("pollutant") in _WATER and "basin" in {member.name for member in members} and not values.get("basin"):
        basins = basins_of(area.strip())
        if len(basins) == 1:
            values["basin"] = basins[0]
            yield f"{path}basin", basins[0]
    for member in members:
        value: Any = values.get(member.name)
        match member:
            case Group() if not is_blank(member, value):
                yield from _filled(member.members, value, f"{path}{member.name}.", area, basins_of)
            case Grid() | Blocks():
                for number, row in enumerate(value or ()):
                    if not is_blank_row(member, row):
                        yield from _filled(member.members, row, f"{path}{member.name}.{number}.", area, basins_of)
