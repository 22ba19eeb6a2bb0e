"""What is derived from the log: balances, turnovers and the head are what the log makes of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import Integer, and_, func, literal, literal_column, or_, select, union_all

from ledger.errors import say
from ledger.store.tables import balance, head, journal, movement, registration, turnover

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from ledger.store.findings import Findings
    from ledger.store.recomputation import Recomputation

ALGORITHM = "sha-256"


def check_head(connection: Connection, recomputed: Recomputation, findings: Findings) -> None:
    """Compare the head with the tree of the recomputed leaves."""
    rows = connection.execute(select(head)).all()
    if len(rows) != 1 or rows[0].id != 1:
        findings.add("head.rows", "head", say("日志头应恰有一行，实有{count}行", count=len(rows)))
    tree = recomputed.tree
    for row in rows:
        if row.algorithm != ALGORITHM:
            findings.add("head.algorithm", "head", say("日志头的算法记为“{algorithm}”", algorithm=row.algorithm))
        if row.size != tree.size:
            findings.add(
                "head.size", "head", say("日志头记载{size}件，日志实有{last}件", size=row.size, last=tree.size)
            )
        if row.root != tree.root:
            findings.add("head.root", "head", say("日志头的根与重算所得不同"))
        if row.peaks != tree.peaks:
            findings.add("head.peaks", "head", say("日志头的峰值与重算所得不同"))


def check_balances(connection: Connection, recomputed: Recomputation, findings: Findings) -> None:
    """Compare every stored balance with what the movements make of it."""
    missing = set(recomputed.positions)
    for row in connection.execute(select(balance).order_by(balance.c.position_id)):
        where = f"balance/{row.position_id}"
        position = recomputed.positions.get(row.position_id)
        if position is None:
            findings.add("balance.surplus", where, say("没有此余额所属的位置"))
            continue
        missing.discard(row.position_id)
        for name in ("amount", "lower", "upper", "latest_on"):
            stored, expected = getattr(row, name), getattr(position, name)
            if stored != expected:
                findings.add(
                    f"balance.{name}",
                    where,
                    say("{column} 记为{stored}，重算应为{expected}", column=name, stored=stored, expected=expected),
                )
    for number in sorted(missing):
        findings.add("balance.missing", f"balance/{number}", say("缺少此位置的余额"))


def check_turnovers(connection: Connection, findings: Findings) -> None:
    """Compare every stored turnover of a month with the sum of its movements."""
    # Not a parameter: PostgreSQL would not see that the two months of a grouped query are one expression.
    month = (movement.c.effective_on // literal_column("100", Integer)).label("month")
    legs = union_all(
        *(
            select(
                side.label("position_id"),
                month,
                (func.sum(movement.c.amount) if side is movement.c.debit else literal(0, Integer)).label("debit"),
                (func.sum(movement.c.amount) if side is movement.c.credit else literal(0, Integer)).label("credit"),
            ).group_by(side, month)
            for side in (movement.c.debit, movement.c.credit)
        )
    ).subquery()
    computed = (
        select(
            legs.c.position_id,
            legs.c.month,
            func.sum(legs.c.debit).label("debit"),
            func.sum(legs.c.credit).label("credit"),
        )
        .group_by(legs.c.position_id, legs.c.month)
        .subquery("computed")
    )
    same_month = and_(computed.c.position_id == turnover.c.position_id, computed.c.month == turnover.c.month)
    differing = connection.execute(
        select(computed, turnover)
        .join_from(computed, turnover, same_month, full=True)
        .where(
            or_(
                computed.c.debit.is_distinct_from(turnover.c.debit),
                computed.c.credit.is_distinct_from(turnover.c.credit),
            )
        )
    )
    for number, in_month, debit, credit, stored_number, stored_month, stored_debit, stored_credit in differing:
        if number is None:
            code, where = "turnover.surplus", f"turnover/{stored_number}/{stored_month}"
        else:
            code, where = (
                "turnover.missing" if stored_number is None else "turnover.amount",
                f"turnover/{number}/{in_month}",
            )
        findings.add(
            code,
            where,
            say(
                "发生额记为借{stored_debit}、贷{stored_credit}，重算应为借{debit}、贷{credit}",
                stored_debit=stored_debit or 0,
                stored_credit=stored_credit or 0,
                debit=debit or 0,
                credit=credit or 0,
            ),
        )


def check_counts(connection: Connection, recomputed: Recomputation, findings: Findings) -> None:
    """Find rows of the log that stand where nothing reads them, such as behind the last act."""
    for table in (journal, movement, registration):
        stored = connection.scalar(select(func.count()).select_from(table))
        read = recomputed.read[table.name]
        if stored != read:
            detail = say("表中有{stored}行，按序只读到{read}行", stored=stored, read=read)
            findings.add(f"{table.name}.count", table.name, detail)
