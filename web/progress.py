"""How far a long command has come, for somebody who watches; where nobody does, nothing is written."""

from __future__ import annotations

import sys
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from ledger.errors import Message
    from web.door import Door

_NANOSECONDS_BETWEEN: Final = 100_000_000
_CLEAR_LINE: Final = "\r\x1b[K"


@contextmanager
def shown_progress(door: Door, what: Message) -> Iterator[Callable[[int], None]]:
    """Lend what takes the number of things done and writes it over its own line of the terminal.

    :param what: a sentence that stands before the number.
    """
    if not sys.stderr.isatty():
        yield _silently
        return
    words, last = what.rendered(door.translate), 0

    def tell(done: int) -> None:
        nonlocal last
        if time.monotonic_ns() - last >= _NANOSECONDS_BETWEEN:
            last = time.monotonic_ns()
            sys.stderr.write(f"{_CLEAR_LINE}{words} {done:,}")
            sys.stderr.flush()

    try:
        yield tell
    finally:
        sys.stderr.write(_CLEAR_LINE)
        sys.stderr.flush()


def _silently(_done: int) -> None:
    """Tell nobody."""
