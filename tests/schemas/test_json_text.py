"""JSON as the door accepts it."""

from __future__ import annotations

import time

import pytest

from schemas.json_text import DEEPEST, JsonNumber, read_json
from schemas.malformed import MalformedText


def code_of(data: bytes | str, *, largest: int = 10**7) -> str:
    with pytest.raises(MalformedText) as refused:
        read_json(data, largest=largest)
    return refused.value.code


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "json.syntax"),
        (b" ", "json.syntax"),
        (b"[1,", "json.syntax"),
        (b'{"a":', "json.syntax"),
        (b'"open', "json.syntax"),
        (b"{'a':1}", "json.syntax"),
        (b"[1,]", "json.syntax"),
        (b"[01]", "json.syntax"),
        (b"[.5]", "json.syntax"),
        (b'"raw\nline"', "json.syntax"),
        (b"True", "json.syntax"),
        (b"{} {}", "json.trailing"),
        (b"1 x", "json.trailing"),
        (b'{"amount":"1","amount":"2"}', "json.duplicate"),
        (b'[{"a":{"b":1,"b":1}}]', "json.duplicate"),
        (b'{"a":1,"\\u0061":2}', "json.duplicate"),
        (b"NaN", "json.constant"),
        (b"[Infinity]", "json.constant"),
        (b'{"a":-Infinity}', "json.constant"),
        (b'"\\ud800"', "json.surrogate"),
        (b'["x",{"a":["\\udc00"]}]', "json.surrogate"),
        (b'{"\\ud800":1}', "json.surrogate"),
        ("\udc80", "json.syntax"),
        ('"\udc80"', "json.surrogate"),
        (b'"a\\u0000b"', "json.nul"),
        (b'{"\\u0000":1}', "json.nul"),
        (b"\xef\xbb\xbf{}", "json.bom"),
        ("\ufeff{}", "json.bom"),
        (b"\xff", "json.encoding"),
        (b'"\xc0\xaf"', "json.encoding"),
        (b'"\xed\xa0\x80"', "json.encoding"),
        ('"聊城"'.encode("gbk"), "json.encoding"),
        ('"a"'.encode("utf-16"), "json.encoding"),
    ],
    ids=lambda value: ascii(value)[:30],
)
def test_text_that_is_not_strict_json_is_refused_with_its_cause(data: bytes | str, code: str) -> None:
    assert code_of(data) == code


@pytest.mark.parametrize("opening", ["[", '{"a":'])
def test_depth_is_limited_before_it_can_exhaust_the_stack(opening: str) -> None:
    assert code_of(opening * 100_000) == "json.depth"


def test_the_deepest_text_accepted_is_read() -> None:
    assert read_json("[" * DEEPEST + "]" * DEEPEST)
    assert code_of("[" * (DEEPEST + 1) + "]" * (DEEPEST + 1)) == "json.depth"


def test_brackets_within_strings_are_not_depth() -> None:
    assert read_json('["' + "[" * 200 + '\\"[{"]') == ["[" * 200 + '"[{']


@pytest.mark.parametrize(
    "data", ['"' + '\\"' * 500_000, '"a",' * 300_000, "1" * 1_000_000, "[" + "1e999999," * 100_000 + "1]"]
)
def test_hostile_text_is_judged_in_linear_time(data: str) -> None:
    started = time.process_time()

    try:
        read_json(data)
    except MalformedText as refused:
        assert refused.code.startswith("json.")  # noqa: PT017 - one of the four is accepted

    assert time.process_time() - started < 2


def test_a_text_beyond_the_limit_is_refused_unread() -> None:
    assert code_of(b"[" + b" " * 100, largest=100) == "json.size"


@pytest.mark.parametrize("literal", ["1.0", "0.1", "1e999999", "1E+3", "-0.0", "1" * 19, "-" + "9" * 18, "1" * 5000])
def test_a_number_that_is_no_small_integer_is_kept_as_written(literal: str) -> None:
    assert read_json(literal) == JsonNumber(literal)
    assert repr(read_json(literal)) == literal


def test_small_integers_words_and_text_are_read_as_themselves() -> None:
    data = '{"number":7,"none":null,"yes":true,"text":"聊城😀\\u0001","list":[0,-1]}'

    assert read_json(data.encode()) == {
        "number": 7,
        "none": None,
        "yes": True,
        "text": "聊城😀\x01",
        "list": [0, -1],
    }


def test_an_escaped_pair_of_surrogates_is_one_character() -> None:
    assert read_json('"\\ud83d\\ude00"') == "😀"


def test_a_refusal_says_where_the_text_breaks() -> None:
    with pytest.raises(MalformedText) as refused:
        read_json('{\n  "a": }')

    assert str(refused.value.errors[0].detail).startswith("第2行第8列")


def test_an_object_of_too_many_members_is_refused_before_each_is_looked_at() -> None:
    data = "{" + ",".join(f'"m{n}":1' for n in range(20_001)) + "}"

    with pytest.raises(MalformedText) as refusal:
        read_json(data)

    assert refusal.value.code == "json.members"
