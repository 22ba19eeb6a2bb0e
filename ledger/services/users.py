"""The persons who may act: entered, disabled, given a new token by whoever runs the machine.

These are administrative acts of the book: no rule of law judges them, and the name of the operating system's user
stands in the journal. The token itself is never kept, only its SHA-256: it is made at random, so it needs no salt.
"""

from __future__ import annotations

from dataclasses import replace
from hashlib import sha256
from hmac import compare_digest
from typing import TYPE_CHECKING, Final

from ledger.domain.bookkeeping.journal import JournalEntry, Judgement
from ledger.domain.people.actor import User
from ledger.domain.registers.area import Area
from ledger.domain.registers.enterprise import Enterprise
from ledger.domain.values.encoding import digest
from ledger.domain.values.text import folded
from ledger.errors import Conflict, NotFound, say
from ledger.rules.judge import breaches_of, refusal
from ledger.rules.people.user import CHECKS, UserCase
from ledger.store.record_text import registration_of

if TYPE_CHECKING:
    from datetime import date

    from ledger.rules.law.book import RuleBook
    from ledger.store.registers import Registers
    from ledger.store.unit_of_work import UnitOfWork

_NOBODY: Final = "0" * 64
"""Compared with the token where there is no such person, so that the answer takes as long."""


def add_user(work: UnitOfWork, user: User, *, token: str, book: RuleBook, actor: str, today: date) -> tuple[User, str]:
    """Enter a person, and return him with his token, which is shown once and kept nowhere.

    :param token: made at random by the door.
    :param actor: the name of the operating system's user.
    :raises RuleViolation: with every breach: the name was given before, or role, office, area and enterprise do not
        fit together.
    :raises NotFound: ``area.missing`` or ``enterprise.missing``.
    """
    alike = (each for each in work.registers.all(User) if folded(each.name) == folded(user.name))
    breaches = breaches_of(UserCase(user=user, registered=next(alike, None)), checks=CHECKS, book=book)
    if breaches:
        raise refusal(breaches)
    if user.area is not None and work.registers.find(Area, user.area) is None:
        raise NotFound(say("没有登记名为“{name}”的区域", name=user.area), code="area.missing")
    if user.enterprise is not None and work.registers.find(Enterprise, user.enterprise) is None:
        raise NotFound(say("没有登记统一社会信用代码为“{code}”的企业", code=user.enterprise), code="enterprise.missing")
    entered = replace(user, token_digest=token_digest(token))
    _register(work, entered, kind="user.added", narration=f"增加用户“{user.name}”", actor=actor, today=today)
    return entered, token


def disable_user(work: UnitOfWork, name: str, *, actor: str, today: date) -> User:
    """Disable a person for good; what he did stays his.

    :raises NotFound: ``user.missing``.
    :raises Conflict: ``user.disabled``, he is already.
    """
    disabled = replace(_enabled(work, name), disabled=True, token_digest=None)
    _register(work, disabled, kind="user.disabled", narration=f"停用用户“{name}”", actor=actor, today=today)
    return disabled


def reset_user(work: UnitOfWork, name: str, *, token: str, actor: str, today: date) -> tuple[User, str]:
    """Give a person a new token; the old one is worth nothing from then on.

    :raises NotFound: ``user.missing``.
    :raises Conflict: ``user.disabled``.
    """
    reset = replace(_enabled(work, name), token_digest=token_digest(token))
    _register(work, reset, kind="user.reset", narration=f"重置用户“{name}”的令牌", actor=actor, today=today)
    return reset, token


def user_of(registers: Registers, name: str, token: str) -> User:
    """Return the person whose name and token belong together.

    :raises NotFound: ``user.refused``, and nothing about which of the two was wrong, or that the person is disabled.
    """
    found = registers.find(User, name)
    expected = _NOBODY if found is None or found.disabled or found.token_digest is None else found.token_digest
    if not compare_digest(token_digest(token), expected) or found is None or found.disabled:
        raise NotFound(say("用户名与令牌不符"), code="user.refused")
    return found


def token_digest(token: str) -> str:
    """Return the hexadecimal SHA-256 by which a token is known."""
    return sha256(token.encode()).hexdigest()


def _enabled(work: UnitOfWork, name: str) -> User:
    found = work.registers.find(User, name)
    if found is None:
        raise NotFound(say("没有名为“{name}”的用户", name=name), code="user.missing")
    if found.disabled:
        raise Conflict(say("用户“{name}”已经停用", name=name), code="user.disabled")
    return found


def _register(work: UnitOfWork, user: User, *, kind: str, narration: str, actor: str, today: date) -> None:
    fact = registration_of(user)
    work.journal.append(
        JournalEntry(
            key=f"{kind}:{user.name}:{work.journal.size + 1}",
            request_digest=digest(fact.body),
            kind=kind,
            effective_on=today,
            actor=actor,
            narration=narration,
            judgement=Judgement.ADMINISTRATIVE,
            registrations=(fact,),
        )
    )
