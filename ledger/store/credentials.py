"""By what persons prove who they are: passwords and second factors as digests, printed codes that work once."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from sqlalchemy import delete, func, insert, select, update

from ledger.domain.people.session import Credential
from ledger.domain.values.encoding import microseconds, moment_of
from ledger.store.office_tables import credential, recovery_code

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy import Connection


def credential_of(connection: Connection, user: str) -> Credential | None:
    """Return by what a person proves who he is; None for one who cannot log in."""
    row = connection.execute(select(credential).where(credential.c.user == user)).one_or_none()
    if row is None:
        return None
    return Credential(
        user=row.user,
        password=row.password,
        changed_at=moment_of(row.changed_at),
        former=tuple(json.loads(row.former)),
        must_change=bool(row.must_change),
        failures=row.failures,
        locked_until=None if row.locked_until is None else moment_of(row.locked_until),
        secret=row.secret,
        last_step=row.last_step,
    )


def keep_credential(connection: Connection, kept: Credential) -> None:
    """Keep a person's credential in the place of the one before."""
    values = {
        "password": kept.password,
        "former": json.dumps(kept.former),
        "changed_at": microseconds(kept.changed_at),
        "must_change": int(kept.must_change),
        "failures": kept.failures,
        "locked_until": None if kept.locked_until is None else microseconds(kept.locked_until),
        "secret": kept.secret,
        "last_step": kept.last_step,
    }
    found = connection.execute(update(credential).where(credential.c.user == kept.user).values(values))
    if found.rowcount == 0:
        connection.execute(insert(credential).values(user=kept.user, **values))


def forget_credential(connection: Connection, user: str) -> None:
    """Let a person log in no more."""
    connection.execute(delete(credential).where(credential.c.user == user))
    connection.execute(delete(recovery_code).where(recovery_code.c.user == user))


def keep_recovery_codes(connection: Connection, user: str, digests: Iterable[bytes]) -> None:
    """Keep a person's printed codes in the place of those before."""
    connection.execute(delete(recovery_code).where(recovery_code.c.user == user))
    for digest in digests:
        connection.execute(insert(recovery_code).values(digest=digest, user=user))


def spend_recovery_code(connection: Connection, user: str, digest: bytes) -> bool:
    """Take a printed code out of use, and return whether it was in use."""
    condition = (recovery_code.c.user == user) & (recovery_code.c.digest == digest)
    return connection.execute(delete(recovery_code).where(condition)).rowcount == 1


def recovery_codes_left(connection: Connection, user: str) -> int:
    """Return how many printed codes a person has not used."""
    counted = select(func.count()).select_from(recovery_code).where(recovery_code.c.user == user)
    return int(connection.execute(counted).scalar_one())
