"""Steps taken from pages: each by the right person, on exactly what was shown, and many at once or not at all."""

from __future__ import annotations

from ledger.domain.bookkeeping.act import State
from ledger.services import procedure
from tests.services.acts.bureau import EAST
from tests.services.acts.rights import TONNE, retain
from tests.web.pages.desk.bureau_pages import BureauPages, shown_digests

REVIEWER, CLERK = "市局审批", "市局经办"


def test_what_is_approved_is_posted_with_the_next_number(pages: BureauPages) -> None:
    reference = pages.bureau.record("reserve.retain", retain(5 * TONNE))
    answer = pages.take(REVIEWER, reference, "approve")

    assert answer.status_code == 303
    assert pages.bureau.balance("Q30", EAST, "retained") == 5 * TONNE
    page = pages.page(REVIEWER, f"/desk/acts/{reference}")
    assert "已入账" in page
    assert "量-2026-" in page


def test_a_stale_digest_is_answered_with_what_would_be_posted_now(pages: BureauPages) -> None:
    bureau = pages.bureau
    reference = bureau.record("reserve.retain", retain(5 * TONNE))
    seen = pages.shown(REVIEWER, f"/desk/acts/{reference}")
    with bureau.desk(REVIEWER) as desk:
        procedure.send_back(desk, reference, reason="应为8吨")
    with bureau.desk(CLERK) as desk:
        procedure.correct(desk, reference, retain(8 * TONNE))
    answer = pages.take(REVIEWER, reference, "approve", shown=seen)

    assert answer.status_code == 409
    assert "未入账" in answer.text
    assert "8.0000" in answer.text
    assert shown_digests(answer.text)["shown"] != seen
    assert pages.state(reference) is State.RECORDED


def test_a_return_and_a_rejection_need_a_reason(pages: BureauPages) -> None:
    reference = pages.bureau.record("reserve.retain", retain(5 * TONNE))

    for step in ("return", "reject"):
        answer = pages.take(REVIEWER, reference, step, reason=" ")
        assert answer.status_code == 422
        assert "未入账" in answer.text
    assert pages.state(reference) is State.RECORDED


def test_what_was_rejected_says_why_and_takes_nothing(pages: BureauPages) -> None:
    reference = pages.bureau.record("reserve.retain", retain(5 * TONNE))
    answer = pages.take(REVIEWER, reference, "reject", reason="依据不足")

    assert answer.status_code == 303
    assert pages.state(reference) is State.REJECTED
    assert "依据不足" in pages.page(CLERK, f"/desk/acts/{reference}")


def test_the_maker_withdraws_and_nobody_else_can(pages: BureauPages) -> None:
    reference = pages.bureau.record("reserve.retain", retain(5 * TONNE))

    assert pages.take("中心经办", reference, "withdraw", reason="不办了").status_code == 404
    assert pages.take(CLERK, reference, "withdraw", reason="不办了").status_code == 303
    assert pages.state(reference) is State.WITHDRAWN


def test_whoever_recorded_it_is_refused_though_he_sends_the_digest(pages: BureauPages) -> None:
    reference = pages.bureau.record("reserve.retain", retain(5 * TONNE))
    seen = pages.shown(REVIEWER, f"/desk/acts/{reference}")
    answer = pages.take(CLERK, reference, "approve", shown=seen)

    assert answer.status_code == 422
    assert pages.state(reference) is State.RECORDED
    assert pages.bureau.balance("Q30", EAST) == 0


def test_a_step_that_there_is_not_is_no_address(pages: BureauPages) -> None:
    reference = pages.bureau.record("reserve.retain", retain(5 * TONNE))

    assert pages.take(REVIEWER, reference, "forget", reason="x").status_code == 404


def test_a_form_without_the_token_of_the_session_is_refused(pages: BureauPages) -> None:
    reference = pages.bureau.record("reserve.retain", retain(5 * TONNE))
    seen = pages.shown(REVIEWER, f"/desk/acts/{reference}")
    answer = pages.browser(REVIEWER).post(f"/desk/acts/{reference}/approve", data={"shown": seen})

    assert answer.status_code == 403
    assert pages.state(reference) is State.RECORDED


def test_a_list_is_looked_at_and_approved_as_a_whole(pages: BureauPages) -> None:
    bureau = pages.bureau
    references = [bureau.record("reserve.retain", retain(tonnes * TONNE)) for tonnes in (5, 7)]
    page = pages.page(REVIEWER, "/desk/approve")
    assert all(f'value="{reference}"' in page for reference in references)

    look = pages.send(REVIEWER, "/desk/approve", reference=references)
    assert ">12.000000</td>" in look.text
    digests = shown_digests(look.text)
    answer = pages.send(REVIEWER, "/desk/approve/all", **digests)

    assert answer.status_code == 303
    assert bureau.balance("Q30", EAST, "retained") == 12 * TONNE


def test_one_that_fails_keeps_the_whole_list_from_being_posted(pages: BureauPages) -> None:
    bureau = pages.bureau
    references = [bureau.record("reserve.retain", retain(tonnes * TONNE)) for tonnes in (5, 7)]
    digests = shown_digests(pages.send(REVIEWER, "/desk/approve", reference=references).text)
    with bureau.desk(CLERK) as desk:
        procedure.withdraw(desk, references[1], reason="不办了")
    answer = pages.send(REVIEWER, "/desk/approve/all", **digests)

    assert answer.status_code == 409
    assert "全部未入账" in answer.text
    assert f"第{references[1]}件" in answer.text
    assert bureau.balance("Q30", EAST) == 0
    assert pages.state(references[0]) is State.RECORDED


def test_a_clerk_has_no_list_to_approve(pages: BureauPages) -> None:
    assert pages.browser(CLERK).get("/desk/approve").status_code == 403


def test_nothing_ticked_leads_back_to_the_list(pages: BureauPages) -> None:
    answer = pages.send(REVIEWER, "/desk/approve", reference=["abc", "９"])

    assert answer.status_code == 303
    assert answer.location == "/desk/approve"
