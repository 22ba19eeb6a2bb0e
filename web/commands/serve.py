"""``permit-ledger serve``: the pages and the API of a book."""

from __future__ import annotations

import click

from ledger.errors import say
from web.application import create_app
from web.books import judging_law, opened
from web.door import Door
from web.door import command as ledger_command
from web.server import DEFAULT_PORT, LOOPBACK, address_of, interrupted_by_signals, listen, serve


@ledger_command(help="提供网页与接口；能够应答时写一行 ready 与网址，中断即停。")
@click.option("--host", default=LOOPBACK, help="监听的地址，默认只限本机。")
@click.option("--port", type=click.IntRange(0, 65535), default=DEFAULT_PORT, help="端口；0表示任选一个空闲的。")
def command(door: Door, *, host: str, port: int) -> None:
    """Serve until interrupted; a book whose law is not adopted is refused at once."""
    with (
        interrupted_by_signals(),
        opened(door.database_url) as book,
        listen(host=host, port=port) as listener,
    ):
        judging_law(door.settings, book)
        address = address_of(listener)
        app = create_app(book, settings=door.settings)
        serve(app, listener, ready=lambda: door.show(say("ready {address}", address=address)))
