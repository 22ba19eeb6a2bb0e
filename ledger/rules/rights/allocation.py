"""What is judged when rights are given out under the cap: kept back, confirmed for an existing enterprise, renewed.

Source: CS61 art. 3 (the cap), art. 9 (existing enterprises), art. 12 (term, and paying again to continue); LC25 art. 6;
G38 art. 9 (basins).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, TypeVar

from ledger.domain.bookkeeping.unit import Origin
from ledger.domain.law.ground import unmet
from ledger.domain.money.payment_notice import FeeGround
from ledger.domain.registers.area import Area
from ledger.domain.registers.enterprise import Enterprise
from ledger.domain.rights.cap import Cap
from ledger.domain.rights.right_acts import ConfirmExisting, InitialRight, Renewal, RenewRight, RetainReserve
from ledger.domain.values.calendar import Term
from ledger.domain.values.quantity import format_tonnes
from ledger.errors import Breach, say
from ledger.rules.judge import Check, breach
from ledger.rules.law import keys
from ledger.rules.law.book import RuleBook
from ledger.rules.money.paid_fee import PaidFee, fee_covers, fee_fits, fee_is_for, fee_is_of, fee_is_unused, not_paid
from ledger.rules.registers.area import basin_breach
from ledger.rules.registers.enterprise import inactive
from ledger.rules.rights.cap_days import CapDays, beyond_the_cap
from ledger.rules.rights.tranche import nothing


@dataclass(frozen=True, slots=True, kw_only=True)
class RetainCase:
    """Tonnes to be kept back, beside the cap in force."""

    asked: RetainReserve
    area_: Area
    cap: Cap | None

    @property
    def area(self) -> str:
        """Return the area of the reserve."""
        return self.asked.area


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfirmCase:
    """An initial right, beside the cap and all that is given out under it; ``known`` is the same by one document."""

    asked: ConfirmExisting
    area_: Area
    enterprise: Enterprise
    cap: Cap | None
    days: CapDays
    term: Term
    origin: Origin
    fee: PaidFee | None
    known: InitialRight | None

    @property
    def area(self) -> str:
        """Return the area of the right."""
        return self.asked.area


@dataclass(frozen=True, slots=True, kw_only=True)
class RenewCase:
    """A new tranche after one that ends.

    ``former`` is what the enterprise has, or had at its end, of that one; ``renewed`` how much of it a renewal follows
    already.
    """

    asked: RenewRight
    area_: Area
    enterprise: Enterprise
    cap: Cap | None
    days: CapDays
    term: Term
    origin: Origin
    former: int
    renewed: Renewal | None
    fee: PaidFee | None

    @property
    def area(self) -> str:
        """Return the area of the right."""
        return self.asked.area


Case = TypeVar("Case", ConfirmCase, RenewCase)


def retained_is_something(case: RetainCase, book: RuleBook) -> Breach | None:
    """Refuse to keep back nothing."""
    del book
    return nothing(case.asked.grams)


def retained_names_its_basin(case: RetainCase, book: RuleBook) -> Breach | None:
    """Refuse a water pollutant without a basin of the area."""
    asked = case.asked
    return basin_breach(asked.pollutant, asked.basin, area=case.area_, on=asked.effective_on, book=book)


def retained_under_a_cap(case: RetainCase, book: RuleBook) -> Breach | None:
    """Refuse to keep something back where no cap was set."""
    return _uncapped(case.cap, case.asked, book=book)


def confirmed_is_something(case: ConfirmCase, book: RuleBook) -> Breach | None:
    """Refuse to confirm nothing."""
    del book
    return nothing(case.asked.grams)


def holder_is_active(case: Case, book: RuleBook) -> Breach | None:
    """Refuse an enterprise that has ended."""
    del book
    return inactive(case.enterprise)


def confirmed_names_its_basin(case: ConfirmCase, book: RuleBook) -> Breach | None:
    """Refuse a water pollutant without a basin of the area."""
    asked = case.asked
    return basin_breach(asked.pollutant, asked.basin, area=case.area_, on=asked.effective_on, book=book)


def confirmed_once_by_a_document(case: ConfirmCase, book: RuleBook) -> Breach | None:
    """Refuse to confirm by a document what it has confirmed already."""
    del book
    known = case.known
    if known is None:
        return None
    return unmet(
        code="allocation.repeated",
        detail=say(
            "“{document}”已于{day}确认“{name}”的{pollutant}初始排污权{grams}吨/年，同一文件不得重复确认",
            document=known.document,
            day=known.confirmed_on,
            name=case.enterprise.name,
            pollutant=known.pollutant.words,
            grams=format_tonnes(known.grams),
        ),
    )


def issued_under_a_cap(case: Case, book: RuleBook) -> Breach | None:
    """Refuse to give out rights where no cap was set."""
    return _uncapped(case.cap, case.asked, book=book)


def stays_within_the_cap(case: Case, book: RuleBook) -> Breach | None:
    """Refuse rights that would exceed the cap on any day of their term (CS61 art. 3).

    Where no total was published the confirmation itself raises the cap, and nothing is exceeded.
    """
    asked = case.asked
    return beyond_the_cap(case.days, term=case.term, grams=asked.grams, on=asked.effective_on, book=book)


def initial_right_is_paid_for(case: ConfirmCase, book: RuleBook) -> Breach | None:
    """Refuse an initial right without its fee where the law asks a fixed price for it (CS61 art. 9)."""
    asked = case.asked
    provision = book.provision(keys.ALLOCATION_EXISTING, on=asked.effective_on)
    if provision.value == "free":
        return None
    if case.fee is None:
        return breach(
            provision,
            code="fee.required",
            detail=say("初始排污权{grams}吨/年须先缴纳定额使用费，已缴0元", grams=format_tonnes(asked.grams)),
        )
    return _fee_breach(case, case.fee, ground=FeeGround.ALLOCATION, book=book)


def former_tranche_was_held(case: RenewCase, book: RuleBook) -> Breach | None:
    """Refuse to renew a tranche that the enterprise neither has nor had when it ended."""
    del book
    if case.former > 0:
        return None
    return unmet(
        code="renewal.nothing_to_renew",
        detail=say(
            "“{name}”未持有至{term_to}期满的这一份额（{former}吨/年），不能延续{grams}吨/年",
            name=case.enterprise.name,
            term_to=case.asked.former.term_to,
            former=format_tonnes(case.former),
            grams=format_tonnes(case.asked.grams),
        ),
    )


def former_tranche_is_renewed_once(case: RenewCase, book: RuleBook) -> Breach | None:
    """Refuse a second renewal of the same tonnes, whoever has them now: the re-assessed amount is given as a whole."""
    del book
    if case.renewed is None or case.former == 0 or case.former > case.renewed.grams:
        return None
    return unmet(
        code="renewal.repeated",
        detail=say(
            "该份额已于{day}延续{grams}吨/年，不能再延续{asked}吨/年",
            day=case.renewed.renewed_on,
            grams=format_tonnes(case.renewed.grams),
            asked=format_tonnes(case.asked.grams),
        ),
    )


def renewed_is_something(case: RenewCase, book: RuleBook) -> Breach | None:
    """Refuse to renew nothing."""
    del book
    return nothing(case.asked.grams)


def renewal_is_paid_for(case: RenewCase, book: RuleBook) -> Breach | None:
    """Refuse to renew without a fee what was paid for before (CS61 art. 12)."""
    asked = case.asked
    if case.fee is not None:
        return _fee_breach(case, case.fee, ground=FeeGround.RENEWAL, book=book)
    again = book.provision(keys.RENEWAL_PAYS_AGAIN, on=asked.effective_on)
    existing = book.provision(keys.ALLOCATION_EXISTING, on=asked.effective_on)
    if not (asked.former.origin.paid and again.value) and existing.value == "free":
        return None
    return breach(
        again if asked.former.origin.paid else existing,
        code="fee.required",
        detail=say("延续{grams}吨/年须按重新核定的数量缴费，已缴0元", grams=format_tonnes(asked.grams)),
    )


def _uncapped(cap: Cap | None, asked: RetainReserve | ConfirmExisting | RenewRight, *, book: RuleBook) -> Breach | None:
    if cap is not None:
        return None
    return breach(
        book.provision(keys.CAP_LIMIT, on=asked.effective_on),
        code="cap.missing",
        detail=say("“{area}”尚未设定总量，不能分配{grams}吨/年", area=asked.area, grams=format_tonnes(asked.grams)),
    )


def _fee_breach(case: ConfirmCase | RenewCase, fee: PaidFee, *, ground: FeeGround, book: RuleBook) -> Breach | None:
    asked = case.asked
    return (
        fee_is_of(fee, enterprise=asked.enterprise)
        or fee_fits(fee, ground=ground)
        or fee_is_unused(fee)
        or fee_is_for(fee, grams=asked.grams)
        or fee_covers(fee, starts=case.term.starts, ends=case.term.ends)
        or not_paid(fee.owed, on=asked.effective_on, book=book)
    )


RETAIN: Final[tuple[Check[RetainCase], ...]] = (retained_is_something, retained_names_its_basin, retained_under_a_cap)
CONFIRM: Final[tuple[Check[ConfirmCase], ...]] = (
    confirmed_is_something,
    holder_is_active,
    confirmed_once_by_a_document,
    confirmed_names_its_basin,
    issued_under_a_cap,
    stays_within_the_cap,
    initial_right_is_paid_for,
)
RENEW: Final[tuple[Check[RenewCase], ...]] = (
    renewed_is_something,
    holder_is_active,
    former_tranche_was_held,
    former_tranche_is_renewed_once,
    issued_under_a_cap,
    stays_within_the_cap,
    renewal_is_paid_for,
)
