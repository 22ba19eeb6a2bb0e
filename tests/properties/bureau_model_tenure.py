"""The model's acts in the life of a right: surplus, paid up, ended, renewed, leased, bought back, reclaimed."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from fractions import Fraction
from typing import Any

from tests.properties.bureau_cards import card_breach, card_of, unnamed_breach, with_use
from tests.properties.bureau_claims import free_surplus
from tests.properties.bureau_fees import fee_breach, paid_for, paid_in_all, partly_paid
from tests.properties.bureau_following import renewed_with, waiting_with
from tests.properties.bureau_model import (
    ANY_OFFICE,
    BRANCH_THEN_BUREAU,
    BUREAU,
    FINANCE,
    Books,
    Plan,
    act,
    active,
    refuse_when,
    stop_when,
)
from tests.properties.bureau_model_rights import cap_exceeded, standard_price
from tests.properties.bureau_notices import half_up, rest_of
from tests.properties.bureau_units import (
    HELD_LINES,
    MONEY,
    YEARS,
    Account,
    Thing,
    Unit,
    capacity,
    converted,
    legs,
    tranche_of,
    years_later,
)

PAID = {"fixed_price", "reserve_sale"}
MOST_LEASED = 12
"""Months of a lease."""


def ended(unit: Unit, on: date) -> bool:
    """Return whether a tranche is not in force on a day."""
    return unit.term_from is None or unit.term_to is None or not unit.term_from <= on < unit.term_to


def behind(unit: Unit) -> Unit:
    """Return what a tranche is counted in under the cap."""
    return capacity(unit.pollutant or "", unit.area or "", unit.basin)


def between(command: Any, grams: int, debit: str, credit: str) -> Plan:
    """Return what moves a tranche between two lines of its holder."""
    to, out_of = (Account(line, command.area, command.enterprise) for line in (debit, credit))
    return Plan(command.area, legs((to, out_of, tranche_of(command.area, command.tranche), grams)))


def need_key(command: Any) -> tuple[Any, ...]:
    """Return what an assessed need is known by."""
    tranche = command.tranche
    return (command.enterprise, command.area, str(tranche.pollutant), tranche.basin)


@act("right.determine_surplus", BRANCH_THEN_BUREAU, "量")
def determine_surplus(books: Books, command: Any) -> Plan:
    """What is not needed is determined surplus."""
    holder, unit = active(books, command.enterprise), tranche_of(command.area, command.tranche)
    in_use = sum(
        books.free("Q40", command.area, command.enterprise, each)
        for each, _ in books.holdings("Q40", command.area, command.enterprise)
        if behind(each) == behind(unit) and not ended(each, command.effective_on)
    )
    refuse_when(
        {
            "quantity.nothing": command.grams <= 0,
            "enterprise.inactive": holder["ended"] and (command.need or "successors" in holder),
            "tranche.not_in_force": ended(unit, command.effective_on),
            "surplus.need_uncovered": in_use - command.grams < command.need,
        }
    )
    plan = between(command, command.grams, "Q41", "Q40")
    plan.writes.append(("need", need_key(command), {"grams": command.need}))
    return plan


@act("right.take_into_use", BRANCH_THEN_BUREAU, "量")
def take_into_use(books: Books, command: Any) -> Plan:
    """Surplus is used again."""
    holder, unit = active(books, command.enterprise), tranche_of(command.area, command.tranche)
    refuse_when(
        {
            "quantity.nothing": command.grams <= 0,
            "enterprise.inactive": holder["ended"],
            "tranche.not_in_force": ended(unit, command.effective_on),
        }
    )
    plan = between(command, command.grams, "Q40", "Q41")
    if command.need is not None:
        plan.writes.append(("need", need_key(command), {"grams": command.need}))
    return plan


@act("right.pay_up", BUREAU, "量")
def pay_up(books: Books, command: Any) -> Plan:
    """Free rights become paid ones."""
    unit, grams = tranche_of(command.area, command.tranche), command.in_use + command.surplus
    active(books, command.enterprise)
    on = command.effective_on
    refuse_when(
        {
            "quantity.nothing": grams <= 0,
            "pay_up.paid_already": unit.origin in PAID,
            "tranche.not_in_force": ended(unit, command.effective_on),
            **(
                fee_breach(books, command, unit, grams=grams, ground="pay_up", starts=on)
                or paid_in_all(books, command.fee_case, on)
            ),
        }
    )
    plan, paid = Plan(command.area), unit._replace(origin="fixed_price")
    for line, part in (("Q40", command.in_use), ("Q41", command.surplus)):
        place = Account(line, command.area, command.enterprise)
        plan.legs += converted(place, place, paid, unit, part)
    plan.writes.append(("fee_used", (command.fee_case, unit.pollutant, unit.basin), {"grams": grams}))
    plan.writes += waiting_with(books, command.enterprise, unit, paid, grams=grams, on=on)
    plan.writes += renewed_with(books, [(command.enterprise, unit, command.enterprise, paid, grams)])
    return plan


@act("right.end_term", ANY_OFFICE, "量")
def end_term(books: Books, command: Any) -> Plan:
    """What an enterprise has of a tranche falls back under the cap."""
    unit, code = tranche_of(command.area, command.tranche), command.enterprise
    active(books, code)
    held = [(line, books.of(line, command.area, code, unit)) for line in HELD_LINES if line != "Q44"]
    grams = sum(part for _, part in held)
    refuse_when({"term.not_over": command.effective_on < command.tranche.term_to, "term.nothing_held": not grams})
    plan = Plan(command.area)
    for line, part in held:
        place = Account(line, command.area, code)
        plan.legs += converted(Account("Q20", command.area), place, behind(unit), unit, part)
    former = books.get("ended_term", (code, unit)) or {"grams": 0}
    plan.writes.append(("ended_term", (code, unit), {"grams": former["grams"] + grams}))
    for number, claim in books.registers["claim"].items():
        if claim["holder"] == code and claim["unit"] == unit and claim["state"] == "standing":
            plan.writes.append(("claim", number, {**claim, "state": "lapsed", "held": 0, "in_use": 0}))
    return plan


@act("right.renew", BRANCH_THEN_BUREAU, "量")
def renew(books: Books, command: Any) -> Plan:
    """A new tranche follows on the former one."""
    holder, unit = active(books, command.enterprise), tranche_of(command.area, command.former)
    place, code = (command.area, unit.pollutant, unit.basin), command.enterprise
    has = sum(books.of(line, command.area, code, unit) for line in HELD_LINES if line != "Q44")
    former = has + (books.get("ended_term", (code, unit)) or {"grams": 0})["grams"]
    starts = command.former.term_to
    paid = unit.origin in PAID
    origin = "free" if command.fee_case is None else "fixed_price"
    given = unit._replace(term_from=starts, term_to=years_later(starts, YEARS), origin=origin)
    fee: dict[str, object] = {"fee.required": paid}
    if command.fee_case is not None:
        fee = fee_breach(books, command, given, grams=command.grams, ground="renewal", starts=starts)
        fee = fee or paid_for(books, command.fee_case, command.effective_on)
    refuse_when(
        {
            "quantity.nothing": command.grams <= 0,
            "enterprise.inactive": holder["ended"],
            "renewal.nothing_to_renew": not former,
            "renewal.repeated": former and former <= (books.get("renewal", (code, unit)) or {"grams": 0})["grams"],
            "cap.missing": books.get("cap", place) is None,
            "cap.exceeded": cap_exceeded(books, given, command.grams),
            **fee,
        }
    )
    out_of = Account("Q20", command.area)
    plan = Plan(command.area)
    plan.legs = converted(Account("Q40", command.area, code), out_of, given, behind(unit), command.grams)
    plan.writes.append(("renewal", (code, unit), {"grams": former}))
    if command.fee_case is not None:
        plan.writes.append(("fee_used", (command.fee_case, unit.pollutant, unit.basin), {"grams": command.grams}))
    return plan


@act("right.buy_back", BUREAU, "量")
def buy_back(books: Books, command: Any) -> Plan:
    """Paid surplus returns to the reserve, against a debt of the budget."""
    area, code, grams = command.area, command.enterprise, command.grams
    unit = tranche_of(area, command.tranche)
    active(books, code)
    amount = half_up(Fraction(grams, 1_000_000) * Fraction(command.unit_price, 10_000) * 100)
    standard = standard_price(books, unit.pollutant or "", command.effective_on)
    card = None
    if command.facility is not None:
        facility = books.get("facility", command.facility, missing="facility.missing")
        stop_when({"facility.missing": facility["enterprise"] != code})
        card = with_use(card_of(books, command.facility, unit.pollutant), "bought_back", grams)
    refuse_when(
        {
            "quantity.nothing": grams <= 0,
            "buy_back.number": books.get("buy_back", command.id) is not None,
            "buy_back.free_origin": unit.origin not in PAID,
            **partly_paid(books, code, unit, grams),
            "tranche.not_in_force": ended(unit, command.effective_on),
            "claim.not_free": grams > free_surplus(books, code, area, unit, command.effective_on),
            "buy_back.above_limit": standard
            and command.unit_price > standard * rest_of(unit.term_to, command.effective_on),
            **unnamed_breach(books, code, unit, command.facility),
            **(card_breach(card) if card is not None else {}),
        }
    )
    reserve = Account("Q30", area, "bought_back")
    plan = Plan(area, converted(reserve, Account("Q41", area, code), behind(unit), unit, grams))
    plan.legs += legs((Account("B60", area), Account("B61", area, code), MONEY, amount))
    fact = {"id": command.id, "area": area, "enterprise": code, "owed": amount, "unit": unit, "grams": grams}
    plan.writes.append(("buy_back", command.id, fact))
    if card is not None:
        plan.writes.append(("card", (command.facility, unit.pollutant), card))
        plan.writes += closed_by(books, command.facility, [card])
    return plan


def closed_by(books: Books, number: str | None, cards: Iterable[Thing]) -> list[tuple[str, Any, Thing | None]]:
    """Return what registers a plant as closed, where a reduction that is used is that of its closure."""
    facility = None if number is None else books.get("facility", number)
    if facility is None or facility["state"] != "operating" or not any(card["closes"] for card in cards):
        return []
    return [("facility", number, {**facility, "state": "closed"})]


@act("buy_back.pay", FINANCE, "费")
def pay_buy_back(books: Books, command: Any) -> Plan:
    """The budget pays."""
    agreed = books.get("buy_back", command.id, missing="buy_back.missing")
    refuse_when({"buy_back.payment": not 0 < command.amount <= agreed["owed"]}, area=str(agreed["area"]))
    area = agreed["area"]
    plan = Plan(area, legs((Account("B61", area, agreed["enterprise"]), Account("B62", area), MONEY, command.amount)))
    plan.writes.append(("buy_back", command.id, {**agreed, "owed": agreed["owed"] - command.amount}))
    return plan


def months_later(day: date, months: int) -> date:
    """Return the first day after so many months; behind the last day of a month that is too short."""
    month = day.month - 1 + months
    year, month = day.year + month // 12, month % 12 + 1
    try:
        return date(year, month, day.day)
    except ValueError:
        return date(year + month // 12, month % 12 + 1, 1)


@act("lease.begin", ANY_OFFICE, "量")
def lease(books: Books, command: Any) -> Plan:
    """Surplus is used by another for whole months."""
    unit, on = tranche_of(command.area, command.tranche), command.effective_on
    lessor, lessee = active(books, command.lessor), active(books, command.lessee)
    ends = months_later(on, max(command.months, 1))
    refuse_when(
        {
            "quantity.nothing": command.grams <= 0,
            "lease.number": books.get("lease", command.id) is not None,
            "enterprise.inactive": lessor["ended"] or lessee["ended"],
            "lease.same_party": command.lessor == command.lessee,
            "lease.months": not 1 <= command.months <= MOST_LEASED,
            "tranche.not_paid_for": unit.origin not in PAID,
            **partly_paid(books, command.lessor, unit, command.grams),
            "tranche.not_in_force": ended(unit, on),
            "claim.not_free": command.grams > free_surplus(books, command.lessor, command.area, unit, on),
            "lease.beyond_term": command.months > 0 and unit.term_to is not None and ends > unit.term_to,
            **unnamed_breach(books, command.lessor, unit, command.facility),
        }
    )
    fact = {"id": command.id, "area": command.area, "lessor": command.lessor, "lessee": command.lessee}
    fact |= {"unit": unit, "grams": command.grams, "ends": ends, "state": "running"}
    used, own = accounts_of_lease(fact)
    return Plan(command.area, legs((used, own, unit, command.grams)), [("lease", command.id, fact)])


def accounts_of_lease(lease: Thing) -> tuple[Account, Account]:
    """Return where leased tonnes are used, and where they come from."""
    return Account("Q44", lease["area"], lease["lessee"]), Account("Q41", lease["area"], lease["lessor"])


@act("lease.end", ANY_OFFICE, "量")
def end_lease(books: Books, command: Any) -> Plan:
    """The use falls back."""
    known = books.get("lease", command.id, missing="lease.missing")
    stop_when({"lease.state": known["state"] != "running"})
    refuse_when({"lease.running": command.effective_on < known["ends"]}, area=known["area"])
    used, own = accounts_of_lease(known)
    plan = Plan(known["area"], legs((own, used, known["unit"], known["grams"])))
    plan.writes.append(("lease", command.id, {**known, "state": "ended"}))
    return plan
