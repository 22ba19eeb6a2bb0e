"""``permit-ledger import``: rounds, working days or batches of acts, all files of one call whole or not at all."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import click

from ledger.domain.quantity import shown
from ledger.errors import Conflict, LedgerError, Message, NotFound, RuleViolation, say
from ledger.services.history import RecordedRound, record_round
from ledger.services.working_days import RecordedYears, record_working_days
from ledger.store.overdraft import Overdrawn
from schemas.import_file import ActBatch, WorkingDaysTable, read_import
from schemas.refused_rows import RefusedRows
from schemas.round_file import ReadRound
from web.books import judging_law, now, opened, text_of, today
from web.desk import desk_of, take, user_option
from web.door import Door, json_option, print_json
from web.door import command as ledger_command
from web.files import read_input
from web.system_user import system_user

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ledger.services.desk import Desk
    from ledger.store.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordedBatch:
    """The answer to a batch: the reference of each line's act, in order."""

    name: str
    references: tuple[int, ...]


Recorded = RecordedRound | RecordedYears | RecordedBatch


@ledger_command(help="导入批次文件、工作日表或业务清单；一次调用的全部文件要么整体入账，要么全不入账。")
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@click.option("--dry-run", is_flag=True, help="只检查，不入账。")
@user_option
@json_option
def command(door: Door, *, files: Sequence[str], dry_run: bool, user: str) -> None:
    """Read every file before anything is booked; then book them in one unit of work."""
    read = read_import({file: read_input(file) for file in files})
    if any(isinstance(item, ActBatch) for item in read):
        with desk_of(door, user=user) as desk:
            recorded = [
                _take(desk, item) if isinstance(item, ActBatch) else _record(desk.work, item, actor=desk.user.name)
                for item in read
            ]
            _finish(desk.work, dry_run=dry_run)
    else:
        with (
            opened(door.database_url) as book,
            book.unit_of_work(recorded_at=now(), rule_book=text_of(judging_law(door.settings, book))) as work,
        ):
            actor = system_user()
            recorded = [_record(work, item, actor=actor) for item in read if not isinstance(item, ActBatch)]
            _finish(work, dry_run=dry_run)
    if door.json:
        print_json({"dry_run": dry_run, **_body(recorded)})
        return
    for found in recorded:
        door.show(_sentence(found, dry_run=dry_run))


def _finish(work: UnitOfWork, *, dry_run: bool) -> None:
    if dry_run:
        work.journal.flush()
    else:
        work.commit()


def _record(work: UnitOfWork, item: ReadRound | WorkingDaysTable, *, actor: str) -> RecordedRound | RecordedYears:
    if isinstance(item, WorkingDaysTable):
        return record_working_days(work, table=item.text, actor=actor, today=today())
    return record_round(work, item.round, printed=item.printed, actor=actor)


def _take(desk: Desk, batch: ActBatch) -> RecordedBatch:
    """Take every line at the desk; what is refused is told of all lines at once.

    :raises RefusedRows: at least one line is refused.
    """
    references: list[int] = []
    refused: list[tuple[int, LedgerError]] = []
    for line in batch.lines:
        try:
            references.append(take(desk, line))
        except (RuleViolation, NotFound, Conflict) as refusal:
            if isinstance(refusal, Overdrawn):  # the journal itself refuses; nothing can be tried after that
                raise
            refused.append((line.row, refusal))
    if refused:
        raise RefusedRows(refused)
    return RecordedBatch(name=batch.name, references=tuple(references))


def _sentence(found: Recorded, *, dry_run: bool) -> Message:
    what = _what(found)
    if isinstance(found, RecordedBatch):
        done = say("已办理") if not dry_run else say("检查通过；未入账")
        return say("{what}：{count}行，{done}", what=what, count=len(found.references), done=done)
    if found.recognised:
        return say("{what}：已于日志第{seq}件入账，本次不重复入账", what=what, seq=found.seq)
    if dry_run:
        return say("{what}：检查通过；未入账", what=what)
    return say("{what}：已入账，自日志第{seq}件起", what=what, seq=found.seq)


def _what(found: Recorded) -> Message:
    if isinstance(found, RecordedBatch):
        return say("业务清单“{name}”", name=shown(found.name))
    if isinstance(found, RecordedYears):
        return say("{years}年工作日表", years="、".join(map(str, found.years)))
    return say("“{place}”第{number}批", place=found.round.place, number=found.round.number)


def _body(recorded: Sequence[Recorded]) -> dict[str, Any]:
    return {
        "rounds": [_round_body(found) for found in recorded if isinstance(found, RecordedRound)],
        "working_days": [_years_body(found) for found in recorded if isinstance(found, RecordedYears)],
        "acts": [
            {"file": found.name, "references": list(found.references)}
            for found in recorded
            if isinstance(found, RecordedBatch)
        ],
    }


def _round_body(found: RecordedRound) -> dict[str, Any]:
    return {
        "place": found.round.place,
        "round": found.round.number,
        "seq": found.seq,
        "acts": found.acts,
        "recognised": found.recognised,
    }


def _years_body(found: RecordedYears) -> dict[str, Any]:
    return {"years": list(found.years), "seq": found.seq, "recognised": found.recognised}
