"""What a test question of an auditor is: its words, what it rests on, and how its answer is found in the books."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from ledger.errors import Message
from ledger.projections.audit.followed_papers import FollowedPapers
from ledger.projections.audit.handled import FollowedHandling

if TYPE_CHECKING:
    from ledger.projections.audit.handled import Handling, Tally
    from ledger.projections.exposure import FollowedExposure
    from ledger.projections.view import View
    from ledger.rules.law.book import RuleBook
    from ledger.store.registers import Registers


@dataclass(frozen=True, slots=True)
class ActAt:
    """The place of an act in the journal."""

    seq: int


@dataclass(frozen=True, slots=True)
class Kind:
    """The kind of an act, by its name in the journal."""

    code: str


@dataclass(frozen=True, slots=True)
class Source:
    """The number of a facility, whose credit can be traced."""

    facility: str


@dataclass(frozen=True, slots=True)
class Holder:
    """Who holds accounts: a credit code, a project's number, or a name as printed."""

    name: str


@dataclass(frozen=True, slots=True)
class Project:
    """The number of a project; the acts that concern it are found by it."""

    id: str


@dataclass(frozen=True, slots=True)
class Provision:
    """A version of a key of the law, by the first day on which it is in force."""

    key: str
    on: date


@dataclass(frozen=True, slots=True)
class Tonnes:
    """Grams a year, shown as tonnes."""

    grams: int


@dataclass(frozen=True, slots=True)
class Yuan:
    """Fen, shown as yuan."""

    fen: int


@dataclass(frozen=True, slots=True)
class Share:
    """A part of a whole, for a bar; both count the same things."""

    part: int
    whole: int


Cell = (
    ActAt
    | Kind
    | Source
    | Holder
    | Project
    | Provision
    | Tonnes
    | Yuan
    | Share
    | Message
    | date
    | datetime
    | str
    | int
    | None
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One line of an answer; ``finding`` tells what an auditor looks at from what only stands beside it."""

    cells: tuple[Cell, ...]
    finding: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Inquiry:
    """What a question may look at: one state of the books, the adopted law, the day, and the one area that is shown.

    Attributes:
        handling: what the process knows of the acts that are shown; None where it keeps nothing.
        papers: the same of the papers they rest on.
        exposure: the same of what was judged by which provision.

    """

    view: View
    registers: Registers
    law: RuleBook
    today: date
    area: str | None = None
    handling: FollowedHandling | None = None
    papers: FollowedPapers | None = None
    exposure: FollowedExposure | None = None

    def handled(self) -> Mapping[Handling, Tally]:
        """Return how the acts that are shown were handled."""
        return (self.handling or FollowedHandling(self.area)).seen_by(self.view)

    def papers_used_twice(self) -> Mapping[str, Mapping[int, str]]:
        """Return by digest the papers on which several of the acts rest that are shown: what each act calls it."""
        return (self.papers or FollowedPapers(self.area)).used_twice(self.view)

    def shows(self, area: str | None) -> bool:
        """Return whether what belongs to an area may be shown."""
        return self.area is None or self.area == area


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One question.

    Attributes:
        name: in addresses.
        title: in lists; ``asks``: the whole question and how it is answered; ``basis``: what it rests on.
        columns: headings of the answer.
        answer: returns the lines, what matters most first.
        whole_city: whether it can be answered for the whole city alone: it knows no areas.

    """

    name: str
    title: Message
    asks: Message
    basis: Message
    columns: tuple[Message, ...]
    answer: Callable[[Inquiry], Iterable[Row]]
    whole_city: bool = False
