"""The tree of the log against the test vectors of Certificate Transparency's reference implementation."""

from __future__ import annotations

from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.domain.bookkeeping.merkle import EMPTY_ROOT, MerkleTree, leaf_hash

LEAVES = ("", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f")
ROOTS = (
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
)


def root_by_definition(leaves: list[bytes]) -> bytes:
    """Compute the Merkle tree hash as RFC 6962 section 2.1 writes it, recursively."""
    if not leaves:
        return sha256(b"").digest()
    if len(leaves) == 1:
        return leaves[0]
    split = 1 << (len(leaves) - 1).bit_length() - 1
    return sha256(b"\x01" + root_by_definition(leaves[:split]) + root_by_definition(leaves[split:])).digest()


def test_the_empty_tree_has_the_hash_of_nothing() -> None:
    assert MerkleTree().root == EMPTY_ROOT
    assert EMPTY_ROOT.hex() == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


@pytest.mark.parametrize("size", range(1, 9))
def test_the_published_roots_are_reached_leaf_by_leaf(size: int) -> None:
    tree = MerkleTree()

    tree.extend(leaf_hash(bytes.fromhex(leaf).decode("ascii")) for leaf in LEAVES[:size])

    assert tree.root.hex() == ROOTS[size - 1]


@given(st.lists(st.binary(min_size=32, max_size=32), max_size=70), st.integers(0, 70))
def test_a_tree_continued_from_its_peaks_is_the_tree_of_all_leaves(leaves: list[bytes], stop: int) -> None:
    begun = MerkleTree()
    begun.extend(leaves[:stop])

    continued = MerkleTree(size=begun.size, peaks=begun.peaks)
    continued.extend(leaves[stop:])

    assert (continued.size, continued.root) == (len(leaves), root_by_definition(leaves))


def test_peaks_of_another_size_are_refused() -> None:
    with pytest.raises(ValueError, match="peaks"):
        MerkleTree(size=3, peaks=b"\x00" * 32)
