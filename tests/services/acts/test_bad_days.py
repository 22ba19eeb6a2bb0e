"""Days that do not fit each other: an end before its beginning, a minute whose day is another's."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta, timezone

import pytest

from ledger.domain.registers.permit import LimitKind, PermittedEmission, RegisterPermit
from ledger.domain.values.pollutant import Pollutant
from tests.services.acts.bureau import Bureau
from tests.services.acts.claimants import MILL, freeze, listing, minute, pledge, with_rights

DAY = date(2026, 3, 2)
EARLIER = DAY - timedelta(days=1)


@pytest.fixture
def mill(bureau: Bureau) -> Bureau:
    """Lend a bureau whose mill holds rights, in use and surplus."""
    return with_rights(bureau)


def test_an_end_comes_after_its_beginning(mill: Bureau) -> None:
    limit = PermittedEmission(pollutant=Pollutant.COD, kind=LimitKind.LIMITED, yearly=(1,))
    permit = RegisterPermit(
        effective_on=DAY, number="示例许可证1", enterprise=MILL, valid_from=DAY, valid_until=EARLIER, limits=(limit,)
    )

    assert "permit.dates" in mill.refused("permit.register", permit)
    for kind, paper in (
        ("freeze.deliver", freeze("执1", 1, at=minute(DAY, 9), until=EARLIER)),
        ("pledge.register", replace(pledge("质1", 1, at=minute(DAY, 9)), until=EARLIER)),
        ("listing.open", replace(listing("挂1", 1, at=minute(DAY, 9)), until=EARLIER)),
    ):
        assert "claim.ends_before" in mill.refused(kind, paper)


def test_a_day_is_the_day_of_beijing_whatever_offset_a_minute_is_written_with(mill: Bureau) -> None:
    in_kiritimati = datetime(2026, 3, 3, 0, 30, tzinfo=timezone(timedelta(hours=14)))
    in_honolulu = datetime(2026, 3, 2, 14, 0, tzinfo=timezone(-timedelta(hours=10)))
    asked = freeze("执1", 1, at=minute(DAY, 9))

    assert mill.refused("freeze.deliver", replace(asked, delivered_at=in_honolulu)) == ["claim.not_yet_delivered"]
    mill.do("freeze.deliver", replace(asked, delivered_at=in_kiritimati))
