"""What comes of an enterprise's own surplus, which its project took, when the project comes to nothing."""

from __future__ import annotations

from dataclasses import dataclass

from ledger.domain.bookkeeping.posting import Posting
from ledger.domain.credits.facility_card import FacilityCard
from ledger.domain.projects.acquired import Acquired


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenBack:
    """What of it is still in use and returns, and the records that end: acquired nothing, used nothing."""

    postings: tuple[Posting, ...] = ()
    facts: tuple[Acquired | FacilityCard, ...] = ()
