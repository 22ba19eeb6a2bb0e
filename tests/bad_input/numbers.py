"""Numbers that are no plain decimal of tonnes above nought, too much of one, or no whole number."""

from __future__ import annotations

from typing import Final

from tests.bad_input.catalogue import JSON, SHEETS, Answer, BadValue, Door, Judged, Literal, Taken, Turned

NOUGHT: Final = 11
"""The number of nought, which some members take."""
_ABOVE_NOUGHT: Final = "应大于0"


def _typed(written: str) -> dict[Door, Answer | None]:
    """Return how the doors for people answer a number that they can turn."""
    return dict.fromkeys((Door.FORM, *SHEETS, Door.CALCULATOR), Turned(written))


def _judged(words: str, *besides: Door) -> dict[Door, Answer | None]:
    return {door: Judged(words) for door in (Door.FORM, *SHEETS, Door.ACTS) if door not in besides}


_OF_WHICH_ONE_IS_WRITTEN_OUT: Final = {Door.CALCULATOR: Taken("six decimals are taken, whole grams")}

_FORMAT: Final = (
    (1, "not a number", "NaN", {}),
    (2, "signalling not a number", "sNaN", {}),
    (3, "infinity", "Infinity", {}),
    (4, "minus infinity", "-inf", {}),
    (7, "endless exponent", "1e999999", {}),
    (8, "exponent", "1E+3", {}),
    (9, "negative exponent", "1e-7", {}),
    (12, "minus nought", "-0", {}),
    (13, "negative", "-1", {}),
    (14, "plus sign", "+1", {}),
    (19, "underscore", "1_000", {}),
    (20, "two underscores", "1__0", {}),
    (21, "comma", "1,000", _typed("1000")),
    (22, "Chinese comma", "1，000", _typed("1000")),
    (23, "blank between", "1 000", {}),
    (24, "apostrophe", "1'000", {}),
    (25, "full-width digits", "０.１", _typed("0.1")),
    (26, "full-width point", "０．１", _typed("0.1")),
    (27, "one full-width digit", "１", _typed("1")),
    (28, "Arabic digit", "٣", {}),
    (29, "Devanagari digit", "१", {}),
    (30, "fraction", "½", {}),
    (31, "superscript", "²", {}),
    (32, "parenthesised ideograph", "㈠", {}),
    (33, "Chinese numeral", "一", {}),
    (34, "Chinese capital numeral", "壹", {}),
    (35, "with its unit", "0.1吨", {}),
    (36, "with a Latin unit", "0.1t", {}),
    (37, "with the sign of a currency", "￥5", {}),
    (38, "blank before", " 1", _typed("1")),
    (39, "blank behind", "1 ", _typed("1")),
    (40, "end of a line behind", "1\n", _typed("1")),
    (41, "tab behind", "1\t", _typed("1")),
    (42, "ideographic blank", "\u30001", _typed("1")),
    (43, "no-break blank", "1\u00a0", _typed("1")),
    (44, "zero-width blank", "1\u200b", {}),
    (45, "byte order mark", "\ufeff1", {}),
    (46, "NUL", "1\x00", dict.fromkeys(JSON, "json.nul")),
    (47, "no digit before the point", ".5", {}),
    (48, "no digit behind the point", "5.", {}),
    (49, "leading nought", "01", {}),
    (50, "hexadecimal", "0x10", {}),
    (51, "division", "1/3", {}),
    (52, "two signs", "--1", {}),
    (53, "minus of typography", "\u22121", {}),
    (54, "sign behind", "1-", {}),
    (55, "formula", "=1", {}),
)
NUMBERS: Final = (
    *(BadValue(number, name, value, "number.format", besides) for number, name, value, besides in _FORMAT),
    *(BadValue(6, f"{text} of JSON", Literal(text), "json.constant") for text in ("NaN", "Infinity", "-Infinity")),
    BadValue(10, "endless number of JSON", Literal("1e400"), "number.type"),
    BadValue(
        NOUGHT, "nought", "0", "number.range", _judged(_ABOVE_NOUGHT) | {Door.CALCULATOR: Taken("nothing is added")}
    ),
    BadValue(15, "a decimal too many", "0.00001", "number.scale", _OF_WHICH_ONE_IS_WRITTEN_OUT | {Door.ROUND: None}),
    BadValue(16, "noise of a binary number", "0.10000000000000000555", "number.scale"),
    BadValue(17, "400 digits", "9" * 400, "number.range"),
    BadValue(
        18,
        "more than there is",
        "1000000000",
        "number.range",
        _judged("少于所需的1000000000") | {Door.CALCULATOR: Taken("a calculator knows no balance"), Door.ROUND: None},
    ),
    BadValue(56, "true", True, "number.type"),
    BadValue(57, "null", None, "field.null"),
    BadValue(58, "a list", [], "number.type"),
    BadValue(59, "an object", {}, "number.type"),
    BadValue(
        60,
        "nothing",
        "",
        "number.format",
        dict.fromkeys((Door.FORM, *SHEETS), "field.required") | {Door.CALCULATOR: Taken("that pollutant is not meant")},
    ),
    BadValue(61, "number of JSON", Literal("0.1"), "number.type"),
)
"""By the quantity of an act, of a lot or of a project."""

WHOLE: Final = tuple(
    BadValue(number, name, value, "integer.type", besides)
    for number, name, text, besides in (
        (62, "whole number with a fraction", "1.9", {}),
        (63, "whole number with a point", "1.0", {}),
        (64, "whole number with an exponent", "1e20", {}),
        (65, "beyond 63 bits", "9223372036854775808", dict.fromkeys(SHEETS, "integer.range")),
        (66, "below 63 bits", "-9223372036854775809", {}),
    )
    for value in (text, Literal(text))
)
"""By a year, or the number of a round."""
