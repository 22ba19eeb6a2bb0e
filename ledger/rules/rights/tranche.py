"""What holds wherever tonnes of a tranche are taken up: there are some, and they are in force."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from ledger.domain.bookkeeping.unit import Unit
from ledger.domain.law.ground import unmet
from ledger.domain.rights.tranche import Tranche
from ledger.domain.values.quantity import format_tonnes
from ledger.errors import Breach, say
from ledger.rules.judge import breach
from ledger.rules.law.provision import Provision


def nothing(grams: int) -> Breach | None:
    """Return the breach of an act about no tonnes at all."""
    if grams > 0:
        return None
    return unmet(code="quantity.nothing", detail=say("数量应大于0吨/年，现为{grams}吨/年", grams=format_tonnes(grams)))


def not_in_force(tranche: Tranche, *, on: date) -> Breach | None:
    """Return the breach of a tranche whose term does not cover the day."""
    return None if tranche.covers(on) else _outside(tranche.term_from, tranche.term_to, on=on)


def term_is_over(units: Iterable[Unit], *, on: date) -> Breach | None:
    """Return the breach of rights that change hands when their term is over; what begins later may be delivered."""
    found = (
        _outside(unit.term_from, unit.term_to, on=on)
        for unit in units
        if unit.term_from is not None and unit.term_to is not None and unit.over(on)
    )
    return next(found, None)


def _outside(term_from: date, term_to: date, *, on: date) -> Breach:
    return unmet(
        code="tranche.not_in_force",
        detail=say(
            "该份额自{term_from}起、至{term_to}前有效，{day}不在期内", term_from=term_from, term_to=term_to, day=on
        ),
    )


def partly_paid(tranche: Tranche, *, grams: int, paid: int | None, provision: Provision[Any]) -> Breach | None:
    """Return the breach of giving away what of a tranche is not paid for yet: instalments are outstanding.

    :param paid: how much of what the holder has at hand is paid for; None where nothing is owed.
    """
    if paid is None or grams <= paid:
        return None
    return breach(
        provision,
        code="tranche.partly_paid",
        detail=say(
            "该份额尚有分期款未缴清，持有的{pollutant}中已缴清可处分的为{paid}吨/年，少于{grams}吨/年",
            pollutant=tranche.pollutant.words,
            paid=format_tonnes(paid),
            grams=format_tonnes(grams),
        ),
    )


def not_paid_for(tranche: Tranche, provision: Provision[Any]) -> Breach | None:
    """Return the breach of a tranche that must first be paid up (`disposal.paid_only`, `lease.paid_only`)."""
    if tranche.origin.paid:
        return None
    return breach(
        provision,
        code="tranche.not_paid_for",
        detail=say("该份额来源为“{origin}”，未缴有偿使用费；须先补缴", origin=tranche.origin.words),
    )
