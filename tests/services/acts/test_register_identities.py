"""What the registers say is open is on the accounts, holder by holder; an entry past them is found and named."""

from __future__ import annotations

import pytest

from ledger.domain.bookkeeping.account import Account, account
from ledger.domain.bookkeeping.posting import Posting
from ledger.domain.bookkeeping.unit import MONEY
from ledger.domain.money.deposit import Keeper, ReceiveDeposit
from ledger.projections.checks.control_checks import check_controls
from ledger.projections.checks.register_identities import LINES, register_identities
from ledger.store.findings import Findings
from tests.services.acts.bureau import EAST, Bureau
from tests.services.acts.money import OTHER, PAYER, deposit, noticed, open_for_business, pay
from tests.services.acts.plants import posted

OWES, OTHER_OWES = (account("1212.2", area=EAST, holder=code) for code in (PAYER, OTHER))
DUE, OTHER_DUE = (account("2103.1", area=EAST, holder=code) for code in (PAYER, OTHER))
HELD, OWED = (account(line, area=EAST, holder=PAYER) for line in ("B30", "B31"))


@pytest.fixture(autouse=True)
def _noticed(bureau: Bureau) -> None:
    """Notice 50,000 yuan, of which 20,000 are paid, and take a deposit of 5,000."""
    open_for_business(bureau)
    noticed(bureau)
    pay(bureau, 20_000_00)
    bureau.do("deposit.receive", ReceiveDeposit(**{**deposit(Keeper.PLATFORM), "effective_on": bureau.today}))


def found(bureau: Bureau) -> list[tuple[str, int, int]]:
    """Return what disagrees of the money: account, its balance, what the registers say."""
    with bureau.book.reading() as connection:
        each = [one for one in register_identities(connection) if not one.holds and not one.pollutant]
    return [(one.account, one.booked, one.registered) for one in each]


def test_after_acts_of_the_bureau_registers_and_accounts_agree(bureau: Bureau) -> None:
    assert found(bureau) == []


@pytest.mark.parametrize(
    ("debit", "credit", "named"),
    [
        (OTHER_OWES, OWES, [OWES, OTHER_OWES]),
        (OWES, DUE, [OWES, DUE]),
        (DUE, OTHER_DUE, [DUE, OTHER_DUE]),
        (HELD, OWED, [HELD, OWED]),
    ],
)
def test_an_entry_past_the_registers_is_found_though_it_balances(
    bureau: Bureau, debit: Account, credit: Account, named: list[Account]
) -> None:
    posted(bureau, [Posting(debit=debit, credit=credit, unit=MONEY, amount=1)])

    assert [each for each, _, _ in found(bureau)] == sorted(each.code for each in named)
    with bureau.book.reading() as connection:
        findings = Findings()
        check_controls(connection, findings)
    places = {finding.where for finding in findings.kept()}
    assert {f"identity/{each.code}/CNY" for each in named} <= places


def test_every_line_behind_which_a_register_stands_is_compared(bureau: Bureau) -> None:
    with bureau.book.reading() as connection:
        lines = {each.account.partition(":")[0] for each in register_identities(connection)}

    assert lines <= LINES
    assert {"1212.2", "1212.8", "2103.1", "B30", "B31"} <= lines
