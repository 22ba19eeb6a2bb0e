"""Claims to tonnes that an enterprise holds: listings, contracts, pledges, freezes of courts, suspensions.

The same tonnes can be pledged, frozen and waited for by a second court. The accounts Q42.1 to Q42.5 hold each gram
once, under the ground that ranks first; this register holds every claim with its rank (practice 6.3). Quantities are
grams a year; how the ranks are worked out is in :mod:`ledger.domain.claims.claim_ranking`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from typing import ClassVar, Final

from ledger.domain.bookkeeping.unit import Unit
from ledger.domain.values.encoding import join_code
from ledger.domain.values.worded import Worded
from ledger.errors import say


class Ground(Worded):
    """Why tonnes are not at their holder's disposal."""

    LISTING = "listing", say("挂牌")
    """Offered for sale (挂牌)."""
    CONTRACT = "contract", say("合同")
    """Sold and not delivered."""
    PLEDGE = "pledge", say("抵（质）押")
    """Given as security (抵押、质押)."""
    JUDICIAL_FREEZE = "judicial_freeze", say("司法冻结")
    ADMINISTRATIVE_SUSPENSION = "administrative_suspension", say("行政暂停")

    @property
    def chart_code(self) -> str:
        """Return the account of the tonnes that are held under this ground."""
        return _CHART_CODES[self]

    @property
    def voluntary(self) -> bool:
        """Return whether the holder gives the claim himself: he can only give what is surplus and free."""
        return self in {Ground.LISTING, Ground.CONTRACT, Ground.PLEDGE}

    @property
    def unsecured(self) -> bool:
        """Return whether the claim gives no security against a court or an authority."""
        return self in {Ground.LISTING, Ground.CONTRACT}


_CHART_CODES: Final = {
    Ground.LISTING: "Q42.1",
    Ground.CONTRACT: "Q42.2",
    Ground.PLEDGE: "Q42.3",
    Ground.JUDICIAL_FREEZE: "Q42.4",
    Ground.ADMINISTRATIVE_SUSPENSION: "Q42.5",
}
RESTRICTED_ACCOUNTS: Final = tuple(_CHART_CODES.values())
"""The accounts of restricted tonnes; what stands there still covers emissions."""


class ClaimState(StrEnum):
    """What became of a claim."""

    STANDING = "standing"
    RELEASED = "released"
    LAPSED = "lapsed"
    """Ended by itself: its last day is over, or the right to which it was a claim has ended."""
    EXECUTED = "executed"
    """The tonnes went to whom the contract or the ruling gives them."""
    CARRIED = "carried"
    """Went with the tonnes to the successor of their holder, where it stands on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """A claim to one tranche, or (``unit`` without a term) to tonnes that its holder does not have yet.

    ``number`` is that of the paper; a paper that takes several tranches makes several claims, told apart by ``part``.
    An order that is delivered once more after its release goes on with the next part.
    """

    REGISTER: ClassVar[str] = "claim"

    number: str
    part: int
    holder: str
    """Credit code."""
    ground: Ground
    unit: Unit
    grams: int
    """What is claimed, less what was executed."""
    held: int = 0
    """How much of it is effective: the tonnes stand on the account of the ground. The rest is queued (轮候)."""
    in_use: int = 0
    """How much of ``held`` was in use (Q40) and returns there; the rest was surplus (Q41)."""
    delivered_at: datetime
    """The minute that gives the rank: a court's order takes effect when it is delivered."""
    entry: int
    """The place among the claims of the holder, which decides between claims of the same minute."""
    until: date | None = None
    """The last day, as it is printed."""
    by: str
    """The court, the authority, the pledgee, the buyer or the platform."""
    document: str
    state: ClaimState = ClaimState.STANDING

    @property
    def owner(self) -> str:
        """Return the holder: all claims to what he holds are found together."""
        return self.holder

    @property
    def subject(self) -> str:
        """Return what the register knows the claim by."""
        return join_code(*self.paper, str(self.part))

    @property
    def paper(self) -> tuple[str, str, str]:
        """Return the paper of the claim: a number is that of one ground in one area, whatever others use it for."""
        return (self.ground, self.number, str(self.unit.area))

    @property
    def standing(self) -> bool:
        """Return whether the claim has not ended."""
        return self.state is ClaimState.STANDING

    @property
    def queued(self) -> int:
        """Return how much of the claim waits behind others, or for tonnes to come."""
        return self.grams - self.held

    @property
    def awaits_tonnes(self) -> bool:
        """Return whether the claim has no tranche: there was less than the court or the authority took."""
        return self.unit.term_from is None

    def over(self, day: date) -> bool:
        """Return whether the claim has ended by itself before a day; a pledge needs the pledgee's letter instead."""
        return not self.ground.voluntary and self.until is not None and self.until < day


def ended(claim: Claim, state: ClaimState) -> Claim:
    """Return a claim that holds nothing any more."""
    return replace(claim, state=state, held=0, in_use=0)


def executed(claim: Claim, *, grams: int) -> Claim:
    """Return what is left of a claim when ``grams`` of what it holds have gone to whom they belong.

    What was surplus goes first.
    """
    held = claim.held - grams
    left = replace(claim, grams=claim.grams - grams, held=held, in_use=min(claim.in_use, held))
    return left if left.grams else ended(left, ClaimState.EXECUTED)


def claims_lapsing(claims: Iterable[Claim], *, unit: Unit) -> tuple[Claim, ...]:
    """Return how the standing claims to a tranche end when its term does: they lapse with it.

    The one who ends the term takes the tonnes from Q42.1 to Q42.5 as well as from Q40 and Q41.
    """
    return tuple(ended(claim, ClaimState.LAPSED) for claim in claims if claim.standing and claim.unit == unit)


def claims_carried(claims: Iterable[Claim], *, to: str, entries: int = 0) -> tuple[Claim, ...]:
    """Return what the register says when all that a holder has goes to one successor.

    Every standing claim ends with the old holder and stands on with the new one: same paper, same rank, same tonnes.
    The one who moves the tonnes moves them from each account to the same account of the successor.

    :param to: credit code of the successor.
    :param entries: how many claims to the successor's own tonnes have been entered.
    """
    standing = sorted((claim for claim in claims if claim.standing), key=lambda claim: claim.entry)
    return tuple(
        each
        for entry, claim in enumerate(standing, start=entries + 1)
        for each in (ended(claim, ClaimState.CARRIED), replace(claim, holder=to, entry=entry))
    )


def queues_following(claims: Iterable[Claim], *, unit: Unit, to: Unit, grams: int, on: date) -> tuple[Claim, ...]:
    """Return how what courts and authorities wait for of a tranche follows tonnes of it that become another tranche.

    As many grams as changed are waited for there now, each at the rank of its paper: so nobody gets ahead of them.

    :param claims: all claims to what the holder has, ended ones included.
    """
    claims = tuple(claims)
    parts = {claim.paper: max(each.part for each in claims if each.paper == claim.paper) for claim in claims}
    waiting = (
        claim
        for claim in claims
        if claim.standing and claim.unit == unit and not claim.ground.voluntary and not claim.over(on)
    )
    found: list[Claim] = []
    for claim in sorted(waiting, key=lambda each: (each.delivered_at, each.entry)):
        part = min(claim.queued, grams)
        grams -= part
        if part:
            parts[claim.paper] += 1
            left = replace(claim, grams=claim.grams - part)
            found.append(left if left.grams else ended(left, ClaimState.RELEASED))
            found.append(replace(claim, unit=to, grams=part, held=0, in_use=0, part=parts[claim.paper]))
    return tuple(found)
