"""What is added up along the journal: a process keeps the sums, and each page reads only the acts that came since.

A sum over every act would take longer with every act that the books hold. Acts are only ever added, so what was summed
of the first ones stays true; an act that takes back an earlier one is counted when it comes, in whatever way it counts
in this sum.
"""

from __future__ import annotations

from contextlib import contextmanager
from threading import Lock
from typing import TYPE_CHECKING, Generic, Protocol, TypeVar

from ledger.projections.overview import log_head

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from ledger.projections.view import View


class Sums(Protocol):
    """What is added up over acts."""

    def read_on(self, view: View, after: int, to: int) -> None:
        """Add the acts behind one place of the journal, up to another."""


S = TypeVar("S", bound=Sums)


class Followed(Generic[S]):
    """The sums over the acts of one book, as far as its journal was read; several threads may ask.

    :param begin: returns the sums over no act.
    """

    def __init__(self, begin: Callable[[], S]) -> None:
        self._begin = begin
        self._sums, self._size = begin(), 0
        self._lock = Lock()

    @contextmanager
    def as_seen_by(self, view: View) -> Iterator[S]:
        """Lend the sums over exactly the acts that a view sees."""
        size = log_head(view).size
        with self._lock:
            if size >= self._size:
                self._catch_up(view, size)
                yield self._sums
                return
        afresh = self._begin()  # another page has read further than this view sees
        afresh.read_on(view, 0, size)
        yield afresh

    def _catch_up(self, view: View, size: int) -> None:
        if size == self._size:
            return
        try:
            self._sums.read_on(view, self._size, size)
        except BaseException:  # what was added of these acts would be added again
            self._sums, self._size = self._begin(), 0
            raise
        self._size = size
