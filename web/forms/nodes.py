"""What a form consists of: single inputs, objects, grids of rows, repeated objects and lists of values."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar, Final

from ledger.errors import Message

MOST_ROWS: Final = 500
"""Rows of one list that a form takes; larger lists come as a sheet."""


class Kind(StrEnum):
    """What is typed into one input."""

    TEXT = "text"
    REMARK = "remark"
    FILE_TEXT = "file_text"
    DATE = "date"
    INSTANT = "instant"
    TONNES = "tonnes"
    FINE_TONNES = "fine_tonnes"
    SIGNED_TONNES = "signed_tonnes"
    YUAN = "yuan"
    PRICE = "price"
    RATIO = "ratio"
    INTEGER = "integer"
    YES_NO = "yes_no"
    CHOICE = "choice"
    CREDIT_CODE = "credit_code"


TONNES: Final = frozenset({Kind.TONNES, Kind.FINE_TONNES, Kind.SIGNED_TONNES})
"""Kinds that may also be typed in kilograms."""
NUMBERS: Final = TONNES | {Kind.YUAN, Kind.PRICE, Kind.RATIO, Kind.INTEGER}


class Register(StrEnum):
    """Where the choices of an input come from."""

    ENTERPRISES = "enterprises"
    FACILITIES = "facilities"
    PROJECTS = "projects"
    AREAS = "areas"
    BASINS = "basins"
    LOTS = "lots"
    AWARDS = "awards"
    NOTICES = "notices"
    RECEIPTS = "receipts"
    DEPOSITS = "deposits"
    RECLAIMS = "reclaims"
    BUY_BACKS = "buy-backs"
    LEASES = "leases"
    LOANS = "loans"
    TRANSFERS = "transfers"
    CLAIMS = "claims"


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One value of a fixed list, and what it is called."""

    value: str
    words: Message


@dataclass(frozen=True, slots=True, kw_only=True)
class Input:
    """One value; ``default`` is what counts where nothing is typed, as it is written outside."""

    shape: ClassVar[str] = "input"

    name: str
    label: Message
    hint: Message | None = None
    kind: Kind
    required: bool
    default: str = ""
    choices: tuple[Choice, ...] = ()
    register: Register | None = None
    by_basis: bool = False
    """Whether a member beside it says for what the price is: a tonne for the whole term, or for a year."""

    @property
    def is_number(self) -> bool:
        """Return whether a number is typed, which stands at the right."""
        return self.kind in NUMBERS

    @property
    def in_tonnes(self) -> bool:
        """Return whether it may also be typed in kilograms."""
        return self.kind in TONNES


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """An object; one that is not required counts as left out while nothing of it is typed."""

    shape: ClassVar[str] = "group"

    name: str
    label: Message
    hint: Message | None = None
    required: bool
    members: tuple[Node, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """A list of objects, one a row; ``by_pollutant`` when a row is for one pollutant and six of them are offered."""

    shape: ClassVar[str] = "grid"

    name: str
    label: Message
    hint: Message | None = None
    required: bool
    members: tuple[Node, ...]
    by_pollutant: bool

    @property
    def columns(self) -> tuple[Column, ...]:
        """Return the inputs of a row, those of objects within it among them."""
        return tuple(_columns(self.members, path="", over=()))


@dataclass(frozen=True, slots=True, kw_only=True)
class Blocks:
    """A list of objects that hold lists themselves: each is a block of its own."""

    shape: ClassVar[str] = "blocks"

    name: str
    label: Message
    hint: Message | None = None
    required: bool
    members: tuple[Node, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Several:
    """A list of single values; ``places`` of them are offered."""

    shape: ClassVar[str] = "several"

    name: str
    label: Message
    hint: Message | None = None
    required: bool
    item: Input
    places: int
    fixed: bool = False
    """Whether there can be no more than the places offered."""


Node = Input | Group | Grid | Blocks | Several


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column of a grid: the path of its input within the row, and what the object around it is called."""

    path: str
    input: Input
    over: tuple[Message, ...] = ()
    number: int | None = None
    """Which of several values of the row it is."""


def _columns(members: tuple[Node, ...], *, path: str, over: tuple[Message, ...]) -> Iterator[Column]:
    for member in members:
        here = f"{path}{member.name}"
        match member:
            case Input():
                yield Column(path=here, input=member, over=over)
            case Group():
                yield from _columns(member.members, path=f"{here}.", over=(*over, member.label))
            case Several():
                for place in range(member.places):
                    yield Column(path=f"{here}.{place}", input=member.item, over=over, number=place + 1)
            case _:
                message = f"a row cannot hold the list {member.name}"
                raise TypeError(message)


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """The form of one command."""

    command: type[object]
    members: tuple[Node, ...]
