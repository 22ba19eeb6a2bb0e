"""What may be asked of the pictures: pollutant, area, day and period; and which areas a person may see."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from marshmallow import post_load

from ledger.domain.registers.area import Area
from ledger.domain.values.pollutant import Pollutant
from ledger.domain.values.quantity import shown
from ledger.errors import InvalidValue, NotFound, say
from schemas.fields import DateField, FactorField, TextField
from schemas.malformed import FieldError, Malformed
from schemas.period import PERIOD_ORDER, PeriodSchema, disorder
from web.context import current
from web.pages.queries import read_query

MOST_MONTHS: Final = 36
"""The most months that are drawn side by side."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What a picture is asked for; what is None was left open."""

    pollutant: Pollutant | None = None
    area: str | None = None
    on: date | None = None
    starts: date | None = None
    ends: date | None = None


class PictureQuery(PeriodSchema):
    """The filters of every picture; each picture uses some of them."""

    PERIODS = (("starts", "ends"),)

    pollutant = FactorField(load_default=None)
    area = TextField(load_default=None)
    on = DateField(load_default=None)
    starts = DateField(load_default=None)
    ends = DateField(load_default=None)

    @post_load
    def asked(self, data: dict[str, Any], **_: object) -> Asked:
        """Return what is asked for."""
        return Asked(**data)


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """The areas that a person may see, and those of them that are drawn."""

    offered: tuple[str, ...]
    chosen: tuple[str, ...]

    @property
    def one(self) -> str | None:
        """Return the only area that is drawn, or None where several are."""
        return self.chosen[0] if len(self.chosen) == 1 else None


def asked() -> Asked:
    """Return what the query asks for.

    :raises Malformed: every fault, named by its parameter.
    """
    found: Asked = read_query(PictureQuery())
    return found


def scope(area: str | None) -> Scope:
    """Return the areas that are drawn: the one that is asked for, else all that the person may see.

    :raises NotFound: ``area.unknown``; an area that the person may not see is one that is not there.
    """
    person = current().person
    offered = tuple(each.name for each in current().registers.all(Area) if person.sits_in(each.name))
    if area is not None and area not in offered:
        raise NotFound(say("没有登记区域“{area}”", area=shown(area)), code="area.unknown")
    return Scope(offered=offered, chosen=offered if area is None else (area,))


def period(found: Asked, *, months: int) -> tuple[date, date]:
    """Return the first and the last day that are drawn: as asked, else so many months up to today.

    :param months: 1 begins with the month of the last day, 12 eleven months before it.
    :raises InvalidValue: ``period.length``.
    :raises Malformed: ``period.order``, where it is to begin after today and no end is asked for.
    """
    ends = found.ends or current().today
    begun = ends.year * 12 + ends.month - months
    starts = found.starts or date(begun // 12, begun % 12 + 1, 1)
    if starts > ends:
        raise Malformed([FieldError(code=PERIOD_ORDER, detail=disorder(starts, ends), field="starts")])
    if (ends.year - starts.year) * 12 + ends.month - starts.month >= MOST_MONTHS:
        raise InvalidValue("period.length", say("期间超过{most}个月；请缩短", most=MOST_MONTHS))
    return starts, ends
