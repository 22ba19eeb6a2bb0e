"""What exactly is wrong with a row of the log that the recomputation stumbled over."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from ledger.domain.values.encoding import canonical_json
from ledger.errors import say

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ledger.store.findings import Findings
    from ledger.store.recomputed import Recomputed
    from ledger.store.stored import JournalRow, MovementRow, RegistrationRow


def is_canonical(body: str) -> bool:
    """Return whether a text is canonical JSON."""
    try:
        return canonical_json(json.loads(body)) == body
    except (ValueError, RecursionError):
        return False


def explain_act(
    row: JournalRow,
    computed: bytes,
    *,
    last: tuple[int, int],
    counts: tuple[Mapping[int, int], Mapping[int, int]],
    rule_books: Mapping[int, str],
    into: Findings,
) -> None:
    """Note everything that is wrong with an act.

    :param computed: the leaf that follows from its columns.
    :param last: place and moment of the act read before.
    :param counts: how many movements and registrations were read of each act.
    """
    last_seq, last_recorded_at = last
    seq, previous, recorded_at, rule_book, leaf = row[0], row[1], row[6], row[14], row[18]
    where = f"journal/{seq}"
    if seq != last_seq + 1:
        into.add("journal.gap", where, say("序号不连续：上一件为{last}，此件为{seq}", last=last_seq, seq=seq))
    if previous != (seq - 1 or None):
        into.add("journal.previous", where, say("前一件的序号记为{previous}", previous=previous))
    for table, declared, counted in zip(("movements", "registrations"), row[16:18], counts, strict=True):
        if declared != counted.get(seq):
            into.add(
                f"journal.{table}",
                where,
                say(
                    "{table} 记为{declared}行，实有{counted}行",
                    table=table,
                    declared=declared,
                    counted=counted.get(seq),
                ),
            )
    if recorded_at < last_recorded_at:
        into.add("journal.recorded_at", where, say("记载时刻早于前一件"))
    if rule_book not in rule_books:
        into.add("journal.rule_book", where, say("所依据的规则书{number}不存在", number=rule_book))
    if computed != leaf:
        into.add("journal.leaf", where, say("各栏内容与摘要不符：此件或其分录、登记在入账后被改动"))


def explain_movement(
    row: MovementRow,
    before: int | None,
    days: Mapping[int, int],
    positions: Mapping[int, Recomputed],
    findings: Findings,
) -> None:
    """Note everything that is wrong with a movement.

    :param before: the number of the movement before it in its act; None for the first.
    :param days: the day from which each act counts.
    """
    seq, n, _, day, unit_id, debit, credit, amount = row
    where = f"movement/{seq}/{n}"
    _explain_place("movement", row[:3], before, days, findings)
    if seq in days and days[seq] != day:
        findings.add("movement.day", where, say("生效日{day}与该件的{expected}不同", day=day, expected=days[seq]))
    for position in (debit, credit):
        if position not in positions:
            findings.add("movement.position", where, say("位置{position}不存在", position=position))
        elif positions[position].unit_id != unit_id:
            findings.add(
                "movement.unit",
                where,
                say("标的{unit}不是位置{position}的标的", unit=unit_id, position=position),
            )
    if debit == credit:
        findings.add("movement.same", where, say("借方与贷方为同一位置"))
    if amount <= 0:
        findings.add("movement.amount", where, say("数量{amount}不大于零", amount=amount))


def explain_registration(row: RegistrationRow, before: int | None, days: Mapping[int, int], findings: Findings) -> None:
    """Note everything that is wrong with a registration."""
    seq, n, _, _, _, body = row
    _explain_place("registration", row[:3], before, days, findings)
    if not is_canonical(body):
        findings.add("registration.body", f"registration/{seq}/{n}", say("登记内容不是规范的JSON"))


def _explain_place(
    table: str, place: tuple[int, int, int | None], before: int | None, days: Mapping[int, int], findings: Findings
) -> None:
    seq, n, previous = place
    where = f"{table}/{seq}/{n}"
    if seq not in days:
        findings.add(f"{table}.stray", where, say("所属的第{seq}件不存在", seq=seq))
    if n != (before or 0) + 1 or previous != (n - 1 or None):
        findings.add(f"{table}.order", where, say("件内序号不连续：前一行为{before}", before=before or 0))
