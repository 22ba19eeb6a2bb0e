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
from ledger.store.statements import rows

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy import Connection

_JUDGED: Final = "SELECT seq, body FROM registration WHERE register = ?"
_MOVED: Final = (
    "SELECT m.seq, u.kind, m.amount FROM registration r"
    " JOIN movement m ON m.seq = r.seq"
    " JOIN unit u ON u.id = m.unit_id"
    " WHERE r.register = ?"
)
_TAKEN_BACK: Final = "SELECT seq, reverses FROM journal WHERE reverses IS NOT NULL"


@dataclass(slots=True)
class Exposure:
    """The acts that were judged by one provision, and the sum of their movements: grams of each kind, and fen."""

    acts: int = 0
    moved: dict[UnitKind, int] = field(default_factory=lambda: dict.fromkeys(UnitKind, 0))


class _Judged(msgspec.Struct):
    """A judgement whose provisions are left as they are written: thousands of acts share a few hundred such texts."""

    provisions: msgspec.Raw


def exposures(connection: Connection) -> Mapping[AppliedProvision, Exposure]:
    """Return the exposure to every provision by which a standing act was judged."""
    taken_back = {place for pair in rows(connection, _TAKEN_BACK) for place in pair}
    written = msgspec.json.Decoder(_Judged).decode
    by_text: dict[bytes, Exposure] = defaultdict(Exposure)
    of_act: dict[int, Exposure] = {}
    for seq, body in rows(connection, _JUDGED, (JudgedBy.REGISTER,)):
        if seq not in taken_back:
            exposure = of_act[seq] = by_text[bytes(written(body).provisions)]
            exposure.acts += 1
    for seq, kind, amount in rows(connection, _MOVED, (JudgedBy.REGISTER,)):
        if seq in of_act:
            of_act[seq].moved[kind] += amount
    return _by_provision(by_text)


def _by_provision(by_text: Mapping[bytes, Exposure]) -> Mapping[AppliedProvision, Exposure]:
    read = msgspec.json.Decoder(tuple[AppliedProvision, ...]).decode
    found: dict[AppliedProvision, Exposure] = defaultdict(Exposure)
    for text, exposure in by_text.items():
        for provision in read(text):
            total = found[provision]
            total.acts += exposure.acts
            for kind, amount in exposure.moved.items():
                total.moved[kind] += amount
    return found
