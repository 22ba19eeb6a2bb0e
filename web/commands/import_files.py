"""``permit-ledger import``: files of rounds or of working days, all of one call whole or not at all."""

from __future__ import annotations

import os
from getpass import getuser
from typing import TYPE_CHECKING, Any

import click

from ledger.domain.text import parse_text
from ledger.errors import Message, say
from ledger.services.history import RecordedRound, record_round
from ledger.services.working_days import RecordedYears, record_working_days
from schemas.import_file import Importable, WorkingDaysTable, read_import
from web.books import judging_text, now, opened, today
from web.door import Door, json_option, print_json
from web.door import command as ledger_command
from web.files import read_input

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ledger.store.unit_of_work import UnitOfWork

Recorded = RecordedRound | RecordedYears


@ledger_command(help="导入批次文件或工作日表；一次调用的全部文件要么整体入账，要么全不入账。")
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@click.option("--dry-run", is_flag=True, help="只检查，不入账。")
@json_option
def command(door: Door, *, files: Sequence[str], dry_run: bool) -> None:
    """Read every file before anything is booked; then book them in one unit of work."""
    read = read_import({file: read_input(file) for file in files})
    with (
        opened(door.database_url) as book,
        book.unit_of_work(recorded_at=now(), rule_book=judging_text(door.settings)) as work,
    ):
        actor = _importing_user()
        recorded = [_record(work, item, actor=actor) for item in read]
        if dry_run:
            work.journal.flush()
        else:
            work.commit()
    if door.json:
        print_json(
            {
                "dry_run": dry_run,
                "rounds": [_round_body(found) for found in recorded if isinstance(found, RecordedRound)],
                "working_days": [_years_body(found) for found in recorded if isinstance(found, RecordedYears)],
            }
        )
        return
    for found in recorded:
        door.show(_sentence(found, dry_run=dry_run))


def _record(work: UnitOfWork, item: Importable, *, actor: str) -> Recorded:
    if isinstance(item, WorkingDaysTable):
        return record_working_days(work, table=item.text, actor=actor, today=today())
    return record_round(work, item.round, printed=item.printed, actor=actor)


def _importing_user() -> str:
    """Return the name of the operating system's user, or the number of one that has no name.

    :raises InvalidValue: a name that no text of ours may have.
    """
    try:
        name = getuser()
    except (KeyError, OSError):  # OSError from Python 3.13 on
        return f"uid {os.getuid()}"
    return parse_text(name)


def _sentence(found: Recorded, *, dry_run: bool) -> Message:
    what = _what(found)
    if found.recognised:
        return say("{what}：已于日志第{seq}件入账，本次不重复入账", what=what, seq=found.seq)
    if dry_run:
        return say("{what}：检查通过；未入账", what=what)
    return say("{what}：已入账，自日志第{seq}件起", what=what, seq=found.seq)


def _what(found: Recorded) -> Message:
    if isinstance(found, RecordedYears):
        return say("{years}年工作日表", years="、".join(map(str, found.years)))
    return say("“{place}”第{number}批", place=found.round.place, number=found.round.number)


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
