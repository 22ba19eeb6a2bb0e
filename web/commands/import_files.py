"""``permit-ledger import``: round files, all of one call whole or not at all."""

from __future__ import annotations

from dataclasses import replace
from getpass import getuser
from typing import TYPE_CHECKING, Any

import click

from ledger.errors import Message, say
from ledger.services.history import RecordedRound, record_round
from schemas.json_text import read_json
from schemas.malformed import FieldError, Malformed, malformed_file
from schemas.round_file import ReadRound, is_round_file, read_rounds
from web.books import judging_text, now, opened
from web.door import Door, json_option, print_json
from web.door import command as ledger_command
from web.files import read_input

if TYPE_CHECKING:
    from collections.abc import Sequence


@ledger_command(help="导入批次文件；一次调用的全部文件要么整体入账，要么全不入账。")
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@click.option("--dry-run", is_flag=True, help="只检查，不入账。")
@json_option
def command(door: Door, *, files: Sequence[str], dry_run: bool) -> None:
    """Read every file before anything is booked; then book them in one unit of work."""
    rounds = _read(files)
    with (
        opened(door.database_url) as book,
        book.unit_of_work(recorded_at=now(), rule_book=judging_text(door.settings)) as work,
    ):
        recorded = [record_round(work, read.round, printed=read.printed, actor=getuser()) for read in rounds]
        if dry_run:
            work.journal.flush()
        else:
            work.commit()
    if door.json:
        print_json({"dry_run": dry_run, "rounds": [_body(result) for result in recorded]})
        return
    for result in recorded:
        door.show(_sentence(result, dry_run=dry_run))


def _read(files: Sequence[str]) -> list[ReadRound]:
    rounds: list[ReadRound] = []
    errors: list[FieldError] = []
    for file in files:
        try:
            data = read_json(read_input(file))
            if not is_round_file(data):
                raise malformed_file(
                    code="file.kind",
                    path=file,
                    detail=say("“{path}”不是批次文件：应为一个批次的JSON对象，或含 rounds 列表的对象", path=file),
                )
            rounds += read_rounds(data)
        except Malformed as error:
            named = f"{file}: " if len(files) > 1 else ""
            errors += [replace(found, field=named + found.field) for found in error.errors]
    if errors:
        raise Malformed(errors)
    return rounds


def _sentence(result: RecordedRound, *, dry_run: bool) -> Message:
    particulars = {"place": result.round.place, "number": result.round.number, "seq": result.seq, "acts": result.acts}
    if result.recognised:
        return say("“{place}”第{number}批：已于日志第{seq}件入账，本次不重复入账", **particulars)
    if dry_run:
        return say("“{place}”第{number}批：检查通过，将记{acts}件；未入账", **particulars)
    return say("“{place}”第{number}批：已入账，自日志第{seq}件起共{acts}件", **particulars)


def _body(result: RecordedRound) -> dict[str, Any]:
    return {
        "place": result.round.place,
        "round": result.round.number,
        "seq": result.seq,
        "acts": result.acts,
        "recognised": result.recognised,
    }
