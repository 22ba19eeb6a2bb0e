"""What a member of a command is called, and the hint beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from web.labels.hints import HINTS, HINTS_OF
from web.labels.member_names import MEMBERS
from web.labels.members_of_commands import MEMBERS_OF

if TYPE_CHECKING:
    from ledger.errors import Message


def label_of(owner: type[Any], name: str) -> Message:
    """Return what a member is called: in its own command, else by its name alone.

    :raises KeyError: it has no label.
    """
    return MEMBERS_OF.get(owner, {}).get(name) or MEMBERS[name]


def hint_of(owner: type[Any], name: str) -> Message | None:
    """Return the hint of a member, if it has one."""
    return HINTS_OF.get(owner, {}).get(name) or HINTS.get(name)
