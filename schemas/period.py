"""Periods that a request asks for: their first day is not after their last one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Final

from marshmallow import validates_schema

from ledger.errors import Message, say
from schemas.base import RequestSchema, fault, refusals

if TYPE_CHECKING:
    from datetime import date

PERIOD_ORDER: Final = "period.order"
"""The code of a period that ends before it begins."""


def disorder(starts: date, ends: date) -> Message:
    """Return the sentence about a period that ends before it begins."""
    return say("期间的首日{starts}晚于末日{ends}", starts=starts, ends=ends)


class PeriodSchema(RequestSchema):
    """A request that asks for periods; what is open at one end has an order.

    ``PERIODS`` names the first and the last day of each; the last one is blamed (``period.order``).
    """

    PERIODS: ClassVar[tuple[tuple[str, str], ...]] = (("first", "last"),)

    @validates_schema(skip_on_field_errors=False)
    def in_order(self, data: dict[str, Any], **_: object) -> None:
        """Refuse periods that end before they begin, whatever else is wrong."""
        periods = ((last, data.get(first), data.get(last)) for first, last in self.PERIODS)
        wrong = ((last, starts, ends) for last, starts, ends in periods if starts and ends and starts > ends)
        faults = {last: fault(PERIOD_ORDER, self.disordered(starts, ends)) for last, starts, ends in wrong}
        if faults:
            raise refusals(faults)

    def disordered(self, starts: date, ends: date) -> Message:
        """Return the sentence about a period that ends before it begins."""
        return disorder(starts, ends)
