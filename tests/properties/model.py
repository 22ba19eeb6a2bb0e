"""A ledger in plain lists and dictionaries, by brute force: what the store must do, written a second time.

Nothing here is shared with the product. A batch is judged when it is written, in this order: no position leaves
its bounds after any act, in the order of the journal; no key is used twice; no act is reversed twice; and no
position is outside its bounds at the end of any day, everything written so far counted. The calendar is thus
looked at batch by batch: what an act takes too early on a day, a later act of the same batch may have put there.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from hashlib import sha256


class Refused(Exception):
    """The batch is refused; ``code`` says why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class Move:
    """An amount from one position to another; positions are named."""

    debit: str
    credit: str
    amount: int


@dataclass(frozen=True)
class Act:
    """What is posted: ``day`` is yyyymmdd, ``reverses`` the place of another act."""

    key: str
    day: int
    moves: tuple[Move, ...]
    reverses: int | None = None


@dataclass
class Ledger:
    """The acts in order, the first of them at place 2, behind the opening of the book."""

    bounds: dict[str, tuple[int, int]]
    acts: list[Act] = field(default_factory=list)

    def place(self, act: Act) -> int:
        """Return the place of an act in the journal."""
        return self.acts.index(act) + 2

    def written(self, batch: list[Act]) -> Ledger:
        """Return this ledger with one more batch, or refuse it."""
        after = Ledger(self.bounds, self.acts + batch)
        running = self.balances()
        outside = False
        for act in batch:
            for move in act.moves:
                for position, amount in ((move.debit, move.amount), (move.credit, -move.amount)):
                    running[position] += amount
                    outside |= not self._within(position, running[position])
        if outside:
            raise Refused("balance.overdrawn")
        keys = [act.key for act in after.acts]
        reversed_places = [act.reverses for act in after.acts if act.reverses is not None]
        if batch and len(set(keys)) < len(keys):
            raise Refused("idempotency.reused")
        if batch and len(set(reversed_places)) < len(reversed_places):
            raise Refused("reversal.repeated")
        for day in {act.day for act in after.acts}:
            for position, amount in after.balances(day=day).items():
                if not self._within(position, amount):
                    raise Refused("balance.overdrawn")
        return after

    def balances(self, *, day: int = 99_999_999, known_at: int = 10**9) -> dict[str, int]:
        """Return every position's debits less credits: of the acts up to a day, and up to a place."""
        amounts = dict.fromkeys(self.bounds, 0)
        for place, act in enumerate(self.acts, 2):
            if act.day <= day and place <= known_at:
                for move in act.moves:
                    amounts[move.debit] += move.amount
                    amounts[move.credit] -= move.amount
        return amounts

    def turnovers(self) -> dict[tuple[str, int], tuple[int, int]]:
        """Return debits and credits by position and month."""
        sums: dict[tuple[str, int], tuple[int, int]] = {}
        for act in self.acts:
            for move in act.moves:
                for position, debit, credit in ((move.debit, move.amount, 0), (move.credit, 0, move.amount)):
                    before = sums.get((position, act.day // 100), (0, 0))
                    sums[position, act.day // 100] = (before[0] + debit, before[1] + credit)
        return sums

    def latest_days(self) -> dict[str, int]:
        """Return the latest day on which a movement of each position counts."""
        latest: dict[str, int] = {}
        for act in self.acts:
            for move in act.moves:
                for position in (move.debit, move.credit):
                    latest[position] = max(latest.get(position, 0), act.day)
        return latest

    def _within(self, position: str, amount: int) -> bool:
        lower, upper = self.bounds[position]
        return lower <= amount <= upper


def leaf(columns: list[object]) -> bytes:
    """Return the hash of an act's leaf (RFC 6962 section 2.1) from its columns, hexadecimal where they are bytes."""
    plain = [column.hex() if isinstance(column, bytes) else column for column in columns]
    text = json.dumps(["sha-256/1", *plain], ensure_ascii=False, separators=(",", ":"))
    return sha256(b"\0" + text.encode()).digest()


def root(leaves: list[bytes]) -> bytes:
    """Return the Merkle tree hash, by the recursive definition of RFC 6962."""
    if len(leaves) < 2:
        return leaves[0] if leaves else sha256(b"").digest()
    half = 1
    while half * 2 < len(leaves):
        half *= 2
    return sha256(b"\1" + root(leaves[:half]) + root(leaves[half:])).digest()
