"""A lease lasts for whole months, from any day of a month."""

from __future__ import annotations

from datetime import date

import pytest

from ledger.domain.rights.lease import end_of_lease


@pytest.mark.parametrize(
    ("starts", "months", "ends"),
    [
        (date(2026, 5, 15), 3, date(2026, 8, 15)),
        (date(2026, 1, 1), 12, date(2027, 1, 1)),
        (date(2026, 1, 31), 1, date(2026, 3, 1)),
        (date(2028, 1, 31), 1, date(2028, 3, 1)),
        (date(2026, 8, 31), 1, date(2026, 10, 1)),
        (date(2026, 3, 15), 0, None),
        (date(2026, 3, 15), -1, None),
        (date(2026, 3, 15), 10**9, None),
    ],
)
def test_a_lease_ends_on_the_corresponding_day_or_behind_the_last_of_the_month(
    starts: date, months: int, ends: date | None
) -> None:
    assert end_of_lease(starts, months=months) == ends
