"""Deposits, with the platform and in the bureau's own bank."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from ledger.domain.money.deposit import (
    ConfirmForfeit,
    ForfeitDeposit,
    Keeper,
    LotSeller,
    ReceiveDeposit,
    ReturnDeposit,
    SetOffDeposit,
)
from ledger.domain.money.receipt import ConfirmReceipt, RecordReceipt
from tests.services.acts.bureau import EAST, Bureau
from tests.services.acts.money import (
    OTHER,
    PAYER,
    award,
    deposit,
    deposit_in,
    notice_in,
    noticed,
    open_for_business,
)

DAY = date(2026, 3, 10)


@pytest.fixture(autouse=True)
def _open(bureau: Bureau) -> None:
    open_for_business(bureau)


def received(bureau: Bureau, keeper: Keeper, *, seller: LotSeller = LotSeller.RESERVE) -> None:
    bureau.do("deposit.receive", ReceiveDeposit(**deposit(keeper, seller=seller)))


def set_off(**changed: Any) -> SetOffDeposit:
    asked: dict[str, Any] = {
        "effective_on": DAY,
        "number": "保证金1",
        "notice": "通知1",
        "amount": 5_000_00,
        "voucher": "缴库凭证1",
        "credited_on": DAY,
    }
    return SetOffDeposit(**{**asked, **changed})


def test_a_deposit_with_the_platform_is_a_memo_and_never_in_our_bank(bureau: Bureau) -> None:
    received(bureau, Keeper.PLATFORM)

    assert bureau.balance("B30", EAST, PAYER) == -bureau.balance("B31", EAST, PAYER) == 5_000_00
    assert bureau.balance("1002", EAST) == 0
    bureau.do(
        "deposit.return", ReturnDeposit(effective_on=DAY, number="保证金1", amount=5_000_00, document="退还清单1")
    )
    assert bureau.balance("B30", EAST, PAYER) == 0
    assert deposit_in(bureau).held == 0


def test_a_deposit_in_our_bank_is_owed_to_the_bidder(bureau: Bureau) -> None:
    received(bureau, Keeper.BUREAU)

    assert bureau.balance("1002", EAST) == -bureau.balance("2307.1", EAST, PAYER) == 5_000_00


def test_the_platform_sends_the_deposit_to_the_treasury_and_it_counts_as_paid_and_credited(bureau: Bureau) -> None:
    received(bureau, Keeper.PLATFORM)
    noticed(bureau)

    bureau.do("deposit.set_off", set_off())

    notice = notice_in(bureau)
    assert (notice.received, notice.confirmed, notice.in_treasury_on) == (5_000_00, 5_000_00, DAY)
    assert bureau.balance("1212.2", EAST, PAYER) == 45_000_00
    assert bureau.balance("2103.1", EAST, PAYER) == -45_000_00
    assert bureau.balance("B31", EAST, PAYER) == 0


def test_a_deposit_in_our_bank_pays_the_price_and_is_remitted_afterwards(bureau: Bureau) -> None:
    received(bureau, Keeper.BUREAU)
    noticed(bureau)

    bureau.do("deposit.set_off", set_off(credited_on=None))
    assert bureau.balance("2307.1", EAST, PAYER) == 0
    assert bureau.balance("1212.2", EAST, PAYER) == 45_000_00
    assert bureau.balance("1002", EAST) == 5_000_00

    bureau.do(
        "treasury.confirm", ConfirmReceipt(effective_on=DAY, number="缴库凭证1", amount=5_000_00, credited_on=DAY)
    )
    assert bureau.balance("1002", EAST) == 0
    assert bureau.balance("2103.1", EAST, PAYER) == -45_000_00


def test_a_set_off_is_refused_for_everything_that_does_not_fit(bureau: Bureau) -> None:
    received(bureau, Keeper.PLATFORM)
    noticed(bureau)
    bureau.register(award("成交2", buyer=OTHER))
    noticed(bureau, "通知2", of="成交2")

    assert bureau.refused("deposit.set_off", set_off(notice="通知2")) == ["deposit.payer"]
    assert bureau.refused("deposit.set_off", set_off(amount=5_000_01)) == ["deposit.amount"]
    assert bureau.refused("deposit.set_off", set_off(credited_on=None)) == ["deposit.credited"]
    assert bureau.refused("deposit.set_off", set_off(credited_on=date(2026, 3, 1))) == ["treasury.day"]
    assert bureau.refused("deposit.set_off", set_off(number="保证金9")) == ["deposit.missing"]
    bureau.do("deposit.set_off", set_off(amount=1_000_00))
    assert bureau.refused("deposit.set_off", set_off(amount=1_000_00)) == ["receipt.repeated"]


def test_the_deposit_of_a_lot_of_an_enterprise_pays_no_price_of_the_government(bureau: Bureau) -> None:
    received(bureau, Keeper.PLATFORM, seller=LotSeller.ENTERPRISE)
    noticed(bureau)

    assert bureau.refused("deposit.set_off", set_off()) == ["deposit.not_price"]


def test_a_forfeited_deposit_of_a_reserve_lot_is_the_treasurys(bureau: Bureau) -> None:
    received(bureau, Keeper.PLATFORM)
    forfeit = ForfeitDeposit(effective_on=DAY, number="保证金1", document="没收决定1")

    bureau.do("deposit.forfeit", forfeit)
    assert bureau.balance("1212.4", EAST, PAYER) == -bureau.balance("2103.2", EAST, PAYER) == 5_000_00
    assert bureau.balance("B30", EAST, PAYER) == 0
    assert bureau.refused("deposit.forfeit", forfeit) == ["deposit.not_held", "notice.number"]

    receipt = RecordReceipt(effective_on=DAY, notice="没收决定1", number="税票1", amount=5_000_00, paid_on=DAY)
    assert bureau.refused("fee.receipt", receipt) == ["receipt.charge"]
    confirm = ConfirmForfeit(
        effective_on=DAY, document="没收决定1", voucher="缴库凭证1", amount=5_000_00, credited_on=DAY
    )
    bureau.do("deposit.forfeit_confirm", confirm)
    assert bureau.balance("1212.4", EAST, PAYER) == bureau.balance("2103.2", EAST, PAYER) == 0
    assert notice_in(bureau, "没收决定1").settled
    assert bureau.refused("deposit.forfeit_confirm", confirm) == ["treasury.amount", "receipt.repeated"]


def test_a_forfeited_deposit_in_our_bank_is_remitted(bureau: Bureau) -> None:
    received(bureau, Keeper.BUREAU)

    bureau.do("deposit.forfeit", ForfeitDeposit(effective_on=DAY, number="保证金1", document="没收决定1"))
    assert bureau.balance("2307.1", EAST, PAYER) == 0
    assert bureau.balance("2103.2", EAST, PAYER) == -5_000_00
    bureau.do(
        "treasury.confirm", ConfirmReceipt(effective_on=DAY, number="没收决定1", amount=5_000_00, credited_on=DAY)
    )
    assert bureau.balance("1002", EAST) == bureau.balance("2103.2", EAST, PAYER) == 0


def test_a_forfeited_deposit_of_an_enterprises_lot_goes_where_the_contract_says(bureau: Bureau) -> None:
    received(bureau, Keeper.PLATFORM, seller=LotSeller.ENTERPRISE)
    forfeit = ForfeitDeposit(effective_on=DAY, number="保证金1", document="没收决定1")

    assert bureau.refused("deposit.forfeit", forfeit) == ["deposit.beneficiary"]
    by_contract = ForfeitDeposit(
        effective_on=DAY, number="保证金1", document="没收决定1", beneficiary="示例纺织有限公司"
    )
    bureau.do("deposit.forfeit", by_contract)
    assert bureau.balance("B31", EAST, PAYER) == 0
    assert bureau.balance("2103.2", EAST, PAYER) == 0


def test_no_beneficiary_is_named_where_the_treasury_gets_it(bureau: Bureau) -> None:
    received(bureau, Keeper.PLATFORM)
    asked = ForfeitDeposit(effective_on=DAY, number="保证金1", document="没收决定1", beneficiary="示例纺织有限公司")

    assert bureau.refused("deposit.forfeit", asked) == ["deposit.beneficiary"]


def test_a_deposit_is_of_something_and_counts_once(bureau: Bureau) -> None:
    asked = deposit(Keeper.PLATFORM)

    assert bureau.refused("deposit.receive", ReceiveDeposit(**{**asked, "amount": 0})) == ["deposit.amount"]
    late = ReceiveDeposit(**{**asked, "paid_on": date(2026, 2, 3)})
    assert bureau.refused("deposit.receive", late) == ["deposit.day"]
    received(bureau, Keeper.PLATFORM)
    assert bureau.refused("deposit.receive", ReceiveDeposit(**asked)) == ["deposit.number"]
    too_much = ReturnDeposit(effective_on=DAY, number="保证金1", amount=5_000_01, document="退还清单1")
    assert bureau.refused("deposit.return", too_much) == ["deposit.amount"]
