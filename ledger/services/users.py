"""The persons who may act: entered, given credentials, disabled.

On the pages two persons are needed: a system administrator enters a person or asks for new credentials, a security
administrator issues them (GB/T 22239-2019, 8.1.5: the administrators' powers are divided). Whoever runs the machine
does both at the command line: he holds the book itself.

These are administrative acts of the book: no rule of law judges them, and the name of the administrator, or of the
operating system's user, stands in the journal. The token itself is never kept, only its SHA-256: it is made at random,
so it needs no salt.
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
from ledger.rules.people.user import CHECKS, DISABLING, DisablingCase, UserCase
from ledger.store.record_text import registration_of

if TYPE_CHECKING:
    from datetime import date

    from ledger.rules.law.book import RuleBook
    from ledger.store.registers import Registers
    from ledger.store.unit_of_work import UnitOfWork

_NOBODY: Final = "0" * 64
"""Compared with the token where there is no such person, so that the answer takes as long."""


def add_user(work: UnitOfWork, user: User, *, token: str, book: RuleBook, actor: str, today: date) -> tuple[User, str]:
    """Enter a person with credentials, and return him with his token, which is shown once and kept nowhere.

    :param token: made at random by the door.
    :param actor: the name of the operating system's user.
    :raises RuleViolation: with every breach: the name was given before, or role, office, area and enterprise do not
        fit together.
    :raises NotFound: ``area.missing`` or ``enterprise.missing``.
    """
    _require_fit(work, user, book=book)
    entered = replace(user, token_digest=token_digest(token))
    _register(work, entered, kind="user.added", narration=f"增加用户“{user.name}”", actor=actor, today=today)
    return entered, token


def apply_for_user(work: UnitOfWork, user: User, *, book: RuleBook, actor: str, today: date) -> User:
    """Enter a person without credentials; somebody else issues them.

    :raises RuleViolation: as for :func:`add_user`.
    :raises NotFound: as for :func:`add_user`.
    """
    _require_fit(work, user, book=book)
    entered = replace(user, applied_by=actor)
    _register(
        work, entered, kind="user.added", narration=f"增加用户“{user.name}”，待发放凭据", actor=actor, today=today
    )
    return entered


def apply_for_credentials(work: UnitOfWork, name: str, *, actor: str, today: date) -> User:
    """Ask that a person be given new credentials; those he has stay good until then.

    :raises NotFound: ``user.missing``.
    :raises Conflict: ``user.disabled``; ``user.oneself``; ``user.applied``, it is asked for already.
    """
    person = _another(work, name, actor=actor)
    if person.applied_by is not None:
        raise Conflict(
            say("“{applicant}”已为用户“{name}”申请凭据，待发放", applicant=person.applied_by, name=name),
            code="user.applied",
        )
    asked = replace(person, applied_by=actor)
    _register(work, asked, kind="user.applied_for", narration=f"为用户“{name}”申请凭据", actor=actor, today=today)
    return asked


def issue_credentials(work: UnitOfWork, name: str, *, token: str, actor: str, today: date) -> tuple[User, str]:
    """Give a person whom another administrator applied for a new token; the old one is worth nothing from then on.

    :raises NotFound: ``user.missing``.
    :raises Conflict: ``user.disabled``; ``user.oneself``; ``user.not_applied_for``, nobody asked for it;
        ``user.same_hand``, the one who asked issues nothing.
    """
    person = _applied_for(work, name, actor=actor)
    issued = replace(person, token_digest=token_digest(token), applied_by=None)
    _register(work, issued, kind="user.reset", narration=f"发放用户“{name}”的凭据", actor=actor, today=today)
    return issued, token


def decline_credentials(work: UnitOfWork, name: str, *, actor: str, today: date) -> User:
    """Issue no credentials to a person whom another administrator applied for.

    :raises NotFound: as for :func:`issue_credentials`.
    :raises Conflict: as for :func:`issue_credentials`.
    """
    declined = replace(_applied_for(work, name, actor=actor), applied_by=None)
    _register(work, declined, kind="user.declined", narration=f"不发放用户“{name}”的凭据", actor=actor, today=today)
    return declined


def disable_user(work: UnitOfWork, name: str, *, book: RuleBook, actor: str, today: date) -> User:
    """Disable a person for good; what he did stays his.

    :raises NotFound: ``user.missing``.
    :raises Conflict: ``user.disabled``, he is already.
    :raises RuleViolation: ``user.oneself``, or ``user.last_administrator``.
    """
    person = _enabled(work, name)
    others = [
        each
        for each in work.registers.all(User)
        if each.role is person.role and not each.disabled and each.token_digest is not None and each.name != name
    ]
    case = DisablingCase(user=person, actor=actor, others=len(others))
    breaches = breaches_of(case, checks=DISABLING, book=book)
    if breaches:
        raise refusal(breaches)
    disabled = replace(person, disabled=True, token_digest=None, applied_by=None)
    _register(work, disabled, kind="user.disabled", narration=f"停用用户“{name}”", actor=actor, today=today)
    return disabled


def reset_user(work: UnitOfWork, name: str, *, token: str, actor: str, today: date) -> tuple[User, str]:
    """Give a person a new token; the old one is worth nothing from then on.

    :raises NotFound: ``user.missing``.
    :raises Conflict: ``user.disabled``.
    """
    reset = replace(_enabled(work, name), token_digest=token_digest(token), applied_by=None)
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


def _require_fit(work: UnitOfWork, user: User, *, book: RuleBook) -> None:
    alike = (each for each in work.registers.all(User) if folded(each.name) == folded(user.name))
    breaches = breaches_of(UserCase(user=user, registered=next(alike, None)), checks=CHECKS, book=book)
    if breaches:
        raise refusal(breaches)
    if user.area is not None and work.registers.find(Area, user.area) is None:
        raise NotFound(say("没有登记名为“{name}”的区域", name=user.area), code="area.missing")
    if user.enterprise is not None and work.registers.find(Enterprise, user.enterprise) is None:
        raise NotFound(say("没有登记统一社会信用代码为“{code}”的企业", code=user.enterprise), code="enterprise.missing")


def _applied_for(work: UnitOfWork, name: str, *, actor: str) -> User:
    person = _another(work, name, actor=actor)
    if person.applied_by is None:
        raise Conflict(say("没有人为用户“{name}”申请凭据；先由系统管理员申请", name=name), code="user.not_applied_for")
    if person.applied_by == actor:
        raise Conflict(say("用户“{name}”的凭据由您申请，须由他人发放", name=name), code="user.same_hand")
    return person


def _another(work: UnitOfWork, name: str, *, actor: str) -> User:
    if name == actor:
        raise Conflict(say("不能为自己申请或发放凭据"), code="user.oneself")
    return _enabled(work, name)


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
