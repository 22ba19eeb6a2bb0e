"""Values on the command line, read by the parsers of the domain."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import click

from ledger.domain.calendar import parse_date
from ledger.domain.quantity import shown
from ledger.errors import InvalidValue
from schemas.malformed import FieldError, Malformed

if TYPE_CHECKING:
    from collections.abc import Callable


class Parsed(click.ParamType[Any]):
    """A parameter that a parser of ours reads; what it refuses is malformed input, named by its option."""

    def __init__(self, *, name: str, parse: Callable[[str], object]) -> None:
        self.name = name
        self._parse = parse

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Return the value of the domain.

        :raises Malformed: with the code of the parser.
        """
        del ctx
        if not isinstance(value, str):
            return value
        try:
            return self._parse(value)
        except InvalidValue as error:
            field = param.opts[0] if param is not None else ""
            raise Malformed([FieldError.of(error, field=field, value=shown(value))]) from None


DATE: Final = Parsed(name="date", parse=parse_date)
"""A calendar date, ``YYYY-MM-DD``."""
