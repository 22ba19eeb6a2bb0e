"""Sheets in the words of the page; what is wrong is told by heading, cells and rules together, at the first upload."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING

import pytest

from ledger.domain.rights.award import AwardMethod, MakeAward, ReserveSource
from ledger.domain.values.worded import Worded
from ledger.services.catalogue import ACTS
from schemas.import_file import ActBatch
from schemas.sheet_words import folded
from tests.schemas.workbooks import workbook
from tests.web.pages.desk.awarding import AREA, award
from tests.web.pages.desk.test_sheets import send
from web.books import today
from web.labels.acts import TITLES
from web.labels.vocabulary import vocabulary
from web.language import translator
from web.uploads import read_upload

if TYPE_CHECKING:
    from tests.web.city import City

COLUMNS = (
    "act",
    "effective_on",
    "id",
    "area",
    "buyer",
    "method",
    "contracted_on",
    "document",
    "lines.pollutant",
    "lines.basin",
    "lines.grams",
    "lines.source",
    "lines.unit_price",
    "lines.basis",
)
HEADINGS = (
    "业务代码 *",
    "生效日 *",
    "成交编号 *",
    "区域 *",
    "受让方 *",
    "出让方式 *",
    "签约日期 *",
    "合同编号 *",
    "成交明细 · 污染物 *",
    "成交明细 · 流域",
    "成交明细 · 数量 *",
    "成交明细 · 储备来源 *",
    "成交明细 · 单价 *",
    "成交明细 · 单价基准 *",
)
WORDS = ("储备排污权成交", "协议出让", "挥发性有机物", "初始预留", "元/吨·年")
ENGLISH = ("Award out of the reserve", "By agreement", "VOCs", "Kept back at the allocation", "CNY/t per year")


def row(city: City, *words: str, number: int = 1, area: str = AREA, grams: object = "1.85") -> list[object]:
    act, method, pollutant, source, basis = words or WORDS
    given = award(city, on=today())
    day = given["effective_on"]
    return [
        act,
        day,
        f"示例成交{number}",
        area,
        given["buyer"],
        method,
        day,
        "示例纪要",
        pollutant,
        "",
        grams,
        source,
        8400,
        basis,
    ]


def told(page: str) -> str:
    section = page.partition('<section class="attention"')[2].partition("</section>")[0]
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", section)))


@pytest.mark.parametrize("words", [WORDS, ENGLISH, ("award.make", "negotiated", "VOCs", "retained", "per_tonne_year")])
def test_a_sheet_may_use_the_words_of_the_page(city: City, words: tuple[str, ...]) -> None:
    sheet = read_upload(workbook(HEADINGS, COLUMNS, row(city, *words)), "成交.xlsx")

    assert isinstance(sheet, ActBatch)
    [line] = sheet.lines
    assert isinstance(line.command, MakeAward)
    assert (line.command.method, line.command.lines[0].source) == (AwardMethod.NEGOTIATED, ReserveSource.RETAINED)


def test_a_word_that_is_none_is_refused_by_its_cell_and_heading(city: City) -> None:
    browser = city.visitor("clerk")

    answer = send(browser, workbook(HEADINGS, COLUMNS, row(city, *("award.make", "口头出让", *WORDS[2:]))), "成交.xlsx")

    assert answer.status_code == 422
    assert "F3单元格“出让方式”：“口头出让”不在可选值之内" in told(answer.text)
    assert "lines.0" not in told(answer.text)
    assert "method" not in told(answer.text)


def test_faults_of_cells_areas_basins_and_rules_are_told_at_the_first_upload(city: City) -> None:
    rows = [
        row(city, number=1, area="没有的县", grams="一吨"),
        row(city, *WORDS[:2], "化学需氧量", *WORDS[3:], number=2, grams="1,5"),
        row(city, number=3, area="没有的市"),
        row(city, number=4, grams="9999"),
    ]

    answer = send(city.visitor("clerk"), workbook(HEADINGS, COLUMNS, *rows), "成交.xlsx")

    words = told(answer.text)
    assert "第3行 K3单元格“成交明细 · 数量”：" in words
    assert "第3行 D3单元格“区域”：没有登记名为“没有的县”的区域" in words
    assert "第4行 K4单元格“成交明细 · 数量”：" in words
    assert f"第4行 J4单元格“成交明细 · 流域”：COD须注明“{AREA}”所属的流域（示例南河），尚未填写" in words
    assert "第5行 没有登记名为“没有的市”的区域" in words
    assert re.search("第6行 .*9999", words)
    assert "已上传的表" not in city.visitor("clerk").get("/desk/sheets").text


def test_a_member_without_a_column_is_told_by_its_name(city: City) -> None:
    short = [column for column in COLUMNS if column != "lines.grams"]
    cells = [value for column, value in zip(COLUMNS, row(city), strict=True) if column != "lines.grams"]

    answer = send(city.visitor("clerk"), workbook(short, cells), "成交.xlsx")

    assert "成交明细 · 第1行 · 数量" in told(answer.text)


def test_what_a_row_with_faults_would_make_known_is_not_missed_by_the_others(city: City) -> None:
    day = today().isoformat()
    columns = ("act", "effective_on", "credit_code", "name", "area", "id", "enterprise")
    rows = [
        ("enterprise.register", "昨天", "91370000MA00000018", "示例新厂", city.persons["branch clerk"].area, "", ""),
        (
            "facility.register",
            day,
            "",
            "示例锅炉",
            city.persons["branch clerk"].area,
            "示例设施1",
            "91370000MA00000018",
        ),
    ]

    answer = send(city.visitor("branch clerk"), workbook(columns, *rows), "登记.xlsx")

    assert "B2单元格" in told(answer.text)
    assert "第3行 没有登记" not in told(answer.text)


@pytest.mark.parametrize("kind", Worded.__subclasses__())
def test_every_choice_is_known_by_its_chinese_and_its_english_name(kind: type[Worded]) -> None:
    known, english = vocabulary(), translator("en")

    for choice in kind:
        assert known.choice(kind, choice.words.rendered()) == choice.value
        assert known.choice(kind, choice.words.rendered(english)) == choice.value
        assert known.choice(kind, choice.value) == choice.value


def test_every_act_is_known_by_its_title() -> None:
    english = translator("en")

    assert {vocabulary().act(title.rendered()) for title in TITLES.values()} == set(ACTS)
    assert {vocabulary().act(title.rendered(english)) for title in TITLES.values()} == set(ACTS)


def test_words_are_compared_without_blanks_and_capitals() -> None:
    assert folded(" By  Agreement ") == folded("by agreement")
