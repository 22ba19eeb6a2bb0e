"""``permit-ledger trial-balance``: debits and credits per unit."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from ledger.errors import say
from ledger.projections.accounts.names import unit_name
from ledger.projections.accounts.trial_balance import trial_balance
from ledger.projections.rounds.assumed_terms import assumed_terms
from schemas.balances import written
from schemas.trial_balance import trial_balance_body
from web.books import opened
from web.door import Door, json_option, print_json
from web.door import command as ledger_command
from web.failure import ExitCode
from web.parameters import DATE
from web.table import show_table

if TYPE_CHECKING:
    from collections.abc import Container
    from datetime import date

    from ledger.projections.accounts.trial_balance import TrialBalance


@ledger_command(help="试算平衡：各品种的借方余额合计与贷方余额合计。")
@click.option("--on", type=DATE, metavar="DATE", help="截至哪一天，YYYY-MM-DD；省略时计入已入账的全部。")
@json_option
def command(door: Door, *, on: date | None) -> int:
    """Show the trial balance; exit 1 if it does not balance."""
    with opened(door.database_url) as book, book.reading() as connection:
        assumed = assumed_terms(connection)
        result = trial_balance(connection, on=on)
    if door.json:
        print_json(trial_balance_body(result))
    else:
        _show(door, result, assumed)
    return ExitCode.DONE if result.balanced else ExitCode.REFUSED


def _show(door: Door, result: TrialBalance, assumed: Container[str]) -> None:
    show_table(
        door,
        headings=(say("品种"), say("借方合计"), say("贷方合计"), say("差额")),
        rows=[
            (
                unit_name(totals.unit, assumed=assumed),
                *(written(amount, totals.unit) for amount in (totals.debit, totals.credit, totals.difference)),
            )
            for totals in result.units
        ],
        figures=3,
    )
    door.show(say("借方与贷方相等") if result.balanced else say("借方与贷方不等；请运行 permit-ledger verify"))
