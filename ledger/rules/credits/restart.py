"""What a look at a closed plant, its restart, and the end of a suspicion are judged on.

Source: practice 1.3 (a yearly look whether the plant stays closed; a restart reverses the credit) and 6.4.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from ledger.domain.bookkeeping.account import Account
from ledger.domain.bookkeeping.unit import Unit
from ledger.domain.credits.closure import CheckClosure, Closure, ProveRestart, ReleaseCredit, Restart
from ledger.domain.credits.facility_card import Backing, FacilityCard, UseKind
from ledger.domain.registers.facility import Facility
from ledger.domain.values.pollutant import Pollutant
from ledger.errors import Breach
from ledger.rules.credits.reduction import enough_officers
from ledger.rules.judge import Check
from ledger.rules.law.book import RuleBook


@dataclass(frozen=True, slots=True, kw_only=True)
class CreditHeld:
    """What one account has of the credit of a source, in grams a year."""

    account: Account
    unit: Unit
    grams: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceCredit:
    """The credit of a closed plant for one pollutant, wherever it lies.

    Attributes:
        unit: the credit as it was recognised, in the plant's own area.
        free: in the pools, or held for projects (C20, C21); suspended: C22.
        used: retired, turned into reserve, also that of the province (C30 to C33).
        owed: of what is used, what is owed already, since an earlier restart or a reversal (C12).

    """

    card: FacilityCard
    unit: Unit
    free: tuple[CreditHeld, ...]
    suspended: tuple[CreditHeld, ...]
    used: tuple[CreditHeld, ...]
    owed: int
    closure: Closure | None

    @property
    def pollutant(self) -> Pollutant:
        """Return the pollutant."""
        return self.card.pollutant

    @property
    def unused(self) -> int:
        """Return the grams that are not used up."""
        return sum(held.grams for held in (*self.free, *self.suspended))

    @property
    def falsely_used(self) -> int:
        """Return the grams that are used and not owed yet."""
        return sum(held.grams for held in self.used) - self.owed

    @property
    def backed(self) -> bool:
        """Return whether a right was given up for the credit."""
        return self.card.backing is Backing.RIGHT


@dataclass(frozen=True, slots=True, kw_only=True)
class LookCase:
    """A look at a closed plant."""

    asked: CheckClosure
    facility: Facility
    sources: tuple[SourceCredit, ...]
    next_due_on: date

    @property
    def area(self) -> str:
        """Return the area of the plant."""
        return self.facility.area


@dataclass(frozen=True, slots=True, kw_only=True)
class RestartCase:
    """The restart of a closed plant; ``right_returns`` is what the law says of a lawful one."""

    asked: ProveRestart
    facility: Facility
    sources: tuple[SourceCredit, ...]
    right_returns: bool

    @property
    def area(self) -> str:
        """Return the area of the plant."""
        return self.facility.area

    @property
    def gives_back(self) -> bool:
        """Return whether the right of what is unused goes back to the plant."""
        return self.asked.restart is Restart.LAWFUL and self.right_returns


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleaseCase:
    """A plant whose restart is no longer suspected; each suspended amount with the account that it goes back to."""

    asked: ReleaseCredit
    facility: Facility
    cards: tuple[FacilityCard, ...]
    returns: tuple[tuple[CreditHeld, Account], ...]

    @property
    def area(self) -> str:
        """Return the area of the plant."""
        return self.facility.area


def officers_looked(case: LookCase, book: RuleBook) -> Breach | None:
    """Refuse a site record of too few officers."""
    return enough_officers(case.asked.officers, on=case.asked.effective_on, book=book)


LOOKING: Final[tuple[Check[LookCase], ...]] = (officers_looked,)


def credited_on(card: FacilityCard) -> int:
    """Return the grams of a card that became credit, those given to the province included."""
    return card.used_for(UseKind.CREDITED) + card.used_for(UseKind.TO_PROVINCE)
