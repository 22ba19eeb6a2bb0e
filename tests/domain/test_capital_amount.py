"""Amounts in capital figures read back to what was written, and look as the payment rules show them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.domain.values.capital_amount import in_capitals
from ledger.domain.values.quantity import LARGEST

DIGITS = {digit: value for value, digit in enumerate("零壹贰叁肆伍陆柒捌玖")}
PLACES = {"拾": 10, "佰": 100, "仟": 1000}
CENTS = {"角": 10, "分": 1}


def whole_of(text: str) -> int:
    """Read whole figures: what stands before 亿 counts a hundred million times, before 万 ten thousand times."""
    for sign, value in (("亿", 10**8), ("万", 10**4)):
        if sign in text:
            high, _, low = text.rpartition(sign)
            return whole_of(high) * value + whole_of(low)
    total = digit = 0
    for character in text:
        if character in PLACES:
            total += digit * PLACES[character]
            digit = 0
        else:
            digit = DIGITS[character]
    return total + digit


def fen_of(text: str) -> int:
    if text.startswith("负"):
        return -fen_of(text[1:])
    yuan, _, rest = text.removesuffix("整").rpartition("元")
    digit, cents = 0, 0
    for character in rest:
        if character in CENTS:
            cents += digit * CENTS[character]
        else:
            digit = DIGITS[character]
    return whole_of(yuan) * 100 + cents


@pytest.mark.parametrize(
    ("fen", "written"),
    [
        (140950, "壹仟肆佰零玖元伍角整"),
        (600714, "陆仟零柒元壹角肆分"),
        (168032, "壹仟陆佰捌拾元零叁角贰分"),
        (10700053, "壹拾万柒仟元零伍角叁分"),
        (1640902, "壹万陆仟肆佰零玖元零贰分"),
        (32504, "叁佰贰拾伍元零肆分"),
        (0, "零元整"),
        (5, "伍分"),
        (30, "叁角整"),
        (100_000_000_00, "壹亿元整"),
        (100_010_000_00, "壹亿零壹万元整"),
        (-7227962, "负柒万贰仟贰佰柒拾玖元陆角贰分"),
    ],
)
def test_amounts_look_as_the_payment_rules_show_them(fen: int, written: str) -> None:
    assert in_capitals(fen) == written


@given(st.integers(min_value=-LARGEST, max_value=LARGEST))
def test_what_was_written_reads_back(fen: int) -> None:
    assert fen_of(in_capitals(fen)) == fen


@given(st.integers(min_value=0, max_value=LARGEST))
def test_no_zero_is_written_twice_and_only_whole_amounts_end_with_zheng(fen: int) -> None:
    written = in_capitals(fen)

    assert "零零" not in written
    assert written.endswith("整") is (fen % 10 == 0)
