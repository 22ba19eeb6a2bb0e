"""Passwords: kept as argon2 (RFC 9106), checked in the same time whether the person exists or not."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property
from threading import BoundedSemaphore
from typing import TYPE_CHECKING, Final

from argon2 import PasswordHasher
from argon2.exceptions import VerificationError

from ledger.domain.people.session import Credential
from ledger.errors import Unavailable, say
from ledger.rules.judge import breaches_of, refusal
from ledger.rules.people.password import CHECKS, FORMER, LONGEST, PasswordCase

if TYPE_CHECKING:
    from datetime import datetime

    from ledger.rules.law.book import RuleBook

_HARD_TO_GUESS: Final = 3
"""Of zxcvbn's five steps from 0 to 4: "safely unguessable: moderate protection from offline slow-hash scenario"."""
_ONE_AT_A_TIME: Final = BoundedSemaphore(1)
"""A check takes a core for a tenth of a second on purpose; the others are left to those who are in."""
_PATIENCE: Final = 1
"""Seconds."""
_GUESSED_BY: Final = 72
"""Characters that are looked at: the estimate takes longer with each."""


class Busy(Unavailable):
    """So many passwords are being checked that this one would make everybody wait."""

    code = "password.busy"


@dataclass(frozen=True)
class Passwords:
    """Makes and checks what is kept of passwords.

    :param hasher: how much work one check is; a tenth of a second by default.
    """

    hasher: PasswordHasher = field(default_factory=PasswordHasher)

    @cached_property
    def _nobody(self) -> str:
        """Return what the password is compared with where there is no such person."""
        return self.hasher.hash("nobody")

    def hashed(self, password: str) -> str:
        """Return what is kept of a password."""
        return self.hasher.hash(password)

    def fits(self, credential: Credential | None, password: str) -> bool:
        """Return whether a password is the person's; without a person the answer takes as long."""
        kept = self._nobody if credential is None else credential.password
        return self._is(kept, password) and credential is not None

    def changed(self, credential: Credential, password: str, *, now: datetime, book: RuleBook) -> Credential:
        """Return a credential with a new password that its owner chose.

        :raises RuleViolation: with everything that is wrong with it.
        """
        kept = (credential.password, *credential.former)[: FORMER + 1]
        case = PasswordCase(
            password=password,
            user=credential.user,
            common=easy_to_guess(password, credential.user),
            used_before=len(password) <= LONGEST and any(self._is(known, password) for known in kept),
        )
        breaches = breaches_of(case, checks=CHECKS, book=book)
        if breaches:
            raise refusal(breaches)
        return replace(
            credential,
            password=self.hashed(password),
            former=kept[:FORMER],
            changed_at=now,
            must_change=False,
            failures=0,
            locked_until=None,
        )

    def _is(self, kept: str, password: str) -> bool:
        if not _ONE_AT_A_TIME.acquire(timeout=_PATIENCE):
            raise Busy(say("正在核对的口令过多，请稍后再试"))
        try:
            return self.hasher.verify(kept, password)
        except VerificationError:
            return False
        finally:
            _ONE_AT_A_TIME.release()


def easy_to_guess(password: str, user: str) -> bool:
    """Return whether somebody who tries the usual passwords first would soon find this one (zxcvbn, Wheeler 2016)."""
    from zxcvbn import zxcvbn  # type: ignore[import-untyped]  # noqa: PLC0415 - has no types; reads its word lists, and nobody else needs it

    estimate = zxcvbn(password[:_GUESSED_BY], user_inputs=[user])
    return int(estimate["score"]) < _HARD_TO_GUESS
