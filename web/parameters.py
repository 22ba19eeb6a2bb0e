"""Values on the command line, read by the parsers of the domain."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import click

from ledger.domain.values.calendar import parse_date
from ledger.domain.values.pollutant import Pollutant
from ledger.domain.values.quantity import LARGEST, shown
from ledger.errors import InvalidValue, enumerated, say
from schemas.malformed import FieldError, Malformed

if TYPE_CHECKING:
    from collections.abc import Callable


_INTEGER: Final = re.compile(r"-?[0-9]{1,19}", re.ASCII)
_ROUND: Final = re.compile(r"(?:(?P<place>.+)/)?(?P<number>[1-9][0-9]{0,8})", re.ASCII)


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


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundName:
    """A round as it is named on the command line; ``place`` is None where the number alone is given."""

    number: int
    place: str | None


def _factor(text: str) -> Pollutant:
    if text in {pollutant.value for pollutant in Pollutant}:
        return Pollutant(text)
    raise InvalidValue(
        "factor.unknown",
        say("“{value}”不在可选值之内：{choices}", value=shown(text), choices=enumerated(Pollutant)),
    )


def _place_in_journal(text: str) -> int:
    if _INTEGER.fullmatch(text) is None:
        raise InvalidValue("integer.type", say("“{value}”不是整数", value=shown(text)))
    if not 0 <= int(text) <= LARGEST:
        raise InvalidValue(
            "integer.range", say("“{value}”不在{least}至{most}之间", value=shown(text), least=0, most=LARGEST)
        )
    return int(text)


def _round_name(text: str) -> RoundName:
    match = _ROUND.fullmatch(text)
    if match is None:
        raise InvalidValue("round.format", say("“{value}”不是批次；请写成 批次号 或 地方/批次号", value=shown(text)))
    return RoundName(number=int(match["number"]), place=match["place"])


FACTOR: Final = Parsed(name="factor", parse=_factor)
"""A pollutant by its code."""

PLACE_IN_JOURNAL: Final = Parsed(name="seq", parse=_place_in_journal)
"""A place in the journal; 0 is the place before its first act."""

ROUND: Final = Parsed(name="round", parse=_round_name)
"""A round: ``N``, or ``PLACE/N`` where several places have a round of that number."""
