"""Texts that cannot be shown as they are, texts that somebody might run, and codes that name nobody."""

from __future__ import annotations

from typing import Final

from tests.bad_input.catalogue import JSON, SHEETS, Answer, BadValue, Door, Turned

_ESCAPED_IN_JSON: Final = dict.fromkeys(JSON, "json.nul")


def _typed(written: str) -> dict[Door, Answer | None]:
    return dict.fromkeys((Door.FORM, *SHEETS), Turned(written))


TEXTS: Final = (
    BadValue(99, "nothing", "", "field.required", dict.fromkeys(JSON, "text.empty")),
    BadValue(100, "blanks", "   ", "text.empty", {Door.FORM: "field.required"}),
    BadValue(
        101,
        "a million characters",
        "长" * 10**6,
        "text.length",
        {Door.FORM: "request.size", Door.CSV: None, Door.XLSX: None, Door.XLS: None},
    ),
    BadValue(
        101,
        "more than a cell has",
        "长" * 140_000,
        "text.length",
        {Door.CSV: "cell.length", Door.XLSX: None, Door.XLS: None},
    ),
    BadValue(101, "more than a name has", "长" * 10**4, "text.length"),
    BadValue(
        102, "100,000 marks on one letter", "a" + "\u0301" * 10**5, "text.length", {Door.XLSX: None, Door.XLS: None}
    ),
    BadValue(107, "NUL", "示\x00例", "text.character", _ESCAPED_IN_JSON),
    BadValue(108, "turned about", "\u202e示例", "text.character"),
    BadValue(109, "zero-width blank", "示\u200b例", "text.character"),
    BadValue(111, "radical that looks like its character", "示例⼯厂", "text.form"),
    BadValue(112, "letters in one", "示例㈱", "text.form"),
    BadValue(119, "line of a header", "示例\r\nSet-Cookie: a=1", "text.character"),
    BadValue(120, "command of a terminal", "\x1b[31m示例", "text.character"),
    BadValue(125, "formula behind a tab", "\t=1+1", "text.character", _typed("=1+1")),
    BadValue(126, "formula behind the end of a line", "\r=1+1", "text.character", _typed("=1+1")),
    BadValue(127, "formula on a line of its own", "\n=1+1", "text.character", _typed("=1+1")),
    BadValue(129, "full-width formula", "＝1+1", "text.form"),
)
"""By the paper that an act rests on, or the place of a round."""

INERT: Final = (
    (114, "script", "<script>alert(1)</script>"),
    (115, "template", "{{7*7}}"),
    (116, "query", "' OR 1=1--"),
    (117, "escape of an address", "%00../"),
    (118, "lookup", "${jndi:ldap://127.0.0.1/a}"),
    (121, "formula", "=1+1"),
    (122, "plus", "+cmd|' /C calc'!A0"),
    (123, "minus", "-2+3"),
    (124, "at", "@SUM(1)"),
    (128, "end of a cell and a formula", '";=1+2'),
    (130, "link", '=HYPERLINK("http://127.0.0.1/","示例")'),
)
"""Texts that are taken as they are, and must stay text wherever they are shown."""


BYTES: Final = (
    (103, "half of a pair of surrogates", b"\xed\xa0\x80"),
    (104, "bytes that are no UTF-8", b"\xff\xfe\xfd"),
    (105, "GBK where UTF-8 was said", "\u804a\u57ce".encode("gbk")),
    (106, "overlong UTF-8", b"\xc0\xaf"),
)
"""Texts that are none."""

CODES: Final = (
    BadValue(131, "wrong check digit", "91371500MA00DEM013", "id.check_digit"),
    BadValue(132, "17 characters", "91371500MA00DEM01", "id.length"),
    BadValue(132, "19 characters", "91371500MA00DEM0122", "id.length"),
    BadValue(133, "small letters", "91371500ma00dem012", "id.character", _typed("91371500MA00DEM012")),
    *(BadValue(134, f"letter {letter}", f"91371500MA00DE{letter}012", "id.character") for letter in "IOZSV"),
    BadValue(135, "full width", "９１371500MA00DEM012", "id.character", _typed("91371500MA00DEM012")),
)
"""Unified social credit codes."""

PLACES: Final = (
    (136, "nought", "0"),
    (137, "minus one", "-1"),
    (138, "exponent", "1e3"),
    (139, "full-width digit", "１"),
    (140, "query behind it", "1;drop"),
    (142, "beyond 64 bits", "18446744073709551616"),
    (143, "way up", "../1"),
)
"""Places in the journal, in the address of a page."""
