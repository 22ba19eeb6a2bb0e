"""What hangs on each provision: how many posted acts were judged by it, and how much they moved.

An auditor asks it of the assumptions first. Acts that were taken back, and the acts that took them back, do not count.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import msgspec

from ledger.domain.bookkeeping.judged_by import AppliedProvision, JudgedBy
from ledger.domain.bookkeeping.unit import UnitKind
from ledger.projections.followed import Followed
from ledger.store.statements import lists, markers, rows

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from ledger.projections.view import View

_JUDGED: Final = "SELECT seq, body FROM registration WHERE register = ? AND seq {}"
_MOVED: Final = (
    "SELECT m.seq, u.kind, m.amount FROM registration r"
    " JOIN movement m ON m.seq = r.seq"
    " JOIN unit u ON u.id = m.unit_id"
    " WHERE r.register = ? AND r.seq {}"
)
_TAKEN_BACK: Final = "SELECT seq, reverses FROM journal WHERE reverses IS NOT NULL AND seq > ? AND seq <= ?"


@dataclass(slots=True)
class Exposure:
    """The acts that were judged by one provision, and the sum of their movements: grams of each kind, and fen."""

    acts: int = 0
    moved: dict[UnitKind, int] = field(default_factory=lambda: dict.fromkeys(UnitKind, 0))


class _Judged(msgspec.Struct):
    """A judgement whose provisions are left as they are written: thousands of acts share a few hundred such texts."""

    provisions: msgspec.Raw


class FollowedExposure:
    """What a process knows of the provisions by which the acts of a book were judged."""

    def __init__(self) -> None:
        self._followed = Followed(_Judgements)

    def exposures(self, view: View) -> Mapping[AppliedProvision, Exposure]:
        """Return the exposure to every provision by which a standing act was judged."""
        with self._followed.as_seen_by(view) as known:
            return _by_provision(known.by_text)


def exposures(view: View) -> Mapping[AppliedProvision, Exposure]:
    """Return the exposure to every provision by which a standing act was judged."""
    return FollowedExposure().exposures(view)


class _Judgements:
    """The exposure of standing acts to all provisions that one text names, by that text."""

    def __init__(self) -> None:
        self.by_text: dict[bytes, Exposure] = defaultdict(Exposure)
        self._gone: set[int] = set()

    def read_on(self, view: View, after: int, to: int) -> None:
        """Add the judgements of acts that stand, and leave out those that are taken back now."""
        taken_back = {place for pair in rows(view, _TAKEN_BACK, (after, to)) for place in pair} - self._gone
        self._gone |= taken_back
        self._count(view, "BETWEEN ? AND ?", (after + 1, to), besides=self._gone)
        for places in lists(place for place in taken_back if place <= after):
            self._count(view, f"IN ({markers(len(places))})", places, sign=-1)

    def _count(
        self, view: View, places: str, parameters: tuple[int, ...], *, besides: Collection[int] = (), sign: int = 1
    ) -> None:
        written = msgspec.json.Decoder(_Judged).decode
        of_act: dict[int, Exposure] = {}
        for seq, body in rows(view, _JUDGED.format(places), (JudgedBy.REGISTER, *parameters)):
            if seq not in besides:
                exposure = of_act[seq] = self.by_text[bytes(written(body).provisions)]
                exposure.acts += sign
        for seq, kind, amount in rows(view, _MOVED.format(places), (JudgedBy.REGISTER, *parameters)):
            if seq in of_act:
                of_act[seq].moved[kind] += sign * amount


def _by_provision(by_text: Mapping[bytes, Exposure]) -> Mapping[AppliedProvision, Exposure]:
    read = msgspec.json.Decoder(tuple[AppliedProvision, ...]).decode
    found: dict[AppliedProvision, Exposure] = defaultdict(Exposure)
    for text, exposure in by_text.items():
        for provision in read(text) if exposure.acts else ():
            total = found[provision]
            total.acts += exposure.acts
            for kind, amount in exposure.moved.items():
                total.moved[kind] += amount
    return found
