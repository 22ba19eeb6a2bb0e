"""Fields that only acts have: ratios, instants, signed quantities, and lists that are read as tuples."""

from __future__ import annotations

import unicodedata
from datetime import datetime
from typing import Any, Final

from ledger.domain.values import calendar, quantity
from ledger.errors import InvalidValue, say
from schemas.fields import ListField, StrictField

LONGEST_FILE: Final = 1_000_000
RATIO_SCALE: Final = 10_000
RATIO_DECIMALS: Final = 4


class RatioField(StrictField[int]):
    """A ratio such as ``1.5`` as 1/10,000."""

    def _parse(self, value: object) -> int:
        return quantity.parse_decimal(value, decimals=RATIO_DECIMALS, scale=RATIO_SCALE)

    def _serialize(self, value: int | None, attr: str | None, obj: object, **_: object) -> str | None:
        del attr, obj
        return None if value is None else quantity.format_decimal(value, scale=RATIO_SCALE, decimals=1)


class SignedTonnesField(StrictField[int]):
    """Tonnes a year as grams, with a leading ``-`` where there is less than before."""

    def _parse(self, value: object) -> int:
        if isinstance(value, str) and value.startswith("-"):
            return -quantity.parse_tonnes(value[1:], decimals=quantity.INCREMENT_DECIMALS)
        return quantity.parse_tonnes(value, decimals=quantity.INCREMENT_DECIMALS)

    def _serialize(self, value: int | None, attr: str | None, obj: object, **_: object) -> str | None:
        del attr, obj
        return None if value is None else quantity.format_tonnes(value, decimals=quantity.INCREMENT_DECIMALS)


class InstantField(StrictField[datetime]):
    """An instant of RFC 3339 with its offset, to the minute or finer: ``2026-06-01T16:58:00+08:00``.

    Its day lies between the earliest and the latest day of the books, so that it has one in every zone.
    """

    def _parse(self, value: object) -> datetime:
        if isinstance(value, str) and value.isascii():
            try:
                instant = datetime.fromisoformat(value)
            except ValueError:
                instant = None
            if instant is not None and instant.tzinfo is not None and "T" in value:
                return _within_the_books(instant, value)
        raise InvalidValue(
            "instant.format",
            say("“{value}”不是带时区的时刻；请写成 2026-06-01T16:58:00+08:00", value=quantity.shown(value)),
        )

    def _serialize(self, value: datetime | None, attr: str | None, obj: object, **_: object) -> str | None:
        del attr, obj
        return None if value is None else value.isoformat()


def _within_the_books(instant: datetime, written: str) -> datetime:
    if calendar.EARLIEST <= instant.date() <= calendar.LATEST:
        return instant
    raise InvalidValue(
        "instant.range",
        say(
            "“{value}”不在{earliest}至{latest}之间",
            value=quantity.shown(written),
            earliest=calendar.EARLIEST,
            latest=calendar.LATEST,
        ),
    )


class FileTextField(StrictField[str]):
    """The text of a whole file: UTF-8, at most a million characters, no control characters but tabs and line ends."""

    def _parse(self, value: object) -> str:
        if not isinstance(value, str):
            raise InvalidValue("text.type", say("“{value}”不是文本", value=quantity.shown(value)))
        if len(value) > LONGEST_FILE:
            raise InvalidValue(
                "text.length",
                say("文本有{count}个字符，超过{longest}个字符的上限", count=len(value), longest=LONGEST_FILE),
            )
        for position, character in enumerate(value, start=1):
            if unicodedata.category(character) in {"Cc", "Cs"} and character not in "\t\r\n":
                raise InvalidValue(
                    "text.character",
                    say("“{value}”第{position}个字符不可见或不可用", value=quantity.shown(value), position=position),
                )
        return value


class TupleField(ListField[Any]):
    """A list that is read as a tuple, because commands are frozen."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:
        return tuple(super()._deserialize(value, attr, data, **kwargs))
