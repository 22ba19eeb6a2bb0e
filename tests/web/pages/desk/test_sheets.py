"""A clerk brings a sheet: every row is judged before anything is recorded, and then all are, or none is."""

from __future__ import annotations

import io
import re
import time
from typing import TYPE_CHECKING

import pytest

from ledger.domain.bookkeeping.act import WaitingAct
from ledger.domain.registers.area import Area
from ledger.domain.values.credit_code import check_character
from ledger.store.registers import Registers
from schemas.import_file import ReceiptsFile, read_import
from schemas.malformed import Malformed
from schemas.workbook import read_workbook
from tests.schemas.workbooks import package, sheet_xml, workbook
from tests.web.city import City, form_token
from tests.web.pages.desk.forms import intake, size_of
from web.books import today
from web.uploads import LARGEST_UPLOAD, read_upload

if TYPE_CHECKING:
    from collections.abc import Sequence

    from flask.testing import FlaskClient
    from werkzeug.test import TestResponse

HEADER = ("act", "effective_on", "credit_code", "name", "area")


def code(number: int) -> str:
    body = f"91370000MA{number:07}"
    return body + check_character(body)


def enterprises(city: City, count: int) -> list[list[object]]:
    """Return rows that register enterprises in the branch clerk's area."""
    person = city.persons["branch clerk"]
    with city.book.reading() as connection:
        area = next(each.name for each in Registers(connection).all(Area) if person.sits_in(each.name))
    return [
        ["enterprise.register", today().isoformat(), code(number), f"示例企业{number}（演示数据）", area]
        for number in range(count)
    ]


def sheet(rows: Sequence[Sequence[object]]) -> bytes:
    return workbook(HEADER, *rows)


def send(browser: FlaskClient, data: bytes, name: str = "企业.xlsx") -> TestResponse:
    token = form_token(browser.get("/desk/sheets").text)
    return browser.post("/desk/sheets", data={"csrf": token, "file": (io.BytesIO(data), name)})


def press(browser: FlaskClient, address: str, button: str) -> TestResponse:
    return browser.post(f"{address}/{button}", data={"csrf": form_token(browser.get(address).text)})


def test_a_sound_sheet_is_previewed_recorded_whole_and_known_again(own_city: City) -> None:
    browser, before = own_city.visitor("branch clerk"), size_of(own_city)

    address = send(browser, sheet(enterprises(own_city, 5))).location
    preview = browser.get(address).text
    assert preview.count("可以登记") == 5 + 1
    assert size_of(own_city) == before

    answer = press(browser, address, "record")
    assert (answer.status_code, answer.location) == (303, address)
    assert size_of(own_city) == before + 5

    again = browser.get(address).text
    assert "已导入" in again
    assert "全部登记" not in again
    assert press(browser, address, "record").status_code == 303
    saved_anew = workbook(("业务代码", "生效日"), HEADER, ("# 示例",), *enterprises(own_city, 5))
    assert saved_anew != sheet(enterprises(own_city, 5))
    moved = send(browser, saved_anew, "另存.xlsx").location
    other = send(
        browser, workbook(HEADER, *enterprises(own_city, 5), shape=lambda _, page: page.set_column(0, 0, 40))
    ).location
    assert "不能办理" in browser.get(moved).text
    assert "已导入" in browser.get(other).text
    assert size_of(own_city) == before + 5


def test_what_is_typed_into_a_sheet_is_turned_as_in_a_form_and_shown_before_it_is_recorded(own_city: City) -> None:
    [row] = enterprises(own_city, 1)
    typed = [row[0], today().strftime("%Y年%m月%d日"), f" {str(row[2]).lower()}", "示例１厂", row[4]]
    named = ("业务", "生效日", "信用代码", "企业名称", "区域")
    browser = own_city.visitor("branch clerk")

    address = send(browser, workbook(named, HEADER, typed)).location
    preview = browser.get(address).text

    assert "请核对换算结果" in preview
    assert f"B3“生效日”：<code>{typed[1]}</code> → <code>{today()}</code>" in preview
    assert f"C3“信用代码”：<code>{typed[2]}</code> → <code>{row[2]}</code>" in preview
    assert "D3“企业名称”：<code>示例１厂</code> → <code>示例1厂</code>" in preview
    assert press(browser, address, "record").status_code == 303
    with own_city.book.reading() as view:
        assert Registers(view).find(WaitingAct, str(size_of(own_city))) is not None
    assert "请核对换算结果" not in browser.get(address).text


def test_a_list_of_receipts_may_set_its_thousands_apart() -> None:
    rows = 'voucher,notice,payer,amount,paid_on,credited_on\n票１,,91371500MA00DEM012,"1,234.50",2026/3/5,\n'

    read = read_upload(rows.encode(), "缴款.csv")

    assert isinstance(read, ReceiptsFile)
    assert [(each.cell, each.written) for each in read.turned] == [
        ("A2", "票1"),
        ("D2", "1234.50"),
        ("E2", "2026-03-05"),
    ]
    assert read.rows[0].amount == 123_450
    with pytest.raises(Malformed):  # the command line asks nobody, and takes what the contract takes
        read_import({"缴款.csv": rows.encode()})


def test_three_bad_rows_of_500_are_named_and_nothing_is_recorded(own_city: City) -> None:
    rows = enterprises(own_city, 500)
    for number in (10, 200, 499):
        rows[number][4] = "没有的区"
    browser, before = own_city.visitor("branch clerk"), size_of(own_city)
    address = send(browser, sheet(rows)).location
    begun = time.process_time()

    preview = browser.get(address).text

    assert time.process_time() - begun < 3
    assert "3行不能办理，整份表没有登记" in preview
    refused = preview.partition("不能办理的行")[2].partition("其余各行")[0]
    assert re.findall(r'<th scope="row" class="number">([0-9]+)</th>', refused) == ["12", "202", "501"]
    assert "全部登记" not in preview
    token = form_token(preview)
    assert browser.post(f"{address}/record", data={"csrf": token}).status_code == 422
    assert size_of(own_city) == before


def test_a_sheet_that_cannot_be_read_names_its_cells_and_is_not_kept(own_city: City) -> None:
    rows = enterprises(own_city, 3)
    rows[1][2] = 915100001234567890
    rows[2][1] = "六月一日"
    browser = own_city.visitor("branch clerk")

    answer = send(browser, sheet(rows))

    assert answer.status_code == 422
    assert "C3单元格" in answer.text
    assert "B4单元格" in answer.text
    assert "未入账" in answer.text
    assert "已上传的表" not in browser.get("/desk/sheets").text


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"", "文件有0字节"),
        (b'{"rounds": []}', "列表应有"),
        (b'{"act": "cap.set", "command": {}, "evidence": [{"file": "/etc/passwd"}]}', "缺少此项"),
        (b'{"step": "approve", "reference": 1, "shown": "x"}', "既不是业务清单"),
        (package(sheet_xml("<row><c><f>1+1</f><v>2</v></c></row>")), "A1单元格是公式"),
        (b"PK\x03\x04 no zip", "工作簿已损坏"),
    ],
)
def test_another_file_is_refused_in_words(city: City, data: bytes, told: str) -> None:
    answer = send(city.visitor("branch clerk"), data)

    assert answer.status_code == 422
    assert told in answer.text


def test_a_file_that_is_too_large_is_not_even_read() -> None:
    with pytest.raises(Malformed) as refused:
        read_upload(b"PK" + b"x" * LARGEST_UPLOAD, "企业.xlsx")

    assert refused.value.code == "file.size"


def test_a_sheet_is_found_by_nobody_else(own_city: City) -> None:
    browser = own_city.visitor("branch clerk")
    address = send(browser, sheet(enterprises(own_city, 1))).location

    assert own_city.visitor("clerk").get(address).status_code == 404
    assert own_city.visitor("auditor").get(address).status_code == 403
    assert press(browser, address, "delete").location == "/desk/sheets"
    assert browser.get(address).status_code == 404


def test_a_row_that_says_the_same_as_another_is_pointed_out(own_city: City) -> None:
    header = ("act", "effective_on", "credit_code", "contact")
    row = ("enterprise.contact", today().isoformat(), intake(own_city)["enterprise"], "示例联系人")
    page = own_city.visitor("branch clerk")

    preview = page.get(send(page, workbook(header, row, row)).location).text

    assert "与第2行完全相同" in preview
    assert "请勿重复记录" not in preview  # the act before it is only tried: its number is nowhere to be found


def test_every_act_of_the_person_has_a_template(city: City) -> None:
    browser = city.visitor("branch clerk")
    kinds = re.findall(r'href="/desk/sheets/([a-z_.]+)\.xlsx"', browser.get("/desk/sheets").text)

    assert "project.intake" in kinds
    assert "cap.set" not in kinds
    assert browser.get("/desk/sheets/cap.set.xlsx").status_code == 404
    answer = browser.get("/desk/sheets/project.intake.xlsx?lang=en")
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert read_workbook(answer.data)[1].texts[:2] == ["act", "key"]


def test_finance_brings_a_list_of_receipts(own_city: City) -> None:
    data = workbook(
        ("voucher", "notice", "payer", "amount", "paid_on", "credited_on"),
        ("演示-0001", "没有的通知", code(1), 100.5, "2026-05-04", None),
    )
    browser, before = own_city.visitor("finance"), size_of(own_city)
    address = send(browser, data, "缴款.xlsx").location

    preview = browser.get(address).text
    assert "未匹配" in preview
    assert size_of(own_city) == before

    assert press(browser, address, "record").status_code == 303
    assert size_of(own_city) == before + 1
    assert "已导入" in browser.get(address).text
