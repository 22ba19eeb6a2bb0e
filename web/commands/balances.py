"""``permit-ledger balances``: what every account holds, now, on a past day, or as it was known earlier."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from ledger.errors import Message, say
from ledger.projections.accounts.balances import balances
from ledger.projections.accounts.names import holder_name, line_name, unit_name
from ledger.projections.rounds.assumed_terms import assumed_terms
from schemas.balances import balances_body, written
from web.books import opened
from web.door import Door, json_option, print_json
from web.door import command as ledger_command
from web.parameters import DATE, FACTOR, PLACE_IN_JOURNAL
from web.table import show_table

if TYPE_CHECKING:
    from collections.abc import Container
    from datetime import date

    from ledger.domain.values.pollutant import Pollutant
    from ledger.projections.accounts.balances import PositionBalance


@ledger_command(help="查看各账户余额；余额为零的账户不列。")
@click.option("--on", type=DATE, metavar="DATE", help="截至哪一天，YYYY-MM-DD；省略时计入已入账的全部。")
@click.option("--as-known-at", type=PLACE_IN_JOURNAL, metavar="SEQ", help="只计入日记账第 SEQ 件及以前。")
@click.option("--enterprise", metavar="NAME", help="只看一个持有人，名称须完全一致。")
@click.option("--area", metavar="AREA", help="只看一个地方，名称须完全一致。")
@click.option("--factor", type=FACTOR, metavar="FACTOR", help="只看一种污染物，如 NH3-N。")
@click.option("--all", "include_zero", is_flag=True, help="余额为零的也列出。")
@json_option
def command(
    door: Door,
    *,
    on: date | None,
    as_known_at: int | None,
    enterprise: str | None,
    area: str | None,
    factor: Pollutant | None,
    include_zero: bool,
) -> None:
    """Show balances."""
    with opened(door.database_url) as book, book.reading() as connection:
        assumed = assumed_terms(connection)
        rows = balances(
            connection,
            on=on,
            as_known_at=as_known_at,
            holder=enterprise,
            area=area,
            pollutant=factor,
            include_zero=include_zero,
        )
    if door.json:
        print_json(balances_body(rows))
    else:
        _show(door, rows, assumed)


def _show(door: Door, rows: list[PositionBalance], assumed: Container[str]) -> None:
    if not rows:
        door.tell(say("没有余额"))
        return
    show_table(
        door,
        headings=(say("账户"), say("科目"), say("持有人"), say("品种"), say("方向"), say("余额")),
        rows=[
            (
                row.account.code,
                line_name(row.account.chart, language=door.settings.language),
                "" if row.account.holder is None else holder_name(row.account.holder),
                unit_name(row.unit, with_area=False, assumed=assumed),
                _side(row.amount),
                written(abs(row.amount), row.unit),
            )
            for row in rows
        ],
        figures=1,
    )


def _side(amount: int) -> Message:
    if amount == 0:
        return say("平")
    return say("借") if amount > 0 else say("贷")
