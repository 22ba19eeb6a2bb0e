"""A month as it stands behind the question mark of an address."""

from __future__ import annotations

from datetime import date

from ledger.errors import InvalidValue, say
from schemas.malformed import FieldError, Malformed

_LENGTH = len("2026-01")


def month_of(written: str) -> date:
    """Return the first day of a month written ``YYYY-MM``.

    :param written: a period that a field has read already.
    :raises Malformed: ``date.month``, a whole year or a day.
    """
    if len(written) != _LENGTH:
        fault = InvalidValue("date.month", say("“{value}”不是月份；请按 YYYY-MM 填写", value=written))
        raise Malformed([FieldError.of(fault, field="month")])
    return date.fromisoformat(f"{written}-01")
