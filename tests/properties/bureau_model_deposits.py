"""The model's acts of deposits. Amounts are fen."""

from __future__ import annotations

from typing import Any

from tests.properties.bureau_model import BUREAU, FINANCE, Books, Plan, act, active, refuse_when, stop_when
from tests.properties.bureau_notices import DUE, RECEIVABLE, borne, in_treasury, new_notice
from tests.properties.bureau_units import MONEY, Account, Thing, legs


def kept(deposit: Thing) -> tuple[Account, Account]:
    """Return where a deposit lies, and on which account it is owed."""
    area, bidder = deposit["area"], deposit["bidder"]
    if deposit["keeper"] == "bureau":
        return Account("1002", area), Account("2307.1", area, bidder)
    return Account("B30", area, bidder), Account("B31", area, bidder)


@act("deposit.receive", FINANCE, "费")
def deposit_receive(books: Books, command: Any) -> Plan:
    """A deposit comes to the platform, or into the bureau's bank."""
    active(books, command.bidder)
    refuse_when(
        {
            "deposit.number": books.get("deposit", command.number) is not None,
            "deposit.amount": command.amount <= 0,
            "deposit.day": command.paid_on > command.effective_on,
        }
    )
    deposit = {
        "number": command.number,
        "area": command.area,
        "bidder": command.bidder,
        "seller": command.seller.value,
        "keeper": command.keeper.value,
        "held": command.amount,
        "paid_on": command.paid_on,
    }
    lies, owed = kept(deposit)
    return Plan(command.area, legs((lies, owed, MONEY, command.amount)), [("deposit", command.number, deposit)])


@act("deposit.return", FINANCE, "费")
def deposit_return(books: Books, command: Any) -> Plan:
    """A deposit goes back to the bidder."""
    deposit = books.get("deposit", command.number, missing="deposit.missing")
    refuse_when({"deposit.amount": not 0 < command.amount <= deposit["held"]}, area=str(deposit["area"]))
    lies, owed = kept(deposit)
    plan = Plan(deposit["area"], legs((owed, lies, MONEY, command.amount)))
    plan.writes.append(("deposit", command.number, {**deposit, "held": deposit["held"] - command.amount}))
    return plan


@act("deposit.set_off", FINANCE, "费")
def deposit_set_off(books: Books, command: Any) -> Plan:
    """A deposit pays what its bidder owes: the platform's is in the treasury by then, the bureau's comes later."""
    deposit = books.get("deposit", command.number, missing="deposit.missing")
    notice = borne(books, command.notice)
    at_platform, credited, amount = deposit["keeper"] == "platform", command.credited_on, command.amount
    most = min(deposit["held"], notice["assessed"] - notice["received"])
    refuse_when(
        {
            "deposit.payer": deposit["bidder"] != notice["payer"],
            "deposit.not_price": deposit["seller"] != "reserve" or notice["charge"] == "forfeit",
            "deposit.other_area": not at_platform and deposit["area"] != notice["area"],
            "deposit.amount": not 0 < amount <= most,
            "deposit.credited": (credited is None) == at_platform,
            "treasury.day": credited is not None and not deposit["paid_on"] <= credited <= command.effective_on,
            "receipt.repeated": books.get("receipt", command.voucher) is not None,
        },
        area=str(notice["area"]),
    )
    lies, owed = kept(deposit)
    receivable = Account(RECEIVABLE[notice["charge"]], notice["area"], notice["payer"])
    after = {**notice, "received": notice["received"] + amount}
    plan = Plan(notice["area"])
    if at_platform:
        after = {**in_treasury(after, credited), "confirmed": notice["confirmed"] + amount}
        due = Account(DUE[notice["charge"]], notice["area"], notice["payer"])
        plan.legs = legs((owed, lies, MONEY, amount), (due, receivable, MONEY, amount))
    else:
        plan.legs = legs((owed, receivable, MONEY, amount))
    receipt = {
        "number": command.voucher,
        "notice": command.notice,
        "amount": amount,
        "confirmed": amount if at_platform else 0,
        "paid_on": credited or command.effective_on,
        "payer": notice["payer"],
        "collected": not at_platform,
    }
    plan.writes = [
        ("deposit", command.number, {**deposit, "held": deposit["held"] - amount}),
        ("notice", command.notice, after),
        ("receipt", command.voucher, receipt),
    ]
    return plan


@act("deposit.forfeit", BUREAU, "费")
def deposit_forfeit(books: Books, command: Any) -> Plan:
    """All that is held of a deposit is lost: to the treasury where the lot was the government's."""
    deposit = books.get("deposit", command.number, missing="deposit.missing")
    reserve, held = deposit["seller"] == "reserve", deposit["held"]
    refuse_when(
        {
            "deposit.not_held": not held,
            "deposit.beneficiary": (command.beneficiary is None) != reserve,
            "notice.number": reserve and books.get("notice", command.document) is not None,
        },
        area=str(deposit["area"]),
    )
    lies, owed = kept(deposit)
    area, bidder, on = deposit["area"], deposit["bidder"], command.effective_on
    plan = Plan(area, writes=[("deposit", command.number, {**deposit, "held": 0})])
    if not reserve:
        plan.legs = legs((owed, lies, MONEY, held))
        return plan
    charge = {"case": command.document, "area": area, "payer": bidder, "charge": "forfeit"}
    notice = {**new_notice(charge, command.document, held, on, on), "due_from": on, "due_on": on}
    due, receivable = Account("2103.2", area, bidder), Account("1212.4", area, bidder)
    if deposit["keeper"] == "platform":
        plan.legs = legs((receivable, due, MONEY, held), (owed, lies, MONEY, held))
        plan.writes.append(("notice", command.document, notice))
        return plan
    plan.legs = legs((owed, due, MONEY, held))
    receipt = {"number": command.document, "notice": command.document, "amount": held, "confirmed": 0, "payer": bidder}
    plan.writes.append(("notice", command.document, {**notice, "received": held}))
    plan.writes.append(("receipt", command.document, {**receipt, "paid_on": on, "collected": True}))
    return plan


@act("deposit.forfeit_confirm", FINANCE, "费")
def forfeit_confirm(books: Books, command: Any) -> Plan:
    """The treasury has what the platform held."""
    notice = borne(books, command.document)
    stop_when({"notice.missing": notice["charge"] != "forfeit"})
    area, payer, amount = notice["area"], notice["payer"], command.amount
    refuse_when(
        {
            "treasury.amount": not 0 < amount <= notice["assessed"] - notice["received"],
            "treasury.day": not notice["issued_on"] <= command.credited_on <= command.effective_on,
            "receipt.repeated": books.get("receipt", command.voucher) is not None,
        },
        area=str(notice["area"]),
    )
    after = {**notice, "received": notice["received"] + amount, "confirmed": notice["confirmed"] + amount}
    receipt = {"number": command.voucher, "notice": command.document, "amount": amount, "confirmed": amount}
    plan = Plan(area, legs((Account("2103.2", area, payer), Account("1212.4", area, payer), MONEY, amount)))
    plan.writes = [
        ("notice", command.document, after),
        ("receipt", command.voucher, {**receipt, "paid_on": command.credited_on, "payer": payer, "collected": False}),
    ]
    return plan
