"""What an act that is still being typed would post, and the balances before and after it; nothing is recorded."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ledger.domain.bookkeeping.account import Side
from ledger.domain.money.payment_notice import PaymentNotice
from ledger.domain.projects.project import Project
from ledger.projections.money.price_terms import price_terms
from ledger.services.judging import prepare

if TYPE_CHECKING:
    from ledger.domain.bookkeeping.account import Account
    from ledger.domain.bookkeeping.act import Voucher
    from ledger.domain.bookkeeping.journal import Registration
    from ledger.domain.bookkeeping.posting import Posting
    from ledger.domain.bookkeeping.unit import Unit
    from ledger.projections.money.price_terms import PriceTerms
    from ledger.rules.law.provision import Provision
    from ledger.services.act import AnyAct, Asked
    from ledger.services.desk import Desk


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """The balance of one account in one unit before and after, on the side on which the account stands."""

    account: Account
    unit: Unit
    before: int
    after: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlook:
    """What would be posted and registered, and by which provisions it was judged."""

    voucher: Voucher
    changes: tuple[Change, ...]
    registrations: tuple[Registration, ...]
    """The facts as the registers will hold them, and what a reversal restores."""
    prices: tuple[PriceTerms, ...]
    applied: tuple[Provision[Any], ...]

    @property
    def projects(self) -> list[Project]:
        """Return the projects that it classifies."""
        return [fact for fact in self.voucher.facts if isinstance(fact, Project)]

    @property
    def notices(self) -> list[PaymentNotice]:
        """Return the payment notices that it issues or changes."""
        return [fact for fact in self.voucher.facts if isinstance(fact, PaymentNotice)]


def outlook(desk: Desk, act: AnyAct, command: Asked, *, reference: int | None = None) -> Outlook:
    """Judge what is asked for as a recording would, and return what would be posted.

    :param reference: the returned act that it corrects.
    :raises RuleViolation: with every breach.
    :raises NotFound: something that the command names is not there.
    :raises Conflict: it does not fit what is there.
    """
    ready = prepare(desk, act, command, besides=reference)
    return Outlook(
        voucher=ready.voucher,
        changes=_changes(desk, command, ready.voucher.postings),
        registrations=ready.registrations,
        prices=price_terms(ready.voucher.facts, registers=desk.work.registers, on=command.effective_on, book=desk.book),
        applied=ready.applied,
    )


def _changes(desk: Desk, command: Asked, postings: tuple[Posting, ...]) -> tuple[Change, ...]:
    facts = desk.facts(command)
    net: dict[tuple[Account, Unit], int] = defaultdict(int)
    for posting in postings:
        net[posting.debit, posting.unit] += posting.amount
        net[posting.credit, posting.unit] -= posting.amount
    changes = []
    for (account, unit), change in net.items():
        sign = -1 if account.chart.side is Side.CREDIT else 1
        before = facts.balance(account, unit)
        changes.append(Change(account=account, unit=unit, before=sign * before, after=sign * (before + change)))
    return tuple(changes)
