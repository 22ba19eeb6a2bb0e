"""What a page shows of a form: its values, the faults and notes at each input, and the files that lie with it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from markupsafe import Markup

from ledger.domain.bookkeeping.act import Paper
from ledger.domain.people.draft import Draft, DraftPaper
from ledger.errors import Message
from web.context import Context
from web.forms.drawing import attributes_of, choices_of
from web.forms.nodes import Blocks, Form, Grid, Group, Input, Kind, Node, Register, Several
from web.forms.options import Option, words_of
from web.forms.places import input_at, words_at
from web.forms.reading import Filled
from web.forms.typed import Typed, Values, is_blank, pollutant_rows

_LEAST_ROWS: Final = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class FormPage:
    """A form as it is shown."""

    context: Context
    kind: str
    title: Message
    form: Form
    typed: Typed
    key: str
    """The idempotency key: the same press of the button, twice, records once."""
    options: Mapping[Register, list[Option]]
    draft: Draft | None = None
    papers: tuple[DraftPaper, ...] = ()
    former: tuple[Paper, ...] = ()
    """The papers of the returned act that is being corrected; they go along with it, but for those left out."""
    without: frozenset[str] = frozenset()
    """The digests of those that are left out."""
    filled: Filled | None = None
    problem: Any = None
    _faults: dict[str, list[Message]] = field(default_factory=lambda: defaultdict(list))

    _notes: dict[str, str] = field(default_factory=dict)
    _attributes: dict[int, Markup] = field(default_factory=dict)
    _choices: dict[tuple[int, str], Markup] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for change in () if self.filled is None else self.filled.turned:
            self._notes[change.path] = change.written
        for fault in () if self.filled is None else self.filled.faults:
            self._faults[fault.field].append(fault.detail)

    @property
    def has_grid(self) -> bool:
        """Return whether the form has a list of rows, which needs the whole width."""
        return _has_grid(self.form.members)

    def is_folded(self, node: Group, path: str, typed: Values | None) -> bool:
        """Return whether an object that may be left out is shown folded: nothing is typed in it, and nothing wrong."""
        wrong = any(place == path or place.startswith(f"{path}.") for place in self._faults)
        return not node.required and not wrong and is_blank(node, typed)

    def is_share(self, node: Group) -> bool:
        """Return whether an object is a share of rights, which may be chosen from what is held."""
        return {"pollutant", "term_from", "origin"} <= {member.name for member in node.members}

    def has_share(self, node: Grid) -> bool:
        """Return whether the rows of a grid hold shares of rights."""
        return any(isinstance(member, Group) and self.is_share(member) for member in node.members)

    def faults(self, path: str) -> list[Message]:
        """Return what is wrong at an input."""
        return self._faults.get(path, [])

    def label_at(self, path: str) -> str:
        """Return what the input of a path is called."""
        return words_at(self.form, path, self.context.translate)

    def input_at(self, path: str) -> str:
        """Return the path of the input to which a place leads; nothing where the form has no such place."""
        return input_at(self.form, path)

    def note(self, path: str) -> str:
        """Return what the value of an input was turned into, if it was."""
        return self._notes.get(path, "")

    def drawn_attributes(self, node: Input) -> Markup:
        """Return what every input of a node has alike: its size, its keyboard, its choices."""
        known = id(node)  # the nodes of a form are made once
        if known not in self._attributes:
            self._attributes[known] = attributes_of(node, self.options)
        return self._attributes[known]

    def drawn_choices(self, node: Input, chosen: str) -> Markup:
        """Return the choices of a cell."""
        known = (id(node), chosen)
        if known not in self._choices:
            self._choices[known] = choices_of(node, chosen, self.context)
        return self._choices[known]

    def words(self, node: Input, value: str) -> str:
        """Return what a number of a register is called beside."""
        return words_of(self.context, node.register, value) if value else ""

    def in_kilograms(self, column: str) -> bool:
        """Return whether a column is typed in kilograms."""
        return column in self.typed.kilograms

    def rows(self, node: Grid, typed: list[Values] | None) -> list[Values]:
        """Return the rows of a grid, with some that are still empty."""
        rows = list(typed or pollutant_rows(node))
        return rows + [{} for _ in range(_LEAST_ROWS - len(rows))]

    def places(self, node: Several, typed: list[str] | None) -> list[str]:
        """Return the values of a list, with some that are still empty."""
        values = list(typed or [])
        return values + [""] * (node.places - len(values))


def _has_grid(members: tuple[Node, ...]) -> bool:
    return any(
        isinstance(member, Grid | Blocks) or (isinstance(member, Group) and _has_grid(member.members))
        for member in members
    )


def value_at(row: Values, path: str) -> str:
    """Return what stands in the cell of a row under a column."""
    found: Any = row
    for part in path.split("."):
        if isinstance(found, dict):
            found = found.get(part, "")
        elif isinstance(found, list):
            found = found[int(part)] if part.isdecimal() and int(part) < len(found) else ""
    return found if isinstance(found, str) else ""


def title_of(form: Form, values: Values, *, name_of: Callable[[str], str] = str) -> str:
    """Return by what a draft is told from others of its kind: the names and numbers that were typed, three at most.

    :param name_of: what the enterprise of a credit code is called.
    """
    inputs = {member.name: member for member in form.members if isinstance(member, Input)}
    found = []
    for name in _TELLING:
        value = values.get(name, "").strip() if name in inputs else ""
        if value:
            found.append(name_of(value) if inputs[name].kind is Kind.CREDIT_CODE else value)
    return " · ".join(found[:_MOST_TOLD])


_MOST_TOLD: Final = 3
_TELLING: Final = (
    "name",
    "id",
    "number",
    "project",
    "facility",
    "loan",
    "award",
    "notice",
    "enterprise",
    "holder",
    "buyer",
    "seller",
    "lessee",
    "lessor",
    "charged_for",
    "credit_code",
    "area",
    "pollutant",
)
