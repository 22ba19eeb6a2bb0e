"""The schema of a command, made from the command itself: one declaration, read by the program and by people.

Each member becomes a field by its type and its :mod:`ledger.domain.values.forms`; a member with a default may be left
out; one that may be None may be null. A command within a command becomes an object of its own.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from datetime import date, datetime
from enum import StrEnum
from types import NoneType, UnionType
from typing import TYPE_CHECKING, Annotated, Any, Final, Union, get_args, get_origin, get_type_hints

from marshmallow import fields, post_load

from ledger.domain.values.calendar import EARLIEST, LATEST
from ledger.domain.values.forms import Form, SignedTonnes
from ledger.domain.values.pollutant import Pollutant
from ledger.domain.values.quantity import INCREMENT_DECIMALS
from schemas.act_fields import FileTextField, InstantField, RatioField, SignedTonnesField, TupleField
from schemas.base import RequestSchema, load
from schemas.fields import (
    BooleanField,
    ChoiceField,
    CreditCodeField,
    DateField,
    FactorField,
    IntegerField,
    MappingField,
    ObjectField,
    PriceField,
    TextField,
    TonnesField,
    YuanField,
)

if TYPE_CHECKING:
    from collections.abc import Callable

_LONGEST_REMARK: Final = 1_000
_FORMS: Final[Mapping[Form, Callable[..., fields.Field[Any]]]] = {
    Form.TONNES: TonnesField,
    Form.FINE_TONNES: lambda **options: TonnesField(decimals=INCREMENT_DECIMALS, **options),
    Form.YUAN: YuanField,
    Form.PRICE: PriceField,
    Form.RATIO: RatioField,
    Form.YEAR: lambda **options: IntegerField(least=EARLIEST.year, most=LATEST.year, **options),
    Form.CREDIT_CODE: CreditCodeField,
    Form.FILE_TEXT: FileTextField,
    Form.REMARK: lambda **options: TextField(longest=_LONGEST_REMARK, **options),
}
_PLAIN: Final[Mapping[type, Callable[..., fields.Field[Any]]]] = {
    str: TextField,
    bool: BooleanField,
    int: IntegerField,
    date: DateField,
    datetime: InstantField,
    Pollutant: FactorField,
}
_MADE: Final[dict[type[Any], type[RequestSchema]]] = {}
"""The schemas made so far; making one takes longer than reading a hundred commands."""


def read_command(kind: type[Any], content: object) -> Any:
    """Read a command as it is written outside.

    :raises Malformed: with every fault found.
    """
    return load(schema_of(kind)(), content)


def written_command(command: Any) -> Any:
    """Write a command as it is written outside."""
    return schema_of(type(command))().dump(command)


def schema_of(kind: type[Any]) -> type[RequestSchema]:
    """Return the schema of a command, or of a part of one.

    :raises TypeError: a member has a type that no field reads.
    """
    if kind not in _MADE:
        _MADE[kind] = _made(kind)
    return _MADE[kind]


def _made(kind: type[Any]) -> type[RequestSchema]:
    hints = get_type_hints(kind, include_extras=True)
    members = {member.name: _field(hints[member.name], **_options(member)) for member in dataclasses.fields(kind)}

    def make(self: RequestSchema, data: Mapping[str, Any], **_: object) -> Any:
        del self
        return kind(**data)

    return type(f"{kind.__name__}Schema", (RequestSchema,), {**members, "make": post_load(make)})


def _options(member: dataclasses.Field[Any]) -> dict[str, Any]:
    if member.default is not dataclasses.MISSING:
        return {"load_default": member.default}
    if member.default_factory is not dataclasses.MISSING:
        return {"load_default": member.default_factory}
    return {"required": True}


def _field(hint: Any, **options: Any) -> fields.Field[Any]:
    origin, arguments = get_origin(hint), get_args(hint)
    if origin in {Union, UnionType} and NoneType in arguments:
        [inner] = [argument for argument in arguments if argument is not NoneType]
        return _field(inner, allow_none=True, **options)
    if origin is Annotated:
        form = arguments[1]
        return SignedTonnesField(**options) if isinstance(form, SignedTonnes) else _FORMS[form](**options)
    if origin is tuple:
        return TupleField(_field(arguments[0]), **options)
    if origin is Mapping:
        key: Any = _field(arguments[0])
        return MappingField(key, _field(arguments[1]), **options)
    return _field_of_class(hint, **options)


def _field_of_class(kind: Any, **options: Any) -> fields.Field[Any]:
    if kind in _PLAIN:
        return _PLAIN[kind](**options)
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        return ChoiceField(kind, **options)
    if isinstance(kind, type) and dataclasses.is_dataclass(kind):
        return ObjectField(schema_of(kind), **options)
    message = f"no field reads {kind!r}"
    raise TypeError(message)
