"""Payment notices, as the model keeps them: six amounts, from which the accounts of the payer follow."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from tests.properties.bureau_model import Books
from tests.properties.bureau_model_rights import WHOLE
from tests.properties.bureau_units import MONEY, YEARS, Account, Leg, Thing, years_later

RECEIVABLE = {"award": "1212.2", "fixed": "1212.1", "forfeit": "1212.4"}


DUE = {"award": "2103.1", "fixed": "2103.1", "forfeit": "2103.2"}


NOT_YET_DUE, SURELY_DUE = timedelta(days=7), timedelta(days=30)
"""Seven working days last between these, whatever holidays there are; the askers keep away from the days between."""


NOTHING = {"received": 0, "confirmed": 0, "overpaid": 0, "overpaid_confirmed": 0, "refunded": 0}
PAST = {"served": None, "in_treasury": None, "undone": None}


def half_up(amount: Fraction) -> int:
    """Return the nearest fen, the greater one of two that are as near."""
    return int((amount * 2 + 1) // 2)


def years_between(starts: date, ends: date) -> Fraction:
    """Return whole years, and the days that are left of 365 each."""
    whole = 0
    while years_later(starts, whole + 1) <= ends:
        whole += 1
    since = years_later(starts, whole) if whole else starts
    return whole + Fraction((ends - since).days, 365)


def rest_of(ends: date | None, on: date) -> Fraction:
    """Return the years for which the standard limits a price: what is left of the term."""
    return Fraction(YEARS) if ends is None or ends <= on else years_between(on, ends)


def price_of(lines: Any, starts: date, ends: date, ratios: dict[int, int]) -> int:
    """Return what lines cost in fen: each rounded, then the sum."""
    total = 0
    for number, line in enumerate(lines):
        years = years_between(starts, ends) if line.basis.value == "per_tonne_year" else Fraction(1)
        tonnes = Fraction(line.grams * ratios.get(number, WHOLE), WHOLE * 1_000_000)
        total += half_up(tonnes * Fraction(line.unit_price, 10_000) * years * 100)
    return total


def new_notice(charge: Thing, number: str, assessed: int, on: date, planned: date) -> Thing:
    """Return a notice of which nothing is paid; it falls due after seven working days, or when that was planned."""
    kept = {name: charge[name] for name in ("case", "area", "payer", "charge")}
    due = {"due_from": max(on + NOT_YET_DUE, planned), "due_on": max(on + SURELY_DUE, planned)}
    return {**kept, "number": number, "assessed": assessed, "issued_on": on, **PAST, **due, **NOTHING}


def states(notice: Thing) -> dict[Account, int]:
    """Return the balances that follow from a notice, debits less credits; what is on its way apart."""
    area, payer = notice["area"], notice["payer"]
    return {
        Account(RECEIVABLE[notice["charge"]], area, payer): notice["assessed"] - notice["received"],
        Account(DUE[notice["charge"]], area, payer): notice["confirmed"] - notice["assessed"],
        Account("1212.9", area, payer): notice["refunded"] - notice["overpaid"],
        Account("2103.9", area, payer): notice["overpaid_confirmed"] - notice["refunded"],
    }


def moved(before: Thing, after: Thing, counter: Account) -> list[Leg]:
    """Return the legs from one state of a notice to the next; what does not balance among them is the counter's."""
    old, new = states(before), states(after)
    return [Leg(place, counter, MONEY, new[place] - old[place]) for place in new if new[place] != old[place]]


def with_receipt(notice: Thing, amount: int) -> Thing:
    """Return a notice on which something was paid."""
    beyond = max(amount - (notice["assessed"] - notice["received"]), 0)
    return {**notice, "received": notice["received"] + amount - beyond, "overpaid": notice["overpaid"] + beyond}


def with_confirmation(notice: Thing, amount: int, on: date) -> Thing:
    """Return a notice of which the treasury confirmed something: what is assessed first."""
    beyond = max(amount - (notice["received"] - notice["confirmed"]), 0)
    return {
        **(in_treasury(notice, on) if amount > beyond else notice),
        "confirmed": notice["confirmed"] + amount - beyond,
        "overpaid_confirmed": notice["overpaid_confirmed"] + beyond,
    }


def in_treasury(notice: Thing, on: date) -> Thing:
    """Return a notice of which something came to the treasury on a day; the last one counts."""
    return {**notice, "in_treasury": max(notice["in_treasury"] or on, on)}


def on_its_way(notice: Thing, *, collected: bool) -> Account:
    """Return where money is until the treasury has it."""
    return Account("1002", notice["area"]) if collected else Account("1212.8", notice["area"], notice["payer"])


def unsettled(notice: Thing) -> bool:
    """Return whether something of a notice is to be paid, confirmed or paid back."""
    paid, confirmed = notice["received"] + notice["overpaid"], notice["confirmed"] + notice["overpaid_confirmed"]
    return bool(
        notice["assessed"] != notice["received"]
        or paid != confirmed
        or notice["overpaid_confirmed"] != notice["refunded"]
    )


def borne(books: Books, number: str) -> Thing:
    """Return a notice with whoever bears it now: where it was settled, to whom the charge went over since."""
    notice: Thing = books.get("notice", number, missing="notice.missing")
    charge = books.registers["charged"].get(notice["case"])
    return notice if charge is None or unsettled(notice) else {**notice, "payer": charge["payer"]}
