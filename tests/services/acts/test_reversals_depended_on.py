"""A wrong act is not taken back while later acts rest on it: they are named, and taken back before it."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

import pytest

from ledger.domain.bookkeeping.reversal import ReverseAct
from ledger.domain.money.payment_notice import IssueNotice
from ledger.domain.money.receipt import RecordReceipt
from ledger.domain.registers.area import RegisterArea
from ledger.domain.registers.enterprise import RegisterEnterprise
from ledger.domain.rights.award import DeliverAward
from ledger.domain.rights.right_acts import PayUp
from ledger.errors import Conflict
from ledger.projections.accounts.entry import entry
from tests.services.acts.bureau import EAST, Bureau
from tests.services.acts.money import pay_up
from tests.services.acts.project_exercise import (
    FIRM,
    cap,
    content_of,
    do,
    firm,
    intake,
    issue,
    pool,
    source,
    table_line,
    verify,
)
from tests.services.acts.rights import (
    FREE,
    HOLDER,
    TONNE,
    confirm,
    line,
    make_award,
    open_for_business,
    retain,
    set_cap,
)

PAID = date(2026, 3, 6)


def reverse(seq: int, *, on: date = date(2026, 4, 1)) -> ReverseAct:
    return ReverseAct(effective_on=on, seq=seq, reason="示例：误记")


def rests_on(bureau: Bureau, seq: int) -> list[str]:
    """Return the kinds of the acts that a refused reversal names, each by its number, its place and its narration."""
    with pytest.raises(Conflict) as refused:
        bureau.record("correction.reverse", reverse(seq))
    assert refused.value.problem_code == "reversal.depended_on"
    named = re.findall(r"-[0-9]+ #([0-9]+) (\S)", str(refused.value).partition("：")[2])
    with bureau.book.reading() as connection:
        return [entry(connection, int(place)).kind for place, _ in named]


def paid(bureau: Bureau, amount: int) -> int:
    asked = RecordReceipt(
        effective_on=PAID, notice="通知1", number="票据1", amount=amount, paid_on=PAID, credited_on=PAID
    )
    return bureau.do("fee.receipt", asked)


def test_an_award_is_not_taken_back_under_its_notice_nor_the_payment_under_the_delivery(
    bureau_on_each_engine: Bureau,
) -> None:
    bureau = bureau_on_each_engine
    open_for_business(bureau)
    bureau.do("reserve.retain", retain(40 * TONNE))
    award = bureau.do("award.make", make_award(line(10 * TONNE)))
    notice = bureau.do("fee.notice", IssueNotice(effective_on=date(2026, 3, 2), number="通知1", award="成交1"))
    receipt = paid(bureau, 50_000_00)

    assert "fee.notice" in rests_on(bureau, award)
    delivery = bureau.do("award.deliver", DeliverAward(effective_on=PAID, id="成交1"))
    assert "award.deliver" in rests_on(bureau, receipt)
    assert "award.deliver" in rests_on(bureau, notice)

    for wrong in (delivery, receipt, notice, award):
        bureau.do("correction.reverse", reverse(wrong))

    assert bureau.balance("Q30", EAST, "retained") == 40 * TONNE
    assert bureau.balance("Q40", EAST, HOLDER) == 0
    bureau.do("award.make", make_award(line(20 * TONNE), effective_on=date(2026, 4, 2)))


def test_a_fee_stays_noticed_while_rights_were_paid_up_with_it(bureau: Bureau) -> None:
    open_for_business(bureau)
    bureau.do("right.confirm_existing", confirm(10 * TONNE))
    fee = pay_up(starts=date(2026, 3, 1), ends=FREE.term_to)
    bureau.do("fee.notice", IssueNotice(effective_on=date(2026, 3, 2), number="通知1", fixed_price=fee))
    receipt = paid(bureau, 48_630_14)
    asked = PayUp(
        effective_on=PAID,
        area=EAST,
        enterprise=HOLDER,
        tranche=FREE,
        in_use=10 * TONNE,
        surplus=0,
        fee_case="补缴1",
    )
    bureau.do("right.pay_up", asked)

    assert "right.pay_up" in rests_on(bureau, receipt)


def test_an_enterprise_stays_registered_while_acts_name_it(bureau: Bureau) -> None:
    registered = bureau.do(
        "enterprise.register",
        RegisterEnterprise(effective_on=date(2026, 1, 4), credit_code=HOLDER, name="示例化工有限公司", area=EAST),
    )
    bureau.do("cap.set", set_cap(100 * TONNE))
    given = bureau.do("right.confirm_existing", confirm(20 * TONNE))

    assert "right.confirm_existing" in rests_on(bureau, registered)
    bureau.do("correction.reverse", reverse(given))
    bureau.do("correction.reverse", reverse(registered))

    again = confirm(20 * TONNE, on=date(2026, 4, 1))
    assert bureau.refused("right.confirm_existing", again) == ["enterprise.missing"]


def test_an_area_stays_registered_while_there_is_anything_in_it(bureau: Bureau) -> None:
    registered = bureau.do("area.register", RegisterArea(effective_on=date(2026, 1, 4), name="北区", basins=("海河",)))
    bureau.do("cap.set", replace(set_cap(100 * TONNE), area="北区"))

    assert "cap.set" in rests_on(bureau, registered)


def test_a_confirmed_project_keeps_its_intake_its_acceptance_its_sources_and_its_ratio(bureau: Bureau) -> None:
    firm(bureau)
    cap(bureau, "PM", "100")
    bulletin_of = do(bureau, "attainment.record", "2026-01-31", year=2025, document="示例公报")
    kiln = do(bureau, "facility.register", "2026-01-07", id="炉窑", name="炉窑", area=EAST)
    card = verify(bureau, "炉窑", "PM", "3")
    recognised = do(
        bureau, "credit.recognise", "2026-02-01", facility="炉窑", pollutant="PM", grams="3", document="示例"
    )
    taken_in = do(bureau, "project.intake", "2026-02-02", **content_of("p", table_line("PM", "1")))
    accepted = do(bureau, "project.milestone", "2026-02-02", project="p", step="accepted")
    confirmed = issue(bureau, source("炉窑", "PM", "1"))

    for wrong in (taken_in, accepted, bulletin_of, kiln):
        assert "confirmation.issue" in rests_on(bureau, wrong)
    assert "credit.recognise" in rests_on(bureau, card)

    for wrong in (confirmed, accepted, taken_in, recognised, card, kiln, bulletin_of):
        bureau.do("correction.reverse", reverse(wrong))
    assert bureau.balance("C10", EAST) == 0


def test_a_bulletin_stays_while_what_was_retired_was_entered_at_its_ratio_however_long_ago(bureau: Bureau) -> None:
    firm(bureau)
    of_the_entry = do(bureau, "attainment.record", "2026-01-31", year=2025, not_attained=["PM"], document="示例公报")
    pool(bureau, "甲炉", "PM", "0.2", on="2026-02-02")
    intake(bureau, "p", table_line("PM", "0.1"), day="2026-11-03")
    do(bureau, "exemption.register", "2026-11-03", project="p")
    of_the_retirement = do(bureau, "attainment.record", "2027-02-01", year=2026, document="示例公报2")
    do(bureau, "exemption.retire", "2027-03-31", area=EAST, through="2027-03-31")

    with pytest.raises(Conflict) as refused:
        bureau.record("correction.reverse", reverse(of_the_entry, on=date(2027, 4, 1)))

    assert "豁免项目定期核销" in str(refused.value)
    bureau.do("correction.reverse", reverse(of_the_retirement, on=date(2027, 4, 1)))


def test_a_second_act_that_only_changes_a_name_is_taken_back_at_any_time(bureau: Bureau) -> None:
    firm(bureau)
    renamed = do(bureau, "enterprise.rename", "2026-01-05", credit_code=FIRM, name="示例新名", document="示例")
    do(bureau, "facility.register", "2026-01-07", id="炉窑", name="炉窑", area=EAST, enterprise=FIRM)

    bureau.do("correction.reverse", reverse(renamed))
