"""The acts that are alike, counted along the journal: by kind, area, state, maker and the day from which they count."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final, NamedTuple

import msgspec

from ledger.domain.bookkeeping.act import State, WaitingAct
from ledger.projections.followed import Followed
from ledger.store.statements import rows

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ledger.projections.view import View

_STEPS: Final = "SELECT subject, body FROM registration WHERE seq > ? AND seq <= ? AND register = ? ORDER BY seq, n"


class ActKey(NamedTuple):
    """What acts have in common; ``effective_on`` is ``YYYY-MM-DD``."""

    kind: str
    area: str
    state: State
    maker: str
    effective_on: str


class ActTally(NamedTuple):
    """How many acts are alike, and how many papers they rest on."""

    acts: int
    papers: int


class FollowedActs:
    """What a process knows of the acts of a book, each as its last step left it."""

    def __init__(self) -> None:
        self._followed = Followed(_Acts)

    def seen_by(self, view: View) -> Mapping[ActKey, ActTally]:
        """Return the acts that a view sees, those that are alike together."""
        with self._followed.as_seen_by(view) as known:
            return {key: ActTally(acts, known.papers[key]) for key, acts in known.acts.items() if acts}


class _Step(msgspec.Struct):
    """What counts of a step: thousands of them pass by, and no record need be made of each."""

    kind: str
    area: str
    state: State
    maker: str
    effective_on: str
    evidence: tuple[msgspec.Raw, ...] = ()


class _Acts:
    """The acts that are alike, and how each of them counts by its reference."""

    def __init__(self) -> None:
        self.acts: Counter[ActKey] = Counter()
        self.papers: Counter[ActKey] = Counter()
        self._counted: dict[str, tuple[ActKey, int]] = {}
        self._keys: dict[ActKey, ActKey] = {}

    def read_on(self, view: View, after: int, to: int) -> None:
        """Count the acts that took a step behind one place of the journal, up to another, as that step left them."""
        read = msgspec.json.Decoder(_Step).decode
        for reference, body in rows(view, _STEPS, (after, to, WaitingAct.REGISTER)):
            step = read(body)
            key = ActKey(step.kind, step.area, step.state, step.maker, step.effective_on)
            if reference in self._counted:
                self._add(*self._counted[reference], acts=-1)
            counted = self._keys.setdefault(key, key), len(step.evidence)
            self._counted[reference] = counted
            self._add(*counted, acts=1)

    def _add(self, key: ActKey, papers: int, *, acts: int) -> None:
        self.acts[key] += acts
        self.papers[key] += acts * papers
