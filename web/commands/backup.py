"""``permit-ledger backup``: the whole book in one file, also while it is being served."""

from __future__ import annotations

from pathlib import Path

import click

from ledger.errors import say
from ledger.store.backup import backup
from schemas.checkpoint import checkpoint_body
from schemas.malformed import missing_folder
from web.books import opened
from web.door import Door, json_option, print_json
from web.door import command as ledger_command
from web.progress import shown_progress


@ledger_command(help="备份整个账簿到文件 PATH，服务运行中也可；已有的文件不覆盖。")
@click.argument("path")
@json_option
def command(door: Door, *, path: str) -> None:
    """Write a backup and tell the checkpoint that it holds."""
    target = Path(path)
    if not target.parent.is_dir():
        raise missing_folder(str(target.parent))
    with opened(door.database_url) as book, shown_progress(door, say("已复制")) as progress:
        checkpoint = backup(book, target, progress=progress)
    door.tell(
        say("已备份到“{file}”：账簿“{origin}”，{size}件", file=path, origin=checkpoint.origin, size=checkpoint.size)
    )
    if door.json:
        print_json({"path": path, "checkpoint": checkpoint_body(checkpoint)})
