"""The list of acts and the file of one act: who sees what, and which steps are offered to whom."""

from __future__ import annotations

import re
from html import unescape

import pytest

from tests.services.acts.bureau import EAST, WEST
from tests.services.acts.rights import HOLDER, OTHER, TONNE, confirm, retain, surplus
from tests.web.pages.desk.bureau_pages import AUDITOR, BureauPages

REVIEWER, CLERK = "市局审批", "市局经办"


def test_the_list_shows_what_waits_and_what_is_done_the_last_moved_first(pages: BureauPages) -> None:
    waiting = pages.bureau.record("reserve.retain", retain(5 * TONNE))
    page = pages.page(REVIEWER, "/desk/acts")

    assert page.index(f"/desk/acts/{waiting}") < page.index("确认现有排污单位初始排污权</td>")
    assert "已记录待审" in page
    assert "量-2026-" in page


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("standing=waiting", True),
        ("standing=done", False),
        ("standing=posted", False),
        ("kind=reserve.retain", True),
        ("kind=cap.set", False),
        (f"area={EAST}", True),
        (f"area={WEST}", False),
        ("maker=市局经办", True),
        ("maker=财务", False),
        ("text=预留", True),
        ("text=没有这样的字", False),
        ("text=%25", False),
        ("first=2099-01-01", False),
    ],
)
def test_filters_narrow_the_list(pages: BureauPages, query: str, *, found: bool) -> None:
    waiting = pages.bureau.record("reserve.retain", retain(5 * TONNE))

    assert (f"/desk/acts/{waiting}" in pages.page(REVIEWER, f"/desk/acts?{query}")) is found


def test_a_search_by_reference_finds_the_act(pages: BureauPages) -> None:
    waiting = pages.bureau.record("reserve.retain", retain(5 * TONNE))

    assert f"/desk/acts/{waiting}" in pages.page(REVIEWER, f"/desk/acts?text={waiting}")


def test_pages_go_on_where_the_last_one_ended(pages: BureauPages) -> None:
    references = [pages.bureau.record("reserve.retain", retain(TONNE + gram)) for gram in range(60)]
    first = pages.page(REVIEWER, "/desk/acts")
    following = first.partition('rel="next" href="')[2].partition('"')[0].replace("&amp;", "&")
    second = pages.page(REVIEWER, following)

    on_first = [reference for reference in references if f'/desk/acts/{reference}"' in first]
    on_second = [reference for reference in references if f'/desk/acts/{reference}"' in second]
    assert on_first == references[-50:]
    assert on_second == references[:10]


def test_a_branch_finds_only_its_own_area(pages: BureauPages) -> None:
    done = pages.bureau.record("reserve.retain", retain(5 * TONNE))
    another = pages.page("西区经办", f"/desk/acts/{done}", status=404)
    missing = pages.page("西区经办", "/desk/acts/999999", status=404)

    assert f"/desk/acts/{done}" in pages.page("东区经办", "/desk/acts")
    assert f"/desk/acts/{done}" not in pages.page("西区经办", f"/desk/acts?area={EAST}")
    assert f"没有第{done}件业务" in another
    assert "没有第999999件业务" in missing


def test_the_reviewer_sees_what_will_be_posted_with_balances_before_and_after(pages: BureauPages) -> None:
    reference = pages.bureau.record("right.determine_surplus", surplus(4 * TONNE, need=6 * TONNE))
    page = pages.page("东区复核", f"/desk/acts/{reference}")

    assert "批准后将入账" in page
    assert "示例化工有限公司" in page
    for written in ("10.000000", "-4.000000", "6.000000", "4.000000"):
        assert f">{written}</td>" in page
    assert "示例核定表" in page
    assert f'action="/desk/acts/{reference}/check"' in page
    assert f'action="/desk/acts/{reference}/check"' not in pages.page(REVIEWER, f"/desk/acts/{reference}")


def test_what_the_branch_has_checked_is_the_bureaus_to_decide(pages: BureauPages) -> None:
    reference = pages.bureau.record("right.determine_surplus", surplus(4 * TONNE, need=6 * TONNE))
    assert pages.take("东区复核", reference, "check").status_code == 303

    assert f'action="/desk/acts/{reference}/approve"' not in pages.page("东区复核", f"/desk/acts/{reference}")
    assert f'action="/desk/acts/{reference}/approve"' in pages.page(REVIEWER, f"/desk/acts/{reference}")


def test_the_maker_is_offered_to_withdraw_and_never_to_approve(pages: BureauPages) -> None:
    reference = pages.bureau.record("reserve.retain", retain(5 * TONNE))
    page = pages.page(CLERK, f"/desk/acts/{reference}")

    assert f'action="/desk/acts/{reference}/withdraw"' in page
    assert "/approve" not in page
    assert f"/desk/acts/{reference}/return" not in page


def test_an_auditor_reads_the_file_and_is_offered_nothing(pages: BureauPages) -> None:
    reference = pages.bureau.record("reserve.retain", retain(5 * TONNE))
    page = pages.page(AUDITOR.name, f"/desk/acts/{reference}")

    assert "申请内容" in page
    assert 'action="/desk/acts/' not in page


def test_what_could_not_be_posted_now_says_why(pages: BureauPages) -> None:
    first = pages.bureau.record("right.confirm_existing", confirm(40 * TONNE, document="示例确权表2"))
    pages.bureau.do("reserve.retain", retain(50 * TONNE))
    page = pages.page(REVIEWER, f"/desk/acts/{first}")

    assert "批准后将入账" in page
    assert HOLDER not in page.partition("现在不能入账")[2]


def test_the_way_names_every_step_with_its_reason(pages: BureauPages) -> None:
    reference = pages.bureau.record("reserve.retain", retain(5 * TONNE))
    pages.take(REVIEWER, reference, "return", reason="文号不全")
    page = pages.page(CLERK, f"/desk/acts/{reference}")
    way = page.partition('<ol class="way">')[2].partition("</ol>")[0]

    assert way.index("已记录待审") < way.index("已退回")
    assert way.count("文号不全") == 1
    assert REVIEWER in way
    assert f'action="/desk/drafts/correct/{reference}"' in page


@pytest.mark.parametrize("reader", [REVIEWER, "东区复核"])
def test_an_account_that_is_yet_to_be_opened_leads_nowhere(pages: BureauPages, reader: str) -> None:
    first = pages.bureau.record("right.confirm_existing", confirm(TONNE, enterprise=OTHER, document="示例确权表2"))
    page = pages.page(reader, f"/desk/acts/{first}")
    together = pages.send(REVIEWER, "/desk/approve", reference=str(first)).text

    for shown in (page, together):
        assert "示例纺织有限公司" in shown
        addresses = set(re.findall(r'href="(/accounts/[^"]+)"', shown))
        assert addresses
        assert {pages.browser(reader).get(unescape(address)).status_code for address in addresses} == {200}


def test_an_account_that_is_opened_leads_to_its_statement(pages: BureauPages) -> None:
    more = pages.bureau.record("right.confirm_existing", confirm(TONNE, document="示例确权表2"))

    assert re.search(rf'href="/accounts/[^"]*{HOLDER}"', pages.page(REVIEWER, f"/desk/acts/{more}"))
