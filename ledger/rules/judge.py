"""Judging: a case is held against every check of its procedure, and all breaches are told at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any, TypeVar

from ledger.errors import Breach, Message, RuleViolation, say
from ledger.rules.law.book import NoProvisionInForce, RuleBook

if TYPE_CHECKING:
    from ledger.rules.law.provision import Provision

Case = TypeVar("Case")
Check = Callable[[Case, RuleBook], Breach | tuple[Breach, ...] | None]
"""A pure function of the facts and the book: None, or the breach of one provision; one each where a case has lines."""


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


def breaches_of(case: Case, *, checks: Iterable[Check[Case]], book: RuleBook) -> tuple[Breach, ...]:
    """Hold ``case`` against every check and return what it breaches, in the order of the checks.

    A check that finds no law on its day is a breach like the others.
    """
    breaches: list[Breach] = []
    for check in checks:
        try:
            found = check(case, book)
        except NoProvisionInForce as missing:
            breaches.extend(missing.breaches)
        else:
            if isinstance(found, Breach):
                breaches.append(found)
            elif found is not None:
                breaches.extend(found)
    return tuple(breaches)


def refusal(breaches: tuple[Breach, ...]) -> RuleViolation:
    """Return the refusal that lists these breaches."""
    return RuleViolation(say("不符合规定，共{count}处", count=len(breaches)), breaches=breaches)


def judge(case: Case, *, checks: Iterable[Check[Case]], book: RuleBook) -> None:
    """Hold ``case`` against every check.

    :raises RuleViolation: with every breach, in the order of the checks.
    """
    breaches = breaches_of(case, checks=checks, book=book)
    if breaches:
        raise refusal(breaches)
