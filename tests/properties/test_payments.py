"""Any order of payments, confirmations, reductions and refunds against amounts kept as the books keep them.

The model knows accounts alone: it adds up the postings. What the notice says of itself must be what the accounts say.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from datetime import date

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from ledger.domain.bookkeeping.account import Side
from ledger.domain.bookkeeping.posting import Posting
from ledger.domain.money.payment_notice import Channel, Charge, PaymentNotice
from ledger.domain.money.receipt import Receipt, assessed, confirmed, paid, paid_into_treasury, reduced, refunded

AREA, PAYER, DAY = "东区", "payer", date(2026, 1, 5)
FEN = st.integers(min_value=1, max_value=10**6)


class Payments(RuleBasedStateMachine):
    """One notice, and everything that may happen to it."""

    def __init__(self) -> None:
        super().__init__()
        self.balances: dict[str, int] = defaultdict(int)
        self.receipts: list[Receipt] = []
        self.paid = self.credited = self.repaid = 0

    @initialize(charge=st.sampled_from([Charge.PUBLIC_SALE, Charge.FIXED_PRICE]), amount=FEN)
    def notice_is_issued(self, charge: Charge, amount: int) -> None:
        """Issue the notice."""
        self.notice = PaymentNotice(
            number="1",
            area=AREA,
            payer=PAYER,
            charge=charge,
            charged_for="case",
            assessed=amount,
            issued_on=DAY,
            due_on=DAY,
        )
        self.owed = amount
        self.post(assessed(self.notice))

    @rule(amount=FEN, channel=st.sampled_from(list(Channel)))
    def is_paid(self, amount: int, channel: Channel) -> None:
        """Pay any amount, too much of it included."""
        receipt = self.receipt(amount, channel)
        self.notice, postings = paid(self.notice, receipt)
        self.receipts.append(receipt)
        self.paid += amount
        self.post(postings)

    @precondition(lambda self: self.notice.outstanding > 0)
    @rule(data=st.data())
    def comes_through_a_third_party(self, data: st.DataObject) -> None:
        """Let the platform send money to the treasury."""
        amount = data.draw(st.integers(min_value=1, max_value=self.notice.outstanding))
        receipt = self.receipt(amount, Channel.NON_TAX_DIRECT)
        self.notice, _, postings = paid_into_treasury(self.notice, receipt, credited_on=DAY)
        self.paid += amount
        self.credited += amount
        self.post(postings)

    @precondition(lambda self: any(receipt.unconfirmed for receipt in self.receipts))
    @rule(data=st.data())
    def is_confirmed(self, data: st.DataObject) -> None:
        """Confirm a receipt, or part of it."""
        place = data.draw(st.sampled_from([n for n, receipt in enumerate(self.receipts) if receipt.unconfirmed]))
        receipt = self.receipts[place]
        amount = data.draw(st.integers(min_value=1, max_value=receipt.unconfirmed))
        self.notice, self.receipts[place], postings = confirmed(self.notice, receipt, amount=amount, credited_on=DAY)
        self.credited += amount
        self.post(postings)

    @precondition(lambda self: self.notice.assessed > 0)
    @rule(data=st.data())
    def is_reduced(self, data: st.DataObject) -> None:
        """Reduce the assessment, down to nothing."""
        reduction = data.draw(st.integers(min_value=1, max_value=self.notice.assessed))
        self.notice, postings = reduced(self.notice, reduction)
        self.owed -= reduction
        self.post(postings)

    @precondition(lambda self: self.notice.refundable > 0)
    @rule(data=st.data())
    def is_refunded(self, data: st.DataObject) -> None:
        """Pay back what the treasury has too much."""
        amount = data.draw(st.integers(min_value=1, max_value=self.notice.refundable))
        self.notice, postings = refunded(self.notice, amount)
        self.repaid += amount
        self.post(postings)

    @invariant()
    def the_notice_says_what_the_accounts_say(self) -> None:
        """Compare each amount of the notice with its account."""
        notice, balances = self.notice, self.balances
        assert balances[notice.receivable.code] == notice.outstanding
        assert balances[notice.due_to_treasury.code] == notice.confirmed - notice.assessed
        assert balances[notice.overpayment.code] == notice.refunded - notice.overpaid
        assert balances[notice.overpayment_in_treasury.code] == notice.refundable
        on_their_way = balances[f"1212.8:{AREA}/{PAYER}"] + balances[f"1002:{AREA}"]
        assert on_their_way == notice.unconfirmed == sum(receipt.unconfirmed for receipt in self.receipts)

    @invariant()
    def the_notice_says_what_happened(self) -> None:
        """Compare the notice with the plain sums of what was done."""
        notice = self.notice
        assert notice.assessed == self.owed
        assert notice.received == min(self.paid, self.owed)
        assert notice.received + notice.overpaid == self.paid
        assert notice.confirmed + notice.overpaid_confirmed == self.credited
        assert notice.refunded == self.repaid
        assert notice.settled == (min(self.credited, self.owed) == self.owed)

    @invariant()
    def what_is_owed_to_us_is_what_we_owe_the_treasury(self) -> None:
        """Add up all accounts."""
        assert sum(self.balances.values()) == 0

    def receipt(self, amount: int, channel: Channel) -> Receipt:
        """Return a new receipt."""
        return Receipt(
            number=str(self.paid),
            notice="1",
            area=AREA,
            payer=PAYER,
            amount=amount,
            channel=channel,
            paid_on=DAY,
        )

    def post(self, postings: tuple[Posting, ...]) -> None:
        """Move what is posted; no account leaves its side after any movement."""
        for posting in postings:
            assert posting.amount > 0
            for account, change in ((posting.debit, posting.amount), (posting.credit, -posting.amount)):
                balance = self.balances[account.code] = self.balances[account.code] + change
                side = account.chart.side
                assert side is Side.BOTH or (balance >= 0 if side is Side.DEBIT else balance <= 0), account.code


TestPayments = Payments.TestCase


def test_an_overpayment_is_shown_only_where_it_is_in_the_treasury() -> None:
    """Follow practice §6.4: 1212.2 to 1212.9 with the receipt, 2103.9 to 2103.1 with the confirmation."""
    notice = PaymentNotice(
        number="1",
        area=AREA,
        payer=PAYER,
        charge=Charge.PUBLIC_SALE,
        charged_for="case",
        assessed=100,
        issued_on=DAY,
        due_on=DAY,
    )
    receipt = Receipt(
        number="1",
        notice="1",
        area=AREA,
        payer=PAYER,
        amount=130,
        channel=Channel.TAX_DECLARATION,
        paid_on=DAY,
    )

    notice, postings = paid(notice, receipt)
    assert lines(postings) == [("1212.2", "1212.9", 30), ("1212.8", "1212.2", 130)]
    notice, receipt, postings = confirmed(notice, receipt, amount=130, credited_on=DAY)
    assert lines(postings) == [("2103.9", "2103.1", 30), ("2103.1", "1212.8", 130)]
    assert lines(refunded(notice, 30)[1]) == [("1212.9", "2103.9", 30)]
    assert lines(reduced(replace(notice, overpaid=0), 10)[1]) == [
        ("1212.2", "1212.9", 10),
        ("2103.9", "2103.1", 10),
        ("2103.1", "1212.2", 10),
    ]


def lines(postings: tuple[Posting, ...]) -> list[tuple[str, str, int]]:
    return [(posting.debit.chart.code, posting.credit.chart.code, posting.amount) for posting in postings]
