"""``permit-ledger checkpoint``: the head of the journal, to be kept by somebody else."""

from __future__ import annotations

import click

from ledger.store.checkpoint import current_checkpoint
from schemas.checkpoint import checkpoint_body
from web.books import opened
from web.door import Door, json_option, print_json
from web.door import command as ledger_command
from web.output import STANDARD_OUTPUT, write_output


@ledger_command(help="写出日志的当前检查点：账簿名、件数、根。请交账簿以外的人保存。")
@click.option("--out", metavar="FILE", help="写到哪个文件，已有的文件不覆盖；省略时写到标准输出。")
@json_option
def command(door: Door, *, out: str | None) -> None:
    """Write the checkpoint (C2SP tlog-checkpoint); as JSON besides, or instead where no file is named."""
    with opened(door.database_url) as book, book.reading() as connection:
        checkpoint = current_checkpoint(connection)
    if out is not None or not door.json:
        write_output(out or STANDARD_OUTPUT, [checkpoint.text.encode()])
    if door.json:
        print_json(checkpoint_body(checkpoint))
