"""One line of text as people write it."""

from __future__ import annotations

import pytest

from ledger.domain.values.text import folded, mixes_scripts, parse_text
from ledger.errors import InvalidValue


@pytest.mark.parametrize(
    "text",
    [
        *("聊城市东昌府区某纸业有限公司", "某（集团）有限公司", "甲、乙：丙；丁！", "约50％", "A. B. C", "㙍䶮𬭊"),
        *("<script>", "{{7*7}}", "' OR 1=1--", "=1+1", "+cmd", "@SUM", "%00../", "О公司"),
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
        ("乙\ufffd", "text.character"),
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


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("ABC化工", "abc化工"),
        ("ＡＢＣ化工", "ABC化工"),
        ("示例（集团）公司", "示例(集团)公司"),
        ("АВС化工", "ABC化工"),  # Cyrillic beside Latin
        ("ΑΒΕ化工", "ABE化工"),  # Greek beside Latin
        ("КАМАЗ", "камаз"),
        ("Straße", "STRASSE"),
        ("ABC  Paper", "ABC Paper"),
    ],
)
def test_names_that_cannot_be_told_apart_fold_to_the_same(name: str, other: str) -> None:
    assert folded(name) == folded(other)


def test_names_of_other_letters_stay_apart() -> None:
    assert len({folded(name) for name in ("示例一厂", "示例二厂", "ABC", "ABD", "A1", "Al")}) == 6


@pytest.mark.parametrize(
    ("name", "mixes"),
    [("wangАi", True), ("Αlice", True), ("王A", False), ("Анна", False), ("Élise", False), ("王小明1", False)],
)
def test_letters_of_scripts_that_look_alike_are_not_mixed(name: str, mixes: bool) -> None:
    assert mixes_scripts(name) is mixes
