"""An act of the bureau on its way: who handles it, in which state it is, and what it will post.

Recorded, perhaps checked first, then posted, or returned, rejected, withdrawn. Only a posted act has a number.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import Enum, StrEnum
from typing import Any, ClassVar, Final

from ledger.domain.bookkeeping.journal import Registration
from ledger.domain.bookkeeping.posting import Posting
from ledger.domain.people.actor import Office, Role
from ledger.domain.values.worded import Worded
from ledger.errors import say


class Series(StrEnum):
    """The number series of vouchers, one per book; a series begins anew with each calendar year."""

    RIGHTS = "量"
    CREDITS = "替"
    EXEMPTIONS = "豁"
    FEES = "费"
    REGISTERS = "册"
    """Acts that only register: they are numbered too, so that it can be seen that none is missing."""

    OPENING = "初"
    """The opening of the books, which touches all of them, and what becomes of its differences."""
    CORRECTIONS = "更"
    """Red acts, whichever book the wrong one stands in."""

    def of(self, day: date) -> str:
        """Return the series of a day's year, such as ``量-2026``."""
        return f"{self.value}-{day.year}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Hands:
    """Who handles a kind of act: role and offices of the one who records, the first check, the decision."""

    records: Role
    recording_offices: frozenset[Office]
    first_check: bool = False
    """Whether a reviewer of the branch of the act's area checks before the decision (LC25 art. 6)."""
    deciding_office: Office | None = Office.BUREAU
    """None: posted as soon as it is recorded."""


_ANY_OFFICE: Final = frozenset(Office)
_CITY: Final = frozenset({Office.BUREAU, Office.CENTRE})
_BRANCH: Final = frozenset({Office.BRANCH})


class Path(Enum):
    """The ways an act may take through the offices."""

    AT_ONCE = Hands(records=Role.CLERK, recording_offices=_ANY_OFFICE, deciding_office=None)
    """What is in no book, such as a telephone number: corrected at once, with a log."""
    BRANCH = Hands(records=Role.CLERK, recording_offices=_BRANCH, deciding_office=Office.BRANCH)
    BRANCH_THEN_BUREAU = Hands(records=Role.CLERK, recording_offices=_BRANCH, first_check=True)
    BUREAU = Hands(records=Role.CLERK, recording_offices=_CITY)
    ANY_OFFICE = Hands(records=Role.CLERK, recording_offices=_ANY_OFFICE)
    """Recorded where it comes in, decided by the bureau."""
    FINANCE = Hands(records=Role.FINANCE, recording_offices=_ANY_OFFICE)


class State(Worded):
    """Where an act stands."""

    RECORDED = "recorded", say("已记录待审")
    CHECKED = "checked", say("已初审")
    RETURNED = "returned", say("已退回")
    REJECTED = "rejected", say("不予批准")
    WITHDRAWN = "withdrawn", say("已撤回")
    POSTED = "posted", say("已入账")


UNDECIDED: Final = frozenset({State.RECORDED, State.CHECKED, State.RETURNED})
"""States in which an act stands on somebody's desk."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """A piece of evidence: its name, the hexadecimal SHA-256 by which the book keeps it, and its media type."""

    name: str
    digest: str
    media_type: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingAct:
    """What the register of acts says of one act; ``reference`` is the place at which it was first recorded."""

    REGISTER: ClassVar[str] = "act"

    reference: int
    kind: str
    area: str
    state: State
    effective_on: date
    maker: str
    checker: str | None = None
    decider: str | None = None
    evidence: tuple[Paper, ...] = ()
    holds: tuple[tuple[str, str, int], ...] = ()
    """What waits for the decision: code of the account, code of the unit, amount."""
    reason: str | None = None
    """Why it was returned, rejected or withdrawn."""

    @property
    def subject(self) -> str:
        """Return what the register knows the act by."""
        return str(self.reference)


@dataclass(frozen=True, slots=True, kw_only=True)
class Voucher:
    """What an act posts and registers."""

    narration: str
    postings: tuple[Posting, ...] = ()
    facts: tuple[Any, ...] = ()
    """Records of registers, see :mod:`ledger.store.record_text`."""
    restored: tuple[Registration, ...] = ()
    """What a reversal registers word for word: what was so before the act that it takes back."""
    reverses: int | None = None
    """The place of the act that this one takes back."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PostedAct:
    """An act as it was posted; ``registrations`` are those of its content, not of its way through the offices."""

    seq: int
    kind: str
    area: str
    effective_on: date
    series: str
    number: int
    narration: str
    reverses: int | None
    postings: tuple[Posting, ...]
    registrations: tuple[Registration, ...]

    @property
    def name(self) -> str:
        """Return what people call the act by: its voucher's series and number, and its place."""
        return f"{self.series}-{self.number} #{self.seq}"
