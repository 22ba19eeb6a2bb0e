"""Work that is done for one person at a time, because it reads the whole books."""

from __future__ import annotations

from contextlib import contextmanager
from threading import Lock
from typing import TYPE_CHECKING, Final

from ledger.errors import Conflict, say

if TYPE_CHECKING:
    from collections.abc import Iterator

_RUNNING: Final = Lock()


@contextmanager
def alone() -> Iterator[None]:
    """Do what is inside alone in this process.

    :raises Conflict: ``audit.busy``, another verification or export is running.
    """
    if not _RUNNING.acquire(blocking=False):
        raise Conflict(say("正在进行另一次核验或整库导出；请稍后再试"), code="audit.busy")
    try:
        yield
    finally:
        _RUNNING.release()
