"""``permit-ledger restore``: put a backup in the place of the book, after it has been verified."""

from __future__ import annotations

from base64 import b64encode
from pathlib import Path

import click

from ledger.errors import say
from ledger.store.restore import FaultyBackup, restore
from schemas.malformed import missing_file
from web.books import now
from web.commands.verify import finding_line
from web.door import Door, json_option, print_json
from web.door import command as ledger_command
from web.failure import ExitCode
from web.progress import shown_progress


@ledger_command(help="用备份 PATH 替换账簿：须先停止服务，先核验后替换，原文件另存。")
@click.argument("path")
@json_option
def command(door: Door, *, path: str) -> int:
    """Restore a backup; exit 1, with every finding, if it is not sound."""
    if not Path(path).is_file():
        raise missing_file(path)
    try:
        with shown_progress(door, say("已复制、核验")) as progress:
            restored = restore(Path(path), door.database_url, now=now(), progress=progress)
    except FaultyBackup as error:
        for finding in error.verification.findings:
            door.tell(finding_line(finding))
        raise
    door.tell(say("已恢复：{size}件，核验无误", size=restored.verification.size))
    if restored.kept_aside is not None:
        door.tell(say("原文件另存为“{file}”", file=str(restored.kept_aside)))
    if door.json:
        print_json(
            {
                "size": restored.verification.size,
                "root": b64encode(restored.verification.root).decode(),
                "kept_aside": None if restored.kept_aside is None else str(restored.kept_aside),
            }
        )
    return ExitCode.DONE
