"""What is outstanding by age, the monthly reconciliation, and the voucher summary, of one spring in the books."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from ledger.domain.bookkeeping.account import account
from ledger.domain.bookkeeping.journal import JournalEntry, Judgement, Movement
from ledger.domain.bookkeeping.reversal import ReverseAct
from ledger.domain.bookkeeping.unit import MONEY
from ledger.domain.money.payment_notice import ReduceFee, ReductionGround
from ledger.domain.money.receipt import ConfirmReceipt, RecordReceipt
from ledger.domain.money.receipt_list import ListedReceipt
from ledger.domain.money.refund import ApplyForRefund, RecordRefund
from ledger.domain.rounds.historical_postings import acts_of
from ledger.domain.values.encoding import digest
from ledger.projections.accounts.entry import entry
from ledger.projections.desk.voucher_summary import VoucherSummary, voucher_summary
from ledger.projections.money.arrears import Age, Arrears, age_of, arrears
from ledger.projections.money.treasury_reconciliation import Flows, TreasuryReconciliation, treasury_reconciliation
from ledger.projections.pictures.dues import dues
from ledger.services.history import record_round
from ledger.services.receipt_list import import_receipt_list
from schemas.json_text import read_json
from schemas.round_file import read_rounds
from tests.services.acts.bureau import EAST, Bureau, opened
from tests.services.acts.conftest import FIRST_DAY, new_book
from tests.services.acts.money import OTHER, PAYER, award, noticed, open_for_business
from tests.store.conftest import LAW, NOW
from tests.web.pages.books import PUBLISHED

MARCH, APRIL = date(2026, 3, 31), date(2026, 4, 30)


@pytest.fixture
def bureau(database_url: str) -> Iterator[Bureau]:
    """Lend a spring: two notices in March, one paid too much, credited in April, reduced, and refunded in part."""
    book = new_book(database_url)
    bureau = opened(book, today=FIRST_DAY)
    open_for_business(bureau)
    bureau.register(award("成交2", buyer=OTHER))
    noticed(bureau)
    noticed(bureau, "通知2", of="成交2")
    receipt(bureau, "税票1", 51_000_00, on=date(2026, 3, 30))
    bureau.do(
        "treasury.confirm",
        ConfirmReceipt(effective_on=date(2026, 4, 2), number="税票1", amount=51_000_00, credited_on=date(2026, 4, 1)),
    )
    bureau.do(
        "fee.reduce",
        ReduceFee(
            effective_on=date(2026, 4, 3),
            number="通知1",
            reduction=5_000_00,
            ground=ReductionGround.CORRECTION,
            approved_by="示例市生态环境局",
            document="核减单1",
        ),
    )
    bureau.do(
        "refund.apply", ApplyForRefund(effective_on=date(2026, 4, 7), notice="通知1", number="退付1", amount=4_000_00)
    )
    bureau.do(
        "fee.refund",
        RecordRefund(
            effective_on=date(2026, 4, 20),
            notice="通知1",
            number="退付1",
            refunded_on=date(2026, 4, 20),
            voucher="退库1",
        ),
    )
    yield bureau
    book.close()


def receipt(bureau: Bureau, number: str, amount: int, *, on: date, notice: str = "通知1") -> None:
    bureau.do("fee.receipt", RecordReceipt(effective_on=on, notice=notice, number=number, amount=amount, paid_on=on))


def arrears_on(bureau: Bureau, day: date) -> Arrears:
    with bureau.book.reading() as connection:
        return arrears(connection, on=day)


def month_of(bureau: Bureau, day: date) -> TreasuryReconciliation:
    with bureau.book.reading() as connection:
        return treasury_reconciliation(connection, month=day)


def vouchers_of(bureau: Bureau, day: date) -> VoucherSummary:
    with bureau.book.reading() as connection:
        return voucher_summary(connection, month=day)


@pytest.mark.parametrize(
    ("day", "age"),
    [
        (date(2026, 3, 11), Age.NOT_DUE),
        (date(2026, 3, 12), Age.TO_30),
        (date(2026, 4, 10), Age.TO_30),
        (date(2026, 4, 11), Age.TO_90),
        (date(2026, 6, 9), Age.TO_90),
        (date(2026, 6, 10), Age.TO_365),
        (date(2027, 3, 11), Age.TO_365),
        (date(2027, 3, 12), Age.ABOVE_365),
    ],
)
def test_the_age_counts_from_the_day_after_the_last_day_of_payment(day: date, age: Age) -> None:
    assert age_of(date(2026, 3, 11), on=day) is age


def test_what_is_outstanding_is_told_for_any_day_and_agrees_with_the_accounts(bureau: Bureau) -> None:
    assert arrears_on(bureau, date(2026, 3, 1)).lines == ()
    both = arrears_on(bureau, date(2026, 3, 11))
    assert both.by_age == {**dict.fromkeys(Age, 0), Age.NOT_DUE: 100_000_00}
    late = arrears_on(bureau, APRIL)
    assert [(line.notice.number, line.payer_name, line.days_overdue, line.age) for line in late.lines] == [
        ("通知2", "示例纺织有限公司", 50, Age.TO_90)
    ]
    assert late.total == 50_000_00
    assert all(arrears_on(bureau, date(2026, 3, day)).agrees for day in range(1, 32))
    assert all(arrears_on(bureau, date(2026, 4, day)).agrees for day in range(1, 31))


def test_an_act_that_is_dated_back_counts_on_its_own_day(bureau: Bureau) -> None:
    receipt(bureau, "税票2", 10_000_00, on=date(2026, 3, 20), notice="通知2")

    assert arrears_on(bureau, date(2026, 3, 19)).total == 100_000_00
    assert arrears_on(bureau, date(2026, 3, 20)).total == 90_000_00
    assert arrears_on(bureau, date(2026, 3, 20)).agrees


def test_what_is_booked_past_the_notices_is_found(bureau: Bureau) -> None:
    with bureau.desk("市局经办") as desk:
        owes, owed = (account(line, area=EAST, holder=PAYER) for line in ("1212.2", "2103.1"))
        desk.work.journal.append(
            JournalEntry(
                key="stray",
                request_digest=digest("stray"),
                kind="exercise.given",
                effective_on=APRIL,
                actor="exercise",
                narration="past the notices",
                judgement=Judgement.ADMINISTRATIVE,
                movements=(Movement(desk.work.position(owes, MONEY), desk.work.position(owed, MONEY), 7),),
            )
        )

    found = arrears_on(bureau, APRIL)
    assert not found.agrees
    assert [(control.payer, control.difference) for control in found.controls if control.difference] == [(PAYER, 7)]
    assert month_of(bureau, APRIL).flows.difference == 7


def test_a_month_opens_where_the_last_one_closed(bureau: Bureau) -> None:
    march, april = month_of(bureau, MARCH), month_of(bureau, APRIL)

    assert march.flows == Flows(noticed=100_000_00, paid=51_000_00, on_its_way=51_000_00, booked=49_000_00)
    assert april.flows == Flows(
        opening=49_000_00,
        reduced=5_000_00,
        credited=51_000_00,
        refunded=4_000_00,
        on_its_way_before=51_000_00,
        booked=48_000_00,
    )
    assert march.flows.closing == april.flows.opening
    assert april.flows.closing == april.flows.booked
    assert [(payer.name, payer.flows.closing) for payer in april.payers] == [
        ("示例化工有限公司", -2_000_00),
        ("示例纺织有限公司", 50_000_00),
    ]


def test_the_lists_stand_beside_the_books_by_the_days_that_they_name(bureau: Bureau) -> None:
    before = month_of(bureau, MARCH).listed
    assert (before.booked_paid, before.listed_paid, before.paid_difference) == (51_000_00, 0, 51_000_00)

    listed = ListedReceipt(
        voucher="税票1", payer=PAYER, amount=51_000_00, paid_on=date(2026, 3, 30), credited_on=date(2026, 4, 1)
    )
    unknown = ListedReceipt(voucher="税票7", payer=OTHER, amount=1_00, paid_on=date(2026, 3, 31))
    with bureau.desk("财务") as desk:
        import_receipt_list(desk, (listed, unknown), name="税务清单.csv")

    march, april = month_of(bureau, MARCH), month_of(bureau, APRIL)
    assert (march.listed.listed_paid, march.listed.paid_difference) == (51_001_00, -1_00)
    assert (april.listed.listed_credited, april.listed.credited_difference) == (51_000_00, 0)
    assert april.accounts_agree
    assert april.lists_agree
    assert march.accounts_agree
    assert march.lists_agree is False


def test_without_a_list_there_is_nothing_to_agree_with(bureau: Bureau) -> None:
    march = month_of(bureau, MARCH)

    assert not march.has_list
    assert march.lists_agree is None
    assert march.accounts_agree


def test_of_each_payer_what_was_on_its_way_and_was_paid_is_credited_or_still_on_its_way(bureau: Bureau) -> None:
    receipt(bureau, "税票3", 20_000_00, on=date(2026, 4, 29), notice="通知2")

    for month in (MARCH, APRIL, date(2026, 5, 31)):
        found = month_of(bureau, month)
        for flows in (*(payer.flows for payer in found.payers), found.flows):
            assert flows.on_its_way_before + flows.paid - flows.credited == flows.on_its_way
    assert month_of(bureau, APRIL).flows.on_its_way_before == month_of(bureau, MARCH).flows.on_its_way == 51_000_00
    assert month_of(bureau, date(2026, 5, 31)).flows.on_its_way_before == 20_000_00


def test_published_rounds_are_set_apart_from_what_notices_assess(bureau: Bureau) -> None:
    rounds = list(read_rounds(read_json(PUBLISHED.read_bytes())))
    sold = sum(
        posting.amount
        for read in rounds
        for act in acts_of(read.round)
        for posting in act.postings
        if posting.debit.chart.code == "1212.2"
    )
    noticed_alone = arrears_on(bureau, APRIL)
    with bureau.book.unit_of_work(recorded_at=NOW, rule_book=LAW) as work:
        for read in rounds:
            record_round(work, read.round, printed=read.printed, actor="clerk")
        work.commit()

    found = arrears_on(bureau, APRIL)
    assert found.historical == sold > 0
    assert found.booked == noticed_alone.booked + sold
    assert found.controls == noticed_alone.controls
    assert found.agrees
    assert found.lines == noticed_alone.lines
    assert month_of(bureau, APRIL).accounts_agree
    assert arrears_on(bureau, date(2000, 1, 1)).historical == 0
    with bureau.book.reading() as connection:
        assert arrears(connection, on=APRIL, area=EAST).historical == 0
        whole = dues(connection, on=APRIL, areas=None)
        east = dues(connection, on=APRIL, areas=(EAST,))
    assert (whole.booked, whole.historical, whole.difference) == (found.booked, sold, 0)
    assert (east.historical, east.difference) == (0, 0)


def test_the_accountant_gets_entries_of_the_statutory_accounts_and_red_ones_for_reductions(bureau: Bureau) -> None:
    def lines(day: date) -> list[tuple[str, str, int, int]]:
        return [(line.debit, line.credit, line.amount, line.acts) for line in vouchers_of(bureau, day).lines]

    assert lines(MARCH) == [("1212", "2103", 100_000_00, 2)]
    assert lines(APRIL) == [
        ("1212", "2103", 4_000_00, 1),
        ("1212", "2103", -5_000_00, 1),
        ("2103", "1212", 51_000_00, 1),
    ]
    assert [str(line.remark) for line in vouchers_of(bureau, MARCH).lines] == ["不作预算会计分录"]


def test_a_reduction_is_red_and_whoever_reverses_it_makes_it_blue_again(bureau: Bureau) -> None:
    reduction = ReduceFee(
        effective_on=date(2026, 4, 21),
        number="通知2",
        reduction=8_000_00,
        ground=ReductionGround.CORRECTION,
        approved_by="示例市生态环境局",
        document="核减单2",
    )
    place = bureau.do("fee.reduce", reduction)
    reversal = bureau.do("correction.reverse", ReverseAct(effective_on=date(2026, 4, 22), seq=place, reason="误核减"))

    def shown(seq: int) -> list[tuple[str, str, int]]:
        with bureau.book.reading() as connection:
            moved = entry(connection, seq).movements
        return [(each.debit.chart.code, each.credit.chart.code, each.amount) for each in moved]

    assert shown(place) == [("1212.2", "2103.1", -8_000_00)]
    assert shown(reversal) == [("1212.2", "2103.1", 8_000_00)]
    assert arrears_on(bureau, APRIL).total == 50_000_00
    assert arrears_on(bureau, APRIL).agrees
