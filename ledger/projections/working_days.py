"""The calendar of working days that a book counts by: the shipped years, and those registered since."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy import select

from ledger.domain.working_days import DayKind, DayRow, WorkingDays, shipped_working_days
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
        rows = [
            DayRow(day=date.fromisoformat(day), kind=DayKind(kind), festival=festival, notice=notice)
            for day, kind, festival, notice in json.loads(body)
        ]
        calendar = calendar.extended(WorkingDays(rows={row.day: row for row in rows}))
    return calendar
