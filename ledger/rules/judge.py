"""Judging: a case is held against every check of its procedure, and all breaches are told at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any, TypeVar

from ledger.errors import Breach, Message, RuleViolation, say
from ledger.rules.book import NoProvisionInForce, RuleBook

if TYPE_CHECKING:
    from ledger.rules.provision import Provision

Case = TypeVar("Case")
Check = Callable[[Case, RuleBook], Breach | None]
"""A pure function of the facts and the book: None, or the breach of one provision."""


def breach(provision: Provision[Any], *, code: str, detail: Message) -> Breach:
    """Return the breach of ``provision``, citing it."""
    return Breach(
        code=code,
        detail=detail,
        provision=provision.key,
        instrument=provision.instrument.id,
        article=provision.article,
        authority=provision.authority,
    )


def judge(case: Case, *, checks: Iterable[Check[Case]], book: RuleBook) -> None:
    """Hold ``case`` against every check; a check that finds no law on its day is a breach like the others.

    :raises RuleViolation: with every breach, in the order of the checks.
    """
    breaches: list[Breach] = []
    for check in checks:
        try:
            found = check(case, book)
        except NoProvisionInForce as missing:
            breaches.extend(missing.breaches)
        else:
            if found is not None:
                breaches.append(found)
    if breaches:
        raise RuleViolation(say("不符合规定，共{count}处", count=len(breaches)), breaches=tuple(breaches))
