"""The start page: what waits for a person, what came back, what is due, and whose desk he keeps."""

from __future__ import annotations

from datetime import timedelta

from ledger.domain.bookkeeping.period import ClosedPeriod
from ledger.domain.projects.exemption import Exemption
from tests.projections.reminded import COD
from tests.services.acts.bureau import EAST, HAI
from tests.services.acts.rights import TONNE, retain, surplus
from tests.web.pages.desk.bureau_pages import SECOND_CLERK, SECOND_REVIEWER, BureauPages
from web.books import today

REVIEWER, CLERK = "市局审批", "市局经办"


def pile(page: str, name: str) -> str:
    """Return the table of one pile, or nothing."""
    return page.partition(f'aria-label="{name}"')[2].partition("</table>")[0]


def test_what_was_recorded_waits_with_the_branch_then_with_the_bureau(pages: BureauPages) -> None:
    reference = pages.bureau.record("right.determine_surplus", surplus(4 * TONNE, need=6 * TONNE))
    link = f"/desk/acts/{reference}"

    assert link in pile(pages.page("东区复核", "/desk"), "待我初审")
    assert link not in pages.page("西区复核", "/desk")
    assert link not in pages.page(REVIEWER, "/desk")
    assert link in pile(pages.page("东区经办", "/desk"), "我记录、在途")

    pages.take("东区复核", reference, "check")

    assert link not in pile(pages.page("东区复核", "/desk"), "待我初审")
    assert link in pile(pages.page(REVIEWER, "/desk"), "待我审批")


def test_what_was_returned_comes_back_to_its_maker_with_the_reason(pages: BureauPages) -> None:
    reference = pages.bureau.record("reserve.retain", retain(5 * TONNE))
    pages.take(REVIEWER, reference, "return", reason="文号不全")

    found = pile(pages.page(CLERK, "/desk"), "退回给我")
    assert f"/desk/acts/{reference}" in found
    assert "文号不全" in found
    assert f"/desk/acts/{reference}" not in pages.page(SECOND_CLERK.name, "/desk")


def test_a_reminder_leads_to_the_form_that_answers_it_filled_in(pages: BureauPages) -> None:
    last = today().replace(day=1) - timedelta(days=40)
    pages.bureau.register(ClosedPeriod(through=last.replace(day=1) - timedelta(days=1)))
    page = pages.page(CLERK, "/desk")
    address = page.partition("/desk/record/period.close_month?")[2].partition('"')[0]

    assert address.startswith("effective_on=")
    day = address.removeprefix("effective_on=")
    assert f'value="{day}"' in pages.page(CLERK, f"/desk/record/period.close_month?{address}")
    assert "/desk/record/period.close_month" not in pages.page("东区经办", "/desk/reminders?all=1")


def test_a_gap_of_credit_is_told_with_the_day_since_which_it_is_open_and_not_as_overdue(pages: BureauPages) -> None:
    since = today() - timedelta(days=12)
    owed = Exemption(project="项1", area=EAST, pollutant=COD, basin=HAI, grams=90_000, registered_on=since)
    pages.bureau.register(owed)

    for address in ("/desk", "/desk/reminders?occasion=gap"):
        page = pages.page("东区经办", address)
        assert f"自{since}" in page
        assert "至今12天" in page
        assert "逾期12天" not in page


def test_reminders_are_filtered_by_what_they_are_about(pages: BureauPages) -> None:
    pages.bureau.register(ClosedPeriod(through=pages.bureau.today))

    assert "月份未结账</th>" in pages.page(CLERK, "/desk/reminders?occasion=month")
    assert "月份未结账</th>" not in pages.page(CLERK, "/desk/reminders?occasion=lease_ends")
    assert pages.browser(CLERK).get("/desk/reminders?occasion=nothing").status_code == 422


def test_the_deputy_finds_the_desk_of_the_absent_under_his_name(pages: BureauPages) -> None:
    reference = pages.bureau.record("reserve.retain", retain(5 * TONNE))
    pages.take(REVIEWER, reference, "return", reason="文号不全")
    day = today()
    answer = pages.send(CLERK, "/desk/deputies", person=CLERK, deputy=SECOND_CLERK.name, first=day, last=day)
    assert answer.status_code == 303

    page = pages.page(SECOND_CLERK.name, "/desk")
    assert f"/desk/acts/{reference}" in pile(page, f"代 {CLERK}")
    assert f"由{SECOND_CLERK.name}代理" in pages.page(CLERK, "/desk")


def test_the_deputy_withdraws_what_holds_up_the_month_and_it_shows_in_whose_stead(pages: BureauPages) -> None:
    reference = pages.bureau.record("reserve.retain", retain(5 * TONNE))
    pages.take(REVIEWER, reference, "return", reason="文号不全")
    day = today()
    assert pages.take(SECOND_CLERK.name, reference, "withdraw", reason="月底清理").status_code == 404
    pages.send(CLERK, "/desk/deputies", person=CLERK, deputy=SECOND_CLERK.name, first=day, last=day)

    assert pages.take(SECOND_CLERK.name, reference, "withdraw", reason="月底清理").status_code == 303
    page = pages.page(SECOND_CLERK.name, f"/desk/acts/{reference}")
    assert f"代 {CLERK}" in page.partition('<ol class="way">')[2]


def test_a_check_in_the_absence_of_another_says_so_and_leaves_two_persons(pages: BureauPages) -> None:
    reference = pages.bureau.record("right.determine_surplus", surplus(4 * TONNE, need=6 * TONNE))
    day = today()
    pages.send("东区复核", "/desk/deputies", person="东区复核", deputy=SECOND_REVIEWER.name, first=day, last=day)
    pages.take(SECOND_REVIEWER.name, reference, "check")
    page = pages.page(REVIEWER, f"/desk/acts/{reference}")

    assert "代 东区复核" in page
    assert f"<dd>{SECOND_REVIEWER.name}</dd>" in page


def test_the_roles_without_a_desk_have_no_start_page(pages: BureauPages) -> None:
    assert pages.browser("审计员").get("/desk").status_code == 403
