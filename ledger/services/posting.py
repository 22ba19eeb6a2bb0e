"""From a judged case to the journal: the voucher is drawn up, what it takes is weighed, and it is posted."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any

from ledger.domain.bookkeeping.account import Side
from ledger.domain.bookkeeping.act import Voucher, WaitingAct
from ledger.domain.bookkeeping.journal import JournalEntry, Movement, Registration
from ledger.domain.bookkeeping.judged_by import AppliedProvision, JudgedBy
from ledger.domain.values.encoding import digest
from ledger.rules.procedure import Taking
from ledger.store.record_text import registration_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from ledger.domain.bookkeeping.account import Account
    from ledger.domain.bookkeeping.unit import Unit
    from ledger.errors import Breach
    from ledger.rules.law.book import RuleBook
    from ledger.rules.law.provision import Provision
    from ledger.services.act import AnyAct
    from ledger.store.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """What an act takes from one account in one unit, all its postings together."""

    account: Account
    unit: Unit
    amount: int


@dataclass(frozen=True, kw_only=True)
class Prepared:
    """A case with the voucher that was drawn up from it; what is written of it is written once."""

    case: Any
    voucher: Voucher
    taken: tuple[Taken, ...]
    applied: tuple[Provision[Any], ...] = ()
    """The provisions by which it was judged and drawn up."""

    @property
    def holds(self) -> tuple[tuple[str, str, int], ...]:
        """Return what waits for the decision: code of the account, code of the unit, amount."""
        return tuple((taken.account.code, taken.unit.code, taken.amount) for taken in self.taken)

    @cached_property
    def registrations(self) -> tuple[Registration, ...]:
        """Return what the registers will hold of it, and what it restores in them."""
        return (*(registration_of(fact) for fact in self.voucher.facts), *self.voucher.restored)

    @cached_property
    def written(self) -> list[Any]:
        """Return the voucher as values of JSON: what a person sees before he decides."""
        voucher = self.voucher
        return [
            voucher.narration,
            [
                [posting.debit.code, posting.credit.code, posting.unit.code, posting.amount]
                for posting in voucher.postings
            ],
            [[fact.register, fact.subject, fact.body] for fact in self.registrations],
            voucher.reverses,
        ]


def prepared(act: AnyAct, case: Any, *, book: RuleBook) -> Prepared:
    """Draw up the voucher of a case that breaches nothing.

    :param book: the book that noted by what the case was judged.
    """
    voucher = act.draw_up(case)
    return Prepared(case=case, voucher=voucher, taken=tuple(_taken(voucher)), applied=book.applied)


def _judged_by(ready: Prepared, waiting: WaitingAct) -> tuple[Registration, ...]:
    if not ready.applied:
        return ()
    applied = tuple(
        AppliedProvision(
            key=provision.key,
            instrument=provision.instrument.id,
            article=provision.article,
            authority=provision.authority,
            effective_from=provision.effective_from,
        )
        for provision in ready.applied
    )
    return (registration_of(JudgedBy(reference=waiting.reference, provisions=applied)),)


def _changes(voucher: Voucher) -> Iterator[tuple[Account, Unit, int]]:
    """Yield what each account gains in each unit, debits less credits, all postings together."""
    net: dict[tuple[str, str], int] = defaultdict(int)
    named: dict[tuple[str, str], tuple[Account, Unit]] = {}
    for posting in voucher.postings:
        for account, sign in ((posting.debit, 1), (posting.credit, -1)):
            name = (account.code, posting.unit.code)
            named[name] = (account, posting.unit)
            net[name] += sign * posting.amount
    for name, change in net.items():
        if change:
            yield (*named[name], change)


def _taken(voucher: Voucher) -> Iterator[Taken]:
    for account, unit, change in _changes(voucher):
        side = account.chart.side
        less = -change if side is Side.DEBIT else change
        if side is not Side.BOTH and less > 0:
            yield Taken(account=account, unit=unit, amount=less)


def takings(work: UnitOfWork, ready: Prepared, *, besides: int | None, prevails: bool) -> Iterator[Taking]:
    """Return what an act takes, beside what there is and what others wait for.

    :param besides: the act whose own waiting tonnes do not count against it.
    :param prevails: whether the waiting of others does not count at all.
    """
    for taken in ready.taken:
        position = work.find_position(taken.account, taken.unit)
        yield Taking(
            account=taken.account.code,
            kind=taken.unit.kind,
            amount=taken.amount,
            balance=0 if position is None else abs(work.balance(position)),
            held=0 if position is None or prevails else work.docket.held(position, besides=besides),
            held_beside=0
            if position is None or prevails
            else work.docket.held(position, besides=besides, after=work.begun_at),
        )


def overdrawn(work: UnitOfWork, ready: Prepared, *, on: date, short: Collection[Taken]) -> tuple[Breach, ...]:
    """Return what an act that counts on a day would take out of bounds, on that day or a later one.

    :param short: what is known not to be there, and is looked at no further.
    """
    known = {(taken.account.code, taken.unit.code) for taken in short}
    changes = {
        position: change
        for account, unit, change in _changes(ready.voucher)
        if (account.code, unit.code) not in known and (position := work.find_position(account, unit)) is not None
    }
    return work.journal.refused(changes, on=on)


def post(
    work: UnitOfWork, act: AnyAct, ready: Prepared, waiting: WaitingAct, *, effective_on: date
) -> tuple[int, str, int]:
    """Append a decided act with the next number of its series, and take it off the desks.

    :return: its place in the journal, its series and its number.
    :raises Overdrawn: it is dated back, and a later day's balance would leave its bounds.
    """
    voucher = ready.voucher
    series = act.series.of(effective_on)
    number = work.next_number(series)
    state = registration_of(waiting)
    seq = work.journal.append(
        JournalEntry(
            key=f"act:{waiting.reference}",
            request_digest=digest(ready.written),
            kind=act.kind,
            effective_on=effective_on,
            actor=waiting.maker,
            approver=waiting.decider,
            narration=voucher.narration,
            judgement=act.judgement,
            series=series,
            number=number,
            attachments=len(waiting.evidence),
            reverses=voucher.reverses,
            movements=tuple(
                Movement(
                    work.position(posting.debit, posting.unit),
                    work.position(posting.credit, posting.unit),
                    posting.amount,
                )
                for posting in voucher.postings
            ),
            registrations=(state, *_judged_by(ready, waiting), *ready.registrations),
        )
    )
    work.docket.remove(waiting.reference)
    if work.journal.backdated:
        work.journal.flush()
    return seq, series, number
