"""``permit-ledger demo``: a throw-away book of a made-up city, served to this machine alone."""

from __future__ import annotations

import sys
from contextlib import closing
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import click

from ledger.errors import Unavailable, say
from ledger.rules.law.loader import BOOKS, load_book
from ledger.services.credentials import give_password
from ledger.services.log_in import Entrance
from web.application import create_app
from web.books import now
from web.demo.city import Access, found_city
from web.demo.quick import QUICK
from web.door import Door
from web.door import command as ledger_command
from web.server import DEFAULT_PORT, LOOPBACK, address_of, interrupted_by_signals, listen, serve, settle

if TYPE_CHECKING:
    import socket
    from collections.abc import Iterable


@ledger_command(help="用全新的临时数据库演示一座虚构的城市，只在本机提供网页，结束即删。")
@click.option("--port", type=click.IntRange(0, 65535), help="端口；0表示任选一个空闲的。")
def command(door: Door, *, port: int | None) -> None:
    """Live the city through in a new book, then serve it until interrupted."""
    with (
        interrupted_by_signals(),
        _listener(port) as listener,
        TemporaryDirectory(prefix="permit-ledger-demo-") as folder,
    ):
        settle()  # the city is lived through by the program that then serves it
        url = f"sqlite:///{Path(folder) / 'demonstration.sqlite'}"
        book, access = found_city(url, law=load_book(BOOKS), progress=_Progress(door))
        with closing(book):
            address = address_of(listener)
            entrance = Entrance(passwords=QUICK, second_factor=False)
            with book.office() as office:
                for each in access:
                    give_password(office, each.user.name, each.token, passwords=QUICK, now=now(), must_change=False)
            app = create_app(book, settings=door.settings, demonstration=True, entrance=entrance)
            door.show(say("演示账簿：示例市及其企业、数量、价格均系虚构，不是任何真实城市的数据；停止程序即删除"))
            _introduce(door, url, access)
            serve(app, listener, ready=lambda: door.show(say("ready {address}", address=address)))


class _Progress:
    """Tells each month once, where somebody watches."""

    def __init__(self, door: Door) -> None:
        self._door = door
        self._told = ""

    def __call__(self, day: date) -> None:
        month = f"{day:%Y-%m}"
        if month != self._told and sys.stderr.isatty():
            self._told = month
            self._door.tell(say("演示：{month}", month=month))


def _introduce(door: Door, url: str, access: Iterable[Access]) -> None:
    """Write the database and who may log in, with the password made for this run, which is the token too."""
    door.show(say("数据库 {url}", url=url))
    for each in access:
        door.show(say("{role} {name} 口令 {token}", role=each.user.role.value, name=each.user.name, token=each.token))


def _listener(port: int | None) -> socket.socket:
    """Listen on the port that was asked for; where none was, on the usual one or, if that is taken, on a free one."""
    if port is not None:
        return listen(host=LOOPBACK, port=port)
    try:
        return listen(host=LOOPBACK, port=DEFAULT_PORT)
    except Unavailable:
        return listen(host=LOOPBACK, port=0)
