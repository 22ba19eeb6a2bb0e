"""``permit-ledger demo``: a throw-away book that holds the published rounds, served to this machine alone."""

from __future__ import annotations

import sys
from contextlib import closing
from importlib.resources import files
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Final

import click

from ledger.errors import Unavailable, say
from ledger.services.history import record_round
from ledger.store.book import Book
from schemas.json_text import read_json
from schemas.round_file import read_rounds
from web.application import create_app
from web.books import judging_text, now, today
from web.door import Door
from web.door import command as ledger_command
from web.server import DEFAULT_PORT, LOOPBACK, address_of, interrupted_by_signals, listen, serve

if TYPE_CHECKING:
    import socket

ORIGIN: Final = "demonstration.invalid/permit-ledger"
ACTOR: Final = "demonstration"


@ledger_command(help="用全新的临时数据库演示：记入七个已公布的批次，只在本机提供网页，结束即删。")
@click.option("--port", type=click.IntRange(0, 65535), help="端口；0表示任选一个空闲的。")
def command(door: Door, *, port: int | None) -> None:
    """Record the published rounds in a new book, then serve it until interrupted."""
    with (
        interrupted_by_signals(),
        TemporaryDirectory(prefix="permit-ledger-demo-") as folder,
        closing(_book(door, f"sqlite:///{Path(folder) / 'demonstration.sqlite'}")) as book,
        _listener(port) as listener,
    ):
        address = address_of(listener)
        app = create_app(book, settings=door.settings, demonstration=True)
        door.show(say("演示数据是外地已公布批次的历史记录，各注明地方与来源，不是聊城的数据；停止程序即删除"))
        serve(app, listener, ready=lambda: door.show(say("ready {address}", address=address)))


def published_rounds() -> bytes:
    """Return the file of published rounds that comes with the program."""
    return files("web").joinpath("demo", "published_rounds.json").read_bytes()


def _book(door: Door, url: str) -> Book:
    """Return a new book that holds the published rounds."""
    law, moment = judging_text(door.settings), now()
    book = Book.create(url, origin=ORIGIN, rule_book=law, now=moment, today=today())
    rounds = read_rounds(read_json(published_rounds()))
    with book.unit_of_work(recorded_at=moment, rule_book=law) as work:
        for done, read in enumerate(rounds, 1):
            record_round(work, read.round, printed=read.printed, actor=ACTOR)
            if sys.stderr.isatty():
                door.tell(say("已记入{done}/{all}：{place}", done=done, all=len(rounds), place=read.round.place))
        work.commit()
    return book


def _listener(port: int | None) -> socket.socket:
    """Listen on the port that was asked for; where none was, on the usual one or, if that is taken, on a free one."""
    if port is not None:
        return listen(host=LOOPBACK, port=port)
    try:
        return listen(host=LOOPBACK, port=DEFAULT_PORT)
    except Unavailable:
        return listen(host=LOOPBACK, port=0)
