"""Lists of receipts: matched to notices, recorded for decision, and kept with what nobody can match."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from ledger.domain.money.receipt_list import ListedReceipt, Outcome, ReceiptListRow
from ledger.errors import RuleViolation
from ledger.projections.money.unmatched_receipts import unmatched_receipts
from ledger.services.receipt_list import ImportedList, import_receipt_list
from tests.services.acts.bureau import EAST, Bureau, opened
from tests.services.acts.conftest import FIRST_DAY, new_book
from tests.services.acts.money import OTHER, PAYER, award, notice_in, noticed, open_for_business, pay

if TYPE_CHECKING:
    from collections.abc import Iterator

PAID, CREDITED = date(2026, 3, 3), date(2026, 3, 5)


@pytest.fixture
def bureau(database_url: str) -> Iterator[Bureau]:
    """Lend a bureau on each engine, a week after its first notice."""
    book = new_book(database_url)
    bureau = opened(book, today=FIRST_DAY)
    open_for_business(bureau)
    noticed(bureau)
    bureau.today = date(2026, 3, 10)
    yield bureau
    book.close()


def row(
    voucher: str,
    *,
    amount: int = 50_000_00,
    payer: str = PAYER,
    notice: str | None = None,
    credited_on: date | None = None,
) -> ListedReceipt:
    return ListedReceipt(
        voucher=voucher, notice=notice, payer=payer, amount=amount, paid_on=PAID, credited_on=credited_on
    )


def imported(bureau: Bureau, *rows: ListedReceipt, by: str = "财务") -> ImportedList:
    with bureau.desk(by) as desk:
        return import_receipt_list(desk, rows, name="税务清单.csv")


def outcomes(done: ImportedList) -> list[Outcome]:
    return [each.outcome for each in done.rows]


def decided(bureau: Bureau, done: ImportedList) -> None:
    for each in done.rows:
        if each.reference is not None:
            bureau.decide(each.reference)


def test_a_row_that_names_its_notice_becomes_a_receipt_that_waits(bureau: Bureau) -> None:
    done = imported(bureau, row("税票1", notice="通知1"))

    assert outcomes(done) == [Outcome.RECEIPT]
    assert bureau.balance("1212.2", EAST, PAYER) == 50_000_00
    decided(bureau, done)
    assert bureau.balance("1212.2", EAST, PAYER) == 0
    assert bureau.balance("1212.8", EAST, PAYER) == 50_000_00


def test_a_row_with_both_days_is_in_the_treasury_after_one_decision(bureau: Bureau) -> None:
    decided(bureau, imported(bureau, row("税票1", credited_on=CREDITED)))

    notice = notice_in(bureau)
    assert notice.settled
    assert (notice.paid_on, notice.in_treasury_on) == (PAID, CREDITED)


def test_a_row_without_a_notice_is_matched_by_payer_and_exact_amount_if_only_one_fits(bureau: Bureau) -> None:
    bureau.register(award("成交2"), award("成交3", price=2_000_0000))
    noticed(bureau, "通知2", of="成交2")
    noticed(bureau, "通知3", of="成交3")

    done = imported(bureau, row("税票1"), row("税票2", amount=100_000_00), row("税票3", amount=1))

    assert outcomes(done) == [Outcome.UNMATCHED, Outcome.RECEIPT, Outcome.UNMATCHED]
    assert done.rows[0].reason == (f"{PAYER}有2份缴款通知的未缴金额都是50000.00元：通知1、通知2；请在清单中注明通知号")
    assert done.rows[2].reason == f"{PAYER}没有未缴金额恰为0.01元的缴款通知"


def test_two_rows_of_one_list_do_not_pay_the_same_notice(bureau: Bureau) -> None:
    done = imported(bureau, row("税票1"), row("税票2"))

    assert outcomes(done) == [Outcome.RECEIPT, Outcome.UNMATCHED]


def test_a_later_list_confirms_what_an_earlier_one_brought(bureau: Bureau) -> None:
    decided(bureau, imported(bureau, row("税票1")))

    done = imported(bureau, row("税票1", credited_on=CREDITED))

    assert outcomes(done) == [Outcome.CONFIRMATION]
    decided(bureau, done)
    assert notice_in(bureau).settled
    assert outcomes(imported(bureau, row("税票1", credited_on=CREDITED), row("税票2", amount=1))) == [
        Outcome.KNOWN,
        Outcome.UNMATCHED,
    ]


def test_a_voucher_that_waits_is_not_recorded_again(bureau: Bureau) -> None:
    first = imported(bureau, row("税票1"))
    second = imported(bureau, row("税票1", credited_on=CREDITED))

    assert outcomes(second) == [Outcome.WAITING]
    assert second.rows[0].reference == first.rows[0].reference


def test_a_voucher_with_another_amount_than_in_the_books_is_told(bureau: Bureau) -> None:
    pay(bureau, 20_000_00, number="税票1")

    done = imported(bureau, row("税票1", amount=30_000_00))

    assert done.rows[0].reason == f"票据“税票1”已登记为{PAYER}缴20000.00元，清单为{PAYER}缴30000.00元"


def test_rows_that_the_rules_refuse_are_kept_with_every_reason(bureau: Bureau) -> None:
    done = imported(
        bureau,
        row("税票1", notice="通知9"),
        row("税票2", notice="通知1", payer=OTHER),
        row("税票3", notice="通知1", credited_on=date(2026, 3, 1)),
    )

    assert [each.reason for each in done.unmatched] == [
        "没有缴款通知“通知9”",
        f"缴款通知“通知1”的缴款单位是{PAYER}，清单为{OTHER}",
        "日期2026-03-01应不早于2026-03-03、不晚于2026-03-10",
    ]


def test_the_same_list_again_is_recognised_whatever_the_file_is_called(bureau: Bureau) -> None:
    first = imported(bureau, row("税票1"), row("税票2", amount=1))
    before = bureau.size
    with bureau.desk("财务") as desk:
        again = import_receipt_list(desk, (row("税票1"), row("税票2", amount=1)), name="另一名称.csv")

    assert again.recognised
    assert (again.listed, again.rows) == (first.listed, first.rows)
    assert bureau.size == before


def test_unmatched_rows_stay_open_until_somebody_books_them(bureau: Bureau) -> None:
    imported(bureau, row("税票1", amount=20_000_00), row("税票2", amount=1))
    assert [each.listed.voucher for each in still_open(bureau)] == ["税票1", "税票2"]

    pay(bureau, 20_000_00, number="税票1")

    assert [each.listed.voucher for each in still_open(bureau)] == ["税票2"]


def still_open(bureau: Bureau) -> list[ReceiptListRow]:
    with bureau.book.reading() as connection:
        return unmatched_receipts(connection)


def test_only_finance_imports_lists(bureau: Bureau) -> None:
    before = bureau.size
    with pytest.raises(RuleViolation) as refused:
        imported(bureau, row("税票1"), by="市局经办")

    assert [breach.code for breach in refused.value.breaches] == ["person.not_allowed"]
    assert bureau.size == before
