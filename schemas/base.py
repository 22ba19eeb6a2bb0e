"""What every schema shares: unknown members are refused, and all faults are told at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import marshmallow

from ledger.domain.values.quantity import shown
from ledger.errors import InvalidValue, Message, say
from schemas.malformed import FieldError, Malformed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from marshmallow.types import ErrorMessages

_MISSING = object()


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with one member; :func:`load` adds where it is and the value."""

    code: str
    detail: Message


def fault(code: str, detail: Message) -> list[Fault]:
    """Return a fault in the form in which marshmallow passes error messages through untouched."""
    return [Fault(code, detail)]


def refusal(*, code: str, detail: Message, path: str = "") -> marshmallow.ValidationError:
    """Return what a field or a hook raises; a hook over several members names by ``path`` the one to blame."""
    messages: Any = fault(code, detail)
    for name in reversed(path.split(".") if path else []):
        messages = {int(name) if name.isdecimal() else name: messages}
    return marshmallow.ValidationError(messages)


def refusals(faults: Mapping[str, list[Fault]]) -> marshmallow.ValidationError:
    """Return what a hook over several members raises: the faults of each."""
    messages: Any = dict(faults)
    return marshmallow.ValidationError(messages)


MEMBER_FAULTS: ErrorMessages = {
    "required": fault("field.required", say("缺少此项")),
    "null": fault("field.null", say("此项不能为 null")),
    "validator_failed": fault("field.invalid", say("此项不符合要求")),
}
"""The faults of one member that marshmallow finds by itself, with our codes."""

OBJECT_FAULTS: ErrorMessages = {
    "type": fault("object.type", say("此处应为JSON对象")),
    "unknown": fault("field.unknown", say("不认识此项")),
}
"""The same for a whole object."""


class RequestSchema(marshmallow.Schema):
    """A JSON object as a request sends it: no member more than the schema names."""

    error_messages = OBJECT_FAULTS  # type: ignore[assignment]  # annotated for text alone, passes lists through

    class Meta:
        """Refuse what is not declared."""

        unknown = marshmallow.RAISE


def load(schema: RequestSchema, data: object) -> Any:
    """Read one object by its schema.

    :raises Malformed: with every fault found, each with its path, its value, a stable code and a sentence.
    """
    try:
        return schema.load(data)  # type: ignore[arg-type]  # what is no object, the schema refuses
    except marshmallow.ValidationError as error:
        raise Malformed(_errors(error.messages, data)) from None
    except InvalidValue as error:
        raise Malformed([FieldError.of(error)]) from None


def _errors(messages: object, data: object) -> Iterator[FieldError]:
    for path, found in _flattened(messages, ()):
        value = _value_at(path, data)
        yield FieldError(
            code=found.code,
            detail=found.detail,
            field=".".join(shown(str(part)) for part in path),
            value="" if value is _MISSING else shown(value),
        )


def _flattened(messages: object, path: tuple[str | int, ...]) -> Iterator[tuple[tuple[str | int, ...], Fault]]:
    if isinstance(messages, Mapping):
        for key, inner in messages.items():
            yield from _flattened(inner, path if key == marshmallow.exceptions.SCHEMA else (*path, key))
    elif isinstance(messages, Sequence) and not isinstance(messages, str):
        for inner in messages:
            yield from _flattened(inner, path)
    elif isinstance(messages, Fault):
        yield path, messages
    else:  # a field of marshmallow's own: its English text must not reach anybody
        yield path, Fault("field.invalid", say("此项不符合要求"))


def _value_at(path: tuple[str | int, ...], data: object) -> object:
    for part in path:
        if isinstance(data, Mapping):
            data = data.get(part, _MISSING)
        elif isinstance(data, list) and isinstance(part, int) and part < len(data):
            data = data[part]
        else:
            return _MISSING
    return data
