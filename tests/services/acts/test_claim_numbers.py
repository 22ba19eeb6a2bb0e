"""Numbers of papers: of one ground in one area; a court delivers again under the number that it released."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from ledger.domain.claims.claim import Claim, ClaimState
from ledger.store.registers import Registers
from tests.services.acts.bureau import WEST, Bureau
from tests.services.acts.claimants import MILL, end, freeze, listing, minute, pledge, standing, tonnes, with_rights

RELEASED, STANDING = ClaimState.RELEASED, ClaimState.STANDING
DAY = date(2026, 3, 2)
LATER = DAY + timedelta(days=10)


@pytest.fixture
def mill(bureau: Bureau) -> Bureau:
    """Lend a bureau whose mill has 10 t in use and 6 t of surplus, bought, and 1 t of surplus that was free."""
    return with_rights(bureau)


def test_one_order_freezes_in_two_areas_and_each_is_released_by_itself(mill: Bureau) -> None:
    mill.do("freeze.deliver", freeze("冻1", 5, at=minute(DAY, 9)))
    mill.do("freeze.deliver", replace(freeze("冻1", 2, at=minute(DAY, 9)), area=WEST))

    assert mill.refused("freeze.release", end("冻1", on=LATER)) == ["claim.several_areas"]
    mill.do("freeze.release", replace(end("冻1", on=LATER), area=WEST))

    assert standing(mill, "冻1") == (5, 0)
    mill.do("freeze.release", end("冻1", on=LATER))


def test_a_court_freezes_anew_under_the_number_that_it_released(mill: Bureau) -> None:
    order = freeze("冻1", 5, at=minute(DAY, 9))
    mill.do("freeze.deliver", order)
    assert mill.refused("freeze.deliver", order) == ["claim.entered"]
    mill.do("freeze.release", end("冻1", on=LATER))

    mill.do("freeze.deliver", replace(order, effective_on=LATER, delivered_at=minute(LATER, 9)))

    assert standing(mill, "冻1") == (5, 0)
    with mill.book.reading() as connection:
        claims = tuple(Registers(connection).all(Claim, owner=MILL))
    first, second = ([claim.part for claim in claims if claim.state is state] for state in (RELEASED, STANDING))
    assert (first, second) == ([1, 2], [3, 4]), "one part each of what was free of charge and of what was bought"


def test_the_number_of_one_paper_does_not_stand_in_the_way_of_another(mill: Bureau) -> None:
    mill.do("listing.open", listing("2026-1", 1, at=minute(DAY, 9)))
    mill.do("pledge.register", pledge("2026-1", 1, at=minute(DAY, 9)))
    mill.do("freeze.deliver", freeze("2026-1", 1, at=minute(DAY, 9)))

    assert tonnes(mill) == {"Q40": 10, "Q41": 4, "Q42.1": 1, "Q42.3": 1, "Q42.4": 1}
    mill.do("listing.withdraw", end("2026-1", on=LATER))
    assert mill.refused("listing.open", listing("2026-1", 1, at=minute(LATER, 9))) == ["claim.entered"]
    mill.do("pledge.release", end("2026-1", on=LATER))
    assert tonnes(mill) == {"Q40": 10, "Q41": 6, "Q42.4": 1}
