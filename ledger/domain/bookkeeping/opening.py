"""The opening of an area's books (期初建账): the sheet that is taken over, and what became of it.

What the papers prove stands under the cap; what they do not explain stands on the accounts of unexplained differences
(待查, Q90 and C90) until somebody clears it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

from ledger.domain.claims.claim import Ground
from ledger.domain.credits.facility_card import Backing
from ledger.domain.money.payment_notice import Charge
from ledger.domain.rights.award import ReserveSource
from ledger.domain.rights.cap import CapKind
from ledger.domain.rights.tranche import Tranche
from ledger.domain.values.forms import CreditCode, Fen, FineGrams, Grams, Remark, SignedGrams
from ledger.domain.values.pollutant import Pollutant
from ledger.domain.values.worded import Worded
from ledger.errors import say


@dataclass(frozen=True, slots=True, kw_only=True)
class OpeningCap:
    """The cap in force as the papers state it, in grams a year."""

    pollutant: Pollutant
    basin: str | None = None
    kind: CapKind
    grams: Grams
    document: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OpeningClaim:
    """What restricts a right: the pledge, the order of a court, the decision of an authority.

    ``delivered_at`` gives the rank, ``until`` is the last day; ``by`` is the pledgee, the court or the authority.
    """

    number: str
    ground: Ground
    delivered_at: datetime
    until: date | None = None
    by: str
    document: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OpeningRight:
    """A right of an enterprise, in grams a year: in use or surplus, and free or wholly under one claim.

    ``unexplained`` of the grams are not proved by papers; negative, the papers prove so much more than there is.
    """

    enterprise: CreditCode
    tranche: Tranche
    surplus: bool = False
    claim: OpeningClaim | None = None
    grams: FineGrams
    unexplained: SignedGrams = 0

    @property
    def chart_code(self) -> str:
        """Return the line of the chart on which the right stands."""
        if self.claim is not None:
            return self.claim.ground.chart_code
        return "Q41" if self.surplus else "Q40"


@dataclass(frozen=True, slots=True, kw_only=True)
class OpeningReserve:
    """Tonnes in the government reserve of the area, by the way they came in."""

    source: ReserveSource
    pollutant: Pollutant
    basin: str | None = None
    grams: FineGrams
    unexplained: SignedGrams = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class OpeningCredit:
    """Reduction credits of one facility in the pool of the area, and whether a right fell away with the emission."""

    facility: str
    pollutant: Pollutant
    basin: str | None = None
    recognised_on: date
    operating_since: date | None = None
    backing: Backing = Backing.NONE
    grams: FineGrams
    unexplained: SignedGrams = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class OpeningExemption:
    """What the branch still has to retire for a project that was exempted before."""

    project: str
    pollutant: Pollutant
    basin: str | None = None
    grams: FineGrams


@dataclass(frozen=True, slots=True, kw_only=True)
class OpeningReceivable:
    """What is outstanding of a payment notice, in fen."""

    notice: str
    payer: CreditCode
    charge: Charge
    fen: Fen
    issued_on: date
    due_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenArea:
    """Take over the books of an area as they stand at the end of a day; ``document`` is the signed opening sheet."""

    effective_on: date
    area: str
    document: str
    caps: tuple[OpeningCap, ...] = ()
    rights: tuple[OpeningRight, ...] = ()
    reserves: tuple[OpeningReserve, ...] = ()
    credits: tuple[OpeningCredit, ...] = ()
    exemptions: tuple[OpeningExemption, ...] = ()
    receivables: tuple[OpeningReceivable, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SignOffOpening:
    """Sign off the trial balance of an area at the end of the day of its opening."""

    effective_on: date
    area: str


class Against(Worded):
    """What a difference turns out to be."""

    CAP = "cap", say("总量（Q10）")
    """The cap was another: Q10."""
    UNALLOCATED = "unallocated", say("未分配（Q20）")
    """It is given out to nobody, or was: Q20."""
    HOLDER = "holder", say("持有人（Q40）")
    """An enterprise has more, or less: Q40."""
    RECOGNISED = "recognised", say("认定减排量（C10）")
    """More, or less, was recognised of the facility: C10."""
    POOL = "pool", say("减排量库（C20）")
    """The pool has more, or less: C20."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClearDifference:
    """Clear part or all of an unexplained difference of the opening, by what a paper now shows.

    ``facility`` names the credits; without it the difference is one of rights. Enterprise and tranche are named where
    an enterprise turns out to have more or less.
    """

    effective_on: date
    area: str
    pollutant: Pollutant
    basin: str | None = None
    facility: str | None = None
    grams: FineGrams
    against: Against
    enterprise: CreditCode | None = None
    tranche: Tranche | None = None
    reason: Remark
    document: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """That an area's books are opened, and how its trial balance was signed off.

    ``digest`` is the hexadecimal SHA-256 of the canonical JSON of the list of [account, unit, debits less credits], in
    the order of their codes, of every account of the area that has a balance at the end of the day.
    """

    REGISTER: ClassVar[str] = "opening"

    area: str
    opened_on: date
    document: str
    lines: int
    signed_off_on: date | None = None
    positions: int | None = None
    digest: str | None = None

    @property
    def subject(self) -> str:
        """Return what the register knows the opening by."""
        return self.area


@dataclass(frozen=True, slots=True, kw_only=True)
class OpeningDifference:
    """An unexplained difference of one unit, in grams: positive where there is more than the papers explain."""

    REGISTER: ClassVar[str] = "opening_difference"

    area: str
    unit: str
    """Code of the unit."""
    grams: int
    cleared: int = 0
    """How much of it is cleared; never more than there is."""
    remark: str

    @property
    def owner(self) -> str:
        """Return the area: all its differences are found together."""
        return self.area

    @property
    def subject(self) -> str:
        """Return what the register knows the difference by."""
        return self.unit
