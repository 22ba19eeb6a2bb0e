"""What must be the same at the bureau and at its model, and what must hold whatever was done."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import Any

from ledger.domain.bookkeeping.unit import Unit as LedgerUnit
from ledger.domain.credits.facility_card import FacilityCard
from ledger.domain.values.pollutant import Pollutant
from ledger.projections.accounts.balances import balances
from ledger.projections.checks.cap_days import cap_days
from ledger.projections.checks.control_identities import identities
from ledger.projections.checks.credit_identities import credit_identities
from ledger.projections.checks.register_identities import register_identities
from ledger.store.verification import verify
from tests.properties.bureau_at_work import REVIEWER, Bureau
from tests.properties.bureau_cards import used
from tests.properties.bureau_units import Account, Position, Unit

HOLDS = (
    "SELECT account.chart, account.area, account.holder, sum(hold.amount) FROM hold"
    " JOIN position ON position.id = hold.position_id JOIN account ON account.id = position.account_id"
    " GROUP BY account.chart, account.area, account.holder"
)


def position_of(line: str, area: str, holder: str | None, unit: LedgerUnit) -> Position:
    """Return a position of the ledger as the model names it."""
    named = (unit.pollutant, unit.area, unit.basin, unit.term_from, unit.term_to, unit.origin, unit.source)
    texts = (part if isinstance(part, date) or part is None else str(part) for part in named)
    return Position(Account(line, area, holder), Unit(str(unit.kind), *texts))  # type: ignore[arg-type]  # the texts of a unit, and its days


def compare(bureau: Bureau) -> None:
    """Compare every balance, what waits, and what it holds."""
    bureau.leave(commit=True)
    with bureau.book.reading() as connection:
        assert connection.exec_driver_sql("SELECT size FROM head").scalar_one() == bureau.books.size
        found = {
            position_of(row.account.chart.code, row.account.area, row.account.holder, row.unit): row.amount
            for row in balances(connection)
        }
        pending = [
            (int(reference), str(kind), str(state))
            for reference, kind, state in connection.exec_driver_sql(
                "SELECT reference, kind, state FROM docket ORDER BY reference"
            )
        ]
        held = {(line, area, holder): int(grams) for line, area, holder, grams in connection.exec_driver_sql(HOLDS)}
    expected = {place: amount for place, amount in bureau.books.amounts.items() if amount}
    assert found == expected, sorted(set(found.items()) ^ set(expected.items()), key=str)
    waiting = sorted(bureau.books.waiting.items())
    assert pending == [(reference, act.kind, act.state) for reference, act in waiting]
    holds = Counter[tuple[Any, ...]]()
    for _, act in waiting:
        for place, amount in act.holds.items():
            holds[tuple(place.account)] += amount
    assert held == holds


def check_the_books(bureau: Bureau, *, full: bool) -> None:
    """Assert that the books close: every unit, every identity, every card, every day under every cap."""
    with bureau.book.reading() as connection:
        sums = Counter[LedgerUnit]()
        for row in balances(connection):
            sums[row.unit] += row.amount
        assert not any(sums.values()), sums
        broken = [found for found in identities(connection) if not found.holds]
        assert not broken, broken
        wrong = [found for found in credit_identities(connection) if not found.holds]
        assert not wrong, wrong
        for pollutant, area, basin in {
            place.unit[1:4] for place in bureau.books.amounts if place.account.line == "Q10"
        }:
            found = cap_days(connection, area=str(area), pollutant=Pollutant(pollutant or ""), basin=basin)
            over = [
                day for day in found if day.excess > bureau.books.owed_on(day.day, str(area), str(pollutant), basin)
            ]
            assert not over, over
        apart = [found for found in register_identities(connection) if not found.holds]
        assert not apart, apart
        if full:
            assert verify(connection, full=True).findings == ()
    cards = bureau.desk(REVIEWER).work.registers.all(FacilityCard)
    bureau.leave(commit=False)
    known = {
        key: (card["verified"], used(card), card["suspended"]) for key, card in bureau.books.registers["card"].items()
    }
    assert {(card.facility, str(card.pollutant)): (card.verified, card.used, card.suspended) for card in cards} == known
