"""From the award to its payment notice: the sum is seen before anybody signs, and the reminder leads to the notice."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from ledger.domain.bookkeeping.act import State
from ledger.domain.money.payment_notice import PaymentNotice
from ledger.store.registers import Registers
from tests.browser.clerk_desk import act_of, approve, record, sit_down
from tests.browser.test_access import faults_of
from tests.browser.test_forms import fill
from tests.web.pages.desk.awarding import AWARD, SUM, award
from web.books import today

if TYPE_CHECKING:
    from tests.browser.conftest import Office

NOTICE: Final = "示例缴款通知1号"
_SOME_DAYS: Final = timedelta(days=3)
"""So many days after the contract the reminder stands on the desk, whatever day of the week it was."""


def test_the_reminder_of_an_award_leads_to_its_notice(office: Office) -> None:
    clerk, reviewer = (sit_down(office, office.city.persons[role].name) for role in ("clerk", "reviewer"))
    clerk.goto("/desk/record/award.make")
    fill(clerk, award(office.city, on=today() - _SOME_DAYS))
    clerk.wait_for_selector(f'#check .price-sum:has-text("{SUM}")')
    approve(reviewer, record(clerk))

    clerk.goto("/desk/reminders?occasion=contract")
    clerk.locator("tr", has_text=AWARD).locator('a[href^="/desk/record/fee.notice"]').click()
    assert clerk.input_value('[name="award"]') == AWARD
    assert clerk.get_attribute("details.group", "open") is None
    clerk.fill('[name="number"]', NOTICE)
    act = record(clerk)
    reviewer.goto(f"/desk/acts/{act}")
    assert SUM in reviewer.inner_text(".prices")
    approve(reviewer, act)

    assert act_of(office.city, act).state is State.POSTED
    with office.city.book.reading() as view:
        notice = Registers(view).find(PaymentNotice, NOTICE)
    assert notice is not None
    assert (notice.charged_for, notice.assessed) == (AWARD, 7_770_000)


def test_what_may_be_left_out_opens_and_is_left_again_without_being_begun(office: Office) -> None:
    clerk = sit_down(office, office.city.persons["clerk"].name)
    clerk.goto("/desk/record/fee.notice")
    clerk.click("details.group summary")
    assert clerk.is_visible('[name="fixed_price.case"]')
    assert faults_of(clerk) == []
    clerk.fill('[name="fixed_price.case"]', "示例1")
    clerk.wait_for_selector('#check .missing:has-text("定额")')
    clerk.fill('[name="fixed_price.case"]', "")
    clerk.fill('[name="number"]', NOTICE)
    clerk.wait_for_selector("#check .attention")

    assert "定额有偿使用费 ·" not in clerk.inner_text("#check")
