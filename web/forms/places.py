"""What the place of an input is called: the words of the list, the row and the member that lead to it."""

from __future__ import annotations

from collections.abc import Iterator

from ledger.errors import Message, Translate, say
from web.forms.nodes import Blocks, Form, Grid, Group, Node, Several


def words_at(form: Form, path: str, translate: Translate) -> str:
    """Return what people call the input of a path; what is no input of the form is told as it was sent."""
    words = [message.rendered(translate) for message in _words(form.members, path.split("."))]
    return " · ".join(words) or path


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
