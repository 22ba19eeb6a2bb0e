"""Records are found by what they name now; what another enterprise is named in stays where it is."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from ledger.domain.registers.facility import Facility
from ledger.projections.enterprise.facilities import facilities_of
from ledger.projections.enterprise.records import as_registered, first_day_of, records_of
from tests.services.acts.bureau import EAST, Bureau, opened
from tests.services.acts.conftest import FIRST_DAY, new_book
from tests.services.acts.plants import OWNER, PLANT, SO2, TONNE, running_plant, tranche, verify

OTHER = "91371500MA00DEM025"


@pytest.fixture
def bureau(database_url: str) -> Iterator[Bureau]:
    """Lend a bureau on 1 January 2026."""
    book = new_book(database_url)
    yield opened(book, today=FIRST_DAY)
    book.close()


def test_only_the_last_registration_of_a_subject_counts(bureau: Bureau) -> None:
    bureau.register(Facility(id="示例炉", name="示例炉", area=EAST, enterprise=OWNER))
    before = bureau.size
    bureau.register(Facility(id="示例炉", name="示例炉", area=EAST, enterprise=OTHER))

    with bureau.book.reading() as connection:
        assert records_of(connection, Facility, member="enterprise", value=OWNER) == []
        assert [found.id for found in records_of(connection, Facility, member="enterprise", value=OTHER)] == ["示例炉"]
        assert [found.enterprise for found in as_registered(connection, Facility, known_at=before)] == [OWNER]
        assert first_day_of(connection, Facility, "示例炉", member="enterprise", value=OTHER) == bureau.today
        assert first_day_of(connection, Facility, "示例炉", member="enterprise", value="%") is None


def test_a_name_inside_another_member_or_a_pattern_finds_nothing(bureau: Bureau) -> None:
    bureau.register(Facility(id="示例炉", name=OWNER, area=EAST, enterprise=OTHER))

    with bureau.book.reading() as connection:
        assert records_of(connection, Facility, member="enterprise", value=OWNER) == []
        assert records_of(connection, Facility, member="enterprise", value="%") == []
        assert records_of(connection, Facility, member="enterprise", value="9137150_MA00DEM025") == []


def test_the_cards_of_a_plant_are_its_owners(bureau: Bureau) -> None:
    running_plant(bureau, tranche(grams=5 * TONNE))
    bureau.do("reduction.verify", verify(PLANT, 3 * TONNE, on=date(2026, 2, 2)))

    with bureau.book.reading() as connection:
        (found,) = facilities_of(connection, OWNER)
        assert facilities_of(connection, OTHER) == ()
    assert found.facility.id == PLANT
    assert [(card.pollutant, card.verified, card.remaining) for card in found.cards] == [(SO2, 3 * TONNE, 3 * TONNE)]
