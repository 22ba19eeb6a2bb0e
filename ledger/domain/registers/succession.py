"""Enterprises that go over to others: merged, split, or succeeded as a whole, with all that they hold and owe."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from ledger.domain.bookkeeping.account import Account
from ledger.domain.bookkeeping.unit import Unit
from ledger.domain.rights.tranche import Tranche
from ledger.domain.values.forms import CreditCode, Grams

HELD: Final = ("Q40", "Q41", "Q42.1", "Q42.2", "Q42.3", "Q42.4", "Q42.5", "Q44")
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
    grams: Grams


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
