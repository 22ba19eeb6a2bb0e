"""The proof of the books for those who only read: verification over their view, and the checkpoint of its state."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledger.store.checkpoint import current_checkpoint
from ledger.store.verification import Verification, verify

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from ledger.domain.bookkeeping.checkpoint import Checkpoint


def verification_of(connection: Connection, *, full: bool = False, anchor: Checkpoint | None = None) -> Verification:
    """Recompute the books from their log; see :func:`ledger.store.verification.verify`.

    :param full: also check the file, every constraint, each paper, and the balances of each day.
    :param anchor: an older checkpoint that the journal must still begin with.
    """
    return verify(connection, full=full, anchor=anchor)


def checkpoint_of(connection: Connection) -> Checkpoint:
    """Return the checkpoint of the state that a connection sees.

    :raises Unavailable: ``book.origin``, the book does not say what it is called.
    """
    return current_checkpoint(connection)
