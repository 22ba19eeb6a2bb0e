"""The calendar of working days that a book counts by: the shipped years, and those registered since."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from ledger.domain.values.working_days import WorkingDays, registered_year, shipped_working_days
from ledger.store.tables import registration

if TYPE_CHECKING:
    from sqlalchemy import Connection


def working_days(connection: Connection) -> WorkingDays:
    """Return the calendar; of several tables of one year the last registered counts."""
    calendar = shipped_working_days()
    bodies = connection.scalars(
        select(registration.c.body).where(registration.c.register == "working_days").order_by(registration.c.seq)
    )
    for body in bodies:
        calendar = calendar.extended(registered_year(body))
    return calendar
