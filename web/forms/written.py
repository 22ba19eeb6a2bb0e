"""A command that is there already, written into the inputs of its form: a returned act that is to be corrected."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ledger.services.judging import CONTENT
from ledger.store.record_text import record_of
from schemas.command import written_command
from web.forms.content import YES
from web.forms.typed import Typed

if TYPE_CHECKING:
    from ledger.store.registers import Registers


def asked_of(registers: Registers, command: type[Any], reference: int) -> Any:
    """Return what an act asks for, as it was last recorded.

    :raises NotFound: ``registration.missing``.
    """
    return record_of(command, registers.body(CONTENT, str(reference)))


def typed_of(command: object) -> Typed:
    """Return the command as if it had been typed."""
    return Typed(values=_texts(written_command(command)))


def _texts(value: Any) -> Any:
    match value:
        case dict():
            return {name: _texts(inner) for name, inner in value.items() if inner is not None}
        case list():
            return [_texts(inner) for inner in value]
        case bool():
            return YES if value else ""
        case _:
            return str(value)
