"""Through whose hands acts went, and whether they rest on papers: counts of what is handled alike, followed along."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final, NamedTuple

from sqlalchemy import func, literal_column, select

from ledger.domain.bookkeeping.journal import Judgement
from ledger.projections.audit.journal_filter import in_area
from ledger.projections.followed import Followed
from ledger.store.tables import journal

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ledger.projections.view import View


class Handling(NamedTuple):
    """How acts were handled.

    Attributes:
        numbered: whether they stand in a series.
        rule_book: the number of the kept rule book by which they were judged.

    """

    kind: str
    maker: str
    decider: str | None
    numbered: bool
    judgement: Judgement
    with_papers: bool
    rule_book: int


class Tally(NamedTuple):
    """Acts that were handled alike: how many, the first and last place in the journal, and day (``yyyymmdd``)."""

    acts: int
    first: int
    last: int
    first_day: int
    last_day: int


class FollowedHandling:
    """What a process knows of how the acts of a book were handled, all of them or those of one area."""

    def __init__(self, area: str | None = None) -> None:
        self.area: Final = area
        self._followed = Followed(partial(_Handled, area))

    def seen_by(self, view: View) -> Mapping[Handling, Tally]:
        """Return which acts were handled in which way, of those that a view sees."""
        with self._followed.as_seen_by(view) as handled:
            return dict(handled.tallies)


class _Handled:
    """The acts that were handled alike."""

    def __init__(self, area: str | None) -> None:
        self._of_area = () if area is None else (in_area(area),)
        self.tallies: dict[Handling, Tally] = {}

    def read_on(self, view: View, after: int, to: int) -> None:
        alike = (
            journal.c.kind,
            journal.c.actor,
            journal.c.approver,
            journal.c.series.is_not(None),
            journal.c.judgement,
            journal.c.attachments > literal_column("0"),  # a parameter would differ from itself behind GROUP BY
            journal.c.rule_book_id,
        )
        counted = (
            func.count(),
            func.min(journal.c.seq),
            func.max(journal.c.seq),
            func.min(journal.c.effective_on),
            func.max(journal.c.effective_on),
        )
        some = select(*alike, *counted).where(journal.c.seq > after, journal.c.seq <= to, *self._of_area)
        for kind, maker, decider, numbered, judgement, with_papers, book, *tally in view.execute(some.group_by(*alike)):
            handling = Handling(kind, maker, decider, bool(numbered), Judgement(judgement), bool(with_papers), book)
            known = self.tallies.get(handling)
            self.tallies[handling] = added(filter(None, (known, Tally(*tally))))


def added(tallies: Iterable[Tally]) -> Tally:
    """Return several tallies as one."""
    counts, firsts, lasts, first_days, last_days = zip(*tallies, strict=True)
    return Tally(sum(counts), min(firsts), max(lasts), min(first_days), max(last_days))
