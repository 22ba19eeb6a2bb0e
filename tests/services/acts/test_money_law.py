"""Other law, other money: what a change in the rule book does, without a change in the program."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from ledger.domain.money.deposit import ForfeitDeposit, Keeper, LotSeller, ReceiveDeposit
from ledger.domain.money.instalments import PlanInstalments
from ledger.domain.money.payment_notice import Channel, FeeGround, IssueNotice
from ledger.domain.money.receipt import ConfirmReceipt, RecordReceipt
from ledger.rules.law.loader import BOOKS, load_book
from tests.services.acts.bureau import EAST, Bureau
from tests.services.acts.money import ISSUED, PAYER, award, deposit, notice_in, noticed, open_for_business, pay_up

Amend = Callable[[str, str, str], None]
PAID = date(2026, 3, 3)


@pytest.fixture
def amend(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Amend:
    """Return what changes one value of the book that the bureau judges by."""
    folder = tmp_path / "books"
    shutil.copytree(BOOKS, folder)

    def change(key: str, old: str, new: str) -> None:
        for path in folder.rglob("*.toml"):
            text = path.read_text(encoding="utf-8")
            stated = f'[[provision."{key}"]]\nvalue = {old}\n'
            if stated in text:
                path.write_text(text.replace(stated, f'[[provision."{key}"]]\nvalue = {new}\n'), encoding="utf-8")
                monkeypatch.setattr("tests.services.acts.bureau.LAW", load_book(folder))
                return
        pytest.fail(f"no book says {key} = {old}")

    return change


@pytest.fixture(autouse=True)
def _open(bureau: Bureau) -> None:
    open_for_business(bureau)


def test_where_the_unit_collects_the_money_passes_through_its_bank(bureau: Bureau, amend: Amend) -> None:
    amend("collection.channel", '"non_tax_direct"', '"collected_by_unit"')
    noticed(bureau)
    assert notice_in(bureau).channel is Channel.COLLECTED_BY_UNIT

    bureau.do(
        "fee.receipt", RecordReceipt(effective_on=PAID, notice="通知1", number="1", amount=50_000_00, paid_on=PAID)
    )
    assert bureau.balance("1002", EAST) == 50_000_00
    bureau.do("treasury.confirm", ConfirmReceipt(effective_on=PAID, number="1", amount=50_000_00, credited_on=PAID))
    assert bureau.balance("1002", EAST) == bureau.balance("2103.1", EAST, PAYER) == 0


def test_a_notice_keeps_the_channel_that_it_told_the_payer(bureau: Bureau, amend: Amend) -> None:
    noticed(bureau)
    amend("collection.channel", '"non_tax_direct"', '"tax_declaration"')
    noticed_later = IssueNotice(effective_on=ISSUED, number="通知2", fixed_price=pay_up())
    bureau.do("fee.notice", noticed_later)

    assert notice_in(bureau).channel is Channel.NON_TAX_DIRECT
    assert notice_in(bureau, "通知2").channel is Channel.TAX_DECLARATION


@pytest.mark.parametrize(
    ("part_year", "fen", "words"),
    [("started_months", 23_333_33, "28个月÷12"), ("started_years", 30_000_00, "3年")],
)
def test_the_part_of_a_year_is_paid_for_as_the_book_says(
    bureau: Bureau, amend: Amend, part_year: str, fen: int, words: str
) -> None:
    amend("fee.part_year", '"days_of_365"', f'"{part_year}"')
    rest = pay_up(ends=date(2028, 6, 24))
    bureau.do("fee.notice", IssueNotice(effective_on=ISSUED, number="通知2", fixed_price=rest))

    notice = notice_in(bureau, "通知2")
    assert notice.assessed == fen
    assert words in notice.computation


@pytest.mark.parametrize(("priced", "fen"), [("purchased", 75_000_00), ("received", 50_000_00)])
def test_a_purchase_at_a_ratio_is_priced_as_the_book_says(bureau: Bureau, amend: Amend, priced: str, fen: int) -> None:
    amend("fee.priced_quantity", '"purchased"', f'"{priced}"')
    bureau.register(replace(award(), lines=(replace(award().lines[0], ratio=15_000),)))
    noticed(bureau)

    assert notice_in(bureau).assessed == fen


def test_initial_rights_cost_the_fixed_price_once_the_book_says_so(bureau: Bureau, amend: Amend) -> None:
    amend("allocation.existing", '"free"', '"fixed_price"')
    initial = pay_up(ground=FeeGround.ALLOCATION)

    bureau.do("fee.notice", IssueNotice(effective_on=ISSUED, number="通知2", fixed_price=initial))


def test_instalments_of_a_public_sale_and_a_first_share_above_the_limit(bureau: Bureau, amend: Amend) -> None:
    amend("fee.instalment.applies_to", '["fixed_price_fee"]', '["fixed_price_fee", "public_sale"]')
    amend("fee.instalment.first_share", "{ at_least = 0.40 }", "{ above = 0.40 }")
    amend("fee.instalment.years", "{ at_most = 5 }", "{ below = 5 }")
    plan = PlanInstalments(
        effective_on=ISSUED, award="成交1", due_on=(date(2026, 4, 1), date(2031, 2, 28)), document="申请1"
    )

    assert bureau.refused("fee.instalment_plan", replace(plan, first=20_000_00)) == ["instalment.first"]
    bureau.do("fee.instalment_plan", plan)
    assert bureau.balance("B20", EAST, PAYER) == 50_000_00


def test_a_forfeited_deposit_goes_to_whom_the_book_names(bureau: Bureau, amend: Amend) -> None:
    amend("deposit.forfeit.enterprise", '"contract"', '"treasury"')
    bureau.do("deposit.receive", ReceiveDeposit(**deposit(Keeper.PLATFORM, seller=LotSeller.ENTERPRISE)))

    bureau.do("deposit.forfeit", ForfeitDeposit(effective_on=PAID, number="保证金1", document="没收决定1"))

    assert bureau.balance("2103.2", EAST, PAYER) == -5_000_00


def test_ten_days_to_pay_are_ten_working_days(bureau: Bureau, amend: Amend) -> None:
    amend("fee.due_working_days", "7", "10")
    noticed(bureau)

    assert notice_in(bureau).due_on == date(2026, 3, 16)
