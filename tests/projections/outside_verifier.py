"""What an outsider needs to check an export of JSON lines: the standard library, and nothing of the ledger.

The text of a leaf is a JSON array (RFC 8259) without blanks; its hash and the root are those of RFC 6962.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from hashlib import sha256
from typing import Any


def leaf_of(line: str) -> bytes:
    """Compute the leaf hash of an act from its line."""
    act = json.loads(line)
    recorded = datetime.fromisoformat(act["recorded_at"]) - datetime(1970, 1, 1, tzinfo=UTC)
    members = [
        "sha-256/1",
        act["seq"],
        act["key"],
        act["request_digest"],
        act["kind"],
        int(act["effective_on"].replace("-", "")),
        recorded // timedelta(microseconds=1),
        act["actor"],
        act["approver"],
        act["series"],
        act["number"],
        act["attachments"],
        act["narration"],
        act["judgement"],
        act["rule_book"],
        act["reverses"],
        [_movement(movement) for movement in act["movements"]],
        [[fact["register"], fact["subject"], fact["body"]] for fact in act["registrations"]],
    ]
    text = json.dumps(members, ensure_ascii=False, separators=(",", ":"))
    return sha256(b"\x00" + text.encode()).digest()


def root_of(leaves: list[bytes]) -> bytes:
    """Compute the Merkle tree hash of RFC 6962, section 2.1."""
    if not leaves:
        return sha256(b"").digest()
    if len(leaves) == 1:
        return leaves[0]
    left = 1 << ((len(leaves) - 1).bit_length() - 1)
    return sha256(b"\x01" + root_of(leaves[:left]) + root_of(leaves[left:])).digest()


def _movement(movement: dict[str, Any]) -> list[object]:
    scale = 2 if movement["unit"].startswith("money/") else 6
    return [movement["debit"], movement["credit"], movement["unit"], int(Decimal(movement["amount"]).scaleb(scale))]
