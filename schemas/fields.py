"""Fields of requests and answers: strict types, stable codes, the number grammar of the domain.

Reading gives the integers and values of the domain; writing gives the text of the contract.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Any, ClassVar, Generic, TypeVar

import marshmallow
from marshmallow import fields

from ledger.domain.values import calendar, quantity
from ledger.domain.values.credit_code import parse_credit_code
from ledger.domain.values.pollutant import Pollutant
from ledger.domain.values.text import LONGEST_NAME, parse_text
from ledger.errors import InvalidValue, enumerated, say
from schemas.base import MEMBER_FAULTS, OBJECT_FAULTS, RequestSchema, fault, refusal

if TYPE_CHECKING:
    from marshmallow.types import ErrorMessages

Value = TypeVar("Value")
Choice = TypeVar("Choice", bound=StrEnum)

_LIST_FAULTS: ErrorMessages = {**MEMBER_FAULTS, "invalid": fault("list.type", say("此处应为列表"))}
_OBJECT_FAULTS: ErrorMessages = {**MEMBER_FAULTS, **OBJECT_FAULTS}


class StrictField(fields.Field[Value], ABC):
    """A field that reads one value by a parser that raises InvalidValue."""

    default_error_messages = MEMBER_FAULTS

    @abstractmethod
    def _parse(self, value: object) -> Value:
        """Return the value of the domain.

        :raises InvalidValue: with the stable code of the fault.
        """

    def _deserialize(self, value: object, attr: str | None, data: object, **_: object) -> Value:
        del attr, data
        try:
            return self._parse(value)
        except InvalidValue as error:
            raise refusal(code=error.code, detail=error.message) from None


class _NumberField(StrictField[int]):
    """A decimal string; the subclass names its grammar and its printed form."""

    @abstractmethod
    def _written(self, value: int) -> str:
        """Return the value as it is printed."""

    def _serialize(self, value: int | None, attr: str | None, obj: object, **_: object) -> str | None:
        del attr, obj
        return None if value is None else self._written(value)


class TonnesField(_NumberField):
    """Tonnes a year as grams; ``decimals`` is 4, or 6 for increments and finer scales of the rule book."""

    def __init__(self, *, decimals: int = quantity.QUANTITY_DECIMALS, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.decimals = decimals

    def _parse(self, value: object) -> int:
        return quantity.parse_tonnes(value, decimals=self.decimals)

    def _written(self, value: int) -> str:
        return quantity.format_tonnes(value, decimals=self.decimals)


class YuanField(_NumberField):
    """Yuan as fen."""

    def _parse(self, value: object) -> int:
        return quantity.parse_yuan(value)

    def _written(self, value: int) -> str:
        return quantity.format_yuan(value)


class WanField(_NumberField):
    """万元 (10,000 yuan) as fen."""

    def _parse(self, value: object) -> int:
        return quantity.parse_wan(value)

    def _written(self, value: int) -> str:
        return quantity.format_decimal(value, scale=10**quantity.WAN_DECIMALS, decimals=0)


class PriceField(_NumberField):
    """A unit price in yuan as 1/10,000 yuan."""

    def _parse(self, value: object) -> int:
        return quantity.parse_price(value)

    def _written(self, value: int) -> str:
        return quantity.format_decimal(value, scale=quantity.PRICE_SCALE, decimals=quantity.YUAN_DECIMALS)


class DateField(StrictField[date]):
    """A calendar date, ``YYYY-MM-DD``, not before ``earliest``."""

    def __init__(self, *, earliest: date = calendar.EARLIEST, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.earliest = earliest

    def _parse(self, value: object) -> date:
        return calendar.parse_date(value, earliest=self.earliest)

    def _serialize(self, value: date | None, attr: str | None, obj: object, **_: object) -> str | None:
        del attr, obj
        return None if value is None else value.isoformat()


class PartialDateField(StrictField[str]):
    """A date as a notice prints it: ``YYYY``, ``YYYY-MM`` or ``YYYY-MM-DD``, checked and kept as printed."""

    def _parse(self, value: object) -> str:
        calendar.end_of_period(value)
        return str(value)


class TextField(StrictField[str]):
    """One line of text; ``empty`` tells whether nothing may be written."""

    def __init__(self, *, longest: int = LONGEST_NAME, empty: bool = False, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.longest = longest
        self.empty = empty

    def _parse(self, value: object) -> str:
        return parse_text(value, longest=self.longest, empty=self.empty)


class CreditCodeField(StrictField[str]):
    """A unified social credit code."""

    def _parse(self, value: object) -> str:
        return parse_credit_code(value)


class BooleanField(StrictField[bool]):
    """``true`` or ``false``, never a word or a number."""

    def _parse(self, value: object) -> bool:
        if isinstance(value, bool):
            return value
        raise InvalidValue("boolean.type", say("“{value}”不是 true 或 false", value=quantity.shown(value)))


class IntegerField(StrictField[int]):
    """A JSON integer within bounds, never ``1.0``, ``"1"`` or ``true``."""

    def __init__(self, *, least: int = 0, most: int = quantity.LARGEST, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.least = least
        self.most = most

    def _parse(self, value: object) -> int:
        if isinstance(value, bool) or not isinstance(value, int):
            raise InvalidValue("integer.type", say("“{value}”不是可接受的整数", value=quantity.shown(value)))
        if not self.least <= value <= self.most:
            raise InvalidValue(
                "integer.range",
                say(
                    "“{value}”不在{least}至{most}之间",
                    value=quantity.shown(value),
                    least=self.least,
                    most=self.most,
                ),
            )
        return value


class ChoiceField(StrictField[Choice], Generic[Choice]):
    """One word of a fixed list, read as the member of its enumeration."""

    unknown_code: ClassVar[str] = "choice.unknown"

    def __init__(self, choices: type[Choice], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.choices = choices

    def _parse(self, value: object) -> Choice:
        if not isinstance(value, str):
            raise InvalidValue("choice.type", say("“{value}”不是文本", value=quantity.shown(value)))
        for choice in self.choices:
            if choice.value == value:
                return choice
        raise InvalidValue(
            self.unknown_code,
            say(
                "“{value}”不在可选值之内：{choices}",
                value=quantity.shown(value),
                choices=enumerated(self.choices),
            ),
        )

    def _serialize(self, value: Choice | None, attr: str | None, obj: object, **_: object) -> str | None:
        del attr, obj
        return None if value is None else value.value


class FactorField(ChoiceField[Pollutant]):
    """A pollutant by its code, such as ``NH3-N``."""

    unknown_code: ClassVar[str] = "factor.unknown"

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(Pollutant, **kwargs)


class ListField(fields.List[Value]):
    """A JSON list of one kind of member."""

    default_error_messages = _LIST_FAULTS

    def __init__(self, inner: fields.Field[Value], *, least: int = 0, most: int = 10_000, **kwargs: Any) -> None:
        super().__init__(inner, **kwargs)
        self.least = least
        self.most = most

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> list[Value | None]:
        if isinstance(value, list) and not self.least <= len(value) <= self.most:
            message = say("列表应有{least}至{most}项", least=self.least, most=self.most)
            raise refusal(code="list.length", detail=message)
        return super()._deserialize(value, attr, data, **kwargs)


class ObjectField(fields.Nested):
    """A JSON object of its own schema."""

    default_error_messages = _OBJECT_FAULTS

    def __init__(self, schema: type[RequestSchema] | Callable[[], RequestSchema], **kwargs: Any) -> None:
        super().__init__(schema, **kwargs)


class MappingField(fields.Field[Mapping[Any, Any]]):
    """A JSON object whose member names and values are each of one kind, such as tonnes by pollutant."""

    default_error_messages = MEMBER_FAULTS

    def __init__(self, keys: StrictField[Any], values: fields.Field[Any], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.keys = keys
        self.values = values

    def _deserialize(self, value: object, attr: str | None, data: object, **_: object) -> Mapping[Any, Any]:
        del attr, data
        if not isinstance(value, Mapping):
            raise refusal(code="object.type", detail=say("此处应为JSON对象"))
        read: dict[Any, Any] = {}
        errors: dict[str | int, Any] = {}
        for key, member in value.items():
            try:
                read[self.keys.deserialize(key)] = self.values.deserialize(member)
            except marshmallow.ValidationError as error:
                errors[key] = error.messages
        if errors:
            raise marshmallow.ValidationError(errors)
        return read

    def _serialize(
        self, value: Mapping[Any, Any] | None, attr: str | None, obj: object, **_: object
    ) -> dict[Any, Any] | None:
        del attr, obj
        if value is None:
            return None
        return {
            self.keys._serialize(key, None, None): self.values._serialize(member, None, None)  # noqa: SLF001 - marshmallow's own way to nest
            for key, member in value.items()
        }
