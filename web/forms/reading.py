"""Reading a filled form: the command, or every fault at its input, and what was turned into something else."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from schemas.command import read_command
from schemas.malformed import MOST_ERRORS, FieldError, Malformed
from web.forms.content import Content, Turned, content_of
from web.forms.nodes import Form
from web.forms.typed import Typed, Values


@dataclass(frozen=True, slots=True, kw_only=True)
class Filled:
    """A form as it was filled; ``command`` is None where there are faults."""

    form: Form
    typed: Typed
    command: Any
    faults: tuple[FieldError, ...] = ()
    """The first 100; each names the path of its input."""
    fault_count: int = 0
    turned: tuple[Turned, ...] = ()

    @property
    def asks(self) -> bool:
        """Return whether the person is to look at what was made of his input before it is recorded."""
        return any(turned.ask for turned in self.turned)


def filled(form: Form, typed: Typed) -> Filled:
    """Read what was typed; what comes back holds the values as they were turned, so that they ask only once."""
    content = content_of(form, typed)
    faults = list(content.faults)
    count = len(faults)
    command = None
    try:
        command = read_command(form.command, content.members)
    except Malformed as error:
        known = {fault.field for fault in faults}
        found = [_at_input(fault, content) for fault in error.errors]
        faults += [fault for fault in found if fault.field not in known]
        count += error.count
    return Filled(
        form=form,
        typed=replace(typed, values=_turned(typed.values, content.turned)),
        command=None if faults else command,
        faults=tuple(faults[:MOST_ERRORS]),
        fault_count=max(count, len(faults)),
        turned=tuple(content.turned),
    )


def _at_input(fault: FieldError, content: Content) -> FieldError:
    return replace(fault, field=content.place_of(fault.field))


def _turned(values: Values, turned: list[Turned]) -> Values:
    for change in turned:
        if not change.unit:
            _set(values, change.path.split("."), change.written)
    return values


def _set(values: Any, path: list[str], written: str) -> None:
    for part in path[:-1]:
        values = values[int(part)] if isinstance(values, list) else values[part]
    last = path[-1]
    values[int(last) if isinstance(values, list) else last] = written
