"""The four families of failure, and the sentence that each one carries.

A specific error subclasses a family beside the code that raises it. The doors (command line, pages) know
only the families. Malformed input is no family of the ledger: ``InvalidValue`` is raised by the parsers of
single values, and the schemas collect every one of them before anything else happens.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import ClassVar

Translate = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Message:
    """A Chinese sentence with named gaps; the door may translate the sentence before filling the gaps."""

    template: str
    values: Mapping[str, object] = field(default_factory=dict)

    def rendered(self, translate: Translate = str) -> str:
        """Return the sentence in the language of ``translate`` with its gaps filled."""
        values = {name: _rendered(value, translate) for name, value in self.values.items()}
        return translate(self.template).format(**values)

    def __str__(self) -> str:
        return self.rendered()


def say(template: str, **values: object) -> Message:
    """Return a Message; the catalogue of translations is extracted from calls of this name."""
    return Message(template, values)


def enumerated(things: Iterable[object]) -> Message:
    """Return several things as one, set apart as a list is in the language of the reader; a dash for none."""
    return Message("{things}", {"things": tuple(things)})


def _rendered(value: object, translate: Translate) -> object:
    if isinstance(value, Message):
        return value.rendered(translate)
    if isinstance(value, tuple):
        return translate("、").join(str(_rendered(each, translate)) for each in value) or "—"
    return value


@dataclass(frozen=True, slots=True, kw_only=True)
class Breach:
    """One provision that a command does not meet (RFC 9457 member ``breaches``)."""

    code: str
    detail: Message
    provision: str = ""
    instrument: str = ""
    article: str = ""
    authority: str = ""


class InvalidValue(ValueError):
    """A single value that no parser of ours accepts."""

    def __init__(self, code: str, message: Message) -> None:
        super().__init__(str(message))
        self.code = code
        self.message = message


class LedgerError(Exception):
    """Base of the four families; ``code`` is stable, the sentence is for people."""

    code: ClassVar[str] = "error"

    def __init__(self, message: Message, *, code: str | None = None, breaches: tuple[Breach, ...] = ()) -> None:
        super().__init__(str(message))
        self.problem_code = code or self.code
        self.message = message
        self.breaches = breaches


class NotFound(LedgerError):
    """What was asked for is not there, or not there for the one who asks."""

    code = "not_found"


class RuleViolation(LedgerError):
    """The command is understood and refused; ``breaches`` lists every reason."""

    code = "refused"


class Conflict(LedgerError):
    """The command collides with what is already recorded."""

    code = "conflict"


class Unavailable(LedgerError):
    """Nothing was recorded, because the books cannot be used: no database, no disk, broken integrity."""

    code = "unavailable"
