"""The text of a leaf is what the JSON of the standard library says, byte by byte, whatever the act holds."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from ledger.domain.values.encoding import (
    LEAF_FORM,
    canonical_json,
    join_code,
    leaf_text,
    movement_text,
    quoted,
    registration_text,
)

ANY_TEXT = st.text(st.characters(exclude_categories=("Cs",)))
WHOLE = st.integers(-(2**63), 2**63 - 1)
MOVEMENTS = st.lists(st.tuples(ANY_TEXT, ANY_TEXT, ANY_TEXT, WHOLE), max_size=3)
REGISTRATIONS = st.lists(st.tuples(ANY_TEXT, ANY_TEXT, ANY_TEXT), max_size=3)
COLUMNS = st.fixed_dictionaries(
    {
        "seq": WHOLE,
        "key": ANY_TEXT,
        "request_digest": st.binary(min_size=32, max_size=32),
        "kind": ANY_TEXT,
        "effective_on": WHOLE,
        "recorded_at": WHOLE,
        "actor": ANY_TEXT,
        "approver": st.none() | ANY_TEXT,
        "series": st.none() | ANY_TEXT,
        "number": st.none() | WHOLE,
        "attachments": WHOLE,
        "narration": ANY_TEXT,
        "judgement": ANY_TEXT,
        "rule_book": st.binary(min_size=32, max_size=32).map(bytes.hex),
        "reverses": st.none() | WHOLE,
    }
)

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | ANY_TEXT,
    lambda part: st.lists(part, max_size=4) | st.dictionaries(ANY_TEXT, part, max_size=4),
    max_leaves=12,
)

MEMBERS = (
    "seq", "key", "request_digest", "kind", "effective_on", "recorded_at", "actor", "approver", "series", "number",
    "attachments", "narration", "judgement", "rule_book", "reverses",
)  # fmt: skip


@given(COLUMNS, MOVEMENTS, REGISTRATIONS)
def test_a_leaf_is_the_json_array_of_its_columns(
    columns: dict[str, Any], movements: list[tuple[str, str, str, int]], registrations: list[tuple[str, str, str]]
) -> None:
    text = leaf_text(
        **columns,
        movements=[
            movement_text(quoted(debit), quoted(credit), quoted(unit), amount)
            for debit, credit, unit, amount in movements
        ],
        registrations=[registration_text(*registration) for registration in registrations],
    )

    members = [columns[name].hex() if name == "request_digest" else columns[name] for name in MEMBERS]
    reference = json.dumps([LEAF_FORM, *members, movements, registrations], ensure_ascii=False, separators=(",", ":"))
    assert text == reference


@given(st.lists(ANY_TEXT, min_size=1), st.lists(ANY_TEXT, min_size=1))
def test_codes_of_different_parts_are_different(parts: list[str], others: list[str]) -> None:
    assert (join_code(*parts) == join_code(*others)) == (parts == others)


@given(VALUES)
def test_canonical_json_is_what_the_standard_library_writes(value: object) -> None:
    reference = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    assert canonical_json(value) == reference
