"""What waits is what the acts register, papers are what they were, and nothing was posted into a closed period."""

from __future__ import annotations

from hashlib import sha256
from itertools import pairwise
from typing import TYPE_CHECKING

from sqlalchemy import select

from ledger.domain.values.encoding import day_of
from ledger.errors import say
from ledger.store.tables import account, docket, evidence, hold, journal, position, unit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Connection

    from ledger.store.findings import Findings
    from ledger.store.registered_acts import RegisteredActs


def check_docket(connection: Connection, acts: RegisteredActs, findings: Findings) -> None:
    """Compare the docket, and what waits with it, with the last registration of every act."""
    stored = {row[0]: tuple(row) for row in connection.execute(select(docket))}
    expected = {reference: waiting.row for reference, waiting in acts.waiting.items()}
    for reference in sorted(stored.keys() | expected.keys()):
        if stored.get(reference) != expected.get(reference):
            detail = say(
                "待办记为{stored}，按登记应为{expected}",
                stored=stored.get(reference),
                expected=expected.get(reference),
            )
            findings.add("docket.differs", f"docket/{reference}", detail)
    held = {(reference, number): amount for reference, number, amount in connection.execute(select(hold))}
    waiting = dict(_expected_holds(connection, acts))
    for reference, number in sorted(held.keys() | waiting.keys(), key=str):
        if held.get((reference, number)) != waiting.get((reference, number)):
            detail = say(
                "待批占用记为{stored}，按登记应为{expected}",
                stored=held.get((reference, number), 0),
                expected=waiting.get((reference, number), 0),
            )
            findings.add("hold.differs", f"hold/{reference}/{number}", detail)


def check_papers(connection: Connection, acts: RegisteredActs, findings: Findings) -> None:
    """Find the papers that acts name and that the book does not hold."""
    kept = {digest.hex() for digest in connection.scalars(select(evidence.c.digest))}
    for digest in sorted(acts.papers.keys() - kept):
        findings.add("evidence.missing", f"evidence/{digest}", say("所登记的证据文件不在账簿中"))


def check_contents(connection: Connection, acts: RegisteredActs, findings: Findings) -> None:
    """Recompute the digest of every paper, and compare its media type with what acts say of it."""
    # One at a time: a paper may have twenty megabytes.
    for digest, media_type, content in connection.execute(select(evidence), execution_options={"yield_per": 1}):
        named = acts.papers.get(digest.hex())
        if sha256(content).digest() != digest or (named and media_type not in named):
            findings.add("evidence.altered", f"evidence/{digest.hex()}", say("证据文件入库后被改动"))


def check_periods(connection: Connection, acts: RegisteredActs, findings: Findings) -> None:
    """Find the posted acts that count on a day that was closed when they were recorded."""
    for (closed_at, through), (next_at, _) in pairwise([*acts.closings, (2**62, 0)]):
        late = connection.execute(
            select(journal.c.seq, journal.c.effective_on)
            .where(
                journal.c.seq > closed_at,
                journal.c.seq <= next_at,
                journal.c.effective_on <= through,
                # Posted acts alone: a historical round of another place belongs to no period of these books, and
                # a step of an act that waits, or a calendar, is dated on the day on which it is recorded.
                journal.c.series.is_not(None),
                journal.c.kind.not_like("period.%"),
            )
            .order_by(journal.c.seq)
        )
        for seq, day in late:
            detail = say("生效日{day}在入账时已经结账（结至{through}）", day=day_of(day), through=day_of(through))
            findings.add("period.closed", f"journal/{seq}", detail)


def _expected_holds(connection: Connection, acts: RegisteredActs) -> Iterator[tuple[tuple[int, object], int]]:
    """Return what waits by act and position; where there is no such position, by the codes of account and unit."""
    if not any(waiting.holds for waiting in acts.waiting.values()):
        return
    positions = {
        (account_code, unit_code): number
        for number, account_code, unit_code in connection.execute(
            select(position.c.id, account.c.code, unit.c.code)
            .join_from(position, account, account.c.id == position.c.account_id)
            .join(unit, unit.c.id == position.c.unit_id)
        )
    }
    for reference, waiting in acts.waiting.items():
        for name, amount in waiting.holds.items():
            yield (reference, positions.get(name, "/".join(name))), amount
