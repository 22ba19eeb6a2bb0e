"""``permit-ledger checkpoint``: the head of the journal, to be kept by somebody else."""

from __future__ import annotations

import click

from ledger.store.checkpoint import current_checkpoint
from web.books import opened
from web.door import Door
from web.door import command as ledger_command
from web.output import STANDARD_OUTPUT, write_output


@ledger_command(help="写出日志的当前检查点：账簿名、件数、根。请交账簿以外的人保存。")
@click.option(
    "--out", default=STANDARD_OUTPUT, metavar="FILE", help="写到哪个文件，已有的文件不覆盖；省略时写到标准输出。"
)
def command(door: Door, *, out: str) -> None:
    """Write the checkpoint (C2SP tlog-checkpoint)."""
    with opened(door.database_url) as book, book.reading() as connection:
        checkpoint = current_checkpoint(connection)
    write_output(out, [checkpoint.text.encode()])
