"""``permit-ledger statement``: the movements of one account, with the balance after each."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from ledger.errors import say
from ledger.projections.accounts.names import account_name, unit_name
from ledger.projections.accounts.statement import statement
from ledger.projections.rounds.assumed_terms import assumed_terms
from schemas.balances import written
from schemas.statement import statement_body
from web.books import opened
from web.door import Door, json_option, print_json
from web.door import command as ledger_command
from web.table import show_table

if TYPE_CHECKING:
    from collections.abc import Container

    from ledger.projections.accounts.statement import Statement


@ledger_command(help="查看一个账户的明细账；ACCOUNT 为账户代码，如 Q40:地方/企业名称。")
@click.argument("account")
@json_option
def command(door: Door, *, account: str) -> None:
    """Show the statement of an account."""
    with opened(door.database_url) as book, book.reading() as connection:
        assumed = assumed_terms(connection)
        found = statement(connection, account)
    if door.json:
        print_json(statement_body(found))
    else:
        _show(door, found, assumed)


def _show(door: Door, found: Statement, assumed: Container[str]) -> None:
    name = account_name(found.account, language=door.settings.language, translate=door.translate)
    door.show(say("账户 {code} {name}", code=found.account.code, name=name))
    show_table(
        door,
        headings=(
            *(say("日期"), say("件号"), say("摘要"), say("对方账户"), say("品种")),
            *(say("借方"), say("贷方"), say("余额")),
        ),
        rows=[
            (
                line.place.effective_on.isoformat(),
                str(line.place.seq),
                line.narration,
                line.counter_account.code,
                unit_name(line.unit, with_area=False, assumed=assumed),
                *(written(amount, line.unit) if amount else "" for amount in (line.debit, line.credit)),
                written(line.balance, line.unit),
            )
            for line in found.lines
        ],
        figures=3,
    )
