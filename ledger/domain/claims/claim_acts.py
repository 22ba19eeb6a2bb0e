"""What is asked of claims: registered, delivered, renewed, released, executed. Quantities are grams a year."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from ledger.domain.rights.held_tranche import TrancheGrams
from ledger.domain.values.forms import CreditCode, FineGrams, Remark
from ledger.domain.values.pollutant import Pollutant


@dataclass(frozen=True, slots=True, kw_only=True)
class SeizedPollutant:
    """An amount that a court or an authority takes of a pollutant, whatever tranches the holder has of it."""

    pollutant: Pollutant
    basin: str | None = None
    grams: FineGrams


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterPledge:
    """Register rights as security (抵押、质押) for a loan; the holder keeps using them.

    ``printed_as`` is the word of the contract, ``until`` the last day of what is secured.
    """

    effective_on: date
    number: str
    area: str
    holder: CreditCode
    pledgee: str
    printed_as: str
    registered_at: datetime
    until: date
    lines: tuple[TrancheGrams, ...]
    document: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenListing:
    """Offer determined surplus for sale on a platform."""

    effective_on: date
    number: str
    area: str
    holder: CreditCode
    platform: str
    opened_at: datetime
    until: date | None = None
    lines: tuple[TrancheGrams, ...]
    document: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliverFreeze:
    """Take delivery of a court's order to assist (协助执行通知书): it takes effect at that minute.

    ``number`` is that of the order, ``until`` its last day.
    """

    effective_on: date
    number: str
    area: str
    holder: CreditCode
    court: str
    delivered_at: datetime
    until: date
    lines: tuple[SeizedPollutant, ...]
    document: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ImposeSuspension:
    """Suspend the disposal of rights by a decision of an authority, until it lifts it or, if named, the last day."""

    effective_on: date
    number: str
    area: str
    holder: CreditCode
    authority: str
    served_at: datetime
    until: date | None = None
    lines: tuple[SeizedPollutant, ...]
    reason: Remark
    document: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RenewFreeze:
    """Renew a freeze before its last day is over (续行冻结); it keeps its rank."""

    effective_on: date
    number: str
    holder: CreditCode
    area: str | None = None
    """Named where the paper has claims in several areas."""
    delivered_at: datetime
    until: date
    document: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeUpFreeze:
    """Freeze what has come to the holder since the delivery, as far as the order still waits for tonnes."""

    effective_on: date
    number: str
    holder: CreditCode
    area: str | None = None
    """Named where the paper has claims in several areas."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LapseFreeze:
    """Note that a freeze has ended by itself: its last day is over and nobody renewed it."""

    effective_on: date
    number: str
    holder: CreditCode
    area: str | None = None
    """Named where the paper has claims in several areas."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EndClaim:
    """End all claims of one paper: the pledgee's letter, the court's release, the authority's lift, a withdrawal."""

    effective_on: date
    number: str
    holder: CreditCode
    area: str | None = None
    """Named where the paper has claims in several areas."""
    document: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TransferByRuling:
    """Hand frozen tonnes over to the buyer of a judicial sale; the freeze gives what it holds itself.

    ``ruling`` is the number of the ruling, ``project`` what the buyer needs the tonnes for, if that is known.
    """

    effective_on: date
    number: str
    holder: CreditCode
    area: str | None = None
    """Named where the paper has claims in several areas."""
    ruling: str
    buyer: CreditCode
    buyer_area: str
    project: str | None = None
    lines: tuple[SeizedPollutant, ...]
