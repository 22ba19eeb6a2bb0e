"""What was typed into a form: dotted names such as ``lines.0.grams`` brought into the shape of the form.

Nothing that is sent can make this large: rows are numbered anew, a name that the form does not have is told of and
dropped, and so is a second value under one name.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Final

from ledger.domain.values.pollutant import Pollutant
from web.forms.nodes import MOST_ROWS, Blocks, Form, Grid, Group, Input, Node, Several

UNIT: Final = "_unit."
"""Before the path of a column, without the numbers of rows: in which unit it is typed."""
KILOGRAMS: Final = "kg"
_LONGEST_NAME: Final = 200
_MOST_DIGITS: Final = 4

Values = dict[str, Any]
"""Texts by the names of members; for an object the same again, for a list one of them for each row."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    """The values of a form, the columns that are typed in kilograms, and the names that the form does not have."""

    values: Values = field(default_factory=dict)
    kilograms: frozenset[str] = frozenset()
    unknown: tuple[str, ...] = ()


def typed_into(form: Form, sent: Iterable[tuple[str, str]]) -> Typed:
    """Bring what was sent into the shape of the form; the names of the page's own controls are to be left out."""
    nested: Values = {}
    kilograms: set[str] = set()
    unknown: list[str] = []
    for name, value in sent:
        if name.startswith(UNIT) and len(name) <= _LONGEST_NAME:
            kilograms |= {name.removeprefix(UNIT)} if value == KILOGRAMS else set()
        elif len(name) > _LONGEST_NAME or not _put(nested, name.split("."), value):
            unknown.append(name)
    values = _shaped(form.members, nested, "", unknown)
    return Typed(values=values, kilograms=frozenset(kilograms), unknown=tuple(unknown))


def is_blank(node: Node, value: Any) -> bool:
    """Return whether nothing was typed into a node; what the page itself offers, such as a pollutant, is not typed."""
    match node:
        case Input():
            return not (value or "").strip()
        case Several():
            return not any(text.strip() for text in value or ())
        case Group():
            return all(is_blank(member, (value or {}).get(member.name)) for member in node.members)
        case Grid() | Blocks():
            return all(is_blank_row(node, row) for row in value or ())


def is_blank_row(node: Grid | Blocks, row: Values) -> bool:
    """Return whether a row counts as not there: nothing is typed, or nothing but a pollutant that was offered."""
    offered = {"pollutant"} if isinstance(node, Blocks) or node.by_pollutant else set()
    return all(is_blank(member, row.get(member.name)) for member in node.members if member.name not in offered)


def pollutant_rows(node: Grid) -> list[Values]:
    """Return the rows that are offered before anything is typed."""
    return [{"pollutant": str(pollutant)} for pollutant in Pollutant] if node.by_pollutant else []


def _put(nested: Values, path: list[str], value: str) -> bool:
    for part in path[:-1]:
        inner = nested.setdefault(part, {})
        if not isinstance(inner, dict):
            return False
        nested = inner
    if path[-1] in nested:
        return False
    nested[path[-1]] = value
    return True


def _shaped(members: tuple[Node, ...], nested: Values, path: str, unknown: list[str]) -> Values:
    shaped: Values = {}
    left = dict(nested)
    for member in members:
        if member.name in left:
            here = f"{path}{member.name}"
            value = _shape_of(member, left.pop(member.name), here, unknown)
            if value is not None:
                shaped[member.name] = value
    unknown += [f"{path}{name}" for name in left]
    return shaped


def _shape_of(node: Node, value: object, path: str, unknown: list[str]) -> object:
    """Return the value in the shape of its node, or None where it has another shape."""
    if isinstance(node, Input):
        if isinstance(value, str):
            return value
    elif isinstance(value, dict):
        if isinstance(node, Group):
            return _shaped(node.members, value, f"{path}.", unknown)
        numbered = _numbered(value, path, unknown)
        if isinstance(node, Several):
            return _values(node, numbered, path, unknown)
        return _rows(node, numbered, path, unknown)
    unknown.append(path)
    return None


def _rows(node: Grid | Blocks, numbered: list[tuple[int, object]], path: str, unknown: list[str]) -> list[Values]:
    kept: list[Values] = []
    for place, row in numbered:
        shaped = _shaped(node.members, row, f"{path}.{place}.", unknown) if isinstance(row, dict) else None
        if shaped is None:
            unknown.append(f"{path}.{place}")
        elif shaped or not row:
            kept.append(shaped)
    return kept


def _values(node: Several, numbered: list[tuple[int, object]], path: str, unknown: list[str]) -> list[str]:
    kept: list[str] = []
    for place, value in numbered:
        if not isinstance(value, str) or (node.fixed and place >= node.places):
            unknown.append(f"{path}.{place}")
            continue
        if node.fixed:
            kept += [""] * (place - len(kept))
        kept.append(value)
    return kept


def _numbered(value: Values, path: str, unknown: list[str]) -> list[tuple[int, object]]:
    numbered = sorted(
        ((int(name), inner) for name, inner in value.items() if _is_number(name)), key=lambda pair: pair[0]
    )
    unknown += [f"{path}.{name}" for name in value if not _is_number(name)]
    unknown += [f"{path}.{place}" for place, _ in numbered[MOST_ROWS:]]
    return numbered[:MOST_ROWS]


def _is_number(name: str) -> bool:
    return name.isascii() and name.isdecimal() and len(name) <= _MOST_DIGITS and name == str(int(name))
