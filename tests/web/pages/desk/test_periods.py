"""Closing: what stands in the way is listed, and the way to the act is open once nothing does."""

from __future__ import annotations

from datetime import date

from ledger.domain.bookkeeping.period import CloseMonth
from tests.services.acts.rights import TONNE, retain
from tests.web.pages.desk.bureau_pages import BureauPages

CLERK = "市局经办"


def test_an_act_that_is_not_decided_stands_in_the_way_of_its_month(pages: BureauPages) -> None:
    waiting = pages.bureau.record("reserve.retain", retain(5 * TONNE))
    page = pages.page(CLERK, "/desk/periods")

    assert "2026-01" in page
    assert f"/desk/acts/{waiting}" in page
    assert "/desk/record/period.close_month" not in page


def test_a_branch_is_told_how_many_stand_elsewhere(pages: BureauPages) -> None:
    waiting = pages.bureau.record("reserve.retain", retain(5 * TONNE))
    page = pages.page("西区经办", "/desk/periods")

    assert "另有1件在其他区域" in page
    assert f"/desk/acts/{waiting}" not in page


def test_the_month_is_closed_from_a_filled_form_and_shown_as_asked_for(pages: BureauPages) -> None:
    page = pages.page(CLERK, "/desk/periods")
    assert "/desk/record/period.close_month?effective_on=2026-01-31" in page

    asked = pages.bureau.record("period.close_month", CloseMonth(effective_on=date(2026, 1, 31)))
    page = pages.page(CLERK, "/desk/periods")
    assert "已申请，待审批" in page
    assert f"/desk/acts/{asked}" in page
    assert "/desk/record/period.close_month" not in page


def test_a_closed_month_can_be_opened_again_by_a_form(pages: BureauPages) -> None:
    pages.bureau.do("period.close_month", CloseMonth(effective_on=date(2026, 1, 31)))
    page = pages.page(CLERK, "/desk/periods")

    assert "已结账至2026-01-31" in page
    assert "/desk/record/period.reopen?month_end=2026-01-31" in page
    assert "2026-02" in page
    assert "/desk/record/period.reopen" not in pages.page("市局审批", "/desk/periods")
