"""``permit-ledger export``: the books, or a part of them, as a file."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from ledger.errors import say
from ledger.projections.export.formats import FORMATS, exported
from ledger.projections.export.selection import Selection, require_holder, round_subject
from schemas.malformed import FieldError, Malformed
from web.books import opened
from web.door import Door, json_option, print_json
from web.door import command as ledger_command
from web.output import STANDARD_OUTPUT, write_output
from web.parameters import DATE, FACTOR, ROUND

if TYPE_CHECKING:
    from datetime import date

    from ledger.domain.values.pollutant import Pollutant
    from ledger.projections.view import View
    from web.parameters import RoundName


@ledger_command(help="导出账簿：csv 供表格软件，jsonl 供逐件复算，hledger、beancount 供另一套账复核。")
@click.option("--format", type=click.Choice(list(FORMATS)), required=True, help="格式。")
@click.option("--out", required=True, metavar="PATH", help="写到哪个文件，“-”为标准输出；已有的文件不覆盖。")
@click.option("--from", "starts", type=DATE, metavar="DATE", help="自哪一天起（含当日），按生效日期。")
@click.option("--to", "ends", type=DATE, metavar="DATE", help="至哪一天止（含当日），按生效日期。")
@click.option("--enterprise", metavar="NAME", help="只导出一个持有人借方或贷方的分录，名称须完全一致。")
@click.option("--factor", type=FACTOR, metavar="FACTOR", help="只导出一种污染物，如 NH3-N。")
@click.option("--round", "round_name", type=ROUND, metavar="ROUND", help="只导出一个批次：批次号，或 地方/批次号。")
@json_option
def command(
    door: Door,
    *,
    format: str,  # noqa: A002 - the word of the command line
    out: str,
    starts: date | None,
    ends: date | None,
    enterprise: str | None,
    factor: Pollutant | None,
    round_name: RoundName | None,
) -> None:
    """Write a file and tell its length and SHA-256."""
    if starts is not None and ends is not None and ends < starts:
        detail = say("截止日{ends}早于起始日{starts}", ends=ends, starts=starts)
        raise Malformed([FieldError(code="date.order", detail=detail, field="--to", value=ends.isoformat())])
    if door.json and out == STANDARD_OUTPUT:
        detail = say("标准输出不能同时写账簿和JSON；请用 --out 指明文件")
        raise Malformed([FieldError(code="usage.option", detail=detail, field="--out", value=out)])
    with opened(door.database_url) as book, book.reading() as connection:
        selection = Selection(
            starts=starts,
            ends=ends,
            enterprise=enterprise and require_holder(connection, enterprise),
            pollutant=factor,
            round=None if round_name is None else _subject(connection, round_name),
        )
        written = write_output(out, exported(connection, selection, format=format))
    if door.json:
        print_json({"format": format, "out": out, "bytes": written.bytes, "sha256": written.sha256})
    elif out != STANDARD_OUTPUT:
        door.tell(
            say(
                "已导出到“{out}”：{bytes}字节，SHA-256 {sha256}",
                out=out,
                bytes=written.bytes,
                sha256=written.sha256,
            )
        )


def _subject(connection: View, name: RoundName) -> str:
    return round_subject(connection, number=name.number, place=name.place)
