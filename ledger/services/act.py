"""What a kind of act consists of, and what its gathering may look at.

A service gathers what is so, has it judged, and draws up what follows. An :class:`Act` names the three functions
that do this for one kind of act; :mod:`ledger.services.procedure` takes it through the offices.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Generic, Protocol, TypeVar

from ledger.domain.bookkeeping.act import Path, Series, Voucher
from ledger.domain.bookkeeping.journal import Judgement
from ledger.domain.bookkeeping.period import ClosedPeriod
from ledger.rules.judge import Check
from ledger.services.sight import in_sight
from ledger.store.record_text import R

if TYPE_CHECKING:
    from ledger.domain.bookkeeping.account import Account
    from ledger.domain.bookkeeping.unit import Unit
    from ledger.domain.people.actor import User
    from ledger.rules.law.book import RuleBook
    from ledger.store.docket import PendingAct
    from ledger.store.past import PastActs
    from ledger.store.registers import Registers
    from ledger.store.unit_of_work import UnitOfWork


class Asked(Protocol):
    """A command: all that is asked of an act."""

    @property
    def effective_on(self) -> date:
        """Return the calendar day from which the act counts."""


class Judged(Protocol):
    """A case: all that an act is judged on."""

    @property
    def area(self) -> str:
        """Return the area whose branch the act belongs to."""


Command = TypeVar("Command", bound=Asked)
Case = TypeVar("Case", bound=Judged)


class Facts:
    """What is so when an act is recorded or decided: registers, balances, the law, the day.

    :param asking: who records the act; None where it is looked at by somebody who sees the whole of it.
    """

    def __init__(
        self,
        work: UnitOfWork,
        *,
        book: RuleBook,
        on: date,
        today: date,
        besides: int | None = None,
        asking: User | None = None,
    ) -> None:
        self._work = work
        self._besides = besides
        self._asking = asking
        self.book = book
        self.on = on
        self.today = today

    @property
    def registers(self) -> Registers:
        """Return the registers, what is pending in the same unit of work included."""
        return self._work.registers

    def named(self, kind: type[R], subject: str, *, owner: str | None = None) -> R | None:
        """Return what a command names; None also where it belongs to others than the area of the one who asks."""
        found = self.registers.find(kind, subject, owner=owner)
        return found if found is not None and self.sees(found) else None

    def sees(self, record: object) -> bool:
        """Return whether the one who asks may name a record."""
        return self._asking is None or in_sight(self._work, self._asking, record)

    @property
    def now(self) -> datetime:
        """Return the moment at which the act is recorded or decided, in UTC."""
        return self._work.journal.recorded_at

    @property
    def past(self) -> PastActs:
        """Return the acts that were posted before."""
        return self._work.past

    def undecided(self, *, until: date) -> tuple[PendingAct, ...]:
        """Return the other acts that wait for a decision and would count on a day or before."""
        return tuple(act for act in self._work.docket.pending(until=until) if act.reference != self._besides)

    def balance(self, account: Account, unit: Unit) -> int:
        """Return debits less credits, in grams or fen; 0 where nothing was ever moved."""
        position = self._work.find_position(account, unit)
        return 0 if position is None else self._work.balance(position)

    def held(self, account: Account, unit: Unit) -> int:
        """Return what other acts, recorded and not decided, would take from the account."""
        position = self._work.find_position(account, unit)
        return 0 if position is None else self._work.docket.held(position, besides=self._besides)

    def available(self, account: Account, unit: Unit) -> int:
        """Return how much can still be taken from the account, on the side on which it stands."""
        return abs(self.balance(account, unit)) - self.held(account, unit)

    def holdings(self, account: Account) -> tuple[tuple[Unit, int], ...]:
        """Return every unit of which the account has a balance, with the balance, in the order of the units' codes."""
        return self._work.holdings(account)

    def accounts(self, chart_code: str, *, area: str | None = None) -> tuple[Account, ...]:
        """Return the accounts that were opened under a line of the chart, in the order of their codes."""
        return self._work.accounts(chart_code, area=area)

    def closed(self, day: date) -> bool:
        """Return whether the day lies in a closed period."""
        period = self.registers.find(ClosedPeriod, ClosedPeriod.SUBJECT)
        return period is not None and period.covers(day)


@dataclass(frozen=True, slots=True, kw_only=True)
class Act(Generic[Command, Case]):
    """One kind of act.

    Attributes:
        kind: its name in the journal, such as ``cap.set``.
        title: its Chinese name, as it stands on papers and in lists.
        gather: what is so; raises NotFound or Conflict where there is nothing to judge.
        checks: in the order of the articles.
        draw_up: what is posted and registered, of a case that breaches nothing.
        prevails: whether it takes what other acts wait for (a court's order); they are then refused.
        judgement: how the journal marks it.

    """

    kind: str
    title: str
    command: type[Command]
    series: Series
    path: Path
    gather: Callable[[Facts, Command], Case]
    checks: tuple[Check[Case], ...]
    draw_up: Callable[[Case], Voucher]
    prevails: bool = False
    judgement: Judgement = Judgement.JUDGED


AnyAct = Act[Any, Any]
