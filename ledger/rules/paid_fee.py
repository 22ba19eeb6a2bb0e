"""The fee behind a right: in the treasury, of the one who holds the right, for these tonnes, and used once.

Source: CS61 art. 7 (into the treasury), art. 14 (free rights are paid for before they are disposed of).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from ledger.domain.payment_notice import Charge, ChargedFee
from ledger.domain.quantity import format_tonnes, format_yuan
from ledger.domain.right_acts import FeeUsed
from ledger.errors import Breach, say
from ledger.rules import keys
from ledger.rules.book import RuleBook
from ledger.rules.judge import breach


@dataclass(frozen=True, slots=True, kw_only=True)
class Owed:
    """What must have been paid before rights are given, and how far it came, in fen."""

    due: int
    received: int
    confirmed: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PaidFee:
    """A fixed-price fee by its case: what was charged, the grams that it pays for, how far it is paid, what it served.

    ``charged`` is None where nothing was charged under that number; ``grams`` are those of the pollutant, area and
    basin in question.
    """

    case: str
    charged: ChargedFee | None
    grams: int
    owed: Owed
    used: FeeUsed | None


def not_paid(owed: Owed, *, on: date, book: RuleBook) -> Breach | None:
    """Return the breach of what is due and not where the law wants it before the delivery."""
    provision = book.provision(keys.DELIVERY_AFTER, on=on)
    arrived = owed.confirmed if provision.value == "treasury_confirmation" else owed.received
    if arrived >= owed.due:
        return None
    return breach(
        provision,
        code="payment.incomplete",
        detail=say(
            "应缴{due}元，已确认{arrived}元；缴清并确认之后方可办理",
            due=format_yuan(owed.due),
            arrived=format_yuan(arrived),
        ),
    )


def fee_is_of(fee: PaidFee, *, enterprise: str) -> Breach | None:
    """Return the breach of a case without a fixed-price fee of this enterprise."""
    charged = fee.charged
    if charged is not None and charged.charge is Charge.FIXED_PRICE and charged.payer == enterprise:
        return None
    return Breach(
        code="fee.missing", detail=say("“{case}”没有开给{payer}的定额使用费缴款通知", case=fee.case, payer=enterprise)
    )


def fee_is_for(fee: PaidFee, *, grams: int) -> Breach | None:
    """Return the breach of a fee that pays for other tonnes than are given."""
    if fee.grams == grams:
        return None
    return Breach(
        code="fee.tonnes",
        detail=say(
            "“{case}”所缴的是{paid}吨/年，不是{grams}吨/年",
            case=fee.case,
            paid=format_tonnes(fee.grams),
            grams=format_tonnes(grams),
        ),
    )


def fee_reaches(fee: PaidFee, *, term_to: date) -> Breach | None:
    """Return the breach of a fee for a shorter or longer term than that of the rights."""
    if fee.charged is None or fee.charged.ends == term_to:
        return None
    return Breach(
        code="fee.term_of_right",
        detail=say(
            "“{case}”缴至{ends}前，该份额至{term_to}前有效", case=fee.case, ends=fee.charged.ends, term_to=term_to
        ),
    )


def fee_is_unused(fee: PaidFee) -> Breach | None:
    """Return the breach of a fee that stands behind other rights already."""
    if fee.used is None:
        return None
    return Breach(
        code="fee.used",
        detail=say(
            "“{case}”的使用费已于{day}用于{grams}吨/年，不能再用",
            case=fee.case,
            day=fee.used.used_on,
            grams=format_tonnes(fee.used.grams),
        ),
    )
