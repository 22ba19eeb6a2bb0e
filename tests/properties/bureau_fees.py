"""What the model asks of the money behind a right: whose, what for, for which term, and whether it came in time."""

from __future__ import annotations

from datetime import date
from typing import Any

from tests.properties.bureau_model import Books
from tests.properties.bureau_units import Unit


def payment_breach(owed: list[Any], issued: list[Any], on: date) -> dict[str, object]:
    """Return why rights are not given for what is owed on some notices: undone, not paid, or paid later only.

    :param owed: with None for what is due and not noticed.
    :param issued: all notices of the case.
    """
    faults = {
        "payment.undone": any(notice["undone"] for notice in issued),
        "payment.incomplete": not owed or not all(each and each["confirmed"] == each["assessed"] for each in owed),
        "payment.later": any(each and each["in_treasury"] and each["in_treasury"] > on for each in owed),
    }
    return next(({code: True} for code, holds in faults.items() if holds), {})


def paid_for(books: Books, case: str, on: Any) -> dict[str, object]:
    """Return why what is due of a price does not count as paid, if it does not."""
    issued = [notice for notice in books.all("notice") if notice["case"] == case]
    plan, due = books.get("plan", case), issued
    if plan is not None:
        parts = [part for part in plan["parts"] if part["due_on"] <= on] or plan["parts"][:1]
        due = [books.get("notice", part["notice"]) for part in parts]
    return payment_breach(due, issued, on)


def fee_breach(books: Books, command: Any, unit: Unit, *, grams: int, ground: str, starts: date) -> dict[str, object]:
    """Return the first thing that is wrong with the fee that stands behind some rights.

    :param unit: the rights to be paid for; ``starts``: the first day that is paid for.
    """
    charge = books.get("charged", command.fee_case)
    if charge is None or charge["charge"] != "fixed" or charge["payer"] != command.enterprise:
        return {"fee.missing": True}
    named = [
        line.grams
        for line in charge["lines"]
        if (charge["area"], str(line.pollutant), line.basin) == (command.area, unit.pollutant, unit.basin)
    ]
    faults = {
        "fee.ground": charge["ground"] != ground,
        "fee.used": books.get("fee_used", (command.fee_case, unit.pollutant, unit.basin)) is not None,
        "fee.tonnes": sum(named) != grams,
        "fee.term_of_right": charge["starts"] > starts or unit.term_to is None or charge["ends"] < unit.term_to,
    }
    return next(({code: True} for code, holds in faults.items() if holds), {})


def partly_paid(books: Books, code: str, unit: Unit, grams: int) -> dict[str, object]:
    """Return whether more of a tranche would be given away than is paid for, while instalments are outstanding."""
    unpaid = sum(unpaid_grams(books, case, code, unit) for case in map(str, books.registers["plan"]))
    at_hand = sum(books.free(line, str(unit.area), code, unit) for line in ("Q40", "Q41"))
    return {"tranche.partly_paid": unpaid > 0 and grams > max(at_hand - unpaid, 0)}


def unpaid_grams(books: Books, case: str, code: str, unit: Unit) -> int:
    """Return how many grams of a tranche the unpaid part of a fee stands for, rounded up."""
    plan, charge, key = books.get("plan", case), books.get("charged", case), (case, unit.pollutant, unit.basin)
    if plan is None or charge is None or unit.term_from is None or unit.term_to is None:
        return 0
    fits = (charge["payer"], charge["area"], "fixed_price") == (code, unit.area, unit.origin)
    fits = fits and charge["starts"] <= unit.term_from and unit.term_to <= charge["ends"]
    if not fits or books.get("fee_used", key) is None:
        return 0
    grams = sum(each.grams for each in charge["lines"] if (str(each.pollutant), each.basin) == key[1:])
    notices = [each for each in books.all("notice") if each["case"] == case]
    due = sum(each["assessed"] for each in notices)
    due += sum(part["amount"] for part in plan["parts"] if part["notice"] is None)
    left = due - sum(each["confirmed"] for each in notices)
    return -(-grams * left // due) if left > 0 else 0


def paid_in_all(books: Books, case: str, on: date) -> dict[str, object]:
    """Return why not all of a fee counts as paid, instalments that are due later included."""
    issued = [each for each in books.all("notice") if each["case"] == case]
    plan = books.get("plan", case)
    due = issued if plan is None else [books.get("notice", part["notice"]) for part in plan["parts"]]
    return payment_breach(due, issued, on)
