"""``permit-ledger init``: create the book, or bring it to the newest schema; again changes nothing."""

from __future__ import annotations

from secrets import token_hex

import click

from ledger.domain.bookkeeping.checkpoint import parse_origin
from ledger.errors import Unavailable, say
from ledger.store.book import Book
from ledger.store.checkpoint import origin_of
from web.books import judging_text, now, opened, today
from web.door import Door, json_option, print_json
from web.door import command as ledger_command
from web.parameters import Parsed


@ledger_command(help="建立账簿，或升级到最新结构；已是最新则不作改动。")
@click.option(
    "--origin",
    type=Parsed(name="origin", parse=parse_origin),
    metavar="NAME",
    help="账簿名，写入检查点，以后不能更改；省略时随机生成。",
)
@json_option
def command(door: Door, *, origin: str | None) -> None:
    """Create or migrate the book and say which of the two was done, or that nothing was."""
    done = "nothing"
    try:
        with opened(door.database_url) as book:
            name = _origin(book)
        door.tell(say("账簿“{origin}”已是最新结构，无须改动", origin=name))
    except Unavailable as error:
        if error.problem_code == "book.missing":
            name, done = _create(door, origin or f"permit-ledger/{token_hex(8)}"), "created"
            door.tell(say("已建立账簿“{origin}”", origin=name))
        elif error.problem_code == "schema.older":
            name, done = _create(door, ""), "migrated"
            door.tell(say("已将账簿“{origin}”升级到最新结构", origin=name))
        else:
            raise
    if origin is not None and origin != name:
        door.tell(say("账簿名在建立时已定为“{origin}”，未更改", origin=name))
    if door.json:
        print_json({"origin": name, "done": done})


def _create(door: Door, origin: str) -> str:
    law, moment = judging_text(door.settings), now()
    book = Book.create(door.database_url, origin=origin, rule_book=law, now=moment, today=today())
    try:
        return _origin(book)
    finally:
        book.close()


def _origin(book: Book) -> str:
    with book.reading() as connection:
        return origin_of(connection)
