"""The names that acts are written with: every account, unit, position and rule book is what its row says."""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import Table, text

from ledger.domain.bookkeeping.rule_texts import digest_of
from ledger.domain.values.quantity import LARGEST
from ledger.errors import say
from ledger.store import tables
from ledger.store.positions import account_of, unit_columns, unit_of
from ledger.store.statements import rows
from ledger.store.stored import itself
from ledger.store.wrong_rows import is_canonical

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from sqlalchemy import Connection

    from ledger.store.findings import Findings
    from ledger.store.recomputation import Recomputation

_WIDEST: Final = (-LARGEST, LARGEST)


def check_names(connection: Connection, findings: Findings) -> Mapping[int, tuple[int, int]]:
    """Check the rows that name things, and return the bounds of each position by the chart of accounts."""
    bounds_of_account: dict[int, tuple[int, int]] = {}
    for row in _unique_rows(connection, tables.account, "code", findings):
        number, code, chart, area, holder = row
        try:
            account = account_of(chart, area, holder)
        except KeyError:
            findings.add("account.chart", f"account/{number}", say("科目表中没有科目“{code}”", code=chart))
            continue
        bounds_of_account[number] = account.chart.lower, account.chart.upper
        if account.code != code:
            findings.add("account.code", f"account/{number}", _not_what_it_says(code, account.code))
    for row in _unique_rows(connection, tables.unit, "code", findings):
        where, code = f"unit/{row.id}", row.code
        try:
            unit = unit_of(*row[2:])
        except (ValueError, TypeError):
            findings.add("unit.columns", where, say("各栏不成其为一个标的"))
            continue
        if unit.code != code:
            findings.add("unit.code", where, _not_what_it_says(code, unit.code))
        elif {"id": row.id, **unit_columns(unit)} != row._asdict():
            findings.add("unit.columns", where, say("各栏不成其为一个标的"))
    return _bounds_of_positions(connection, bounds_of_account, findings)


def check_rule_books(connection: Connection, findings: Findings) -> None:
    """Check that every kept text has the digest under which acts cite it."""
    for number, digest, texts in _unique_rows(connection, tables.rule_book, "digest", findings):
        where = f"rule_book/{number}"
        if not is_canonical(texts):
            findings.add("rule_book.texts", where, say("规定文本不是规范的JSON"))
        elif bytes.fromhex(digest_of(json.loads(texts))) != digest:
            findings.add("rule_book.digest", where, say("规定文本与其摘要不符：入库后被改动"))


def check_used(connection: Connection, recomputed: Recomputation, findings: Findings) -> None:
    """Find the names that nothing uses: the program writes none before it is needed."""
    moved = {number for number, position in recomputed.positions.items() if position.latest_on}
    named_accounts, named_units = set(), set()
    for number, account, unit in _in_order(connection, tables.position):
        named_accounts.add(account)
        named_units.add(unit)
        if number not in moved:
            _unused(findings, "position", number)
    for table, used in (
        (tables.account, named_accounts),
        (tables.unit, named_units),
        (tables.rule_book, recomputed.used_rule_books),
    ):
        for number in _numbers(connection, table):
            if number not in used:
                _unused(findings, table.name, number)


def _bounds_of_positions(
    connection: Connection, bounds_of_account: Mapping[int, tuple[int, int]], findings: Findings
) -> Mapping[int, tuple[int, int]]:
    units = set(_numbers(connection, tables.unit))
    accounts = set(_numbers(connection, tables.account))
    bounds: dict[int, tuple[int, int]] = {}
    pairs: Counter[tuple[int, int]] = Counter()
    for number, account, unit in _in_order(connection, tables.position):
        bounds[number] = bounds_of_account.get(account, _WIDEST)
        pairs[account, unit] += 1
        if pairs[account, unit] > 1:
            findings.add("position.duplicate", f"position/{number}", say("同一账户与标的已有另一位置"))
        _check_reference(findings, number, "account", account, accounts)
        _check_reference(findings, number, "unit", unit, units)
    return bounds


def _check_reference(findings: Findings, position: int, table: str, number: int, known: Collection[int]) -> None:
    if number not in known:
        where = f"position/{position}"
        findings.add(f"position.{table}", where, say("所指的 {table}/{number} 不存在", table=table, number=number))


def _unique_rows(connection: Connection, table: Table, unique: str, findings: Findings) -> Iterator[Any]:
    seen = set()
    for row in _in_order(connection, table):
        value = getattr(row, unique)
        if value in seen:
            findings.add(f"{table.name}.duplicate", f"{table.name}/{row.id}", say("与另一行重复"))
        seen.add(value)
        yield row


def _in_order(connection: Connection, table: Table) -> Iterable[Any]:
    columns = ", ".join(column.name for column in table.c)
    return connection.execute(text(f"SELECT {columns} FROM {itself(connection, table)} ORDER BY id"))


def _numbers(connection: Connection, table: Table) -> list[int]:
    return [number for (number,) in rows(connection, f"SELECT id FROM {itself(connection, table)}")]


def _unused(findings: Findings, table: str, number: int) -> None:
    findings.add(f"{table}.unused", f"{table}/{number}", say("没有任何一件使用此行"))


def _not_what_it_says(code: str, expected: str) -> Any:
    return say("代码记为“{code}”，按各栏应为“{expected}”", code=code, expected=expected)
