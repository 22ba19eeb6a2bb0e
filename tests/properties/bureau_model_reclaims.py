"""The model's acts by which free rights are reclaimed: case, notice, defence, decision, service, execution."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from tests.properties.bureau_model import ANY_OFFICE, BUREAU, Books, Plan, act, active, refuse_when, stop_when
from tests.properties.bureau_model_tenure import behind
from tests.properties.bureau_units import Account, converted, tranche_of

DEFENCE = timedelta(days=10)


@act("reclaim.open", ANY_OFFICE, "册")
def open_reclaim(books: Books, command: Any) -> Plan:
    """A case against free rights is opened; nothing moves."""
    active(books, command.enterprise)
    refuse_when(
        {
            "quantity.nothing": any(item.in_use + item.surplus <= 0 for item in command.items),
            "reclaim.number": books.get("reclaim", command.id) is not None,
            "reclaim.origin": any(item.tranche.origin.value != "free" for item in command.items),
            "reclaim.event_day": command.occurred_on > command.effective_on,
        }
    )
    fact = {
        "id": command.id,
        "area": command.area,
        "enterprise": command.enterprise,
        "items": command.items,
        "occurred_on": command.occurred_on,
        "state": "opened",
    }
    return Plan(command.area, writes=[("reclaim", command.id, fact)])


def case_in(books: Books, command: Any, state: str) -> Any:
    """Return a case that stands in a state."""
    case = books.get("reclaim", command.id, missing="reclaim.missing")
    stop_when({"reclaim.state": case["state"] != state})
    return case


def on_to(case: Any, command: Any, **changed: Any) -> Plan:
    """Return what takes a case a step further."""
    return Plan(case["area"], writes=[("reclaim", command.id, {**case, **changed})])


@act("reclaim.notify", ANY_OFFICE, "册")
def notify(books: Books, command: Any) -> Plan:
    """The notice was served."""
    case = case_in(books, command, "opened")
    refuse_when(
        {"reclaim.notice_day": not case["occurred_on"] <= command.served_on <= command.effective_on}, area=case["area"]
    )
    return on_to(case, command, state="notified", until=command.served_on + DEFENCE)


@act("reclaim.defence", ANY_OFFICE, "册")
def hear(books: Books, command: Any) -> Plan:
    """A statement came in, or the time for it is over."""
    case = case_in(books, command, "notified")
    refuse_when(
        {"reclaim.defence_open": command.statement is None and command.effective_on <= case["until"]}, area=case["area"]
    )
    return on_to(case, command, state="heard", heard_on=command.effective_on)


@act("reclaim.decide", BUREAU, "册")
def decide(books: Books, command: Any) -> Plan:
    """It is decided to reclaim."""
    case = case_in(books, command, "heard")
    refuse_when({"reclaim.decision_day": command.effective_on < case["heard_on"]})
    return on_to(case, command, state="decided", decided_on=command.effective_on)


@act("reclaim.serve", ANY_OFFICE, "册")
def serve_decision(books: Books, command: Any) -> Plan:
    """The decision was served, and takes effect."""
    case = case_in(books, command, "decided")
    refuse_when(
        {"reclaim.service_day": not case["decided_on"] <= command.served_on <= command.effective_on}, area=case["area"]
    )
    return on_to(case, command, state="served", effect_on=command.served_on)


@act("reclaim.execute", BUREAU, "量")
def execute(books: Books, command: Any) -> Plan:
    """The tonnes go to the reserve."""
    case = case_in(books, command, "served")
    refuse_when({"reclaim.not_in_effect": command.effective_on < case["effect_on"]})
    plan, area = on_to(case, command, state="executed"), case["area"]
    for item in case["items"]:
        unit = tranche_of(area, item.tranche)
        for line, part in (("Q40", item.in_use), ("Q41", item.surplus)):
            place, reserve = Account(line, area, case["enterprise"]), Account("Q30", area, "reclaimed")
            plan.legs += converted(reserve, place, behind(unit), unit, part)
    return plan


@act("reclaim.withdraw", BUREAU, "册")
def withdraw_case(books: Books, command: Any) -> Plan:
    """The case is given up."""
    case = books.get("reclaim", command.id, missing="reclaim.missing")
    stop_when({"reclaim.state": case["state"] in {"executed", "withdrawn"}})
    return on_to(case, command, state="withdrawn")
