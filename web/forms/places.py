"""What the place of an input is called, and which input of the page it leads to."""

from __future__ import annotations

from collections.abc import Iterator

from ledger.errors import Message, Translate, say
from web.forms.nodes import Blocks, Form, Grid, Group, Node, Several


def words_at(form: Form, path: str, translate: Translate) -> str:
    """Return what people call the input of a path; what is no input of the form is told as it was sent."""
    words = [message.rendered(translate) for message in _words(form.members, path.split("."))]
    return " · ".join(words) or path


def input_at(form: Form, path: str) -> str:
    """Return the path of the input to which a place leads: of a list, a row or an object its first; else nothing."""
    node, within, members = None, False, form.members
    for part in path.split("."):
        if part.isdecimal() and isinstance(node, Grid | Blocks | Several) and not within:
            within = True
            continue
        node, within = next((member for member in members if member.name == part), None), False
        if node is None:
            return ""
        members = node.members if isinstance(node, Group | Grid | Blocks) else ()
    return "" if node is None else ".".join((path, *_first(node, within=within)))


def _first(node: Node, *, within: bool) -> Iterator[str]:
    """Yield the parts that lead from a node, or from within a row of it, to its first input."""
    if isinstance(node, Grid | Blocks | Several) and not within:
        yield "0"
    if isinstance(node, Group | Grid | Blocks):
        yield node.members[0].name
        yield from _first(node.members[0], within=False)


def _words(members: tuple[Node, ...], parts: list[str]) -> Iterator[Message]:
    node: Node | None = None
    for part in parts:
        if part.isdecimal() and isinstance(node, Grid | Blocks | Several):
            yield say("第{row}行", row=int(part) + 1)
            continue
        node = next((member for member in members if member.name == part), None)
        if node is None:
            return
        yield node.label
        members = node.members if isinstance(node, Group | Grid | Blocks) else ()
