"""Files that are not what they seem, too large, or tables with something amiss."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from tests.bad_input.bombs import BOMBS
from tests.bad_input.cells import HEADER, ROW

_HEAD: Final = ",".join(HEADER)
_LINE: Final = ",".join(ROW)

HARMFUL: Final = (
    (175, "nothing"),
    (176, "csv named xlsx"),
    (176, "program named xlsx"),
    (176, "any zip"),
    (176, "text document"),
    (177, "encrypted"),
    (177, "old and encrypted"),
    (178, "macro"),
    (178, "macro by type"),
    (178, "old with macros"),
    (179, "cell of 200 MB"),
    (180, "ratio of 1000 to 1"),
    (181, "100,000 parts"),
    (182, "zip within a zip"),
    (183, "overlapping parts"),
    (183, "the same part twice"),
    (184, "billion laughs"),
    (185, "quadratic entity"),
    (186, "file from outside"),
    (187, "document type from outside"),
    (188, "far cell"),
    (188, "far column"),
    (189, "1,048,576 empty rows"),
    (190, "16,384 columns"),
    (191, "million styles"),
    (200, "link to another workbook"),
)
"""Workbooks by their names among those that are made to harm."""
LONG_IN_THE_MAKING: Final = ("cell of 200 MB", "100,000 parts", "1,048,576 empty rows", "million styles")
"""Those that take seconds to be made; they are made once, where what reading them costs is measured."""

assert {name for _, name in HARMFUL} <= set(BOMBS)


@dataclass(frozen=True, slots=True)
class BadTable:
    """A table in CSV: what the refusal says, or nothing where the table is taken."""

    number: int
    name: str
    told: str
    made: Callable[[], bytes]


def _table(*lines: str, head: str = _HEAD, encoding: str = "utf-8", end: str = "\r\n") -> Callable[[], bytes]:
    return lambda: end.join((head, *lines)).encode(encoding)


TABLES: Final = (
    BadTable(201, "column missing", "缺少此项", _table(_LINE.rpartition(",")[0], head=_HEAD.rpartition(",")[0])),
    BadTable(201, "column twice", "列名重复：grams", _table(f"{_LINE},0.5", head=f"{_HEAD},grams")),
    BadTable(
        201,
        "columns in another order",
        "",
        _table(",".join((ROW[0], *ROW[:0:-1])), head=",".join((HEADER[0], *HEADER[:0:-1]))),
    ),
    BadTable(201, "column too many", "不认识此项", _table(f"{_LINE},1", head=f"{_HEAD},colour")),
    BadTable(201, "blanks in the header", "", _table(_LINE, head=_HEAD.replace("grams", " grams "))),
    BadTable(202, "GBK", "", _table(_LINE, encoding="gbk")),
    BadTable(203, "UTF-16", "读不成表", _table(_LINE, encoding="utf-16")),
    BadTable(204, "semicolons", "须以逗号分隔", _table(_LINE.replace(",", ";"), head=_HEAD.replace(",", ";"))),
    BadTable(205, "quote that is not closed", "不是完整的CSV", _table(_LINE.replace("0.5", '"0.5'))),
    BadTable(206, "lines that end in CR alone", "", _table(_LINE, end="\r")),
    BadTable(207, "NUL in a line", "第1个字符不可见", _table(_LINE.replace("示例纪要", "\x00示例纪要"))),
    BadTable(208, "a million rows", "超过100000行", _table(*[",,,,,"] * 1_000_000)),
    BadTable(209, "blank row in the middle", "", _table(_LINE, ",,,,,", _LINE)),
)
"""By the same sheet as text."""


NAMES: Final = (
    (212, "way up", "../../示例.csv"),
    (212, "device", "CON.csv"),
    (212, "300 characters", "长" * 300 + ".csv"),
    (212, "NUL", "a.xlsx\x00.csv"),
    (212, "markup", "<script>alert(1)</script>.csv"),
)
"""By the name of a file that is sound."""
