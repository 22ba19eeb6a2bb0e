"""The model's acts by which free rights are reclaimed: case, notice, defence, decision, service, execution."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from typing import Any

from tests.properties.bureau_cards import card_breach, card_of, unnamed_breach, with_use
from tests.properties.bureau_model import ANY_OFFICE, BUREAU, Books, Plan, act, active, refuse_when, stop_when
from tests.properties.bureau_model_tenure import behind, closed_by
from tests.properties.bureau_units import HELD_LINES, Account, Position, Unit, converted, tranche_of

DEFENCE = timedelta(days=10)


def not_held(books: Books, area: str, code: str, items: Any, on: date) -> bool:
    """Return whether an enterprise holds less of a tranche on a day than is to be taken of it."""
    asked: Counter[Unit] = Counter()
    for item in items:
        asked[tranche_of(area, item.tranche)] += item.in_use + item.surplus
    return any(
        grams
        > sum(
            moved
            for line in HELD_LINES[:-1]
            for day, moved in books.days.get(Position(Account(line, area, code), unit), Counter[date]()).items()
            if day <= on
        )
        for unit, grams in asked.items()
    )


@act("reclaim.open", ANY_OFFICE, "册")
def open_reclaim(books: Books, command: Any) -> Plan:
    """A case against free rights is opened; nothing moves."""
    active(books, command.enterprise)
    if command.facility is not None:
        facility = books.get("facility", command.facility, missing="facility.missing")
        stop_when({"facility.missing": facility["enterprise"] != command.enterprise})
    refuse_when(
        {
            "reclaim.not_held": not_held(books, command.area, command.enterprise, command.items, command.effective_on),
            "tranche.not_in_force": any(command.effective_on >= item.tranche.term_to for item in command.items),
            "quantity.nothing": any(item.in_use + item.surplus <= 0 for item in command.items),
            "reclaim.number": books.get("reclaim", command.id) is not None,
            "reclaim.origin": any(item.tranche.origin.value not in {"free", "offset"} for item in command.items),
            "reclaim.event_day": command.occurred_on > command.effective_on,
            "card.unnamed": any(
                unnamed_breach(books, command.enterprise, tranche_of(command.area, item.tranche), command.facility)[
                    "card.unnamed"
                ]
                for item in command.items
            ),
        }
    )
    fact = {
        "id": command.id,
        "area": command.area,
        "enterprise": command.enterprise,
        "items": command.items,
        "occurred_on": command.occurred_on,
        "facility": command.facility,
        "state": "opened",
    }
    return Plan(command.area, writes=[("reclaim", command.id, fact)])


def case_in(books: Books, command: Any, state: str) -> Any:
    """Return a case that stands in a state."""
    case = books.get("reclaim", command.id, missing="reclaim.missing")
    stop_when({"reclaim.state": case["state"] != state})
    return case


def gone(books: Books, case: Any, command: Any) -> bool:
    """Return whether the enterprise no longer holds what a case is about."""
    return not_held(books, case["area"], case["enterprise"], case["items"], command.effective_on)


def over(case: Any, command: Any) -> bool:
    """Return whether the term of anything that a case is about has ended."""
    return any(command.effective_on >= item.tranche.term_to for item in case["items"])


def on_to(case: Any, command: Any, **changed: Any) -> Plan:
    """Return what takes a case a step further."""
    return Plan(case["area"], writes=[("reclaim", command.id, {**case, **changed})])


@act("reclaim.notify", ANY_OFFICE, "册")
def notify(books: Books, command: Any) -> Plan:
    """The notice was served."""
    case = case_in(books, command, "opened")
    refuse_when(
        {
            "reclaim.notice_day": not case["occurred_on"] <= command.served_on <= command.effective_on,
            "reclaim.not_held": gone(books, case, command),
            "tranche.not_in_force": over(case, command),
        },
        area=case["area"],
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
    refuse_when(
        {
            "reclaim.decision_day": command.effective_on < case["heard_on"],
            "reclaim.not_held": gone(books, case, command),
            "tranche.not_in_force": over(case, command),
        },
        area=str(case["area"]),
    )
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
    plan, area, cards = on_to(case, command, state="executed"), case["area"], dict[Any, Any]()
    reasons: dict[str, object] = {"reclaim.not_in_effect": command.effective_on < case["effect_on"]}
    reasons["tranche.not_in_force"] = over(case, command)
    for item in case["items"] if case["facility"] is not None else ():
        key = (case["facility"], str(item.tranche.pollutant))
        cards[key] = with_use(cards.get(key) or card_of(books, *key), "reclaimed", item.in_use + item.surplus)
    for card in cards.values():
        reasons |= {code: True for code, holds in card_breach(card).items() if holds}
    refuse_when(reasons, area=str(case["area"]))
    plan.writes += [("card", key, card) for key, card in cards.items()]
    plan.writes += closed_by(books, case["facility"], cards.values())
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
