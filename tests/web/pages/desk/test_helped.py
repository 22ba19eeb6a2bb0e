"""What a form does for a clerk: names beside numbers, the only basin, a check at once, one draft for one act."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING

import pytest

from ledger.domain.registers.area import Area
from ledger.domain.registers.enterprise import Enterprise
from ledger.domain.registers.facility import Facility
from ledger.domain.rights.award import Award
from ledger.domain.rights.lease import Lease
from ledger.domain.values.working_days import shipped_working_days
from ledger.projections.registers.working_days import working_days
from ledger.store.registers import Registers
from tests.schemas.workbooks import workbook
from tests.web.city import City, form_token
from tests.web.pages.desk.awarding import AREA, award
from tests.web.pages.desk.forms import opened, sheet_of, size_of
from tests.web.pages.desk.test_prices import words_of
from tests.web.pages.desk.test_sheet_words import COLUMNS, HEADINGS, row
from tests.web.pages.desk.test_sheets import send
from web.books import today

if TYPE_CHECKING:
    from flask.testing import FlaskClient


def registers_of(city: City, kind: type) -> list:  # type: ignore[type-arg]  # whatever register is asked for
    with city.book.reading() as view:
        return Registers(view).all(kind)


def test_what_is_offered_is_called_by_the_names_of_enterprises(city: City) -> None:
    names = {each.credit_code: each.name for each in registers_of(city, Enterprise)}
    [sold, *_] = registers_of(city, Award)
    [leased, *_] = registers_of(city, Lease)
    clerk = city.visitor("clerk")

    awards = {each["value"]: each["words"] for each in clerk.get(f"/desk/options/awards?q={sold.id}").json or []}
    leases = {each["value"]: each["words"] for each in clerk.get("/desk/options/leases").json or []}
    form = clerk.get(f"/desk/record/fee.notice?award={sold.id}").text

    assert awards[sold.id] == names[sold.buyer]
    assert leases[leased.id] == f"{names[leased.lessor]} → {names[leased.lessee]}"
    assert f'data-words="award">{names[sold.buyer]}<' in form


def water(city: City) -> dict[str, str]:
    given = {name: value for name, value in award(city, on=today()).items() if not name.startswith("lines.")}
    return {
        **given,
        "lines.0.pollutant": "COD",
        "lines.0.grams": "1.5",
        "lines.0.source": "retained",
        "lines.0.unit_price": "4000",
        "lines.0.basis": "per_tonne_year",
        "lines.1.pollutant": "NH3-N",
    }


def test_the_only_basin_of_an_area_is_filled_in_and_shown(own_city: City) -> None:
    [basin] = next(each.basins for each in registers_of(own_city, Area) if each.name == AREA)
    sheet = opened(own_city.visitor("clerk"), "award.make")

    checked = sheet.check(water(own_city))
    answer = sheet.press(water(own_city))

    assert f'data-turned="lines.0.basin" data-says="将记为 {basin}"' in checked
    assert "lines.1.basin" not in checked
    assert answer.status_code == 303


def test_a_basin_that_is_missing_is_asked_for_and_not_quoted(own_city: City) -> None:
    rows = [row(own_city, "award.make", "negotiated", "COD", "retained", "per_tonne_year")]

    address = send(own_city.visitor("clerk"), workbook(HEADINGS, COLUMNS, *rows), "成交.xlsx").location

    words = words_of(own_city.visitor("clerk").get(address).text)
    assert "尚未填写" in words
    assert "现为“”" not in words


def test_a_form_that_a_reminder_fills_in_is_checked_at_once_and_keeps_no_draft(own_city: City) -> None:
    clerk = own_city.visitor("clerk")

    page = clerk.get("/desk/record/fee.notice?award=S2026-0006").text

    assert "尚缺1项" in page
    assert 'href="#f:number"' in page
    assert "没有草稿" in clerk.get("/desk/drafts").text


def test_what_is_sent_of_a_recorded_form_leaves_no_draft(own_city: City) -> None:
    clerk = own_city.visitor("clerk")
    sheet, inputs = opened(clerk, "award.make"), award(own_city, on=today())
    sheet.check(inputs)
    reference = sheet.press(inputs).location.rsplit("/", 1)[1]

    late = clerk.post(
        "/desk/record/award.make/check", data={"csrf": sheet.csrf, "_key": sheet.key, "_draft": sheet.draft, **inputs}
    ).text

    assert f"此表已记录为第{reference}件" in late
    assert "没有草稿" in clerk.get("/desk/drafts").text


def test_drafts_of_one_kind_are_told_apart_by_their_subjects(own_city: City) -> None:
    clerk, inputs = own_city.visitor("clerk"), award(own_city, on=today())
    names = {each.credit_code: each.name for each in registers_of(own_city, Enterprise)}

    opened(clerk, "award.make").check({"buyer": inputs["buyer"], "area": AREA})
    opened(clerk, "award.make").check({"id": "示例成交7", "buyer": inputs["buyer"]})

    words = words_of(clerk.get("/desk/drafts").text)
    assert f"{names[inputs['buyer']]} · {AREA}" in words
    assert f"示例成交7 · {names[inputs['buyer']]}" in words


def test_what_earlier_rows_of_a_sheet_take_is_told_as_theirs(own_city: City) -> None:
    rows = [row(own_city, number=number, grams="150") for number in (1, 2)]
    clerk = own_city.visitor("clerk")

    address = send(clerk, workbook(HEADINGS, COLUMNS, *rows), "成交.xlsx").location

    assert "其中150.0000待审批占用（150.0000是本表前几行占用）" in words_of(clerk.get(address).text)


def test_prices_and_quantities_are_headed_by_their_measures(city: City) -> None:
    page = words_of(city.visitor("clerk").get("/desk/record/award.make").text)
    bought = words_of(city.visitor("clerk").get("/desk/record/right.buy_back").text)

    assert "单价 * 元，按单价基准" in page
    assert "元/吨" in bought
    assert "倍数 倍" not in page
    assert re.search(r"数量 \* 吨/年", page)


def test_a_facility_is_found_by_its_name(city: City) -> None:
    [facility, *_] = registers_of(city, Facility)
    auditor = city.visitor("auditor")

    found = auditor.get(f"/audit/trace?source={facility.name}").text

    assert f"<code>{facility.id}</code>" in found
    assert auditor.get("/audit/trace?source=没有这样的设施").status_code == 404


def test_a_facility_of_another_branch_is_found_by_no_name(city: City) -> None:
    branch = city.visitor("branch clerk")
    area = city.persons["branch clerk"].area
    other = next(each for each in registers_of(city, Facility) if each.area != area)

    assert branch.get(f"/audit/trace?source={other.id}").status_code == 404


TABLE = "day,kind,festival,notice\n" + "\n".join(
    f"2027-{day},rest,示例节日,示例通知" for day in ("01-01", "05-01", "10-01")
)


def upload(browser: FlaskClient, data: bytes) -> tuple[int, str]:
    token = form_token(browser.get("/administration/system").text)
    answer = browser.post("/administration/working-days", data={"csrf": token, "file": (io.BytesIO(data), "2027.csv")})
    return answer.status_code, words_of(answer.text)


def test_the_system_administrator_imports_the_working_days_of_the_next_year(own_city: City) -> None:
    browser, before = own_city.visitor("sysadmin"), size_of(own_city)
    assert max(shipped_working_days().years) < 2027

    assert upload(browser, TABLE.encode())[0] == 303

    with own_city.book.reading() as view:
        assert 2027 in working_days(view).years
    assert size_of(own_city) == before + 1
    assert "2027" in browser.get("/administration/system").text


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "不是工作日表"),
        (b'{"rounds": []}', "不是工作日表"),
        (TABLE.replace("2027-10-01", "2027-10-02").encode(), "不完整"),
        (TABLE.encode("gb18030"), "UTF-8"),
    ],
)
def test_what_is_no_whole_table_of_working_days_is_refused(city: City, data: bytes, words: str) -> None:
    before = size_of(city)

    status, told = upload(city.visitor("sysadmin"), data)

    assert status in {400, 422}
    assert words in told
    assert size_of(city) == before


def test_the_reminder_says_where_the_table_is_imported(city: City) -> None:
    assert (
        "由系统管理员在“系统状态”页导入工作日表"
        in city.visitor("clerk").get("/desk/reminders?occasion=calendar&all=1").text
    )


def test_a_form_that_was_refused_can_be_opened_from_its_answer(own_city: City) -> None:
    clerk = own_city.visitor("clerk")
    sheet = opened(clerk, "award.make")

    again = sheet_of(clerk, sheet.press({"id": "示例成交8"}), "award.make")

    assert again.key == sheet.key
