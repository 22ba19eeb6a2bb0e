"""A form as a browser sends it back untouched, and the least that must be typed into it."""

from __future__ import annotations

from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Final

from web.forms.nodes import Blocks, Form, Grid, Group, Input, Kind, Node, Several

_EXAMPLES: Final = {
    Kind.TEXT: "示例",
    Kind.REMARK: "示例",
    Kind.FILE_TEXT: "示例",
    Kind.DATE: "2026-06-01",
    Kind.INSTANT: "2026-06-01 09:30",
    Kind.INTEGER: "1",
    Kind.YES_NO: "true",
    Kind.CREDIT_CODE: "91371500MA00DEM012",
}
"""Invented values; every other kind is a number."""


class _Reader(HTMLParser):
    """Collects what the inputs of the form of an act hold."""

    def __init__(self) -> None:
        super().__init__()
        self.sent: dict[str, str] = {}
        self._within = False
        self._select: str | None = None
        self._area: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        known = {name: value or "" for name, value in attrs}
        name = known.get("name", "")
        if tag == "form":
            self._within = known.get("id") == "act-form"
        if not self._within:
            return
        if tag == "select":
            self._select = name
        elif tag == "option" and self._select is not None:
            if "selected" in known or self._select not in self.sent:
                self.sent[self._select] = known.get("value", "")
        elif tag == "textarea":
            self._area = name
            self.sent[name] = ""
        elif tag == "input" and (known.get("type") in {"text", "hidden"} or "checked" in known):
            self.sent[name] = known.get("value", "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._within = False
        elif tag == "select":
            self._select = None
        elif tag == "textarea":
            self._area = None

    def handle_data(self, data: str) -> None:
        if self._area is not None:
            self.sent[self._area] += data.removeprefix("\n")


def sent_by(page: str) -> dict[str, str]:
    """Return what a browser sends of a form that nobody has touched."""
    reader = _Reader()
    reader.feed(page)
    return reader.sent


def least_of(form: Form) -> dict[str, str]:
    """Return the inputs that must be filled in, with invented values of their kinds."""
    return dict(_least(form.members, ""))


def _least(members: tuple[Node, ...], path: str) -> Iterator[tuple[str, str]]:
    for member in members:
        here = f"{path}{member.name}"
        if not member.required:
            continue
        match member:
            case Input():
                yield here, _example(member)
            case Group():
                yield from _least(member.members, f"{here}.")
            case Grid() | Blocks():
                row = dict(_least(member.members, f"{here}.0."))
                yield from (row if len(row) > 1 else _with_a_number(member, row, here)).items()
            case Several():
                for place in range(member.places if member.fixed else 1):
                    yield f"{here}.{place}", _example(member.item)


def _with_a_number(node: Grid | Blocks, row: dict[str, str], path: str) -> dict[str, str]:
    """Return a row in which a pollutant alone must stand with its first number: a pollutant alone is only offered."""
    number = next(member for member in node.members if isinstance(member, Input) and member.is_number)
    return {**row, f"{path}.0.{number.name}": _example(number)}


def _example(node: Input) -> str:
    if node.name.endswith("year"):
        return "2026"
    return node.choices[0].value if node.choices else _EXAMPLES.get(node.kind, "1")
