"""Which tranches have a term that nobody printed: the notice of their round is silent, and the ledger assumed one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from ledger.domain.values.encoding import canonical_json
from ledger.store.tables import movement, registration, unit

if TYPE_CHECKING:
    from sqlalchemy import Connection

_ASSUMED = canonical_json({"term_assumed": True}).strip("{}")


def assumed_terms(connection: Connection) -> frozenset[str]:
    """Return the codes of the units that published rounds moved under an assumed term."""
    return frozenset(
        connection.scalars(
            select(unit.c.code)
            .join(movement, movement.c.unit_id == unit.c.id)
            .join(registration, registration.c.seq == movement.c.seq)
            .where(
                registration.c.register == "round.act",
                registration.c.body.contains(_ASSUMED, autoescape=True),
                unit.c.term_from.is_not(None),
            )
            .distinct()
        )
    )
