"""A random sample with the auditor's own seed, which anybody can draw again without this program.

Every act that meets the conditions gets the SHA-256 of the text ``SEED:PLACE`` in UTF-8, the place in decimal digits
without leading zeros; the acts with the smallest digests, compared as hexadecimal text, are the sample, in that order.
Whoever chose the seed cannot choose the acts, and whoever keeps the books cannot foresee them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from heapq import nsmallest
from typing import TYPE_CHECKING, Final

from sqlalchemy import select

from ledger.projections.audit.journal_filter import conditions_of
from ledger.projections.audit.journal_search import JournalLine, lines_at
from ledger.projections.overview import log_head
from ledger.store.tables import journal

if TYPE_CHECKING:
    from hashlib import _Hash

    from sqlalchemy import Connection

    from ledger.projections.audit.journal_filter import JournalFilter

LARGEST: Final = 500
"""Acts of one sample."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """An act of the sample with the digest by which it was drawn, in hexadecimal."""

    digest: str
    line: JournalLine


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """The acts drawn, in the order of their digests; ``population`` is how many could have been."""

    seed: str
    population: int
    acts: tuple[Drawn, ...]


def draw(connection: Connection, asked: JournalFilter, *, seed: str, size: int) -> Sample:
    """Draw a sample of at most ``size`` acts from those that meet the conditions."""
    if asked.everything:
        places: Sequence[int] = range(1, log_head(connection).size + 1)
    else:
        places = connection.scalars(select(journal.c.seq).where(*conditions_of(connection, asked))).all()
    begun = sha256(f"{seed}:".encode())
    drawn = nsmallest(size, ((_digest(begun, place), place) for place in places))
    lines = lines_at(connection, tuple(place for _, place in drawn))
    return Sample(
        seed=seed,
        population=len(places),
        acts=tuple(Drawn(digest=digest.hex(), line=line) for (digest, _), line in zip(drawn, lines, strict=True)),
    )


def _digest(begun: _Hash, place: int) -> bytes:
    digest = begun.copy()
    digest.update(str(place).encode())
    return digest.digest()
