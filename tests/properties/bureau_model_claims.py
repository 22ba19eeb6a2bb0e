"""The model's acts of claims: pledges and listings, freezes of courts, suspensions, rulings."""

from __future__ import annotations

from typing import Any

from tests.properties.bureau_claims import (
    Claims,
    Writes,
    area_of,
    ended,
    ending,
    entered,
    executed,
    free_surplus,
    named_breach,
    new_claims,
    paper_in,
    rearranged,
    spread,
    standing,
    still_frozen,
)
from tests.properties.bureau_fees import partly_paid
from tests.properties.bureau_following import renewed_with
from tests.properties.bureau_handing_over import cap_follows, handed_over
from tests.properties.bureau_model import (
    ANY_OFFICE,
    BRANCH,
    BUREAU,
    Books,
    Plan,
    act,
    active,
    basin_breach,
    refuse_when,
)
from tests.properties.bureau_model_tenure import PAID
from tests.properties.bureau_model_tenure import ended as term_ended
from tests.properties.bureau_units import Account, Thing, Unit, capacity, run_out, tranche_of, years_later

FREEZE, SUSPENSION = "judicial_freeze", "administrative_suspension"
MOST_FROZEN = 3
"""Years of a freeze."""


def paper_of(command: Any, ground: str, at: Any, until: Any = None) -> Thing:
    """Return what all claims of a paper have in common."""
    return {"number": command.number, "holder": command.holder, "ground": ground, "at": at, "until": until}


def given_breach(books: Books, command: Any, at: Any) -> dict[str, object]:
    """Return what is wrong with claims that a holder gives to his surplus."""
    lines, area, holder, on = command.lines, command.area, command.holder, command.effective_on
    units = [tranche_of(area, line.tranche) for line in lines]
    return {
        **named_breach(units, [line.grams for line in lines]),
        "enterprise.inactive": active(books, holder)["ended"],
        "claim.not_yet_delivered": at.date() > on,
        "tranche.not_in_force": any(term_ended(unit, on) for unit in units),
        "tranche.not_paid_for": any(unit.origin not in PAID for unit in units),
        "tranche.partly_paid": any(
            partly_paid(books, holder, unit, line.grams)["tranche.partly_paid"]
            for line, unit in zip(lines, units, strict=True)
        ),
        "claim.not_free": any(
            line.grams > free_surplus(books, holder, area, unit, on) for line, unit in zip(lines, units, strict=True)
        ),
    }


def with_claims(books: Books, plan: Plan, claims: Claims, on: Any) -> Plan:
    """Return a plan by which new claims take what they can of their tranches."""
    for key, claim in claims.items():
        if claim["unit"].term_from is None:
            plan.writes.append(("claim", key, claim))
            continue
        after = {**standing(books, claim["holder"], claim["unit"]), key: claim}
        moved, writes = rearranged(books, claim["holder"], claim["unit"], after, on=on, draws=True)
        plan.legs += moved
        plan.writes += writes
    return plan


@act("pledge.register", BRANCH, "量")
def pledge(books: Books, command: Any) -> Plan:
    """Paid surplus is given as security."""
    entered(books, "pledge", command.holder, command.number, command.area)
    refuse_when(
        {
            **given_breach(books, command, command.registered_at),
            "claim.ends_before": command.until < command.registered_at.date(),
            "pledge.beyond_term": any(command.until >= line.tranche.term_to for line in command.lines),
        }
    )
    parts = [(tranche_of(command.area, line.tranche), line.grams) for line in command.lines]
    claims = new_claims(books, paper_of(command, "pledge", command.registered_at, command.until), parts)
    return with_claims(books, Plan(command.area), claims, command.effective_on)


@act("listing.open", BUREAU, "量")
def listing(books: Books, command: Any) -> Plan:
    """Paid surplus is offered for sale."""
    entered(books, "listing", command.holder, command.number, command.area)
    refuse_when(given_breach(books, command, command.opened_at))
    parts = [(tranche_of(command.area, line.tranche), line.grams) for line in command.lines]
    claims = new_claims(books, paper_of(command, "listing", command.opened_at), parts)
    return with_claims(books, Plan(command.area), claims, command.effective_on)


def freed(books: Books, command: Any, ground: str) -> Plan:
    """Return what ends the claims of a paper because somebody says so."""
    paper = paper_in(books, ground, command.holder, command.number, command.area)
    return Plan(area_of(paper), *ending(books, paper, "released", command.effective_on))


@act("pledge.release", BRANCH, "量")
def release_pledge(books: Books, command: Any) -> Plan:
    """The bank lets go."""
    return freed(books, command, "pledge")


@act("listing.withdraw", BUREAU, "量")
def withdraw(books: Books, command: Any) -> Plan:
    """What was not sold is offered no more."""
    return freed(books, command, "listing")


@act("freeze.release", ANY_OFFICE, "量")
def release_freeze(books: Books, command: Any) -> Plan:
    """The court lets go."""
    return freed(books, command, FREEZE)


@act("suspension.lift", ANY_OFFICE, "量")
def lift(books: Books, command: Any) -> Plan:
    """The authority lets go."""
    return freed(books, command, SUSPENSION)


def seized(books: Books, command: Any, ground: str, at: Any) -> Plan:
    """Return what takes of each pollutant what there is; the rest waits."""
    entered(books, ground, command.holder, command.number, command.area)
    active(books, command.holder)
    frozen, until, on = ground == FREEZE, command.until, at.date()
    named = [(line.pollutant, line.basin) for line in command.lines]
    faults = [basin_breach(command.area, line.pollutant, line.basin) for line in command.lines]
    refuse_when(
        {
            **named_breach(named, [line.grams for line in command.lines]),
            "claim.not_yet_delivered": on > command.effective_on,
            "claim.ends_before": until is not None and until < on,
            "freeze.too_long": frozen and until > years_later(on, MOST_FROZEN),
            **next(({**each} for each in faults if any(each.values())), {}),
        }
    )
    parts: list[tuple[Unit, int]] = []
    for line in command.lines:
        kind = capacity(line.pollutant, command.area, line.basin)
        there = spread(books, command.holder, kind, line.grams, queues=True, on=command.effective_on)
        rest = line.grams - sum(grams for _, grams in there)
        parts += [*there, *([(kind, rest)] if rest else [])]
    claims = new_claims(books, paper_of(command, ground, at, until), parts)
    return with_claims(books, Plan(command.area), claims, command.effective_on)


@act("freeze.deliver", ANY_OFFICE, "量", prevails=True)
def deliver_freeze(books: Books, command: Any) -> Plan:
    """A court takes what there is, and waits for the rest."""
    return seized(books, command, FREEZE, command.delivered_at)


@act("suspension.impose", ANY_OFFICE, "量", prevails=True)
def impose(books: Books, command: Any) -> Plan:
    """An authority does the same."""
    return seized(books, command, SUSPENSION, command.served_at)


@act("freeze.lapse", ANY_OFFICE, "量")
def lapse(books: Books, command: Any) -> Plan:
    """A freeze has ended by itself."""
    paper = paper_in(books, FREEZE, command.holder, command.number, command.area)
    refuse_when({"freeze.not_over": not still_frozen(paper, command.effective_on)["freeze.over"]}, area=area_of(paper))
    return Plan(area_of(paper), *ending(books, paper, "lapsed", command.effective_on))


@act("freeze.renew", ANY_OFFICE, "册")
def renew(books: Books, command: Any) -> Plan:
    """A freeze goes on at its rank."""
    paper = paper_in(books, FREEZE, command.holder, command.number, command.area)
    until = next(iter(paper.values()))["until"]
    refuse_when(
        {
            **still_frozen(paper, command.effective_on),
            "freeze.not_longer": command.until <= until,
            "freeze.too_long": command.until > years_later(until, MOST_FROZEN),
        },
        area=area_of(paper),
    )
    writes: Writes = [("claim", key, {**each, "until": command.until}) for key, each in paper.items()]
    return Plan(area_of(paper), writes=writes)


@act("freeze.take_up", ANY_OFFICE, "量", prevails=True)
def take_up(books: Books, command: Any) -> Plan:
    """A freeze takes what has come since."""
    holder, on = command.holder, command.effective_on
    paper = paper_in(books, FREEZE, holder, command.number, command.area)
    area, come, writes = area_of(paper), dict[Unit, Claims](), Writes()
    known: Any = books.registers["claim"]
    part = max(key[4] for key in known if key[:4] == next(iter(paper))[:4])
    for key, claim in paper.items():
        if claim["unit"].term_from is None:
            found = spread(books, holder, claim["unit"], claim["grams"], queues=False, on=on)
            for unit, grams in found:
                part += 1
                come[unit] = {(*key[:4], part): {**claim, "unit": unit, "grams": grams}}
            left = {**claim, "grams": claim["grams"] - sum(grams for _, grams in found)}
            writes += [("claim", key, left if left["grams"] else ended(left, "released"))] if found else []
    units = {each["unit"] for each in paper.values() if each["unit"].term_from is not None} | set(come)
    units = {unit for unit in units if not run_out(unit, on)}
    free = sum(books.of(line, area, holder, unit) for unit in units for line in ("Q40", "Q41"))
    queued = sum(each["grams"] - each["held"] for each in paper.values())
    refuse_when({**still_frozen(paper, on), "freeze.nothing_to_take_up": not queued or not free}, area=area)
    plan = Plan(area, writes=writes)
    for unit in units:
        after = {**standing(books, holder, unit), **come.get(unit, {})}
        moved, written = rearranged(books, holder, unit, after, on=on, draws=True)
        plan.legs += moved
        plan.writes += written
    return plan


@act("freeze.transfer_by_ruling", ANY_OFFICE, "量", prevails=True)
def ruling(books: Books, command: Any) -> Plan:
    """What a freeze has itself goes to the buyer of a judicial sale, and the caps with it to another area."""
    paper = paper_in(books, FREEZE, command.holder, command.number, command.area)
    area, to, buyer = area_of(paper), command.buyer_area, active(books, command.buyer)
    left, gives, short = {key: each["held"] for key, each in paper.items()}, list[tuple[Any, int]](), False
    for line in command.lines:
        missing = line.grams
        for key, each in sorted(paper.items(), key=lambda item: run_out(item[1]["unit"], command.effective_on)):
            if (each["unit"].pollutant, each["unit"].basin) == (str(line.pollutant), line.basin):
                grams = max(min(missing, left[key]), 0)
                missing -= grams
                left[key] -= grams
                gives += [(key, grams)] if grams else []
        short |= missing > 0
    same = command.buyer == command.holder
    faults = [basin_breach(to, line.pollutant, line.basin) for line in command.lines]
    refuse_when(
        {
            **still_frozen(paper, command.effective_on),
            "quantity.nothing": not command.lines or any(line.grams <= 0 for line in command.lines),
            "ruling.not_held": short,
            "tranche.not_in_force": any(run_out(paper[key]["unit"], command.effective_on) for key, _ in gives),
            "transfer.same_party": same,
            "enterprise.inactive": not same and buyer["ended"],
            **next(({**each} for each in faults if any(each.values())), {}),
        },
        area=area,
    )
    plan, caps, ruled = Plan(area), dict[Any, Any](), dict[Any, Any]()
    for key, grams in gives:
        unit = paper[key]["unit"]
        plan.legs += handed_over(Account("Q42.4", area, command.holder), Account("Q40", to, command.buyer), unit, grams)
        plan.legs += cap_follows(books, unit, to, grams, caps) if area != to else []
        taken: Any = (command.holder, command.ruling, unit)
        known = ruled.get(taken) or books.get("ruled", taken) or {"grams": 0}
        ruled[taken] = {"holder": command.holder, "unit": unit, "grams": known["grams"] + grams}
    plan.writes += [("ruled", taken, fact) for taken, fact in ruled.items()]
    units = [(paper[key]["unit"], grams) for key, grams in gives]
    moves = [(command.holder, unit, command.buyer, unit._replace(area=to), grams) for unit, grams in units]
    plan.writes += renewed_with(books, moves)
    for key, each in paper.items():
        given = sum(grams for other, grams in gives if other == key)
        plan.writes += [("claim", key, executed(each, given))] if given else []
    plan.writes += [("cap", place, fact) for place, fact in caps.items()]
    return plan
