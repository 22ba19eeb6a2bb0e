"""The costly checks: the file itself, every declared constraint, the schema's text, and each day's balances."""

from __future__ import annotations

from functools import cache
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import (
    CheckConstraint,
    Connection,
    Constraint,
    ForeignKeyConstraint,
    Select,
    UniqueConstraint,
    and_,
    create_engine,
    func,
    select,
    text,
    union_all,
)
from sqlalchemy.pool import StaticPool

from ledger.errors import say
from ledger.store import schema, triggers
from ledger.store.engine import SQLITE
from ledger.store.tables import metadata, movement

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy import Table

    from ledger.store.findings import Findings
    from ledger.store.recomputation import Recomputation


_ROWS: Final = 10_000
_ALTERED: Final = say("此对象与本程序建立的不同，或缺少，或多余")


def check_file(connection: Connection, findings: Findings) -> None:
    """Let SQLite check its pages, indexes and declarations."""
    for (detail,) in connection.exec_driver_sql("PRAGMA integrity_check"):
        if detail != "ok":
            findings.add("database.integrity", "database", say("数据库文件检查：{detail}", detail=detail))
    for row in connection.exec_driver_sql("PRAGMA foreign_key_check"):
        findings.add("database.reference", f"{row[0]}/{row[1]}", say("所指的 {table} 行不存在", table=row[2]))


def check_schema(connection: Connection, findings: Findings) -> None:
    """Compare the text of SQLite's schema with that of a new book."""
    expected, found = _schema_of_a_new_book(), _schema_of(connection)
    for name in sorted(expected.keys() | found.keys()):
        if expected.get(name) != found.get(name):
            findings.add("schema.altered", "/".join(name), _ALTERED)


@cache
def _schema_of_a_new_book() -> Mapping[tuple[str, str], str]:
    engine = create_engine("sqlite://", module=SQLITE, poolclass=StaticPool)
    with engine.connect() as fresh:
        schema.upgrade(fresh)
        found = _schema_of(fresh)
    engine.dispose()
    return found


def check_constraints(connection: Connection, findings: Findings) -> None:
    """Ask for rows that no declared constraint would let in, whether or not the database enforces it."""
    for table in metadata.sorted_tables:
        for constraint in sorted(table.constraints, key=lambda constraint: str(constraint.name)):
            violated = _violated(table, constraint)
            if violated is not None:
                findings.attempt(table.name, _check_constraint, connection, constraint, violated, findings)
    if connection.dialect.name == "postgresql":
        findings.attempt("schema", _check_objects, connection, findings)


def check_days(connection: Connection, recomputed: Recomputation, findings: Findings) -> None:
    """Look at every position at the end of every day on which it moved."""
    legs = union_all(
        *(
            select(side.label("position_id"), movement.c.effective_on, (movement.c.amount * sign).label("amount"))
            for side, sign in ((movement.c.debit, 1), (movement.c.credit, -1))
        )
    ).subquery()
    days = connection.execute(
        select(legs.c.position_id, legs.c.effective_on, func.sum(legs.c.amount))
        .group_by(legs.c.position_id, legs.c.effective_on)
        .order_by(legs.c.position_id, legs.c.effective_on),
        execution_options={"yield_per": _ROWS},
    )
    for number, changes in groupby(days, key=itemgetter(0)):
        position, amount = recomputed.positions.get(number), 0
        if position is None:
            continue
        for _, day, change in changes:
            amount += int(change)
            if not position.lower <= amount <= position.upper:
                detail = say("{day}日终余额{amount}超出科目允许的范围", day=day, amount=amount)
                findings.add("balance.day", f"balance/{number}/{day}", detail)


def _violated(table: Table, constraint: Constraint) -> Select[Any] | None:
    """Return what counts the rows that violate a constraint; a primary key is checked by reading in its order."""
    count = select(func.count())
    if isinstance(constraint, CheckConstraint):
        return count.select_from(table).where(text(f"NOT ({constraint.sqltext})"))
    if isinstance(constraint, UniqueConstraint):
        doubled = select(*constraint.columns).group_by(*constraint.columns).having(func.count() > 1)
        return count.select_from(doubled.subquery())
    if isinstance(constraint, ForeignKeyConstraint):
        target = constraint.referred_table.alias("target")
        pairs = [(element.parent, target.c[element.column.name]) for element in constraint.elements]
        return count.select_from(table.outerjoin(target, and_(*(here == there for here, there in pairs)))).where(
            pairs[0][1].is_(None), *(here.is_not(None) for here, _ in pairs)
        )
    return None


def _check_constraint(
    connection: Connection, constraint: Constraint, violated: Select[Any], findings: Findings
) -> None:
    count = connection.scalar(violated)
    if count:
        detail = say("有{count}行违反约束 {name}", count=count, name=constraint.name)
        findings.add("constraint.violated", constraint.table.name, detail)


def _check_objects(connection: Connection, findings: Findings) -> None:
    """Look for PostgreSQL's constraints and indexes by name, and compare the text of its triggers' functions."""
    validated = set(connection.scalars(text("SELECT conname FROM pg_constraint WHERE convalidated")))
    for table in metadata.sorted_tables:
        for name in sorted(str(constraint.name) for constraint in table.constraints):
            if name not in validated:
                findings.add("schema.altered", f"{table.name}/{name}", _ALTERED)
    indexes = set(connection.scalars(text("SELECT indexrelid::regclass::text FROM pg_index WHERE indisvalid")))
    for index in (index for table in metadata.sorted_tables for index in table.indexes):
        if index.name not in indexes:
            findings.add("schema.altered", f"index/{index.name}", _ALTERED)
    functions = text("SELECT proname, prosrc FROM pg_proc WHERE pronamespace = current_schema()::regnamespace")
    found = {row.proname: row.prosrc for row in connection.execute(functions)}
    for name, body in triggers.function_bodies().items():
        if found.get(name) != body:
            findings.add("schema.altered", f"function/{name}", _ALTERED)


def _schema_of(connection: Connection) -> Mapping[tuple[str, str], str]:
    rows = connection.exec_driver_sql("SELECT type, name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite_stat%'")
    return {(kind, name): sql for kind, name, sql in rows}
