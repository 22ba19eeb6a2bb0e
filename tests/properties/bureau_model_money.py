"""The model's acts of money: fees, receipts, the treasury, refunds, deposits. Amounts are fen.

A notice is in a state of six amounts, and the accounts of its payer follow from them alone (the table of the manual):
every act changes the amounts, and what is posted is the difference.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from tests.properties.bureau_model import (
    BUREAU,
    FINANCE,
    Books,
    Plan,
    act,
    active,
    basin_breach,
    refuse_when,
    stop_when,
)
from tests.properties.bureau_model_rights import standard_price
from tests.properties.bureau_notices import (
    DUE,
    NOT_YET_DUE,
    RECEIVABLE,
    SURELY_DUE,
    borne,
    moved,
    new_notice,
    on_its_way,
    price_of,
    with_confirmation,
    with_receipt,
)
from tests.properties.bureau_units import MONEY, Account, Thing, legs, years_later


def charge_of(books: Books, command: Any) -> tuple[Thing, dict[str, object]]:
    """Return what an award or a case is charged with, and every reason against charging it."""
    if command.award is not None:
        award = books.get("award", command.award, missing="award.missing")
        ratios = {number: line.ratio for number, line in enumerate(award["lines"])}
        total = price_of(award["lines"], award["starts"], award["ends"], ratios)
        charge = {"case": command.award, "area": award["area"], "payer": award["buyer"], "charge": "award"}
        stop_when({"award.state": award["state"] == "undone"})
        reasons: dict[str, object] = {**charged_before(books, command.award), "fee.nothing": total == 0}
        return {**charge, "total": total, "starts": award["starts"], "ends": award["ends"]}, reasons
    fee = command.fixed_price
    active(books, fee.payer)
    orderly = fee.starts < fee.ends
    total = price_of(fee.lines, fee.starts, fee.ends, {}) if orderly else 0
    prices = [(standard_price(books, line.pollutant, command.effective_on), line.unit_price) for line in fee.lines]
    reasons = {
        "fee.no_basis": fee.ground.value == "allocation",
        "fee.term": not orderly,
        "charge.number": books.get("award", fee.case) is not None,
        **charged_before(books, fee.case),
        "fee.nothing": orderly and total == 0,
        "fee.not_standard": orderly and any(standard and standard != asked for standard, asked in prices),
    }
    for line in fee.lines if orderly else ():
        reasons |= {code: True for code, holds in basin_breach(fee.area, line.pollutant, line.basin).items() if holds}
    charge = {"case": fee.case, "area": fee.area, "payer": fee.payer, "charge": "fixed", "lines": fee.lines}
    return {**charge, "total": total, "ground": fee.ground.value, "starts": fee.starts, "ends": fee.ends}, reasons


def charged_before(books: Books, case: str) -> dict[str, object]:
    """Return whether something was charged for already: by instalments, or by a notice."""
    planned = books.get("plan", case) is not None
    return {"fee.planned": planned, "fee.repeated": not planned and books.get("charged", case) is not None}


@act("fee.notice", BUREAU, "费")
def fee_notice(books: Books, command: Any) -> Plan:
    """The payer owes the price, and it is owed to the treasury."""
    charge, reasons = charge_of(books, command)
    refuse_when({**reasons, "notice.number": books.get("notice", command.number) is not None}, area=str(charge["area"]))
    notice = new_notice(charge, command.number, charge["total"], command.effective_on, date.min)
    payable = Account(DUE[charge["charge"]], charge["area"], charge["payer"])
    receivable = Account(RECEIVABLE[charge["charge"]], charge["area"], charge["payer"])
    plan = Plan(charge["area"], legs((receivable, payable, MONEY, charge["total"])))
    plan.writes = [("notice", command.number, notice), ("charged", charge["case"], charge)]
    return plan


@act("notice.serve", BUREAU, "册")
def notice_serve(books: Books, command: Any) -> Plan:
    """The day of service is registered once."""
    notice = borne(books, command.number)
    refuse_when(
        {
            "notice.served": notice["served"] is not None,
            "notice.service_day": not notice["issued_on"] <= command.served_on <= command.effective_on,
        },
        area=str(notice["area"]),
    )
    due = {
        "due_from": max(notice["due_from"], command.served_on + NOT_YET_DUE),
        "due_on": max(notice["due_on"], command.served_on + SURELY_DUE),
    }
    fact = {**notice, "served": command.served_on, **due}
    return Plan(notice["area"], writes=[("notice", command.number, fact)])


@act("fee.reduce", BUREAU, "费")
def fee_reduce(books: Books, command: Any) -> Plan:
    """Less is assessed; what was paid beyond it becomes an overpayment."""
    notice = borne(books, command.number)
    refuse_when({"fee.reduction": not 0 < command.reduction <= notice["assessed"]}, area=str(notice["area"]))
    now = notice["assessed"] - command.reduction
    beyond = max(notice["received"] - now, 0)
    received = notice["received"] - beyond
    in_treasury = max(notice["confirmed"] - received, 0)
    after = {
        **notice,
        "assessed": now,
        "received": received,
        "confirmed": notice["confirmed"] - in_treasury,
        "overpaid": notice["overpaid"] + beyond,
        "overpaid_confirmed": notice["overpaid_confirmed"] + in_treasury,
        "undone": command.effective_on if command.ground.value == "undone" else notice["undone"],
    }
    counter = on_its_way(notice, collected=False)
    return Plan(notice["area"], moved(notice, after, counter), [("notice", command.number, after)])


@act("fee.defer", BUREAU, "册")
def fee_defer(books: Books, command: Any) -> Plan:
    """The last day of payment becomes a later one."""
    notice = borne(books, command.number)
    paid, later = notice["assessed"] == notice["received"], command.due_on > notice["due_on"]
    refuse_when({"fee.paid": paid, "fee.deferral": not later}, area=str(notice["area"]))
    deferred = {**notice, "due_on": command.due_on, "due_from": command.due_on}
    return Plan(notice["area"], writes=[("notice", command.number, deferred)])


@act("fee.instalment_plan", BUREAU, "费")
def instalment_plan(books: Books, command: Any) -> Plan:
    """The whole price is a memo until its instalments are noticed."""
    charge, reasons = charge_of(books, command)
    total, days, on = charge["total"], command.due_on, command.effective_on
    least = -(-total * 2 // 5)
    first = least if command.first is None else command.first
    rising = all(one < other for one, other in zip((on, *days), days, strict=False))
    refuse_when(
        {
            **reasons,
            "instalment.charge": charge["charge"] == "award",
            "instalment.first": not least <= first < total,
            "instalment.days": len(days) < 2 or not rising,
            "instalment.years": days and days[-1] > min(years_later(on, 5), charge["ends"]),
        },
        area=str(charge["area"]),
    )
    part = (total - first) // (len(days) - 1)
    amounts = [first, *[part] * (len(days) - 2)]
    amounts.append(total - sum(amounts))
    parts = [{"amount": amount, "due_on": day, "notice": None} for amount, day in zip(amounts, days, strict=True)]
    area, payer = charge["area"], charge["payer"]
    plan = Plan(area, legs((Account("B20", area, payer), Account("B21", area, payer), MONEY, total)))
    plan.writes = [("plan", charge["case"], {**charge, "parts": parts}), ("charged", charge["case"], charge)]
    return plan


@act("fee.instalment_notice", BUREAU, "费")
def instalment_notice(books: Books, command: Any) -> Plan:
    """The next instalment becomes due: out of the memo, into the receivables."""
    agreed = books.get("plan", command.charged_for, missing="instalment.missing")
    left = [number for number, part in enumerate(agreed["parts"]) if part["notice"] is None]
    refuse_when(
        {
            "instalment.none_left": not left,
            "notice.number": books.get("notice", command.number) is not None,
        },
        area=str(agreed["area"]),
    )
    area, payer, parts = agreed["area"], agreed["payer"], list(agreed["parts"])
    part = parts[left[0]]
    parts[left[0]] = {**part, "notice": command.number}
    notice = new_notice(agreed, command.number, part["amount"], command.effective_on, part["due_on"])
    receivable = Account(RECEIVABLE[agreed["charge"]], area, payer)
    plan = Plan(area)
    plan.legs = legs(
        (receivable, Account(DUE[agreed["charge"]], area, payer), MONEY, part["amount"]),
        (Account("B21", area, payer), Account("B20", area, payer), MONEY, part["amount"]),
    )
    plan.writes = [("notice", command.number, notice), ("plan", agreed["case"], {**agreed, "parts": parts})]
    return plan


@act("fee.receipt", FINANCE, "费")
def fee_receipt(books: Books, command: Any) -> Plan:
    """Something is paid, perhaps more than is owed, perhaps at once in the treasury."""
    notice = borne(books, command.notice)
    credited = command.credited_on
    refuse_when(
        {
            "receipt.charge": notice["charge"] == "forfeit",
            "receipt.repeated": books.get("receipt", command.number) is not None,
            "receipt.amount": command.amount <= 0,
            "receipt.day": not notice["issued_on"] <= command.paid_on <= command.effective_on,
            "treasury.day": credited is not None and not command.paid_on <= credited <= command.effective_on,
        },
        area=str(notice["area"]),
    )
    after = with_receipt(notice, command.amount)
    receipt = {
        "number": command.number,
        "notice": command.notice,
        "amount": command.amount,
        "confirmed": command.amount if credited else 0,
        "paid_on": command.paid_on,
        "payer": notice["payer"],
        "collected": False,
    }
    if credited:
        after = with_confirmation(after, command.amount, credited)
    plan = Plan(notice["area"], moved(notice, after, on_its_way(notice, collected=False)))
    plan.writes = [("notice", command.notice, after), ("receipt", command.number, receipt)]
    return plan


@act("treasury.confirm", FINANCE, "费")
def treasury_confirm(books: Books, command: Any) -> Plan:
    """The treasury has the money of a receipt, or part of it."""
    receipt = books.get("receipt", command.number, missing="receipt.missing")
    notice = books.get("notice", receipt["notice"])
    refuse_when(
        {
            "treasury.amount": not 0 < command.amount <= receipt["amount"] - receipt["confirmed"],
            "treasury.day": not receipt["paid_on"] <= command.credited_on <= command.effective_on,
        },
        area=str(notice["area"]),
    )
    after = with_confirmation(notice, command.amount, command.credited_on)
    plan = Plan(notice["area"], moved(notice, after, on_its_way(notice, collected=receipt["collected"])))
    confirmed = {**receipt, "confirmed": receipt["confirmed"] + command.amount}
    plan.writes = [("notice", receipt["notice"], after), ("receipt", command.number, confirmed)]
    return plan


@act("refund.apply", BUREAU, "册")
def refund_apply(books: Books, command: Any) -> Plan:
    """The refund of an overpayment that is in the treasury is applied for."""
    notice = borne(books, command.notice)
    applied = [each for each in books.all("refund") if each["notice"] == command.notice]
    open_ = sum(each["amount"] for each in applied if each["refunded_on"] is None)
    most = notice["overpaid_confirmed"] - notice["refunded"] - open_
    refuse_when(
        {
            "refund.number": any(each["number"] == command.number for each in applied),
            "refund.amount": not 0 < command.amount <= most,
        },
        area=str(notice["area"]),
    )
    fact = {
        "notice": command.notice,
        "number": command.number,
        "amount": command.amount,
        "applied_on": command.effective_on,
        "refunded_on": None,
    }
    return Plan(notice["area"], writes=[("refund", (command.notice, command.number), fact)])


@act("fee.refund", FINANCE, "费")
def fee_refund(books: Books, command: Any) -> Plan:
    """The treasury paid back what was applied for."""
    notice = borne(books, command.notice)
    applied = books.get("refund", (command.notice, command.number), missing="refund.missing")
    refuse_when(
        {
            "refund.repeated": applied["refunded_on"] is not None,
            "refund.day": not applied["applied_on"] <= command.refunded_on <= command.effective_on,
        },
        area=str(notice["area"]),
    )
    after = {**notice, "refunded": notice["refunded"] + applied["amount"]}
    plan = Plan(notice["area"], moved(notice, after, on_its_way(notice, collected=False)))
    plan.writes = [
        ("notice", command.notice, after),
        ("refund", (command.notice, command.number), {**applied, "refunded_on": command.refunded_on}),
    ]
    return plan
