"""The columns of a sheet of one kind of act: each input of its form by its dotted path."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from web.forms.nodes import Group, Input, Node, Several

if TYPE_CHECKING:
    from ledger.errors import Message
    from web.forms.nodes import Form


@dataclass(frozen=True, slots=True, kw_only=True)
class ActColumn:
    """A column: its path, what the input and what is around it are called, and whether it must be filled."""

    path: str
    names: tuple[Message, ...]
    input: Input
    required: bool
    listed: bool
    """Whether further rows may add to it."""
    hint: Message | None = None


def act_columns(form: Form) -> list[ActColumn]:
    """Return the columns of an act, in the order of its form."""
    return list(_columns(form.members, path="", names=(), required=True, listed=False))


def _columns(
    members: Sequence[Node], *, path: str, names: tuple[Message, ...], required: bool, listed: bool
) -> Iterator[ActColumn]:
    for member in members:
        here, called, must = f"{path}{member.name}", (*names, member.label), required and member.required
        match member:
            case Input():
                yield ActColumn(path=here, names=called, input=member, required=must, listed=listed, hint=member.hint)
            case Several():
                yield ActColumn(
                    path=here, names=called, input=member.item, required=must, listed=True, hint=member.hint
                )
            case Group():
                yield from _columns(member.members, path=f"{here}.", names=called, required=must, listed=listed)
            case _:
                yield from _columns(member.members, path=f"{here}.", names=called, required=must, listed=True)
