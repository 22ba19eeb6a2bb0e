"""The confirmation of a project's quota (建设项目污染物总量确认书): what covers each pollutant, and the commands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from ledger.domain.credits.offset import Source
from ledger.domain.rights.tranche import Tranche
from ledger.domain.values.forms import FineGrams, Remark
from ledger.domain.values.pollutant import Pollutant
from ledger.domain.values.worded import Worded
from ledger.errors import say


class ConfirmationState(Worded):
    """Where a confirmation stands."""

    ISSUED = "issued", say("已签发")
    REFUSED = "refused", say("不予确认")
    WITHDRAWN = "withdrawn", say("已撤回")
    LAPSED = "lapsed", say("已失效")
    APPROVED = "approved", say("环评已批准")
    """The EIA was approved on it: its credits are retired."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OffsetLine:
    """An ordinary pollutant: the need, the ratio in 1/10,000, what is drawn early, and the sources of the rest."""

    pollutant: Pollutant
    basin: str | None = None
    need: int
    ratio: int
    drawn: int = 0
    """Grams of the need that an early draw stands in for."""
    sources: tuple[Source, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PurchaseLine:
    """A pollutant in scope: what must have been acquired at the gate, and what was when it was confirmed."""

    pollutant: Pollutant
    need: int
    acquired: int


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnLine:
    """Grams of a tranche of the enterprise's own determined surplus that its project takes (企业内部调剂).

    ``facility`` is the enterprise's, where the surplus is what a verified reduction there left over.
    """

    tranche: Tranche
    grams: FineGrams
    facility: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Confirmation:
    """The confirmation of a project, or its refusal; its number is that of the act that issued it.

    Attributes:
        gate: the milestone before which what is to be acquired must be there (``source.gate``).
        valid_until: the last day on which the EIA may be approved on it.
        own: what of its enterprise's surplus the project took with it.
        reasons, review_until, suit_until: of a refusal: why, and the last days of the remedies.
        reason: why it was withdrawn.

    """

    REGISTER: ClassVar[str] = "confirmation"

    project: str
    area: str
    state: ConfirmationState
    decided_on: date
    gate: str | None = None
    valid_until: date | None = None
    offsets: tuple[OffsetLine, ...] = ()
    purchases: tuple[PurchaseLine, ...] = ()
    own: tuple[OwnLine, ...] | None = None
    reasons: tuple[str, ...] = ()
    review_until: date | None = None
    suit_until: date | None = None
    reason: str | None = None

    @property
    def subject(self) -> str:
        """Return what the register knows the confirmation by: the project, which has one at a time."""
        return self.project

    @property
    def in_force(self) -> bool:
        """Return whether it covers the project."""
        return self.state in {ConfirmationState.ISSUED, ConfirmationState.APPROVED}


@dataclass(frozen=True, slots=True, kw_only=True)
class CoverLine:
    """Grams of a pollutant that a facility's credit covers."""

    pollutant: Pollutant
    facility: str
    grams: FineGrams


@dataclass(frozen=True, slots=True, kw_only=True)
class IssueConfirmation:
    """Confirm the quota of a project: one command for all its pollutants.

    ``cover`` names credits for the ordinary ones, ``own`` surplus of the enterprise for those in scope.
    """

    effective_on: date
    project: str
    cover: tuple[CoverLine, ...] = ()
    own: tuple[OwnLine, ...] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RefuseConfirmation:
    """Refuse the confirmation, with every reason."""

    effective_on: date
    project: str
    reasons: tuple[Remark, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawConfirmation:
    """Take a confirmation back before the EIA is approved."""

    effective_on: date
    project: str
    reason: Remark


@dataclass(frozen=True, slots=True, kw_only=True)
class LapseConfirmation:
    """Record that a confirmation ran out: no EIA was approved on it, or nothing was begun in time on the approval."""

    effective_on: date
    project: str
