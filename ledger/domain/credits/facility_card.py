"""The card of a facility for one pollutant: how much reduction was verified there, and what each gram went to.

A gram of reduction is used once: it goes to the reserve, into the credit pool, to a buyer, to the facility's own
project or to the province, and never to two of them (practice: one card against double use).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from ledger.domain.values.encoding import join_code
from ledger.domain.values.pollutant import Pollutant
from ledger.domain.values.worded import Worded
from ledger.errors import say


class UseKind(Worded):
    """What a verified reduction was used for."""

    RECLAIMED = "reclaimed", say("无偿收回")
    """The right went to the reserve without compensation (无偿收回)."""
    BOUGHT_BACK = "bought_back", say("有偿回购")
    """The right went to the reserve against payment (回购)."""
    CREDITED = "credited", say("认定为减排量")
    """Recognised as reduction credit in a pool (减排量)."""
    SURPLUS_SOLD = "surplus_sold", say("富余出售或出租")
    """The surplus was sold or leased out by the enterprise."""
    OWN_REPLACEMENT = "own_replacement", say("以新带老")
    """Covers a new project of the same plant (以新带老)."""
    TO_PROVINCE = "to_province", say("上交省级")
    """Given to the province."""


class Backing(Worded):
    """Whether a right fell away with the emission."""

    RIGHT = "right", say("已注销排污权")
    """A registered plant: its right was turned into the credit (Q15), gram for gram."""
    NONE = "none", say("未登记源，无排污权")
    """An unregistered source: there was no right under the cap."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Use:
    """Grams that went one way; negative where they came back. The act that registers the card is the act of use."""

    kind: UseKind
    grams: int
    by: str = ""
    """What they went to: a case, a contract, a project."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FacilityCard:
    """Verified reduction of one pollutant at one facility, in grams a year, and every use of it.

    Attributes:
        verified: base-year emission less the emission after the measure (HF197 part 3); 0 while nothing is verified.
        base_year: the year of the emission that the reduction is counted from.
        operating_since: when the facility was put into operation; decides whether it may be a source at all.
        sewage_works: the kind of facility that may be a source however young it is (HF197 part 3).
        closes: whether the reduction is that of a closed facility, which must stay closed.
        verified_on: the day of the last verification; recognised_on: the first day on which credit was recognised.
        backing: whether its credit has a right behind it; None while there is no credit.
        suspended: true while a restart is suspected: no further use.

    """

    REGISTER: ClassVar[str] = "facility_card"

    facility: str
    pollutant: Pollutant
    verified: int = 0
    base_year: int | None = None
    operating_since: date | None = None
    sewage_works: bool = False
    closes: bool = False
    verified_on: date | None = None
    recognised_on: date | None = None
    backing: Backing | None = None
    suspended: bool = False
    uses: tuple[Use, ...] = ()

    @property
    def subject(self) -> str:
        """Return what the register knows the card by."""
        return card_subject(facility=self.facility, pollutant=self.pollutant)

    @property
    def used(self) -> int:
        """Return the grams of all uses together."""
        return sum(use.grams for use in self.uses)

    @property
    def remaining(self) -> int:
        """Return what is verified and not used; negative where what was verified has fallen away."""
        return self.verified - self.used

    @property
    def in_advance(self) -> int:
        """Return the grams that the plant's own projects count on before anything is verified (以新带老).

        The measure comes with the project and is verified after it; what is verified then covers these grams first.
        """
        return 0 if self.verified else self.used_for(UseKind.OWN_REPLACEMENT)

    @property
    def used_of_verified(self) -> int:
        """Return the grams of all uses that stand on a verification."""
        return self.used - self.in_advance

    @property
    def left(self) -> int:
        """Return what is verified and not used, with uses in advance left out; negative where it has fallen away."""
        return self.verified - self.used_of_verified

    def used_for(self, kind: UseKind) -> int:
        """Return the grams of one kind of use."""
        return sum(use.grams for use in self.uses if use.kind is kind)


def card_subject(*, facility: str, pollutant: Pollutant) -> str:
    """Return what the register knows the card by."""
    return join_code(facility, pollutant)
