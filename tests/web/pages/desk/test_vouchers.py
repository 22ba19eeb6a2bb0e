"""Vouchers: listed by series and number, printed with their sums, their hands and the red letter."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest

from ledger.domain.bookkeeping.reversal import ReverseAct
from tests.services.acts.rights import TONNE, retain
from tests.web.city import City
from tests.web.pages.desk.bureau_pages import AUDITOR, BureauPages
from web.demo.place import BUREAU

if TYPE_CHECKING:
    from flask.testing import FlaskClient

REVIEWER = "市局审批"


def test_a_series_is_listed_in_the_order_of_its_numbers(pages: BureauPages) -> None:
    for tonnes in (5, 7):
        pages.bureau.do("reserve.retain", retain(tonnes * TONNE))
    page = pages.page(AUDITOR.name, "/desk/vouchers?series=量-2026")

    assert page.index("初始排污权") < page.index("5.0000吨") < page.index("7.0000吨")
    from_three = pages.page(AUDITOR.name, "/desk/vouchers?series=量-2026&number=4")
    assert "7.0000吨" in from_three
    assert "5.0000吨" not in from_three


def test_a_month_narrows_the_list_and_what_is_no_month_is_refused(pages: BureauPages) -> None:
    assert "初始排污权" in pages.page(REVIEWER, "/desk/vouchers?series=量-2026&month=2026-01")
    assert "没有符合条件的凭证" in pages.page(REVIEWER, "/desk/vouchers?series=量-2026&month=2026-02")
    assert pages.browser(REVIEWER).get("/desk/vouchers?month=2026").status_code == 422


def test_a_slip_shows_number_sums_and_hands(pages: BureauPages) -> None:
    seq = pages.bureau.do("reserve.retain", retain(5 * TONNE))
    page = pages.page(REVIEWER, f"/desk/vouchers/{seq}")

    for shown in ("排污权量台账凭证", "量-2026-3", "市局经办", "市局审批", "预留", "5.000000"):
        assert shown in page
    assert page.count(">5.000000</td>") == 4
    assert "大写" not in page
    assert "correction.reverse" not in page


def test_the_clerk_finds_the_way_to_the_reversal(pages: BureauPages) -> None:
    seq = pages.bureau.do("reserve.retain", retain(5 * TONNE))

    assert f"/desk/record/correction.reverse?seq={seq}&amp;" in pages.page("市局经办", f"/desk/vouchers/{seq}")


def test_a_reversal_is_red_negative_and_on_the_sides_of_the_wrong_act(pages: BureauPages) -> None:
    seq = pages.bureau.do("reserve.retain", retain(5 * TONNE))
    reversal = ReverseAct(effective_on=date(2026, 1, 20), seq=seq, reason="重复登记")
    red = pages.bureau.do("correction.reverse", reversal)
    page = pages.page(REVIEWER, f"/desk/vouchers/{red}")

    assert "（红字）" in page
    assert page.count(">-5.000000</td>") == 4
    assert page.index("<code>Q30</code>") < page.index("<code>Q20</code>")
    assert f"冲销日记账第{seq}件" in page
    assert f"已由日记账第{red}件冲销" in pages.page(REVIEWER, f"/desk/acts/{pages.bureau.size - 3}")


def test_several_slips_are_printed_together(pages: BureauPages) -> None:
    places = [pages.bureau.do("reserve.retain", retain(tonnes * TONNE)) for tonnes in (5, 7)]
    page = pages.page(REVIEWER, f"/desk/vouchers/print?seq={places[0]}&seq={places[1]}")

    assert page.count('<article class="slip') == 2


def test_a_branch_prints_only_its_own(pages: BureauPages) -> None:
    seq = pages.bureau.do("reserve.retain", retain(5 * TONNE))

    assert pages.browser("东区经办").get(f"/desk/vouchers/{seq}").status_code == 200
    assert pages.browser("西区经办").get(f"/desk/vouchers/{seq}").status_code == 404
    assert pages.browser("西区经办").get("/desk/vouchers/1").status_code == 404
    assert pages.browser("西区经办").get("/desk/vouchers/print").status_code == 404


@pytest.mark.parametrize(
    ("series", "kind", "heading"),
    [
        ("量", "right.confirm_existing", "排污权量台账凭证"),
        ("替", "credit.recognise", "减排量台账凭证"),
        ("费", "fee.notice", "记账凭证"),
        ("册", "area.register", "登记凭证"),
    ],
)
def test_a_slip_is_called_by_what_it_moves_and_names_the_unit(
    series: str, kind: str, heading: str, city: City, visitor: Callable[[str], FlaskClient]
) -> None:
    with city.book.reading() as view:
        seq = view.exec_driver_sql(
            "SELECT min(seq) FROM journal WHERE series LIKE ? AND kind = ?", (f"{series}-%", kind)
        ).scalar_one()
    page = visitor("reviewer").get(f"/desk/vouchers/{seq}").text

    assert f'<h2 id="slip-{seq}">{heading}</h2>' in page
    assert ("不代替单位的会计账" in page) is (series == "费")
    assert f"<dt>核算单位</dt><dd>{BUREAU}</dd>" in page


def test_a_book_that_does_not_know_the_bureau_leaves_a_place_for_the_unit(pages: BureauPages) -> None:
    seq = pages.bureau.do("reserve.retain", retain(5 * TONNE))

    assert '<dt>核算单位</dt><dd><span class="blank"' in pages.page(REVIEWER, f"/desk/vouchers/{seq}")


@pytest.mark.parametrize("value", ["0", "-1", "1.5", "a", "٣", "9" * 19, "9" * 400, "\0"])
def test_a_number_of_a_voucher_that_cannot_be_is_refused(city: City, value: str) -> None:
    auditor = city.visitor("auditor")

    for name in ("number", "after", "month"):
        assert auditor.get("/desk/vouchers", query_string={name: value}).status_code == 422
    assert auditor.get("/desk/vouchers/print", query_string={"seq": value}).status_code == 404
    assert auditor.get(f"/desk/vouchers/{quote(value)}").status_code == 404
