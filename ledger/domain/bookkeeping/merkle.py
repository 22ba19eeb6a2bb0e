"""The Merkle tree of the log (RFC 6962 section 2.1, SHA-256), grown leaf by leaf from its peaks.

The peaks are the roots of the perfect subtrees of a log of ``size`` leaves, largest first; they are all that
is needed to append and to compute the root.
"""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import sha256
from typing import Final, Self

HASH_BYTES: Final = 32
EMPTY_ROOT: Final = sha256(b"").digest()


def leaf_hash(text: str) -> bytes:
    """Return the hash of a leaf: SHA-256 of 0x00 and the leaf's bytes."""
    return sha256(b"\x00" + text.encode()).digest()


class MerkleTree:
    """A log's tree: append leaf hashes, ask for the root."""

    __slots__ = ("_peaks", "size")

    def __init__(self, *, size: int = 0, peaks: bytes = b"") -> None:
        if len(peaks) != HASH_BYTES * size.bit_count():
            message = "the number of peaks does not fit the size of the tree"
            raise ValueError(message)
        self.size = size
        self._peaks = [peaks[i : i + HASH_BYTES] for i in range(0, len(peaks), HASH_BYTES)]

    def append(self, leaf: bytes) -> None:
        """Add one leaf hash."""
        size, peaks, node = self.size, self._peaks, leaf
        while size & 1:
            node = sha256(b"\x01" + peaks.pop() + node).digest()
            size >>= 1
        peaks.append(node)
        self.size += 1

    def extend(self, leaves: Iterable[bytes]) -> None:
        """Add many leaf hashes."""
        for leaf in leaves:
            self.append(leaf)

    @property
    def root(self) -> bytes:
        """Return the Merkle tree hash of all leaves."""
        if not self._peaks:
            return EMPTY_ROOT
        node = self._peaks[-1]
        for peak in reversed(self._peaks[:-1]):
            node = sha256(b"\x01" + peak + node).digest()
        return node

    @property
    def peaks(self) -> bytes:
        """Return the peaks, largest subtree first, joined."""
        return b"".join(self._peaks)

    def copy(self) -> Self:
        """Return a tree that grows apart from this one."""
        return type(self)(size=self.size, peaks=self.peaks)
