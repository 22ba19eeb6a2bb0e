"""How units are called before people."""

from __future__ import annotations

from datetime import date

import pytest

from ledger.domain.bookkeeping.unit import Origin, Unit, UnitKind
from ledger.domain.values.pollutant import Pollutant
from ledger.projections.accounts.names import unit_name


@pytest.mark.parametrize("origin", list(Origin))
def test_a_tranche_of_any_origin_has_a_name(origin: Origin) -> None:
    tranche = Unit(
        kind=UnitKind.RIGHT,
        pollutant=Pollutant.COD,
        area="东区",
        term_from=date(2025, 1, 1),
        term_to=date(2030, 1, 1),
        origin=origin,
    )

    assert str(unit_name(tranche)).startswith("COD 排污权 东区 2025-01-01至2029-12-31 ")
