"""The list of receipts is read strictly: every fault with its line and its column, or the whole list."""

from __future__ import annotations

from datetime import date

import pytest

from ledger.domain.money.receipt_list import ListedReceipt, list_id
from schemas.malformed import Malformed
from schemas.receipt_list import COLUMNS, is_receipt_list, read_receipt_list

HEADER = ",".join(COLUMNS) + "\n"
PAYER = "91371500MA00DEM012"
ROW = f"税票1,通知1,{PAYER},50000.00,2026-03-03,2026-03-05\n"


def faults(text: str) -> list[tuple[str, int | None, str]]:
    with pytest.raises(Malformed) as refused:
        read_receipt_list(text.encode())
    return [(error.code, error.row, error.field) for error in refused.value.errors]


def test_a_row_is_a_voucher_with_its_notice_its_payer_its_amount_and_its_days() -> None:
    [row] = read_receipt_list((HEADER + ROW).encode())

    assert row == ListedReceipt(
        voucher="税票1",
        notice="通知1",
        payer=PAYER,
        amount=50_000_00,
        paid_on=date(2026, 3, 3),
        credited_on=date(2026, 3, 5),
    )


def test_notice_and_day_of_crediting_may_be_missing() -> None:
    [row] = read_receipt_list(f"{HEADER}税票1,,{PAYER},0.01,2026-03-03,\n".encode())

    assert (row.notice, row.credited_on) == (None, None)


def test_the_mark_of_a_spreadsheet_before_the_header_changes_neither_rows_nor_name() -> None:
    with_mark = (HEADER + ROW).encode("utf-8-sig")

    assert is_receipt_list(with_mark)
    assert list_id(read_receipt_list(with_mark)) == list_id(read_receipt_list((HEADER + ROW).encode()))


def test_every_fault_of_a_list_is_told_with_its_line_and_column() -> None:
    found = faults(
        HEADER
        + f'税票1,,{PAYER},"50,000.00",2026-03-03,\n'
        + f",,{PAYER},1.00,2026-3-3,yesterday\n"
        + f"税票1,,{PAYER[:-1]}9,1.001,2026-03-03,\n"
        + "税票3,1.00\n"
    )

    assert found == [
        ("number.format", 2, "amount"),
        ("text.empty", 3, "voucher"),
        ("date.format", 3, "paid_on"),
        ("date.format", 3, "credited_on"),
        ("id.check_digit", 4, "payer"),
        ("number.scale", 4, "amount"),
        ("receipt_list.repeated", 4, "voucher"),
        ("receipt_list.cells", 5, ""),
    ]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("voucher,amount\n", "receipt_list.columns"),
        ("", "receipt_list.columns"),
        (HEADER, "receipt_list.empty"),
        (HEADER + '"税票1', "receipt_list.csv"),
    ],
)
def test_what_is_no_list_is_refused_whole(text: str, code: str) -> None:
    assert faults(text) == [(code, None, "")]


def test_a_list_is_read_in_the_encoding_of_spreadsheets_in_china() -> None:
    text = HEADER + ROW.replace("税票", "完税凭证")

    assert read_receipt_list(text.encode("gb18030")) == read_receipt_list(text.encode("utf-8"))


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-be"])
def test_a_list_in_another_encoding_is_refused_with_how_to_save_it(encoding: str) -> None:
    with pytest.raises(Malformed) as refused:
        read_receipt_list((HEADER + ROW.replace("税票", "收據號碼的憑證")).encode(encoding))

    assert refused.value.code == "text.encoding"
    assert "CSV UTF-8" in str(refused.value.errors[0].detail)
