"""What a bad input is: its number in the whole list, its name, what is put in, and how every door answers it.

The list has 222 kinds of bad input, numbered throughout. The modules beside this one hold them by their category;
the tests of ``tests/web/pages/bad_input`` put each of them in at every door that has a place for it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Final

COUNT: Final = 222
"""How many kinds there are."""


class Door(StrEnum):
    """Where a value can be put in."""

    FORM = "form"
    """The form of an act; what is shown beside it while it is typed must say the same."""
    CSV = "csv"
    XLSX = "xlsx"
    XLS = "xls"
    ACTS = "acts"
    """A batch of acts in JSON, at the command line."""
    ROUND = "round"
    """The file of a published round, at the command line."""
    CALCULATOR = "calculator"
    """The query of the public calculator."""


SHEETS: Final = (Door.CSV, Door.XLSX, Door.XLS)
JSON: Final = (Door.ACTS, Door.ROUND)


@dataclass(frozen=True, slots=True)
class Turned:
    """A door for people does not refuse the value, but shows what it would record, and asks."""

    written: str


@dataclass(frozen=True, slots=True)
class Judged:
    """The value has a sound form; the act is refused for what it says."""

    words: str


@dataclass(frozen=True, slots=True)
class Taken:
    """The value is sound for this door; the reason tells why."""

    because: str


Answer = str | Turned | Judged | Taken
"""The stable code of a refusal, or what becomes of the value instead."""


@dataclass(frozen=True, slots=True)
class Literal:
    """A value as it stands in JSON, which Python has no value for."""

    text: str


@dataclass(frozen=True, slots=True)
class BadValue:
    """A value that is bad wherever its member stands; ``besides`` tells the doors that answer otherwise.

    A door that ``besides`` maps to None has no way to say the value, or no member that takes its like.
    """

    number: int
    name: str
    value: Any
    code: str
    besides: Mapping[Door, Answer | None] = field(default_factory=dict)

    def answer_at(self, door: Door) -> Answer | None:
        """Return how a door answers; a value that is no text can be said in JSON alone."""
        if not isinstance(self.value, str) and door not in JSON:
            return None
        return self.besides.get(door, self.code)


SAYS: Final[Mapping[str, str]] = {
    "number.format": "只接受数字",
    "number.type": "带引号的十进制数",
    "number.scale": "小数超过",
    "number.range": "整数部分至多12位",
    "date.format": "YYYY-MM-DD 填写|在日历上不存在",
    "date.range": "[0-9-]{10}至2100-12-31",
    "date.type": "YYYY-MM-DD",
    "instant.format": "不是带时区的时刻",
    "instant.range": "2000-01-01至2100-12-31",
    "integer.type": "不是可接受的整数",
    "integer.range": "之间",
    "field.null": "不能为",
    "field.required": "缺少此项",
    "text.empty": "不能为空",
    "text.character": "不可见或不可用",
    "text.blank": "首尾有空格",
    "text.form": "请改为",
    "text.length": "上限",
    "text.type": "不是文本",
    "id.length": "应为18位",
    "id.character": "第[0-9]+位",
    "id.check_digit": "校验位",
    "cell.length": "超过[0-9]+个字符",
    "sheet.columns": "列",
    "request.size": "过大",
}
"""What the sentence of each code says to do, as an expression."""
