"""The work that is measured: made-up transfers between a thousand enterprises, the same on every run."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from datetime import date, timedelta
from hashlib import sha256
from random import Random
from typing import Final, NamedTuple

from ledger.domain.values.credit_code import check_character

BOOK: Final = "book.sqlite"
"""Name of the file of a measured book in its folder."""
YOUNG: Final = "young"
"""Name of the folder of the small book that is read."""
OLD: Final = "old"
"""Name of the folder of the large one."""
CROWD: Final = "crowd"
"""Name of what many people at once wait among the figures of the pages."""
ACCOUNTS: Final = 1_000
HOT: Final = 0
"""Place of the account that may take part in every act."""
OPENING_GRAMS: Final = 10**12
FIRST_DAY: Final = date(2021, 1, 1)
LAST_DAY: Final = date(2025, 12, 31)
BACKDATED: Final = 10
"""One act in so many counts from an earlier day than those recorded before it."""

_DAYS: Final = tuple(FIRST_DAY + timedelta(days=n) for n in range((LAST_DAY - FIRST_DAY).days + 1))
_LARGEST_GRAMS: Final = 1_000


class Transfer(NamedTuple):
    """One act of one movement between two of the accounts, which are named by their places."""

    key: str
    request_digest: bytes
    effective_on: date
    debit: int
    credit: int
    grams: int


def transfers(count: int, *, hot: bool = False, seed: int = 7) -> Iterator[Transfer]:
    """Make acts whose days run evenly from the first to the last, but for the back-dated ones.

    :param hot: whether one account takes part in every act.
    """
    random = Random(seed)  # noqa: S311 - the same work on every run is what is wanted
    for n in range(count):
        today = n * len(_DAYS) // count
        day = random.randrange(today + 1) if random.randrange(BACKDATED) == 0 else today
        one = HOT if hot else random.randrange(ACCOUNTS)
        other = random.randrange(ACCOUNTS - 1)
        other += other >= one
        debit, credit = (one, other) if random.getrandbits(1) else (other, one)
        key = f"transfer-{n + 1:08d}"
        yield Transfer(
            key, sha256(key.encode()).digest(), _DAYS[day], debit, credit, random.randrange(1, _LARGEST_GRAMS)
        )


def prepared(count: int, *, hot: bool = False) -> list[Transfer]:
    """Make the acts beforehand, and keep them out of every collection of garbage while the clock runs."""
    acts = list(transfers(count, hot=hot))
    gc.collect()
    gc.freeze()
    return acts


def holder(place: int) -> str:
    """Return the made-up credit code of an account's enterprise."""
    first_seventeen = f"91371500MA{place:07d}"
    return first_seventeen + check_character(first_seventeen)
