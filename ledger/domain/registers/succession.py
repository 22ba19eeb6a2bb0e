"""Enterprises that go over to others: merged, split, or succeeded as a whole, with all that they hold and owe."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import ClassVar, Final

from ledger.domain.bookkeeping.account import Account
from ledger.domain.bookkeeping.unit import Unit
from ledger.domain.rights.tranche import Tranche
from ledger.domain.values.encoding import join_code
from ledger.domain.values.forms import CreditCode, FineGrams

LEASED_IN: Final = "Q44"
HELD: Final = ("Q40", "Q41", "Q42.1", "Q42.2", "Q42.3", "Q42.4", "Q42.5", LEASED_IN)
"""The rights of an enterprise, restricted ones and those leased in among them."""
FREE: Final = ("Q40", "Q41")
"""Of these, what nobody else has a claim on, and may therefore be divided by the gram."""
OWED: Final = (
    *("Q45", "1212.1", "1212.2", "1212.4", "1212.8", "1212.9", "2103.1", "2103.2", "2103.9", "2307.1"),
    *("B20", "B21", "B30", "B31", "B40", "B41", "B61"),
)
"""What an enterprise owes or is owed: it goes over undivided, with the notices, deposits and plans that speak of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldLine:
    """What an enterprise has on one account in one unit: debits less credits, in grams or fen."""

    account: Account
    unit: Unit
    balance: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Portion:
    """What one successor gets of a tranche that the split enterprise holds on one line of the chart."""

    successor: CreditCode
    area: str
    line: str
    """Line of the chart, such as ``Q40``."""
    tranche: Tranche
    grams: FineGrams
    facility: str | None = None
    """The facility of the split enterprise that the tonnes come from, where a successor gets them without it."""

    @property
    def own(self) -> bool:
        """Return whether it is of the enterprise's own tonnes, which others can have claims to: not leased in."""
        return self.line != LEASED_IN


@dataclass(frozen=True, slots=True, kw_only=True)
class DividedRight:
    """Grams a year that a split gave to one successor while the facilities went to another, the heir."""

    REGISTER: ClassVar[str] = "divided_right"

    holder: str
    """Credit code of the heir."""
    successor: str
    document: str
    unit: Unit
    facility: str | None = None
    """The facility that the tonnes come from; None where nobody said so."""
    grams: int

    @property
    def owner(self) -> str:
        """Return the heir: all that went from its facilities to others is found together."""
        return self.holder

    @property
    def subject(self) -> str:
        """Return what the register knows it by: the paper, who got it, the tranche and the facility."""
        return join_code(self.document, self.successor, self.unit.code, self.facility or "-")


@dataclass(frozen=True, slots=True, kw_only=True)
class SucceedEnterprise:
    """Let one enterprise go over to another as a whole: a new owner, or the same one under a new credit code."""

    effective_on: date
    enterprise: CreditCode
    successor: CreditCode
    document: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MergeEnterprises:
    """Let enterprises go over into one, a new one or one that takes in the others."""

    effective_on: date
    enterprises: tuple[CreditCode, ...]
    successor: CreditCode
    document: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SplitEnterprise:
    """Divide an enterprise among successors; where it is one of them itself, it goes on with its own portion.

    ``portions`` divide every gram that it holds; ``heir`` takes over what is not divided: what it owes and is owed,
    its facilities and its open matters.
    """

    effective_on: date
    enterprise: CreditCode
    successors: tuple[CreditCode, ...]
    portions: tuple[Portion, ...] = ()
    heir: CreditCode
    document: str


def divided_rights(split: SplitEnterprise, *, known: Iterable[DividedRight]) -> Iterator[DividedRight]:
    """Yield what went to others than the heir, who gets the facilities; a second split by one paper adds to the first.

    :param known: what went from the heir's facilities to others before.
    """
    grams = {each.subject: each.grams for each in known}
    after: dict[str, DividedRight] = {}
    for portion in split.portions:
        if portion.own and portion.successor != split.heir:
            parted = DividedRight(
                holder=split.heir,
                successor=portion.successor,
                document=split.document,
                unit=portion.tranche.unit(portion.area),
                facility=portion.facility,
                grams=portion.grams,
            )
            grams[parted.subject] = grams.get(parted.subject, 0) + portion.grams
            after[parted.subject] = replace(parted, grams=grams[parted.subject])
    yield from after.values()
