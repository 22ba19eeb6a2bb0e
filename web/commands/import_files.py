"""``permit-ledger import``: rounds, working days or batches of acts, all files of one call whole or not at all."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from ledger.domain.values.quantity import shown
from ledger.errors import Message, enumerated, say
from ledger.services.history import RecordedRound
from ledger.services.procedure import Recorded as Recognised
from ledger.services.receipt_list import ImportedList
from ledger.services.working_days import RecordedYears
from schemas.import_file import read_import
from web.desk import user_option
from web.door import Door, json_option, print_json
from web.door import command as ledger_command
from web.files import read_input
from web.importing import Recorded, RecordedBatch, record_all
from web.labels.vocabulary import vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


@ledger_command(help="导入批次文件、工作日表、业务清单或缴款清单；一次调用的全部文件要么整体入账，要么全不入账。")
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@click.option("--dry-run", is_flag=True, help="只检查，不入账。")
@user_option
@json_option
def command(door: Door, *, files: Sequence[str], dry_run: bool, user: str) -> None:
    """Read every file before anything is booked; then book them in one unit of work."""
    read = read_import({file: read_input(file) for file in files}, words=vocabulary())
    recorded = record_all(door, read, user=user, dry_run=dry_run)
    if door.json:
        print_json({"dry_run": dry_run, **_body(recorded)})
        return
    for found in recorded:
        door.show(_sentence(found, dry_run=dry_run))
        if isinstance(found, RecordedBatch):
            for sentence in _recorded_before(found):
                door.show(sentence)


def _sentence(found: Recorded, *, dry_run: bool) -> Message:
    what = _what(found)
    if isinstance(found, RecordedBatch):
        return _of_batch(found, what, dry_run=dry_run)
    if isinstance(found, ImportedList):
        counts = {"rows": found.listed.rows, "unmatched": len(found.unmatched)}
        if found.recognised:
            return say("{what}：共{rows}行，未匹配{unmatched}行；此前已导入，本次不重复", what=what, **counts)
        return say("{what}：共{rows}行，未匹配{unmatched}行", what=what, **counts)
    if found.recognised:
        return say("{what}：已于日志第{seq}件入账，本次不重复入账", what=what, seq=found.seq)
    if dry_run:
        return say("{what}：检查通过；未入账", what=what)
    return say("{what}：已入账，自日志第{seq}件起", what=what, seq=found.seq)


def _of_batch(found: RecordedBatch, what: Message, *, dry_run: bool) -> Message:
    new = sum(not act.recognised for act in found.acts)
    if found.acts and not new:
        return say("{what}：{count}行，此前均已登记，本次不重复", what=what, count=len(found.acts))
    done = say("检查通过；未入账") if dry_run else say("已办理")
    return say("{what}：{count}行，{done}", what=what, count=new, done=done)


def _recorded_before(found: RecordedBatch) -> Iterator[Message]:
    """Yield what became of the lines that were recorded before, together where it is the same."""
    by_words: dict[str, list[Recognised]] = {}
    for act in found.acts:
        if act.became is not None:
            by_words.setdefault(str(act.became), []).append(act)
    for acts in by_words.values():
        yield say(
            "其中{count}行此前已登记，现为“{state}”：第{references}件",
            count=len(acts),
            state=acts[0].became,
            references=enumerated(str(act.reference) for act in acts),
        )


def _what(found: Recorded) -> Message:
    if isinstance(found, RecordedBatch):
        return say("业务清单“{name}”", name=shown(found.name))
    if isinstance(found, ImportedList):
        return say("缴款清单“{name}”", name=shown(found.listed.name))
    if isinstance(found, RecordedYears):
        return say("{years}年工作日表", years=enumerated(found.years))
    return say("“{place}”第{number}批", place=found.round.place, number=found.round.number)


def _body(recorded: Sequence[Recorded]) -> dict[str, Any]:
    return {
        "rounds": [_round_body(found) for found in recorded if isinstance(found, RecordedRound)],
        "working_days": [_years_body(found) for found in recorded if isinstance(found, RecordedYears)],
        "acts": [
            {
                "file": found.name,
                "references": [act.reference for act in found.acts],
                "recognised": [
                    {"reference": act.reference, "state": act.state, "reversed": act.reversed}
                    for act in found.acts
                    if act.recognised
                ],
            }
            for found in recorded
            if isinstance(found, RecordedBatch)
        ],
        "receipt_lists": [_list_body(found) for found in recorded if isinstance(found, ImportedList)],
    }


def _list_body(found: ImportedList) -> dict[str, Any]:
    return {
        "file": found.listed.name,
        "recognised": found.recognised,
        "rows": [
            {
                "row": row.row,
                "voucher": row.listed.voucher,
                "outcome": row.outcome.value,
                "reference": row.reference,
                "reason": row.reason,
            }
            for row in found.rows
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
