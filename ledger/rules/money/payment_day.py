"""The days of money: paid, credited, served, refunded. Each lies between the day before it and the act's own."""

from __future__ import annotations

from datetime import date

from ledger.domain.law.ground import unmet
from ledger.domain.values.quantity import format_yuan
from ledger.errors import Breach, say


def day_breach(code: str, day: date, *, since: date, until: date) -> Breach | None:
    """Return the breach of a day that is not between two others, both of them allowed."""
    if since <= day <= until:
        return None
    return unmet(
        code=code,
        detail=say("日期{day}应不早于{since}、不晚于{until}", day=day, since=since, until=until),
    )


def amount_breach(code: str, amount: int, *, most: int) -> Breach | None:
    """Return the breach of an amount in fen that is nothing, or more than there is."""
    if 0 < amount <= most:
        return None
    return unmet(
        code=code,
        detail=say("金额{amount}元应大于零，且不超过{most}元", amount=format_yuan(amount), most=format_yuan(most)),
    )
