"""What a new password must be: GB/T 22239-2019, 8.1.4.1 a) asks for complexity and for change at intervals.

The standard leaves the figures open; those here are what assessors commonly expect. They are the house's rules, not a
provision of the law of emission rights, so no rule book is asked.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from ledger.domain.law.ground import unmet
from ledger.errors import Breach, say
from ledger.rules.judge import Check
from ledger.rules.law.book import RuleBook

SHORTEST: Final = 10
LONGEST: Final = 128
KINDS: Final = 3
FORMER: Final = 5
"""So many earlier passwords may not come back."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PasswordCase:
    """A new password beside the person's name; ``common`` and ``used_before`` were found out elsewhere."""

    password: str
    user: str
    common: bool
    used_before: bool


def is_long_enough(case: PasswordCase, book: RuleBook) -> Breach | None:
    """Refuse fewer than 10 or more than 128 characters."""
    del book
    if SHORTEST <= len(case.password) <= LONGEST:
        return None
    return unmet(
        code="password.length",
        detail=say(
            "口令有{count}个字符；应在{shortest}至{longest}个之间",
            count=len(case.password),
            shortest=SHORTEST,
            longest=LONGEST,
        ),
    )


def has_several_kinds(case: PasswordCase, book: RuleBook) -> Breach | None:
    """Refuse fewer than three of: capital letters, small letters, digits, everything else."""
    del book
    text = case.password
    kinds = sum(
        (
            any(character.isascii() and character.isupper() for character in text),
            any(character.isascii() and character.islower() for character in text),
            any(character.isascii() and character.isdigit() for character in text),
            any(not (character.isascii() and character.isalnum()) for character in text),
        )
    )
    if kinds >= KINDS:
        return None
    return unmet(
        code="password.kinds",
        detail=say(
            "口令只有{found}类字符；大写字母、小写字母、数字、其他字符四类中应有{least}类", found=kinds, least=KINDS
        ),
    )


def does_not_name_the_person(case: PasswordCase, book: RuleBook) -> Breach | None:
    """Refuse a password in which the person's name stands."""
    del book
    if case.user.casefold() not in case.password.casefold():
        return None
    return unmet(code="password.name", detail=say("口令中不能含有用户名"))


def is_not_common(case: PasswordCase, book: RuleBook) -> Breach | None:
    """Refuse a password that everybody tries first."""
    del book
    return unmet(code="password.common", detail=say("这个口令太常见")) if case.common else None


def was_not_used_before(case: PasswordCase, book: RuleBook) -> Breach | None:
    """Refuse the present password and the five before it."""
    del book
    if not case.used_before:
        return None
    return unmet(code="password.used", detail=say("不能再用现在的口令或此前{former}次用过的口令", former=FORMER))


CHECKS: Final[tuple[Check[PasswordCase], ...]] = (
    is_long_enough,
    has_several_kinds,
    does_not_name_the_person,
    is_not_common,
    was_not_used_before,
)
