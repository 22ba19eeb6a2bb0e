"""One line of text as people write it."""

from __future__ import annotations

import pytest

from ledger.domain.values.text import parse_text
from ledger.errors import InvalidValue


@pytest.mark.parametrize(
    "text",
    [
        *("聊城市东昌府区某纸业有限公司", "某（集团）有限公司", "甲、乙：丙；丁！", "约50％", "A. B. C", "㙍䶮𬭊"),
        *("<script>", "{{7*7}}", "' OR 1=1--", "=1+1", "+cmd", "@SUM", "%00../", "β-烯烃公司", "λ"),
    ],
)
def test_ordinary_and_merely_suspicious_text_is_kept_unchanged(text: str) -> None:
    assert parse_text(text) == text


@pytest.mark.parametrize(
    ("value", "code"),
    [
        (None, "text.type"),
        (1, "text.type"),
        ("", "text.empty"),
        ("  ", "text.empty"),
        ("\u3000", "text.empty"),
        ("a" * 201, "text.length"),
        ("a" * 10**6, "text.length"),
        ("e" + "\u0301" * 10**5, "text.length"),
        ("甲\0乙", "text.character"),
        ("甲\u202e乙", "text.character"),
        ("甲\u200b乙", "text.character"),
        ("甲\ufeff乙", "text.character"),
        ("甲\ud800", "text.character"),
        ("甲\r\nSet-Cookie: x", "text.character"),
        ("\x1b[2J", "text.character"),
        ("甲\u2028乙", "text.character"),
        ("甲\ue000", "text.character"),
        (" 甲", "text.blank"),
        ("甲 ", "text.blank"),
        ("化⼯", "text.form"),
        ("㈱甲", "text.form"),
        ("Ａ公司", "text.form"),
        ("甲\u3000乙", "text.form"),
        ("１号", "text.form"),
        ("e\u0301", "text.form"),
        ("О公司", "text.form"),
        ("ΑΒ公司", "text.form"),
        ("乙\ufffd", "text.character"),
    ],
    ids=lambda value: ascii(value)[:30],
)
def test_text_that_could_be_taken_for_other_text_is_refused(value: object, code: str) -> None:
    with pytest.raises(InvalidValue) as refused:
        parse_text(value)

    assert refused.value.code == code


def test_the_empty_text_is_accepted_where_it_is_asked_for_but_blanks_are_not() -> None:
    assert not parse_text("", empty=True)
    with pytest.raises(InvalidValue):
        parse_text(" ", empty=True)


def test_a_refusal_proposes_the_normal_form_and_keeps_chinese_punctuation() -> None:
    with pytest.raises(InvalidValue, match=r"请改为“A（集团）”"):
        parse_text("Ａ（集团）")


def test_the_limit_is_counted_in_characters() -> None:
    assert parse_text("企" * 10, longest=10)
    with pytest.raises(InvalidValue):
        parse_text("企" * 11, longest=10)
