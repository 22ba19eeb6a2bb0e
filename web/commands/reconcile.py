"""``permit-ledger reconcile``: what a notice states, what is booked, and whether the two agree."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from ledger.errors import say
from ledger.projections.rounds.reconciliation import reconcile
from ledger.projections.rounds.recorded import recorded_round
from schemas.reconciliation import reconciliation_body
from schemas.round_file import parse_round_number, read_rounds
from web.books import opened
from web.door import Door, json_option, print_json
from web.door import command as ledger_command
from web.failure import ExitCode
from web.labels.rounds import printed_figure_words, scope_words
from web.parameters import Parsed

if TYPE_CHECKING:
    from ledger.errors import Message
    from ledger.projections.rounds.reconciliation import Reconciliation, ReconciliationRow


@ledger_command(help="核对第 NUMBER 批：公告所印与账簿所记逐项比较。")
@click.argument("number", type=Parsed(name="number", parse=parse_round_number))
@click.option("--place", metavar="PLACE", help="地方，按批次文件所写；同号批次不止一个时须指明。")
@json_option
def command(door: Door, *, number: int, place: str | None) -> int:
    """Compare one round with its notice; exit 1 if a figure disagrees."""
    with opened(door.database_url) as book, book.reading() as connection:
        found = recorded_round(connection, number=number, place=place)
        stated = read_rounds(found.printed)[0].round.stated
        result = reconcile(connection, found, stated=stated)
    if door.json:
        print_json(reconciliation_body(result, translate=door.translate))
    else:
        _show(door, result)
    return ExitCode.DONE if result.agrees else ExitCode.REFUSED


def _show(door: Door, result: Reconciliation) -> None:
    door.show(say("第{number}批 {place}", number=result.round.number, place=result.round.place))
    for row in result.rows:
        values = {
            "scope": scope_words(row.scope),
            "what": row.what.words,
            "stated": row.what.written(row.stated.value),
            "posted": row.what.written(row.posted),
            "difference": row.what.written(row.difference),
            "verdict": _verdict(row),
        }
        door.show(say("{scope} {what} 公告 {stated} 入账 {posted} 差额 {difference} {verdict}", **values))
        if row.cause is not None:
            door.show(say("    {cause}", cause=row.cause))
    for printed in result.not_compared:
        door.show(say("公告另印、未比较：{printed}", printed=printed_figure_words(printed)))
    if not result.rows:
        door.show(say("公告没有可比较的合计"))


def _verdict(row: ReconciliationRow) -> Message:
    if not row.agrees:
        return say("不符")
    return say("相符") if row.difference == 0 else say("相符（按公告所印的位数四舍五入）")
