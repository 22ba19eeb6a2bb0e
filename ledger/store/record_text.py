"""Records and commands as text: frozen dataclasses of the domain to canonical JSON, and back.

A member that is None is not written, so that a member that comes later changes neither the text nor the digest of
what does not use it. Therefore whatever may be None has None for its default. Days are written ``YYYY-MM-DD``,
enumerations by their value. The types of a record's members must be importable where the record is declared, not
for type checking alone.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any, ClassVar, Final, Protocol, TypeVar

import msgspec
from msgspec import inspect

from ledger.domain.bookkeeping.journal import Registration
from ledger.domain.values.encoding import join_code

REMOVED: Final = "null"
"""The body by which a subject becomes as if nothing had ever been registered of it: a reversal took it back."""


class Record(Protocol):
    """A fact of a register: what is said of its subject from now on.

    A record may also have a property ``owner``; then it stands in its owner's own part of the register.
    """

    REGISTER: ClassVar[str]

    @property
    def subject(self) -> str:
        """Return what the register knows the record by."""


_NOTHING: Final = '":null'
"""Ends a member that is None. Inside a text of JSON a quotation mark has a backslash before it."""
_MOST_READ: Final = 20_000
"""Records that are kept in memory with the text they were read from."""

R = TypeVar("R", bound=Record)
T = TypeVar("T")


def body_of(record: object) -> str:
    """Write a record or a command as canonical JSON.

    :raises TypeError: its class has a member that cannot be read back, see :func:`record_of`.
    """
    _decoders[type(record)]
    text = msgspec.json.encode(record, order="sorted").decode()
    return _without_nothing(text) if _NOTHING in text else text


def _without_nothing(text: str) -> str:
    """Leave out the members that are None, each with one comma beside it: that behind it, or at the end that before."""
    kept, *others = text.split(_NOTHING)
    for other in others:
        before, _, name = kept.rpartition('"')
        if not name.isidentifier():
            kept = f"{kept}{_NOTHING}{other}"
        elif other.startswith(","):
            kept = before + other[1:]
        else:
            kept = before.removesuffix(",") + other
    return kept


def record_of(kind: type[T], body: str) -> T:
    """Read a record or a command that :func:`body_of` wrote.

    :raises TypeError: a member of the class may be None and has another default, or none.
    :raises msgspec.ValidationError: the text is none of this kind.
    """
    hashable: Any = kind  # a class is, though the checker of types does not know of every one
    read: T = _read(hashable, body)
    return read


def register_of(kind: type[Record], owner: str | None) -> str:
    """Return the name of a kind's register, or of its owner's part."""
    return join_code(kind.REGISTER) if owner is None else join_code(kind.REGISTER, owner)


def registration_of(record: Record) -> Registration:
    """Return the registration by which a record becomes what is so."""
    return Registration(
        register=register_of(type(record), getattr(record, "owner", None)),
        subject=record.subject,
        body=body_of(record),
    )


class _Decoders(dict[type[Any], msgspec.json.Decoder[Any]]):
    """What reads each kind, made when it is first needed."""

    def __missing__(self, kind: type[Any]) -> msgspec.json.Decoder[Any]:
        _require_readable(inspect.type_info(kind))
        made = self[kind] = msgspec.json.Decoder(kind)
        return made


_decoders: Final = _Decoders()


@lru_cache(maxsize=_MOST_READ)
def _read(kind: type[Any], body: str) -> Any:
    """Read a text; records are frozen, so that one which was read can be handed out again."""
    return _decoders[kind].decode(body)


def _require_readable(info: inspect.Type) -> None:
    """Refuse a type of which a None would be lost between writing and reading."""
    match info:
        case inspect.DataclassType(cls=cls, fields=fields):
            for field in fields:
                if _may_be_none(field.type) and field.default is not None:
                    message = f"{cls.__name__}.{field.name} may be None and must have None for its default"
                    raise TypeError(message)
                _require_readable(field.type)
        case inspect.UnionType(types=members) | inspect.TupleType(item_types=members):
            for member in members:
                _require_readable(member)
        case inspect.VarTupleType(item_type=item) | inspect.ListType(item_type=item):
            _require_readable(item)
        case inspect.DictType(value_type=value):
            if _may_be_none(value):
                message = "the value of a mapping may not be None"
                raise TypeError(message)
            _require_readable(value)


def _may_be_none(info: inspect.Type) -> bool:
    return isinstance(info, inspect.UnionType) and info.includes_none
