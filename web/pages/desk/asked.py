"""What an act asks for, with the labels of its form, whatever its command is made of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, is_dataclass
from datetime import datetime
from typing import Any

from ledger.domain.values.worded import Worded
from ledger.errors import Message, enumerated, say
from schemas.command import written_command
from web.labels.members import label_of
from web.pages.presentation import moment

_YES = say("是")
_NO = say("否")


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """A member with its label: a text or a sentence, or members of its own, once or several times."""

    label: Message
    text: str | Message | None = None
    groups: tuple[tuple[Member, ...], ...] = ()


def members_of(command: Any) -> tuple[Member, ...]:
    """Return the members of a command that say something, in the order of its form."""
    return tuple(_members(command, written_command(command)))


def _members(owner: Any, written: Mapping[str, Any]) -> list[Member]:
    found = []
    for each in fields(owner):
        value, text = getattr(owner, each.name), written.get(each.name)
        if value is None or value in ((), ""):
            continue
        label = _label(type(owner), each.name)
        found.append(_member(label, value, text))
    return found


def _member(label: Message, value: Any, written: Any) -> Member:
    if is_dataclass(value):
        return Member(label=label, groups=(tuple(_members(value, written)),))
    if isinstance(value, tuple) and is_dataclass(value[0]):
        groups = tuple(tuple(_members(each, text)) for each, text in zip(value, written, strict=True))
        return Member(label=label, groups=groups)
    if isinstance(value, tuple):
        return Member(label=label, text=enumerated(map(_said, value)))
    if isinstance(value, bool):
        return Member(label=label, text=_YES if value else _NO)
    if isinstance(value, Worded):
        return Member(label=label, text=value.words)
    return Member(label=label, text=moment(value) if isinstance(value, datetime) else str(written))


def _said(value: Any) -> Message:
    return value.words if isinstance(value, Worded) else Message("{value}", {"value": value})


def _label(owner: type[Any], name: str) -> Message:
    """Return the label; a member without one is shown by its name."""
    try:
        return label_of(owner, name)
    except KeyError:
        return Message("{name}", {"name": name})
