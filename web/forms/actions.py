"""What the buttons of a form do with its rows where no script does it: add one, take one away."""

from __future__ import annotations

from typing import Any, Final

from web.forms.nodes import MOST_ROWS, Blocks, Form, Grid, Group, Node, Several
from web.forms.typed import Values

ADD: Final = "add:"
DROP: Final = "drop:"
_MORE: Final = 5


def changes_rows(action: str) -> bool:
    """Return whether a button changes the rows of a list."""
    return action.startswith((ADD, DROP))


def change_rows(form: Form, values: Values, action: str) -> None:
    """Change the rows as the button says; what names no list of the form changes nothing."""
    word, _, path = action.partition(":")
    *above, last = path.split(".")
    owner: Any = values
    for part in above:
        owner = _inner(owner, part)
    node = _node_at(form, path)
    if word == "add" and isinstance(owner, dict) and node is not None:
        rows = owner.setdefault(last, [])
        rows += [_empty(node) for _ in range(min(_MORE, MOST_ROWS - len(rows)))]
    elif word == "drop" and isinstance(owner, list) and _is_place(last, owner):
        owner.pop(int(last))


def _is_place(part: str, rows: list[Any]) -> bool:
    """Return whether a part of a path is the place of a row; a longer number is none, and takes long to read."""
    return part.isascii() and part.isdecimal() and len(part) <= len(str(MOST_ROWS)) and int(part) < len(rows)


def _empty(node: Node) -> Any:
    return "" if isinstance(node, Several) else {}


def _inner(owner: Any, part: str) -> Any:
    if isinstance(owner, dict):
        return owner.get(part)
    if isinstance(owner, list) and _is_place(part, owner):
        return owner[int(part)]
    return None


def _node_at(form: Form, path: str) -> Node | None:
    """Return the list of a path, which has the numbers of rows in it, if the form has such a list."""
    members, found = form.members, None
    for name in (part for part in path.split(".") if not part.isdecimal()):
        found = next((member for member in members if member.name == name), None)
        members = found.members if isinstance(found, Group | Grid | Blocks) else ()
    if isinstance(found, Several) and found.fixed:
        return None
    return found if isinstance(found, Grid | Blocks | Several) else None
