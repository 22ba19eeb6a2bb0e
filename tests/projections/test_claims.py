"""Certificates say what an enterprise has, what is restricted and by whom; restricted tonnes still cover emissions."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from ledger.domain.claims.claim import Ground
from ledger.errors import NotFound
from ledger.projections.registers.claims import (
    claims_by_rank,
    claims_ending,
    coverage,
    freeze_answer,
    holding_certificate,
)
from tests.services.acts.bureau import LAW, Bureau, opened
from tests.services.acts.claimants import (
    BUYER,
    COD,
    MILL,
    NEWER,
    OPENED,
    TONNE,
    end,
    freeze,
    listing,
    minute,
    pledge,
    with_rights,
)
from tests.services.acts.conftest import FIRST_DAY, new_book

DAY = date(2026, 3, 2)


@pytest.fixture
def mill(database_url: str) -> Iterator[Bureau]:
    """Lend a mill with 17 t of COD: 4 t pledged, 2 t listed, and a court that wants 20 t."""
    book = new_book(database_url)
    bureau = with_rights(opened(book, today=FIRST_DAY))
    bureau.do("pledge.register", pledge("质1", 4, at=minute(DAY, 9)))
    bureau.do("listing.open", listing("牌1", 2, at=minute(DAY, 10)))
    bureau.do("freeze.deliver", freeze("冻1", 20, at=minute(DAY, 16, 58)))
    yield bureau
    book.close()


def test_a_certificate_names_every_restriction_and_all_of_it_covers_emissions(mill: Bureau) -> None:
    with mill.book.reading() as connection:
        certificate = holding_certificate(connection, MILL, book=LAW, on=DAY)
        covered = coverage(connection, MILL, on=DAY)
        before = holding_certificate(connection, MILL, book=LAW, on=OPENED)

    cod = [tranche for tranche in certificate.tranches if tranche.unit.pollutant is COD]
    assert [(tranche.in_use, tranche.surplus) for tranche in cod] == [(0, 0), (0, 0)]
    assert [dict(tranche.restricted) for tranche in cod] == [
        {Ground.JUDICIAL_FREEZE: TONNE},
        {Ground.PLEDGE: 4 * TONNE, Ground.JUDICIAL_FREEZE: 12 * TONNE},
    ]
    assert covered[COD] == 17 * TONNE
    assert not certificate.unencumbered
    assert sum(tranche.covers for tranche in before.tranches) == 21 * TONNE
    assert certificate.size == mill.size


def test_claims_are_listed_by_rank_with_what_they_hold_and_wait_for(mill: Bureau) -> None:
    with mill.book.reading() as connection:
        ranked = claims_by_rank(connection, MILL, book=LAW, on=DAY)
        answer = freeze_answer(connection, holder=MILL, number="冻1")

    found = [(each.rank, each.claim.number, each.claim.held // TONNE, each.claim.queued // TONNE) for each in ranked]
    assert found == [
        (1, "冻1", 0, 3),
        (1, "冻1", 1, 0),
        (1, "质1", 4, 0),
        (2, "冻1", 12, 4),
        (3, "牌1", 0, 2),
    ]
    assert sum(line.asked for line in answer) == 20 * TONNE
    assert (sum(line.frozen for line in answer), sum(line.queued for line in answer)) == (13 * TONNE, 7 * TONNE)


def test_who_has_no_claims_against_him_gets_a_certificate_of_no_encumbrance(mill: Bureau) -> None:
    with mill.book.reading() as connection:
        certificate = holding_certificate(connection, BUYER, book=LAW, on=DAY)
        with pytest.raises(NotFound):
            holding_certificate(connection, "91371500MA00DEM05E", book=LAW, on=DAY)

    assert certificate.unencumbered
    assert [tranche.surplus for tranche in certificate.tranches] == [2 * TONNE]
    assert certificate.tranches[0].unit == NEWER.unit("西区")


def test_what_ends_soon_is_listed_and_what_was_released_is_not(mill: Bureau) -> None:
    with mill.book.reading() as connection:
        assert {claim.number for claim in claims_ending(connection, by=date(2028, 1, 1))} == {"质1"}
        assert next(claim.number for claim in claims_ending(connection, by=date(2029, 3, 1))) == "质1"
    mill.do("pledge.release", end("质1", on=DAY))
    with mill.book.reading() as connection:
        assert {claim.number for claim in claims_ending(connection, by=date(2029, 3, 1))} == {"冻1"}
