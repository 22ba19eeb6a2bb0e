"""JSON as the door accepts it: strict RFC 8259 in UTF-8, where no value can be read in two ways.

Python's own reader keeps the last of two equal keys, knows NaN, makes floats and may recurse without end.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from dataclasses import dataclass
from typing import Final

from ledger.domain.values.quantity import shown
from ledger.errors import say
from schemas.malformed import MalformedText

DEEPEST: Final = 64
LARGEST: Final = 16 * 1024 * 1024
"""The most bytes of one text, unless the caller asks for fewer."""

MOST_MEMBERS: Final = 20_000
"""The most members of one object: every one that is not known is a fault of its own."""

_INTEGER_DIGITS: Final = 18
_BOM: Final = "\N{ZERO WIDTH NO-BREAK SPACE}"
# An unterminated string is taken to the end of the text, so that the scan never starts over.
_TOKEN: Final = re.compile(r'"(?:[^"\\]++|\\.)*+"?|[\[{]|[\]}]', re.DOTALL)


@dataclass(frozen=True, slots=True)
class JsonNumber:
    """A number that is no integer of up to 18 digits, kept as it was written and never computed."""

    literal: str

    def __repr__(self) -> str:
        return self.literal


def read_json(data: bytes | str, *, largest: int = LARGEST) -> object:
    """Read one JSON text; integers of up to 18 digits become ``int``, every other number a JsonNumber.

    :raises MalformedText: ``json.size``, ``json.members``, ``json.encoding``, ``json.bom``, ``json.depth``,
        ``json.syntax``, ``json.trailing``, ``json.duplicate``, ``json.constant``, ``json.surrogate`` or ``json.nul``.
    """
    if len(data) > largest:
        raise MalformedText("json.size", say("内容超过{largest}字节的上限", largest=largest))
    text = data if isinstance(data, str) else _decoded(data)
    if text.startswith(_BOM):
        raise MalformedText("json.bom", say("内容以字节顺序标记（BOM）开头；请存为不带BOM的UTF-8"))
    _measure_depth(text)
    try:
        value = _DECODER.decode(text)
    except json.JSONDecodeError as error:
        place = {"line": error.lineno, "column": error.colno}
        if error.msg == "Extra data":
            raise MalformedText("json.trailing", say("第{line}行第{column}列：JSON之后还有多余内容", **place)) from None
        raise MalformedText("json.syntax", say("第{line}行第{column}列：不是完整、合规的JSON", **place)) from None
    _check_strings(value)
    return value


def _decoded(data: bytes) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise MalformedText("json.encoding", say("第{place}字节处不是UTF-8编码", place=error.start + 1)) from None


def _measure_depth(text: str) -> None:
    depth = 0
    for token in _TOKEN.finditer(text):
        first = text[token.start()]
        if first in "[{":
            depth += 1
            if depth > DEEPEST:
                raise MalformedText("json.depth", say("JSON嵌套超过{deepest}层", deepest=DEEPEST))
        elif first in "]}":
            depth -= 1


def _integer(literal: str) -> int | JsonNumber:
    return int(literal) if len(literal) <= _INTEGER_DIGITS else JsonNumber(literal)


def _constant(literal: str) -> object:
    raise MalformedText("json.constant", say("“{value}”不是JSON的值", value=literal))


def _object(pairs: list[tuple[str, object]]) -> dict[str, object]:
    if len(pairs) > MOST_MEMBERS:
        raise MalformedText("json.members", say("一个JSON对象的成员超过{most}个", most=MOST_MEMBERS))
    members = dict(pairs)
    if len(members) < len(pairs):
        repeated = Counter(key for key, _ in pairs).most_common(1)[0][0]
        raise MalformedText("json.duplicate", say("“{key}”在同一对象中出现两次", key=shown(repeated)))
    return members


def _check_strings(value: object) -> None:
    waiting = [value]
    while waiting:
        item = waiting.pop()
        if isinstance(item, dict):
            waiting.extend(item)
            waiting.extend(item.values())
        elif isinstance(item, list):
            waiting.extend(item)
        elif isinstance(item, str):
            _check_string(item)


def _check_string(text: str) -> None:
    if "\0" in text:
        raise MalformedText("json.nul", say("文本“{value}”含有空字符（NUL）", value=shown(text)))
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        raise MalformedText("json.surrogate", say("文本“{value}”含有不成对的代理字符", value=shown(text))) from None


_DECODER: Final = json.JSONDecoder(
    object_pairs_hook=_object, parse_int=_integer, parse_float=JsonNumber, parse_constant=_constant
)
