"""Whether an act rests on an earlier one: it changed what that registered, or its command names it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from typing import Any

from tests.properties.bureau_model import Done

PARTIES = {"enterprise", "enterprises", "successor", "successors", "heir", "holder", "payer", "bidder"}
PARTIES |= {"buyer", "seller", "lessor", "lessee"}
PLACES = {"area", "buyer_area", "seller_area", "from_area", "to_area", "lender", "borrower", "used_in", "pool"}
AT_A_RATIO = {"confirmation.issue", "early_draw.take", "exemption.hold", "transfer.contract"}


def rests_on(later: Done, wrong: Done) -> bool:
    """Return whether a later act must be taken back before a wrong one is."""
    changed = {(register, subject) for register, subject, _ in later.plan.writes}
    before = {(register, subject): fact for register, subject, fact in wrong.before}
    texts = {(member, str(value)) for member, value in walked(later.command)}
    return any(
        (register, subject) in changed or relied(later, texts, register, fact, new=before[register, subject] is None)
        for register, subject, fact in wrong.plan.writes
        if fact is not None
    )


def walked(part: Any) -> Iterator[tuple[str, Any]]:
    """Yield every member at every depth, the members of a list one by one."""
    for each in fields(part):
        value = getattr(part, each.name)
        for one in value if isinstance(value, tuple) else (value,):
            if is_dataclass(one):
                yield from walked(one)
            else:
                yield each.name, one


NAMED_BY: dict[str, tuple[set[str], str]] = {
    "enterprise": (PARTIES, "code"),
    "facility": ({"facility", "source", "replaced_at"}, "id"),
    "award": ({"award", "charged_for"}, "id"),
    "area": (PLACES, "name"),
    "project": ({"project", "user"}, "id"),
    "milestone": ({"project"}, "project"),
    "notice": ({"fee_case"}, "case"),
    "charged": ({"fee_case"}, "case"),
}
"""By register the members that name what it says something of, and under which name."""
ONLY_NEW = {"enterprise", "facility", "award"}
"""Registers of which others take for granted that something is said, whatever it is."""


def relied(later: Done, texts: set[tuple[str, str]], register: str, fact: Any, *, new: bool) -> bool:
    """Return whether an act takes for granted what was said."""
    if register == "attainment":
        years = {later.effective_on.year} if later.kind in AT_A_RATIO else set()
        if later.kind == "exemption.retire":
            years = {each["registered_on"].year for kind, _, each in later.plan.writes if kind == "exemption" and each}
        return fact["year"] + 1 in years
    if register not in NAMED_BY or (register in ONLY_NEW and not new):
        return False
    members, name = NAMED_BY[register]
    delivered = later.kind == "award.deliver" and ("id", fact.get("case")) in texts
    applied = later.kind == "refund.apply" and register == "notice" and ("notice", fact["number"]) in texts
    return delivered or applied or any((member, str(fact[name])) in texts for member in members)
