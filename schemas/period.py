"""Periods that a request asks for: their first day is not after their last one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ledger.errors import Message, say
from schemas.base import refusal

if TYPE_CHECKING:
    from datetime import date

PERIOD_ORDER: Final = "period.order"
"""The code of a period that ends before it begins."""


def disorder(starts: date, ends: date) -> Message:
    """Return the sentence about a period that ends before it begins."""
    return say("期间的首日{starts}晚于末日{ends}", starts=starts, ends=ends)


def require_order(starts: date | None, ends: date | None, *, field: str) -> None:
    """Refuse a period that ends before it begins; what is open at one end has an order. For the hooks of schemas.

    :param field: what is blamed, which is the last day.
    :raises ValidationError: ``period.order``.
    """
    if starts is not None and ends is not None and starts > ends:
        raise refusal(code=PERIOD_ORDER, detail=disorder(starts, ends), path=field)
