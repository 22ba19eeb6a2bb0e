"""How far a cap is used on a day: in use, surplus, restricted by ground, reserve, unallocated, beside the cap.

The parts are the lines of the control identity of the chart, so together they make the cap: what is held, reserved and
unallocated, what was turned into credit or cancelled, less what is owed back. A tranche whose term does not run counts
apart, whatever line it stands on.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from ledger.domain.registers.area import Area
from ledger.domain.rights.cap import Cap, CapKind
from ledger.domain.values.pollutant import Pollutant
from ledger.domain.values.worded import Worded
from ledger.errors import say
from ledger.projections.pictures.standing import Line, standing
from ledger.projections.registers.changes import register_changes
from ledger.store.registers import Registers

if TYPE_CHECKING:
    from datetime import date

    from sqlalchemy import Connection


class Part(Worded):
    """One part of a cap, in the order in which the parts are drawn."""

    IN_USE = "in_use", say("在用")
    SURPLUS = "surplus", say("富余可交易")
    LISTED = "listed", say("挂牌")
    CONTRACTED = "contracted", say("已签合同")
    PLEDGED = "pledged", say("抵（质）押")
    FROZEN = "frozen", say("司法冻结")
    SUSPENDED = "suspended", say("行政暂停")
    LEASED = "leased", say("租入使用")
    NOT_RUNNING = "not_running", say("不在期内")
    """Held, of a term that has not begun, or is over and not yet ended in the books."""
    RESERVE = "reserve", say("政府储备")
    UNALLOCATED = "unallocated", say("未分配")
    GIVEN_UP = "given_up", say("转为减排量或注销")
    """Turned into reduction credit, or cancelled."""
    UNEXPLAINED = "unexplained", say("待查")
    OWED_BACK = "owed_back", say("应补回")
    """Given out and taken back in the books, but still to be made good; negative."""


HELD: Final = (
    *(Part.IN_USE, Part.SURPLUS, Part.LISTED, Part.CONTRACTED, Part.PLEDGED, Part.FROZEN, Part.SUSPENDED),
    *(Part.LEASED, Part.NOT_RUNNING),
)
"""The parts that enterprises hold: what is issued."""
RESTRICTED: Final = (Part.LISTED, Part.CONTRACTED, Part.PLEDGED, Part.FROZEN, Part.SUSPENDED)
"""The parts that their holders cannot dispose of, each on its own ground."""

_PARTS: Final[Mapping[str, Part]] = {
    "Q40": Part.IN_USE,
    "Q41": Part.SURPLUS,
    "Q42.1": Part.LISTED,
    "Q42.2": Part.CONTRACTED,
    "Q42.3": Part.PLEDGED,
    "Q42.4": Part.FROZEN,
    "Q42.5": Part.SUSPENDED,
    "Q44": Part.LEASED,
    **dict.fromkeys(("Q30", "Q31", "Q32"), Part.RESERVE),
    "Q20": Part.UNALLOCATED,
    **dict.fromkeys(("Q15", "Q19"), Part.GIVEN_UP),
    **dict.fromkeys(("Q90", "Q12"), Part.UNEXPLAINED),
    "Q45": Part.OWED_BACK,
}
_LIMIT: Final = frozenset({"Q10", "Q11", "opening"})
_POOL: Final = frozenset({"C20", "C21", "C22"})


@dataclass(frozen=True, slots=True, kw_only=True)
class CapUse:
    """One pollutant in one area or several, in grams a year.

    Attributes:
        limit: the cap with what was moved in from other areas.
        parts: what makes it up; parts that are zero are left out.
        pool: reduction credit that is not used up; not under the cap.
        caps: the caps registered on the day, one for each basin of water.

    """

    area: str | None
    pollutant: Pollutant
    limit: int
    parts: Mapping[Part, int]
    pool: int
    caps: tuple[Cap, ...]

    @property
    def issued(self) -> int:
        """Return what enterprises hold."""
        return sum(self.parts.get(part, 0) for part in HELD)

    @property
    def restricted(self) -> int:
        """Return what enterprises hold and cannot dispose of."""
        return sum(self.parts.get(part, 0) for part in RESTRICTED)

    @property
    def base(self) -> int:
        """Return the emission of the base year behind the reduction tasks."""
        return sum(cap.base or 0 for cap in self.caps if cap.kind is CapKind.REDUCTION_TASK)

    @property
    def task(self) -> int:
        """Return what is to be reduced by the reduction tasks."""
        return sum(cap.task or 0 for cap in self.caps if cap.kind is CapKind.REDUCTION_TASK)

    @property
    def unpublished(self) -> tuple[Cap, ...]:
        """Return the caps of which no total was published: reserve and pool are all that can be given out there."""
        return tuple(cap for cap in self.caps if cap.kind is CapKind.NONE_PUBLISHED)

    @property
    def can_be_given_out(self) -> int:
        """Return what reserve and credit pool hold: the limit where no total was published."""
        return self.parts.get(Part.RESERVE, 0) + self.pool

    @property
    def difference(self) -> int:
        """Return the parts less the cap: zero, or the books are damaged."""
        return sum(self.parts.values()) - self.limit


def cap_uses(connection: Connection, *, on: date) -> list[CapUse]:
    """Return the use of every cap at the end of a day by registered area and pollutant.

    Areas of which historical records alone are kept have no cap, and are left out.
    """
    areas = [area.name for area in Registers(connection).all(Area)]
    caps = _caps(connection, on=on)
    lines: dict[tuple[str, Pollutant], dict[Line, int]] = defaultdict(dict)
    for line, amount in standing(connection, on=on).items():
        lines[line.area, line.pollutant][line] = amount
    return [
        _use(area, pollutant, lines[area, pollutant], caps.get((area, pollutant), ()))
        for pollutant in Pollutant
        for area in areas
        if (area, pollutant) in lines or (area, pollutant) in caps
    ]


def together(uses: Iterable[CapUse]) -> list[CapUse]:
    """Return the uses of several areas as one of each pollutant."""
    by_pollutant: dict[Pollutant, list[CapUse]] = defaultdict(list)
    for use in uses:
        by_pollutant[use.pollutant].append(use)
    return [
        CapUse(
            area=None,
            pollutant=pollutant,
            limit=sum(use.limit for use in same),
            parts=_not_zero({part: sum(use.parts.get(part, 0) for use in same) for part in Part}),
            pool=sum(use.pool for use in same),
            caps=tuple(cap for use in same for cap in use.caps),
        )
        for pollutant, same in by_pollutant.items()
    ]


def _use(area: str, pollutant: Pollutant, lines: Mapping[Line, int], caps: tuple[Cap, ...]) -> CapUse:
    parts: dict[Part, int] = defaultdict(int)
    limit = pool = 0
    for line, amount in lines.items():
        if line.chart in _LIMIT:
            limit -= amount
        elif line.chart in _POOL:
            pool += amount
        elif line.chart in _PARTS:
            part = _PARTS[line.chart]
            parts[part if line.runs or part not in HELD else Part.NOT_RUNNING] += amount
    return CapUse(area=area, pollutant=pollutant, limit=limit, parts=_not_zero(parts), pool=pool, caps=caps)


def _not_zero(parts: Mapping[Part, int]) -> Mapping[Part, int]:
    return {part: parts[part] for part in Part if parts.get(part)}


def _caps(connection: Connection, *, on: date) -> Mapping[tuple[str, Pollutant], tuple[Cap, ...]]:
    in_force: dict[str, Cap] = {}
    for change in register_changes(connection, Cap):
        if change.effective_on > on:
            continue
        if change.after is not None:
            in_force[change.after.subject] = change.after
        elif change.before is not None:
            in_force.pop(change.before.subject, None)
    found: dict[tuple[str, Pollutant], tuple[Cap, ...]] = defaultdict(tuple)
    for cap in in_force.values():
        found[cap.area, cap.pollutant] += (cap,)
    return found
