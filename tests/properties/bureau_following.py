"""What follows tonnes that change hands, or become another tranche: that they were renewed, and who waits for them."""

from __future__ import annotations

from datetime import date
from typing import Any

from tests.properties.bureau_claims import BY_THE_HOLDER, Writes, ended, over, standing
from tests.properties.bureau_model import Books
from tests.properties.bureau_units import Unit


def renewed_with(books: Books, moves: list[tuple[str, Unit, str, Unit, int]]) -> Writes:
    """Return how much of each tranche is renewed afterwards, and with whom; what was renewed goes first.

    :param moves: who gives what tranche, who gets it as which one, and how many grams.
    """
    after: dict[Any, int] = {}

    def now(key: Any) -> int:
        return after.get(key, (books.get("renewal", key) or {"grams": 0})["grams"])

    for giver, was, taker, becomes, grams in moves:
        part = min(now((giver, was)), grams)
        if part > 0:
            after[giver, was] = now((giver, was)) - part
            after[taker, becomes] = now((taker, becomes)) + part
    return [("renewal", key, {"grams": grams}) for key, grams in after.items()]


def waiting_with(books: Books, holder: str, was: Unit, becomes: Unit, *, grams: int, on: date) -> Writes:
    """Return how courts and authorities wait for tonnes that have become another tranche, each at its rank."""
    known: Any = books.registers["claim"]
    parts: dict[Any, int] = {}
    writes: Writes = []
    queue = [
        (key, each)
        for key, each in standing(books, holder, was).items()
        if each["ground"] not in BY_THE_HOLDER and not over(each, on)
    ]
    for key, each in sorted(queue, key=lambda item: (item[1]["at"], item[1]["entry"])):
        part = min(each["grams"] - each["held"], grams)
        grams -= part
        if part > 0:
            paper = key[:4]
            parts[paper] = parts.get(paper) or max(other[4] for other in known if other[:4] == paper)
            parts[paper] += 1
            left = {**each, "grams": each["grams"] - part}
            writes.append(("claim", key, left if left["grams"] else ended(left, "released")))
            new = {**each, "unit": becomes, "grams": part, "held": 0, "in_use": 0}
            writes.append(("claim", (*paper, parts[paper]), new))
    return writes
