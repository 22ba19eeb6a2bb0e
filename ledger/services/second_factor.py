"""The second factor: codes that change with time (RFC 6238), and printed codes where telephones are locked away."""

from __future__ import annotations

from dataclasses import replace
from hashlib import sha256
from hmac import compare_digest
from secrets import token_bytes
from typing import TYPE_CHECKING, Final

import pyotp

from ledger.store.credentials import spend_recovery_code

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from ledger.domain.people.session import Credential
    from ledger.store.office import OfficeConnection

ISSUER: Final = "排污权账簿"
_SECONDS: Final = 30
_STEPS: Final = (0, -1, 1)
"""A telephone's clock may be half a minute off, either way (RFC 6238, 5.2)."""
_CODES: Final = 10
_CODE_BYTES: Final = 10
_GROUP: Final = 4
_ALPHABET: Final = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"


def new_secret() -> str:
    """Return a secret of 160 bits in base32."""
    return pyotp.random_base32()


def enrolment_address(secret: str, user: str) -> str:
    """Return what a telephone reads from the picture."""
    return pyotp.TOTP(secret).provisioning_uri(name=user, issuer_name=ISSUER)


def step_of(secret: str, code: str, *, now: datetime, after: int | None) -> int | None:
    """Return the step of time to which a code belongs, or None.

    :param after: the step of the last code that was taken; no code is taken twice.
    """
    present = int(now.timestamp()) // _SECONDS
    generator = pyotp.TOTP(secret)
    for step in (present + off for off in _STEPS):
        if compare_digest(generator.at(step * _SECONDS).encode(), code.encode()) and (after is None or step > after):
            return step
    return None


def accepted(connection: OfficeConnection, credential: Credential, code: str, *, now: datetime) -> Credential | None:
    """Return the credential after a right code, of the telephone or of the printed list; None after a wrong one."""
    written = "".join(code.split()).replace("-", "").upper()
    if credential.secret is not None:
        step = step_of(credential.secret, written, now=now, after=credential.last_step)
        if step is not None:
            return replace(credential, last_step=step, failures=0, locked_until=None)
    if spend_recovery_code(connection, credential.user, code_digest(written)):
        return replace(credential, failures=0, locked_until=None)
    return None


def new_codes() -> tuple[str, ...]:
    """Return ten printed codes of 80 bits each, in groups of four characters; each works once."""
    return tuple(_code(token_bytes(_CODE_BYTES)) for _ in range(_CODES))


def digests_of(codes: Iterable[str]) -> tuple[bytes, ...]:
    """Return by what the printed codes are kept; they are random, so they need no salt."""
    return tuple(code_digest(code.replace("-", "")) for code in codes)


def code_digest(code: str) -> bytes:
    """Return the SHA-256 of a code without its strokes."""
    return sha256(code.encode()).digest()


def _code(random: bytes) -> str:
    number = int.from_bytes(random)
    letters = "".join(_ALPHABET[(number >> (5 * place)) & 31] for place in range(_CODE_BYTES * 8 // 5))
    return "-".join(letters[first : first + _GROUP] for first in range(0, len(letters), _GROUP))
