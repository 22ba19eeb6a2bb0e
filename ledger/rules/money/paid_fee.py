"""The fee behind a right: in the treasury, of the one who holds the right, for these tonnes, and used once.

Source: CS61 art. 7 (into the treasury), art. 14 (free rights are paid for before they are disposed of).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from ledger.domain.law.ground import unmet
from ledger.domain.money.payment_notice import Charge, ChargedFee, FeeGround
from ledger.domain.rights.right_acts import FeeUsed
from ledger.domain.values.pollutant import Pollutant
from ledger.domain.values.quantity import format_tonnes, format_yuan
from ledger.errors import Breach, say
from ledger.rules.judge import breach
from ledger.rules.law import keys
from ledger.rules.law.book import RuleBook
from ledger.rules.law.provision import Provision


@dataclass(frozen=True, slots=True, kw_only=True)
class Owed:
    """What must have been paid before rights are given, and how far it came, in fen.

    ``paid_on`` and ``in_treasury_on`` are the last days on which something of it arrived there; ``undone_on`` is the
    day on which the price was reduced because the contract was undone.
    """

    due: int
    received: int
    confirmed: int
    paid_on: date | None = None
    in_treasury_on: date | None = None
    undone_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PaidFee:
    """A fixed-price fee by its case: what was charged, the grams that it pays for, how far it is paid, what it served.

    ``charged`` is None where nothing was charged under that number; ``grams`` are those of the pollutant, area and
    basin in question.
    """

    case: str
    pollutant: Pollutant
    basin: str | None
    charged: ChargedFee | None
    grams: int
    owed: Owed
    used: FeeUsed | None


def not_paid(owed: Owed, *, on: date, book: RuleBook) -> Breach | None:
    """Return the breach of what is due and not where the law wants it before the delivery, or was not there yet."""
    if owed.undone_on is not None:
        return unmet(
            code="payment.undone",
            detail=say("价款已于{day}因合同解除核减，不再据以交付权利", day=owed.undone_on),
        )
    provision = book.provision(keys.DELIVERY_AFTER, on=on)
    in_treasury = provision.value == "treasury_confirmation"
    arrived = owed.confirmed if in_treasury else owed.received
    if arrived >= owed.due:
        return _arrives_later(owed.in_treasury_on if in_treasury else owed.paid_on, on=on, provision=provision)
    return breach(
        provision,
        code="payment.incomplete",
        detail=say(
            "应缴{due}元，已确认{arrived}元；缴清并确认之后方可办理",
            due=format_yuan(owed.due),
            arrived=format_yuan(arrived),
        ),
    )


def _arrives_later(day: date | None, *, on: date, provision: Provision[Any]) -> Breach | None:
    if day is None or day <= on:
        return None
    return breach(
        provision,
        code="payment.later",
        detail=say("款项{day}方到位，不能自{on}起办理", day=day, on=on),
    )


def fee_is_of(fee: PaidFee, *, enterprise: str) -> Breach | None:
    """Return the breach of a case without a fixed-price fee of this enterprise."""
    charged = fee.charged
    if charged is not None and charged.charge is Charge.FIXED_PRICE and charged.payer == enterprise:
        return None
    return unmet(
        code="fee.missing", detail=say("“{case}”没有开给{payer}的定额使用费缴款通知", case=fee.case, payer=enterprise)
    )


def fee_is_for(fee: PaidFee, *, grams: int) -> Breach | None:
    """Return the breach of a fee that pays for other tonnes than are given."""
    if fee.grams == grams:
        return None
    return unmet(
        code="fee.tonnes",
        detail=say(
            "“{case}”所缴的是{paid}吨/年，不是{grams}吨/年",
            case=fee.case,
            paid=format_tonnes(fee.grams),
            grams=format_tonnes(grams),
        ),
    )


def fee_fits(fee: PaidFee, *, ground: FeeGround) -> Breach | None:
    """Return the breach of a fee that was asked for something else: for an initial right, a pay-up, a renewal."""
    if fee.charged is None or fee.charged.ground is ground:
        return None
    return unmet(
        code="fee.ground",
        detail=say(
            "“{case}”的收费事由是“{ground}”，本业务须以“{needed}”缴费",
            case=fee.case,
            ground=fee.charged.ground.words if fee.charged.ground else say("成交款"),
            needed=ground.words,
        ),
    )


def fee_covers(fee: PaidFee, *, starts: date, ends: date) -> Breach | None:
    """Return the breach of a fee that does not pay for the whole term of the rights, from its first day to its end.

    :param ends: the first day after the term.
    """
    charged = fee.charged
    if charged is None or (charged.starts <= starts and ends <= charged.ends):
        return None
    return unmet(
        code="fee.term_of_right",
        detail=say(
            "“{case}”缴的是{fee_starts}起、{fee_ends}前，不足以覆盖该份额的{starts}起、{ends}前",
            case=fee.case,
            fee_starts=charged.starts,
            fee_ends=charged.ends,
            starts=starts,
            ends=ends,
        ),
    )


def fee_is_unused(fee: PaidFee) -> Breach | None:
    """Return the breach of a fee that stands behind other rights already."""
    if fee.used is None:
        return None
    return unmet(
        code="fee.used",
        detail=say(
            "“{case}”的使用费已于{day}用于{grams}吨/年，不能再用",
            case=fee.case,
            day=fee.used.used_on,
            grams=format_tonnes(fee.used.grams),
        ),
    )
