"""A checkpoint as JSON: the members of its text."""

from __future__ import annotations

from base64 import b64encode
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ledger.domain.bookkeeping.checkpoint import Checkpoint


def checkpoint_body(checkpoint: Checkpoint) -> dict[str, Any]:
    """Return origin, size and root of a checkpoint."""
    return {
        "origin": checkpoint.origin,
        "size": checkpoint.size,
        "root": b64encode(checkpoint.root).decode(),
    }
