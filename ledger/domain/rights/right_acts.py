"""The life of a right under the cap: kept back, confirmed, determined surplus, paid up, ended, renewed.

Commands, and what the registers keep of them. Quantities are grams a year.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from ledger.domain.rights.tranche import Tranche
from ledger.domain.values.encoding import join_code
from ledger.domain.values.forms import CreditCode, FineGrams, Grams
from ledger.domain.values.pollutant import Pollutant


@dataclass(frozen=True, slots=True, kw_only=True)
class RetainReserve:
    """Keep a part of what is unallocated back for the government reserve (预留)."""

    effective_on: date
    area: str
    pollutant: Pollutant
    basin: str | None = None
    grams: Grams
    document: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfirmExisting:
    """Confirm the initial right of an existing enterprise (确权).

    ``fee_case`` is the case of the fixed-price fee, where the initial right is not free.
    """

    effective_on: date
    area: str
    enterprise: CreditCode
    pollutant: Pollutant
    basin: str | None = None
    grams: Grams
    document: str
    fee_case: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RenewRight:
    """Give a new tranche after re-assessment, from the day on which the former one ends."""

    effective_on: date
    area: str
    enterprise: CreditCode
    former: Tranche
    grams: FineGrams
    document: str
    fee_case: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EndTerm:
    """End a tranche whose term is over: what the enterprise has of it falls back under the cap."""

    effective_on: date
    area: str
    enterprise: CreditCode
    tranche: Tranche


@dataclass(frozen=True, slots=True, kw_only=True)
class DetermineSurplus:
    """Determine that tonnes in use are surplus: the assessed need of the approved projects is covered without them."""

    effective_on: date
    area: str
    enterprise: CreditCode
    tranche: Tranche
    grams: FineGrams
    need: FineGrams
    """The assessed need of the pollutant in this area and basin, in all."""
    document: str
    """The assessment."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeIntoUse:
    """Take surplus back into use."""

    effective_on: date
    area: str
    enterprise: CreditCode
    tranche: Tranche
    grams: FineGrams
    need: FineGrams | None = None
    """The new assessed need, where it has changed."""
    document: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PayUp:
    """Turn free rights into paid ones, for exactly the tonnes whose fee is in the treasury (CS61 art. 14)."""

    effective_on: date
    area: str
    enterprise: CreditCode
    tranche: Tranche
    in_use: FineGrams
    """Of the tonnes paid for, those in use (Q40)."""
    surplus: FineGrams
    """Those determined surplus (Q41)."""
    fee_case: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AssessedNeed:
    """What the approved projects of an enterprise need of a pollutant in an area and basin, as last assessed."""

    REGISTER: ClassVar[str] = "assessed_need"

    enterprise: str
    area: str
    pollutant: Pollutant
    basin: str | None = None
    grams: int
    assessed_on: date
    document: str

    @property
    def owner(self) -> str:
        """Return the enterprise: all its needs are found together."""
        return self.enterprise

    @property
    def subject(self) -> str:
        """Return what the register knows the need by."""
        return need_subject(area=self.area, pollutant=self.pollutant, basin=self.basin)


@dataclass(frozen=True, slots=True, kw_only=True)
class EndedTerm:
    """That a tranche of an enterprise ended, and with how much: what a renewal follows."""

    REGISTER: ClassVar[str] = "ended_term"

    enterprise: str
    unit: str
    """Code of the tranche."""
    grams: int
    ended_on: date

    @property
    def owner(self) -> str:
        """Return the enterprise: all its ended tranches are found together."""
        return self.enterprise

    @property
    def subject(self) -> str:
        """Return the code of the tranche."""
        return self.unit


@dataclass(frozen=True, slots=True, kw_only=True)
class Renewal:
    """That a tranche was renewed, and how many grams of it that its holder has, or had; each is renewed once."""

    REGISTER: ClassVar[str] = "renewal"

    enterprise: str
    unit: str
    """Code of the former tranche."""
    grams: int
    renewed_on: date

    @property
    def owner(self) -> str:
        """Return the enterprise: all its renewals are found together."""
        return self.enterprise

    @property
    def subject(self) -> str:
        """Return the code of the former tranche."""
        return self.unit


@dataclass(frozen=True, slots=True, kw_only=True)
class InitialRight:
    """That the initial right of an enterprise was confirmed by a document; a document confirms it once."""

    REGISTER: ClassVar[str] = "initial_right"

    enterprise: str
    area: str
    pollutant: Pollutant
    basin: str | None = None
    document: str
    grams: int
    confirmed_on: date

    @property
    def subject(self) -> str:
        """Return what the register knows the confirmation by."""
        return join_code(self.enterprise, self.area, self.pollutant, self.basin or "-", self.document)


@dataclass(frozen=True, slots=True, kw_only=True)
class FeeUsed:
    """That the fee of a case for one pollutant and basin stands behind certain rights; a fee is used once."""

    REGISTER: ClassVar[str] = "fee_used"

    case: str
    pollutant: Pollutant
    basin: str | None = None
    enterprise: str
    grams: int
    used_on: date

    @property
    def owner(self) -> str:
        """Return the case: all that it served is found together."""
        return self.case

    @property
    def subject(self) -> str:
        """Return what the register knows the lines of the fee by."""
        return fee_line_subject(self.pollutant, self.basin)


def fee_line_subject(pollutant: Pollutant, basin: str | None) -> str:
    """Return what the register knows the lines of a fee for a pollutant and basin by."""
    return join_code(pollutant, basin or "-")


def need_subject(*, area: str, pollutant: Pollutant, basin: str | None) -> str:
    """Return what the register knows an assessed need by."""
    return join_code(area, pollutant, basin or "-")
