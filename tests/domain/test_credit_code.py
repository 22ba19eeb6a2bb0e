"""Unified social credit codes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.domain.values.credit_code import ALPHABET, check_character, parse_credit_code
from ledger.errors import InvalidValue

PUBLISHED = ["91350100M000100Y43", "91110000600037341L", "91310000775785552L"]
GOOD = PUBLISHED[0]


def refusal_of(text: object) -> InvalidValue:
    with pytest.raises(InvalidValue) as refused:
        parse_credit_code(text)
    return refused.value


@pytest.mark.parametrize("code", PUBLISHED)
def test_a_published_code_is_accepted_unchanged(code: str) -> None:
    assert parse_credit_code(code) == code


@pytest.mark.parametrize("text", ["", GOOD[:-1], GOOD + "0", GOOD + "\n", " " + GOOD])
def test_a_code_of_another_length_is_refused(text: str) -> None:
    assert refusal_of(text).code == "id.length"


@pytest.mark.parametrize("character", ["I", "O", "Z", "S", "V", "m", "Ｍ", "-", " ", "\0", "٣", "\u202e"])
def test_a_character_outside_the_alphabet_is_refused_by_its_position(character: str) -> None:
    refused = refusal_of(GOOD[:8] + character + GOOD[9:])

    assert refused.code == "id.character"
    assert refused.message.values["position"] == 9


def test_a_code_in_lower_case_is_refused_at_its_first_letter() -> None:
    refused = refusal_of(GOOD.lower())

    assert refused.code == "id.character"
    assert refused.message.values["position"] == 9


def test_a_wrong_check_character_is_refused_and_the_right_one_named() -> None:
    refused = refusal_of(GOOD[:-1] + "4")

    assert refused.code == "id.check_digit"
    assert refused.message.values["expected"] == "3"


@pytest.mark.parametrize("value", [None, 911000001000000391, 9.11e17], ids=repr)
def test_a_code_that_is_no_text_is_refused(value: object) -> None:
    assert refusal_of(value).code == "id.type"


SEVENTEEN = st.text(alphabet=ALPHABET, min_size=17, max_size=17)


@given(SEVENTEEN, st.integers(min_value=0, max_value=16), st.sampled_from(ALPHABET))
def test_every_single_mistake_is_found(seventeen: str, position: int, character: str) -> None:
    code = seventeen + check_character(seventeen)
    mistaken = code[:position] + character + code[position + 1 :]

    if mistaken == code:
        assert parse_credit_code(mistaken) == code
    else:
        assert refusal_of(mistaken).code == "id.check_digit"


@given(SEVENTEEN, st.integers(min_value=0, max_value=15))
def test_every_swap_of_neighbours_is_found(seventeen: str, position: int) -> None:
    code = seventeen + check_character(seventeen)
    swapped = code[:position] + code[position + 1] + code[position] + code[position + 2 :]

    if swapped == code:
        assert parse_credit_code(swapped) == code
    else:
        assert refusal_of(swapped).code == "id.check_digit"
