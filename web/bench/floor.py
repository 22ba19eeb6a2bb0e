"""The floor: what an honest script written by hand reaches with the same driver and the same settings.

Double entry with a unique key, a covering index of the legs by account and day, balances that may not fall below
zero, and durable commits; no log, no triggers, no back-date check, no particulars of an act but its key and day.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Any, Final

from ledger.domain.values.encoding import day_number
from ledger.store.engine import SQLITE, sqlite_pragmas
from web.bench.acts import ACCOUNTS, BOOK, OPENING_GRAMS, Transfer, prepared

if TYPE_CHECKING:
    from web.bench.figures import Trial

_TABLES: Final = """
CREATE TABLE entry (id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, day INTEGER NOT NULL);
CREATE TABLE leg (
  entry INTEGER NOT NULL REFERENCES entry, account INTEGER NOT NULL, day INTEGER NOT NULL, amount INTEGER NOT NULL);
CREATE INDEX leg_account ON leg (account, day, amount);
CREATE TABLE balance (account INTEGER PRIMARY KEY, amount INTEGER NOT NULL CHECK (amount >= 0));
"""
_ENTRY: Final = "INSERT INTO entry VALUES (?, ?, ?)"
_LEG: Final = "INSERT INTO leg VALUES (?, ?, ?, ?)"
_BALANCE: Final = "UPDATE balance SET amount = ? WHERE account = ?"
_CHANGE: Final = "UPDATE balance SET amount = amount + ? WHERE account = ?"
# SQLite keeps the order of a CROSS JOIN; left to itself it begins with the movements and sorts at the end.
_ROWS: Final = """
SELECT journal.seq, journal.effective_on, journal.recorded_at, journal.kind, journal.series, journal.number,
       journal.narration, journal.attachments, journal.judgement, journal.actor, journal.approver, journal.reverses,
       journal.key, journal.registrations, movement.n, debited.code, debited.holder, credited.code, credited.holder,
       unit.code, unit.kind, unit.pollutant, unit.area, unit.term_from, unit.term_to, unit.origin, movement.amount
  FROM journal
 CROSS JOIN movement ON movement.seq = journal.seq
 CROSS JOIN position AS debit ON debit.id = movement.debit
 CROSS JOIN account AS debited ON debited.id = debit.account_id
 CROSS JOIN position AS credit ON credit.id = movement.credit
 CROSS JOIN account AS credited ON credited.id = credit.account_id
 CROSS JOIN unit ON unit.id = movement.unit_id
 ORDER BY journal.seq, movement.n
"""
_IN_ONE_COMMIT: Final = 10_000


def import_in_bulk(folder: Path, transfers: Sequence[Transfer]) -> float:
    """Write all transfers, ten thousand a commit, and return the seconds."""
    connection = _opened(folder)
    balances = [OPENING_GRAMS] * ACCOUNTS
    started = perf_counter()
    for first in range(0, len(transfers), _IN_ONE_COMMIT):
        entries, legs = [], []
        touched: set[int] = set()
        for number, (key, _, effective_on, debit, credit, grams) in enumerate(
            transfers[first : first + _IN_ONE_COMMIT], first + 1
        ):
            if balances[credit] < grams:
                raise ValueError(key)
            balances[credit] -= grams
            balances[debit] += grams
            touched.update((debit, credit))
            day = day_number(effective_on)
            entries.append((number, key, day))
            legs.append((number, debit, day, grams))
            legs.append((number, credit, day, -grams))
        connection.execute("BEGIN IMMEDIATE")
        connection.executemany(_ENTRY, entries)
        connection.executemany(_LEG, legs)
        connection.executemany(_BALANCE, [(balances[account], account) for account in touched])
        connection.execute("COMMIT")
    seconds = perf_counter() - started
    connection.close()
    return seconds


def post_singly(folder: Path, transfers: Sequence[Transfer]) -> float:
    """Write each transfer with a commit of its own and return the seconds."""
    connection = _opened(folder)
    started = perf_counter()
    for number, (key, _, effective_on, debit, credit, grams) in enumerate(transfers, 1):
        day = day_number(effective_on)
        connection.execute("BEGIN IMMEDIATE")
        connection.execute(_ENTRY, (number, key, day))
        connection.execute(_LEG, (number, debit, day, grams))
        connection.execute(_LEG, (number, credit, day, -grams))
        connection.execute(_CHANGE, (grams, debit))
        connection.execute(_CHANGE, (-grams, credit))
        connection.execute("COMMIT")
    seconds = perf_counter() - started
    connection.close()
    return seconds


def export_csv(folder: Path) -> float:
    """Write the movements of the book in a folder with ``csv.writer``, as they are stored, and return the seconds."""
    connection = _connected(folder / BOOK)
    started = perf_counter()
    with (folder / "floor.csv").open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows(connection.execute(_ROWS))
    seconds = perf_counter() - started
    connection.close()
    return seconds


def _opened(folder: Path) -> Any:
    connection = _connected(folder / "floor.sqlite")
    connection.executescript(_TABLES)
    connection.executemany("INSERT INTO balance VALUES (?, ?)", [(n, OPENING_GRAMS) for n in range(ACCOUNTS)])
    return connection


def _connected(file: Path) -> Any:
    connection = SQLITE.connect(str(file), isolation_level=None)
    for name, value in sqlite_pragmas(SQLITE.sqlite_version_info).items():
        connection.execute(f"PRAGMA {name} = {value}")
    connection.execute("PRAGMA cache_size = -65536")
    return connection


TRIALS: Final[Mapping[str, Trial]] = {
    "import": lambda folder, acts: {"seconds": import_in_bulk(folder, prepared(acts))},
    "post": lambda folder, acts: {"seconds": post_singly(folder, prepared(acts))},
    "export": lambda folder, _: {"seconds": export_csv(folder)},
}
