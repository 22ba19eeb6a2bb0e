"""Payment by instalments: how the price is divided, and the plan that is kept.

Source: G38 art. 7 (at most five years, the first payment at least 40 % of the total); practice §1.5 (the first is
rounded up to the fen, the last takes what remains).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import ClassVar

from ledger.domain.bookkeeping.account import Account, account
from ledger.domain.money.payment_notice import Charge, FixedPriceFee
from ledger.domain.values.forms import Fen


@dataclass(frozen=True, slots=True, kw_only=True)
class Instalment:
    """One instalment in fen; ``notice`` is the number of its payment notice, once issued."""

    amount: int
    due_on: date
    notice: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class InstalmentPlan:
    """A price that is paid by instalments; known by the award, or by the case of the fee."""

    REGISTER: ClassVar[str] = "instalment_plan"

    charged_for: str
    area: str
    payer: str
    charge: Charge
    instalments: tuple[Instalment, ...]
    agreed_on: date
    document: str
    computation: str = ""

    @property
    def subject(self) -> str:
        """Return what the register knows the plan by."""
        return self.charged_for

    @property
    def total(self) -> int:
        """Return the whole price in fen."""
        return sum(instalment.amount for instalment in self.instalments)

    @property
    def not_due(self) -> Account:
        """Return the memo account of the price that is not yet due."""
        return account("B20", area=self.area, holder=self.payer)

    @property
    def not_due_counter(self) -> Account:
        """Return its counter-account."""
        return account("B21", area=self.area, holder=self.payer)


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanInstalments:
    """Agree on instalments for the price of an award or for a fee at a fixed price; exactly one of the two is named.

    ``first`` is the first payment; the least that is allowed where it is left out. The rest is divided evenly, to the
    fen, and the last instalment takes what remains.
    """

    effective_on: date
    award: str | None = None
    fixed_price: FixedPriceFee | None = None
    due_on: tuple[date, ...]
    """The day of each instalment, in their order."""
    first: Fen | None = None
    document: str
    """The application with its approval."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeInstalment:
    """Issue the payment notice of the next instalment of a plan."""

    effective_on: date
    number: str
    charged_for: str


def least_first(total: int, share: Decimal) -> int:
    """Return the least first payment in fen: the share of the total, rounded up, so that it never falls below."""
    numerator, denominator = share.as_integer_ratio()
    return -(-total * numerator // denominator)


def divided(total: int, *, first: int, count: int) -> tuple[int, ...]:
    """Divide a total into so many instalments, of which the first is given and the last takes what remains.

    :raises ValueError: fewer than two instalments.
    """
    least = 2
    if count < least:
        message = f"{count} is no number of instalments"
        raise ValueError(message)
    rest = total - first
    each = rest // (count - 1)
    return (first, *(each,) * (count - 2), rest - each * (count - 2))
