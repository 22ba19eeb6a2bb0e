"""The page of absences: who enters whose, and what is refused keeps what was typed."""

from __future__ import annotations

from datetime import timedelta

from tests.web.pages.desk.bureau_pages import SECOND_CLERK, SECOND_REVIEWER, BureauPages
from web.books import today


def test_an_absence_is_entered_listed_and_ended(pages: BureauPages) -> None:
    day = today()
    form = {"person": "市局经办", "deputy": SECOND_CLERK.name, "first": day, "last": day + timedelta(days=6)}
    assert pages.send("市局经办", "/desk/deputies", **form, reason="休假").status_code == 303

    page = pages.page("市局审批", "/desk/deputies")
    assert "休假" in page
    assert SECOND_CLERK.name in page

    assert pages.send("市局经办", "/desk/deputies/end", person="市局经办").status_code == 303
    assert "休假" not in pages.page("市局审批", "/desk/deputies")


def test_a_deputy_of_another_post_is_refused_with_what_was_typed(pages: BureauPages) -> None:
    day = today()
    answer = pages.send(
        "东区复核", "/desk/deputies", person="东区复核", deputy="东区经办", first=day, last=day, reason="学习"
    )

    assert answer.status_code == 422
    assert "代理人须与" in answer.text
    assert 'value="学习"' in answer.text


def test_nobody_enters_the_absence_of_another_branch(pages: BureauPages) -> None:
    day = today()
    answer = pages.send(
        "西区复核", "/desk/deputies", person="东区复核", deputy=SECOND_REVIEWER.name, first=day, last=day
    )

    assert answer.status_code == 422
    assert "由本人或本机构的审核人员登记" in answer.text


def test_a_day_that_is_none_is_told_at_its_field(pages: BureauPages) -> None:
    answer = pages.send(
        "东区复核", "/desk/deputies", person="东区复核", deputy=SECOND_REVIEWER.name, first="2026-13-01", last=""
    )

    assert answer.status_code in {400, 422}
    assert "未入账" in answer.text
