"""Whatever names an enterprise goes over with it when another succeeds, or is said to stay."""

from __future__ import annotations

import dataclasses
import importlib
import pkgutil

import ledger.domain
from ledger.domain.registers.succession_matters import MATTERS

NAMING_AN_ENTERPRISE = {
    *("enterprise", "payer", "bidder", "buyer", "seller", "holder", "legal_person", "lessor", "lessee"),
    *("transferor", "transferee", "pledgor", "credit_code"),
}
FOLLOWING_BY_THEMSELVES = {
    "claim",
    "assessed_need",
    "ended_term",
    "renewal",
    "lease",
    "related_project",
    "enterprise",
    "enterprise.name",
}
STAYING = {
    "permit": "a permit is changed by the one who grants it, and follows nobody",
    "handed_by_ruling": "says what a court took from whom, which is past; whoever succeeded him is asked for it too",
    "divided_right": "says who got what by a split, which is past; whoever succeeded them is asked for it too",
    "fee_used": "says what was paid for, which is past",
    "user": "the successor's persons are entered anew",
}


def _registers_naming_enterprises() -> dict[str, set[str]]:
    found = {}
    for module in pkgutil.walk_packages(ledger.domain.__path__, f"{ledger.domain.__name__}."):
        for kind in vars(importlib.import_module(module.name)).values():
            if dataclasses.is_dataclass(kind) and hasattr(kind, "REGISTER"):
                texts = {each.name for each in dataclasses.fields(kind) if str(each.type).startswith(("str", "Credit"))}
                named = texts & NAMING_AN_ENTERPRISE
                if named:
                    found[kind.REGISTER] = named
    return found


def test_every_register_that_names_an_enterprise_follows_or_is_said_to_stay() -> None:
    found = _registers_naming_enterprises()
    following = {matter.kind.REGISTER: set(matter.members) for matter in MATTERS}

    assert {name: members for name, members in following.items() if found[name] != members} == {}
    assert sorted(set(found) - set(following) - FOLLOWING_BY_THEMSELVES - set(STAYING)) == []
