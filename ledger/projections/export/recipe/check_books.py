#!/usr/bin/env python3
"""不用排污权账簿程序，复算导出的账簿。Check exported books without the program that kept them.

    python3 check_books.py [FOLDER] [--anchor CHECKPOINT] [--sample SEED SIZE [--booked]]

只用 Python 3.8 以上的标准库；只读。Python 3.8 or later, its standard library alone; reads, never writes.

FOLDER holds books.jsonl and checkpoint.txt (default: where this script lies). For every act the leaf is computed from
the line, and the root from the leaves. Ends with 0 where everything agrees, with 1 where anything does not; each
difference is told on a line of its own. The form of a leaf is described in README.zh.md and README.en.md.
"""

from __future__ import annotations

import argparse
import json
import sys
from base64 import b64encode
from datetime import datetime, timedelta, timezone
from decimal import Decimal
from hashlib import sha256
from heapq import nsmallest
from pathlib import Path
from typing import Any, Dict, Iterator, List, Optional, Tuple

EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)
MONEY_DECIMALS, TONNE_DECIMALS = 2, 6
HISTORY = ("round.opening", "round.notice", "round.sale")


def leaf_text(act: Dict[str, Any]) -> str:
    """Return the text that the leaf of an act is hashed from: a JSON array of all its columns, without blanks."""
    members = [
        "sha-256/1",
        act["seq"],
        act["key"],
        act["request_digest"],
        act["kind"],
        int(act["effective_on"].replace("-", "")),
        (datetime.fromisoformat(act["recorded_at"]) - EPOCH) // timedelta(microseconds=1),
        act["actor"],
        act["approver"],
        act["series"],
        act["number"],
        act["attachments"],
        act["narration"],
        act["judgement"],
        act["rule_book"],
        act["reverses"],
        [[each["debit"], each["credit"], each["unit"], amount_of(each)] for each in act["movements"]],
        [[each["register"], each["subject"], each["body"]] for each in act["registrations"]],
    ]
    return json.dumps(members, ensure_ascii=False, separators=(",", ":"))


def amount_of(movement: Dict[str, str]) -> int:
    """Return an amount in fen or grams, as it stands in the leaf."""
    decimals = MONEY_DECIMALS if movement["unit"].startswith("money/") else TONNE_DECIMALS
    return int(Decimal(movement["amount"]).scaleb(decimals))


def leaf_of(act: Dict[str, Any]) -> bytes:
    """Return the leaf: SHA-256 of the byte 00 and the text in UTF-8 (RFC 6962)."""
    return sha256(b"\x00" + leaf_text(act).encode()).digest()


class Tree:
    """The tree of RFC 6962 over the leaves so far, kept as the roots of its full subtrees."""

    def __init__(self) -> None:
        self.size = 0
        self.peaks: List[bytes] = []

    def append(self, leaf: bytes) -> None:
        """Add a leaf."""
        size, node = self.size, leaf
        while size & 1:
            node = sha256(b"\x01" + self.peaks.pop() + node).digest()
            size >>= 1
        self.peaks.append(node)
        self.size += 1

    def root(self) -> bytes:
        """Return the root; of no leaves, SHA-256 of nothing."""
        if not self.peaks:
            return sha256(b"").digest()
        node = self.peaks[-1]
        for peak in reversed(self.peaks[:-1]):
            node = sha256(b"\x01" + peak + node).digest()
        return node


def read_checkpoint(path: Path) -> Tuple[str, int, str]:
    """Return origin, size and root in Base64 of a checkpoint."""
    origin, size, root = path.read_text(encoding="utf-8").splitlines()[:3]
    return origin, int(size), root


def acts_in(path: Path) -> Iterator[Dict[str, Any]]:
    """Yield the acts of books.jsonl, one a line."""
    with path.open(encoding="utf-8", newline="\n") as lines:
        for line in lines:
            yield json.loads(line)


class Check:
    """One reading of the books: every leaf, the root, and an older checkpoint on the way."""

    def __init__(self, anchor: Optional[Tuple[str, int, str]]) -> None:
        self.tree = Tree()
        self.differences: List[str] = []
        self.origin = ""
        self.places: List[int] = []
        self.booked: List[int] = []
        self._anchor = anchor
        self._compare_with_anchor()

    def read(self, act: Dict[str, Any]) -> None:
        """Compute the leaf of the next act and compare it with the one that stands in its line."""
        expected = self.tree.size + 1
        if act["seq"] != expected:
            self.tell(f"第{expected}件的位置上是第{act['seq']}件", f"act {act['seq']} stands where {expected} belongs")
        leaf = leaf_of(act)
        if leaf.hex() != act["leaf"]:
            self.tell(f"第{act['seq']}件：叶摘要不符", f"act {act['seq']}: the leaf does not follow from its line")
        self.tree.append(leaf)
        self.places.append(act["seq"])
        if act["series"] is not None or act["kind"] in HISTORY:
            self.booked.append(act["seq"])
        for fact in act["registrations"]:
            if not self.origin and (fact["register"], fact["subject"]) == ("book", "origin"):
                self.origin = json.loads(fact["body"])["origin"]
        self._compare_with_anchor()

    def compare(self, checkpoint: Tuple[str, int, str]) -> None:
        """Compare what was computed with the checkpoint that came with the books."""
        found = (self.origin, self.tree.size, root_text(self.tree))
        for chinese, english, ours, theirs in zip(
            ("账簿名", "件数", "根"), ("origin", "size", "root"), found, checkpoint
        ):
            if ours != theirs:
                self.tell(
                    f"{chinese}：算得{ours}，检查点为{theirs}", f"{english}: {ours} here, {theirs} in the checkpoint"
                )
        if self._anchor is not None and self._anchor[1] > self.tree.size:
            self.tell("以前的检查点比现在的账簿还长", "the older checkpoint is longer than the books")

    def tell(self, chinese: str, english: str) -> None:
        """Note a difference."""
        self.differences.append(f"✗ {chinese} / {english}")

    def _compare_with_anchor(self) -> None:
        if self._anchor is not None and self._anchor[1] == self.tree.size and self._anchor[2] != root_text(self.tree):
            self.tell("以前的检查点与前若干件不符", "the older checkpoint does not fit the first acts")


def root_text(tree: Tree) -> str:
    """Return the root as a checkpoint writes it."""
    return b64encode(tree.root()).decode()


def check_digests(folder: Path, check: Check) -> None:
    """Compare the files with the digests that the list of contents gives, where there is one."""
    contents = folder / "contents.json"
    if not contents.exists():
        return
    for listed in json.loads(contents.read_text(encoding="utf-8"))["files"]:
        path = folder / listed["name"]
        if path.exists() and digest_of(path) != listed["sha256"]:
            check.tell(f"{listed['name']}：SHA-256不符", f"{listed['name']}: another SHA-256 than contents.json says")


def digest_of(path: Path) -> str:
    """Return the SHA-256 of a file, read a piece at a time."""
    digest = sha256()
    with path.open("rb") as file:
        for piece in iter(lambda: file.read(1 << 16), b""):
            digest.update(piece)
    return digest.hexdigest()


def sample(places: List[int], seed: str, size: int) -> List[Tuple[str, int]]:
    """Draw acts: those with the smallest SHA-256 of ``SEED:PLACE``, in the order of the digests."""
    return nsmallest(size, ((sha256(f"{seed}:{place}".encode()).hexdigest(), place) for place in places))


def main() -> int:
    """Check the books that the command line names, and tell what was found."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", nargs="?", type=Path, default=Path(__file__).parent)
    parser.add_argument("--anchor", type=Path, help="以前的检查点文件 / an older checkpoint")
    parser.add_argument("--sample", nargs=2, metavar=("SEED", "SIZE"), help="抽样 / draw a sample")
    parser.add_argument("--booked", action="store_true", help="只从已入账的业务中抽 / from booked acts alone")
    asked = parser.parse_args()
    check = Check(None if asked.anchor is None else read_checkpoint(asked.anchor))
    for act in acts_in(asked.folder / "books.jsonl"):
        check.read(act)
    check.compare(read_checkpoint(asked.folder / "checkpoint.txt"))
    check_digests(asked.folder, check)
    for difference in check.differences:
        print(difference)
    print(f"账簿名 origin: {check.origin}\n件数 size: {check.tree.size}\n根 root: {root_text(check.tree)}")
    if asked.sample is not None:
        for digest, place in sample(
            check.booked if asked.booked else check.places, asked.sample[0], int(asked.sample[1])
        ):
            print(f"{place}\t{digest}")
    print("✗ 不符 / DIFFERENT" if check.differences else "✓ 相符 / everything agrees")
    return 1 if check.differences else 0


if __name__ == "__main__":
    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(encoding="utf-8")
    sys.exit(main())
