"""Holders as people know them: accounts bear credit codes, people look for names, earlier ones among them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING, Final

from sqlalchemy import or_, select

from ledger.domain.registers.enterprise import Enterprise, EnterpriseName
from ledger.domain.values.text import folded
from ledger.store.record_text import REMOVED, record_of
from ledger.store.tables import registration

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement, Connection

_MOST_NAMES: Final = 500
"""Enterprises whose names hold the part that is looked for; beyond that the part says nothing."""


def holders_like(connection: Connection, holder: ColumnElement[str | None], part: str) -> ColumnElement[bool]:
    """Return whether a holder bears a part in its name or its code, or is known by a name that does."""
    codes = _codes_of(connection, part)
    written = holder.icontains(part, autoescape=True)  # which letters are one in another case, the database knows
    return or_(written, holder.in_(codes)) if codes else written


def names_of(connection: Connection, codes: Collection[str]) -> Mapping[str, str]:
    """Return the present names of those holders that are registered enterprises."""
    rows = connection.execute(
        select(registration.c.subject, registration.c.body)
        .where(registration.c.register == Enterprise.REGISTER, registration.c.subject.in_(set(codes)))
        .order_by(registration.c.seq, registration.c.n)
    )
    return {subject: record_of(Enterprise, body).name for subject, body in rows if body != REMOVED}


def _codes_of(connection: Connection, part: str) -> list[str]:
    """Return the credit codes of enterprises that bear, or bore, a name with the part in it."""
    bodies = connection.scalars(
        select(registration.c.body)
        .where(
            registration.c.register == EnterpriseName.REGISTER,
            or_(
                registration.c.subject.contains(folded(part), autoescape=True),
                registration.c.subject.icontains(part, autoescape=True),  # as older ones stand there
            ),
            registration.c.body != REMOVED,
        )
        .limit(_MOST_NAMES)
    )
    codes = {record_of(EnterpriseName, body).credit_code for body in bodies}
    return sorted(code for code in codes if code is not None)
