"""The form of a command, made as its schema is: from its members' types and :mod:`ledger.domain.values.forms`."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from datetime import date, datetime
from types import NoneType, UnionType
from typing import Annotated, Any, Final, Union, get_args, get_origin, get_type_hints

from ledger.domain.registers.permit import YEARS_PRINTED
from ledger.domain.values.forms import Form as Written
from ledger.domain.values.forms import SignedTonnes
from ledger.domain.values.pollutant import Pollutant
from ledger.domain.values.quantity import format_decimal, format_tonnes
from ledger.domain.values.worded import Worded
from schemas.act_fields import RATIO_SCALE
from web.forms.nodes import Blocks, Choice, Form, Grid, Group, Input, Kind, Node, Several
from web.forms.offered import register_of
from web.labels.members import hint_of, label_of

_KINDS: Final[Mapping[Written, Kind]] = {
    Written.TONNES: Kind.TONNES,
    Written.FINE_TONNES: Kind.FINE_TONNES,
    Written.YUAN: Kind.YUAN,
    Written.PRICE: Kind.PRICE,
    Written.RATIO: Kind.RATIO,
    Written.YEAR: Kind.INTEGER,
    Written.CREDIT_CODE: Kind.CREDIT_CODE,
    Written.REMARK: Kind.REMARK,
    Written.FILE_TEXT: Kind.FILE_TEXT,
}
_PLAIN: Final[Mapping[type, Kind]] = {
    str: Kind.TEXT,
    bool: Kind.YES_NO,
    int: Kind.INTEGER,
    date: Kind.DATE,
    datetime: Kind.INSTANT,
}
_PLACES: Final = 2
"""How many values of a list are offered where nothing says how many there are."""
_PLACES_OF: Final = {"yearly": YEARS_PRINTED, "due_on": 4}
_MADE: Final[dict[type[Any], Form]] = {}
"""The forms made so far."""


def form_of(command: type[Any]) -> Form:
    """Return the form of a command.

    :raises TypeError: a member has a type that no input takes.
    :raises KeyError: a member has no label.
    """
    if command not in _MADE:
        _MADE[command] = Form(command=command, members=_members(command))
    return _MADE[command]


def _members(kind: type[Any]) -> tuple[Node, ...]:
    hints = get_type_hints(kind, include_extras=True)
    return tuple(_node(kind, member, hints[member.name]) for member in dataclasses.fields(kind))


def _node(owner: type[Any], member: dataclasses.Field[Any], hint: Any) -> Node:
    hint, may_be_none = _without_none(hint)
    given = _default_of(member)
    required = given is dataclasses.MISSING and not may_be_none
    named: dict[str, Any] = {
        "name": member.name,
        "label": label_of(owner, member.name),
        "hint": hint_of(owner, member.name),
        "required": required,
    }
    if get_origin(hint) is tuple:
        return _list_of(owner, member.name, get_args(hint)[0], named)
    if isinstance(hint, type) and dataclasses.is_dataclass(hint):
        return Group(members=_members(hint), **named)
    return _input(owner, hint, named, given)


def _list_of(owner: type[Any], name: str, inner: Any, named: dict[str, Any]) -> Node:
    if isinstance(inner, type) and dataclasses.is_dataclass(inner):
        members = _members(inner)
        if any(isinstance(member, Grid | Blocks) or _is_file(member) for member in members):
            return Blocks(members=members, **named)
        by_pollutant = members[0].name == "pollutant"
        return Grid(members=members, by_pollutant=by_pollutant, **named)
    item = _input(owner, inner, {**named, "hint": None, "required": False}, dataclasses.MISSING)
    if inner is Pollutant:
        return Several(item=item, places=len(Pollutant), fixed=True, **named)
    return Several(item=item, places=_PLACES_OF.get(name, _PLACES), fixed=name == "yearly", **named)


def _is_file(member: Node) -> bool:
    return isinstance(member, Input) and member.kind is Kind.FILE_TEXT


def _input(owner: type[Any], hint: Any, named: dict[str, Any], given: object) -> Input:
    kind, choices = _kind(hint)
    return Input(
        kind=kind,
        choices=choices,
        default="" if given is dataclasses.MISSING else _written(kind, given),
        register=register_of(owner, named["name"], kind),
        by_basis=kind is Kind.PRICE and any(each.name == "basis" for each in dataclasses.fields(owner)),
        **named,
    )


def _kind(hint: Any) -> tuple[Kind, tuple[Choice, ...]]:
    if get_origin(hint) is Annotated:
        form = get_args(hint)[1]
        return (Kind.SIGNED_TONNES if isinstance(form, SignedTonnes) else _KINDS[form]), ()
    if isinstance(hint, type) and issubclass(hint, Worded):
        return Kind.CHOICE, tuple(Choice(value=choice.value, words=choice.words) for choice in hint)
    if hint in _PLAIN:
        return _PLAIN[hint], ()
    message = f"no input takes {hint!r}"
    raise TypeError(message)


def _default_of(member: dataclasses.Field[Any]) -> object:
    if member.default_factory is not dataclasses.MISSING:
        return None
    return member.default


def _written(kind: Kind, given: Any) -> str:
    """Return a default as it is written outside; nothing for a switch that is off."""
    if given is None or given is False:
        return ""
    if kind is Kind.RATIO:
        return format_decimal(given, scale=RATIO_SCALE, decimals=1)
    if kind in {Kind.TONNES, Kind.FINE_TONNES, Kind.SIGNED_TONNES}:
        return format_tonnes(given)
    return str(given)


def _without_none(hint: Any) -> tuple[Any, bool]:
    if get_origin(hint) in {Union, UnionType} and NoneType in get_args(hint):
        [inner] = [argument for argument in get_args(hint) if argument is not NoneType]
        return inner, True
    return hint, False
