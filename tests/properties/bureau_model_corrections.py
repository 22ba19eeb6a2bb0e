"""The model's acts of corrections and of periods."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from tests.properties.bureau_model import BUREAU, Books, Done, Plan, Refused, act, active, refuse_when, stop_when
from tests.properties.bureau_rests import rests_on
from tests.properties.bureau_units import HELD_LINES, Account, Leg, Position, Unit, converted, tranche_of

CREDIT_LINES = ("C20", "C21", "C22", "C30", "C31", "C32", "C33")
FIRST_MONTH = date(2026, 1, 31)
"""The last day of the month in which the book has its first act."""


def held_since(books: Books, wrong: Done) -> bool:
    """Return whether more credit is held for the exemptions of an act than it held itself."""
    own = wrong.plan.net()
    held = [
        (place, amount)
        for _, _, fact in wrong.plan.writes
        for place, amount in books.amounts.items()
        if fact is not None and place.account == Account("C21", fact["area"], fact["project"])
        if place.unit.pollutant == fact["pollutant"]
    ]
    return any(amount > own.get(place, 0) for place, amount in held)


def owing(books: Books, place: Position) -> str:
    """Return who owes what a holder lacks: himself, or to whom he went over, of several who has most of the tranche."""
    _, area, code = place.account
    while each := books.registers["enterprise"].get(str(code), {}).get("successors"):
        code = max(each, key=lambda other: sum(books.of(line, area, other, place.unit) for line in HELD_LINES))
    return str(code)


@act("correction.reverse", BUREAU, "更")
def reverse(books: Books, command: Any) -> Plan:
    """Every leg in red, the last first; what is gone elsewhere is owed."""
    wrong = books.done.get(command.seq)
    if wrong is None:
        raise Refused("act.not_posted", judged=False)
    since = [
        each
        for seq, each in books.done.items()
        if seq > command.seq and not each.reversed and each.kind != "correction.reverse"
    ]
    stop_when(
        {
            "reversal.own_way": wrong.kind in {"period.close_month", "period.close_year", "period.reopen"},
            "reversal.of_reversal": wrong.kind == "correction.reverse",
            "reversal.repeated": wrong.reversed,
            "reversal.depended_on": any(rests_on(each, wrong) for each in since),
        }
    )
    refuse_when(
        {
            "reversal.before_act": command.effective_on < wrong.effective_on,
            "reversal.credit_held": wrong.kind == "exemption.register" and held_since(books, wrong),
        },
        area=wrong.plan.area,
    )
    red = [Leg(debit, credit, unit, -amount) for debit, credit, unit, amount in reversed(wrong.plan.legs)]
    blue = []
    for place, fall in Plan(wrong.plan.area, red).takes().items():
        gone, (line, area, holder) = fall - abs(books.amounts[place]), place.account
        if gone > 0 and line in HELD_LINES and holder is not None:
            blue.append(Leg(place.account, Account("Q45", area, owing(books, place)), place.unit, gone))
        elif gone > 0 and line in CREDIT_LINES:
            blue.append(Leg(place.account, Account("C12", area), place.unit, gone))
    return Plan(wrong.plan.area, blue + red, list(wrong.before), reverses=command.seq)


@act("correction.make_good", BUREAU, "量")
def make_good(books: Books, command: Any) -> Plan:
    """What is owed since a reversal is given up, the earlier term first."""
    area, code, given = command.area, command.enterprise, tranche_of(command.area, command.tranche)
    active(books, code)
    owed: list[tuple[Unit, int]] = [
        (unit, books.of("Q45", area, code, unit))
        for unit, _ in books.holdings("Q45", area, code)
        if (unit.pollutant, unit.basin) == (given.pollutant, given.basin)
    ]
    refuse_when(
        {
            "make_good.exceeds": not 0 < command.grams <= sum(grams for _, grams in owed),
            "tranche.not_in_force": command.effective_on >= command.tranche.term_to
            and command.grams
            > sum(grams for unit, grams in owed if unit.term_to and command.effective_on >= unit.term_to),
        }
    )
    plan, left = Plan(area), command.grams
    gives = Account("Q41" if command.surplus else "Q40", area, code)
    for unit, grams in sorted(owed, key=lambda each: (each[0].term_from, each[0].term_to, str(each[0].origin))):
        part = min(left, grams)
        left -= part
        plan.legs += converted(Account("Q45", area, code), gives, unit, given, part)
    return plan


def month_end(day: date) -> date:
    """Return the last day of a month."""
    return (day.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)


def next_month_end(books: Books) -> date:
    """Return the last day of the month that is closed next."""
    until = books.registers["closed"].get("until", {}).get("until")
    return FIRST_MONTH if until is None else month_end(until + timedelta(days=1))


@act("period.close_month", BUREAU, "册")
def close_month(books: Books, command: Any) -> Plan:
    """The month that follows is closed, when nothing of it waits."""
    known = books.registers["closed"].get("until", {"until": None, "year": None})
    waiting = [
        each
        for number, each in books.waiting.items()
        if number != books.deciding and each.command.effective_on <= command.effective_on
    ]
    refuse_when(
        {"period.not_next": command.effective_on != next_month_end(books), "period.undecided": waiting},
    )
    return Plan("", writes=[("closed", "until", {**known, "until": command.effective_on})])


@act("period.reopen", BUREAU, "册")
def reopen(books: Books, command: Any) -> Plan:
    """A month and every later one are open again."""
    known = books.registers["closed"].get("until", {"until": None, "year": None})
    end = command.month_end
    until, year = known["until"], known["year"]
    refuse_when({"period.not_closed": until is None or end > until or end != month_end(end) or end < FIRST_MONTH})
    before = end.replace(day=1) - timedelta(days=1)
    fact = {"until": before if before >= FIRST_MONTH else None, "year": year}
    if year is not None and year >= end.year:
        fact["year"] = end.year - 1 if end.year > FIRST_MONTH.year else None
    return Plan("", writes=[("closed", "until", fact)])


@act("period.close_year", BUREAU, "册")
def close_year(books: Books, command: Any) -> Plan:
    """A year of which every month is closed."""
    known = books.registers["closed"].get("until", {"until": None, "year": None})
    until, last = known["until"], known["year"]
    expected = FIRST_MONTH.year if last is None else last + 1
    refuse_when(
        {
            "period.months_open": until is None or until < date(command.year, 12, 31),
            "period.year_not_next": command.year != expected,
        }
    )
    return Plan("", writes=[("closed", "until", {**known, "year": command.year})])
