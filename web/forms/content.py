"""From what was typed to the content of a command, as JSON would hold it, and back to the input of each fault."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Final

from ledger.domain.values.quantity import shown
from ledger.errors import InvalidValue, say
from schemas.malformed import FieldError
from web.forms.folding import folded, in_tonnes, is_own_notation
from web.forms.nodes import Blocks, Form, Grid, Group, Input, Kind, Node, Several
from web.forms.typed import Typed, Values, is_blank, is_blank_row

YES: Final = "true"
_MOST_DIGITS: Final = 18


@dataclass(frozen=True, slots=True, kw_only=True)
class Turned:
    """A value that was typed in another way than it is recorded."""

    path: str
    typed: str
    written: str
    unit: bool = False
    """Whether it is another unit, which the person chose himself: what he typed stays as it is."""
    ask: bool = False
    """Whether the person is asked before it is recorded."""


@dataclass(slots=True, kw_only=True)
class Content:
    """The content of a command, and how it came from the inputs of the form."""

    members: dict[str, Any] = field(default_factory=dict)
    places: dict[str, str] = field(default_factory=dict)
    """The path of an input by the path of its value: rows that are empty are left out, and the others move up."""
    turned: list[Turned] = field(default_factory=list)
    faults: list[FieldError] = field(default_factory=list)

    def place_of(self, path: str) -> str:
        """Return the path of the input that a fault of a value belongs to."""
        parts = path.split(".")
        for count in range(len(parts), 0, -1):
            above = ".".join(parts[:count])
            if above in self.places:
                return ".".join((self.places[above], *parts[count:]))
        return path


def content_of(form: Form, typed: Typed) -> Content:
    """Return the content of what was typed."""
    content = Content(faults=[_unknown(name) for name in typed.unknown])
    content.members = _object(form.members, typed.values, _Place("", "", "", typed.kilograms), content)
    return content


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a value stands: in the content, among the inputs, and in which column."""

    value: str
    input: str
    column: str
    kilograms: frozenset[str]

    def member(self, name: str) -> _Place:
        return _Place(_below(self.value, name), _below(self.input, name), _below(self.column, name), self.kilograms)

    def row(self, counted: int, typed: int) -> _Place:
        return _Place(f"{self.value}.{counted}", f"{self.input}.{typed}", self.column, self.kilograms)


def _below(path: str, name: str) -> str:
    return f"{path}.{name}" if path else name


def _object(members: tuple[Node, ...], values: Values, place: _Place, content: Content) -> dict[str, Any]:
    found = {}
    for member in members:
        value = _value(member, values.get(member.name), place.member(member.name), content)
        if value is not None:
            found[member.name] = value
    return found


def _value(node: Node, value: Any, place: _Place, content: Content) -> Any:
    """Return what a node says in the content, or None where it is left out."""
    content.places[place.value] = place.input
    match node:
        case Input():
            return _single(node, value or "", place, content)
        case Group():
            if not node.required and is_blank(node, value):
                return None
            return _object(node.members, value or {}, place, content)
        case Several():
            items = [(typed, text) for typed, text in enumerate(value or []) if text.strip()]
            return [_item(node, text, place.row(at, typed), content) for at, (typed, text) in enumerate(items)] or None
        case Grid() | Blocks():
            rows = [(typed, row) for typed, row in enumerate(value or []) if not is_blank_row(node, row)]
            return [_row(node, row, place.row(at, typed), content) for at, (typed, row) in enumerate(rows)] or None


def _item(node: Several, text: str, place: _Place, content: Content) -> Any:
    content.places[place.value] = place.input
    return _single(node.item, text, place, content)


def _row(node: Grid | Blocks, row: Values, place: _Place, content: Content) -> dict[str, Any]:
    content.places[place.value] = place.input
    return _object(node.members, row, place, content)


def _single(node: Input, text: str, place: _Place, content: Content) -> Any:
    written = folded(node, text)
    if not written:
        return None
    if written != text and not is_own_notation(node, text):
        content.turned.append(Turned(path=place.input, typed=text, written=written, ask=True))
    if node.in_tonnes and place.column in place.kilograms:
        return _converted(written, place, content)
    if node.kind is Kind.YES_NO:
        return True if written == YES else written
    if node.kind is Kind.INTEGER and written.isascii() and written.isdecimal() and len(written) <= _MOST_DIGITS:
        return int(written) if written == str(int(written)) else written
    return written


def _converted(written: str, place: _Place, content: Content) -> str | None:
    try:
        tonnes = in_tonnes(written)
    except InvalidValue as error:
        content.faults.append(FieldError.of(error, field=place.input, value=shown(written)))
        return None
    if tonnes != written:
        content.turned.append(Turned(path=place.input, typed=written, written=tonnes, unit=True))
    return tonnes


def _unknown(name: str) -> FieldError:
    return FieldError(code="field.unknown", detail=say("表单中没有此项"), field=shown(name))
