"""Rounds as a notice prints them, for the tests of everything that reads, books or compares them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ledger.projections.accounts.balances import balances
from ledger.projections.rounds.recorded import BookedSale, booked_sales, recorded_round
from ledger.services.history import RecordedRound, record_round
from schemas.round_file import read_rounds
from tests.store.conftest import LAW, NOW

if TYPE_CHECKING:
    from ledger.store.book import Book

RESERVE = "government reserve"
PLACE = "Testville"


def lot(quantity: str = "10", *, factor: str = "COD", seller: str | None = RESERVE, **more: Any) -> dict[str, Any]:
    return {"factor": factor, "seller": seller, "quantity": quantity, **more}


def trade(quantity: str = "10", *, factor: str = "COD", unit_price: str | None = "5000", **more: Any) -> dict[str, Any]:
    return {"factor": factor, "quantity": quantity, "unit_price": unit_price, **more}


def notice(**changes: Any) -> dict[str, Any]:
    """Return one round: ten tonnes of COD out of the reserve, sold to Acme for five years."""
    return {
        "number": 1,
        "place": PLACE,
        "date": "2020-03-04",
        "price_basis": "per_tonne",
        "term_years": 5,
        "lots": [lot()],
        "trades": [trade(buyer="Acme")],
        "stated": {},
        **changes,
    }


def changed(path: str, value: object) -> dict[str, Any]:
    """Return a round that prints something of everything, with the member at a path replaced."""
    stated = {"by_factor": {"COD": {"amount": "1"}}, "by_buyer": {"A": {}}, "reserve_sold": {}, "premium_percent": {}}
    data = notice(stated=stated, publicity=["2020-01-01", "2020-01-02"])
    *parents, last = path.split(".")
    inner: Any = data
    for part in parents:
        inner = inner[int(part) if isinstance(inner, list) else part]
    inner[int(last) if isinstance(inner, list) else last] = value
    return data


def record(book: Book, *notices: dict[str, Any]) -> list[RecordedRound]:
    """Book rounds in one unit of work."""
    with book.unit_of_work(recorded_at=NOW, rule_book=LAW) as work:
        recorded = [
            record_round(work, read.round, printed=read.printed, actor="importer")
            for printed in notices
            for read in read_rounds(printed)
        ]
        work.commit()
    return recorded


def sales(book: Book, *, number: int = 1, place: str = PLACE) -> list[BookedSale]:
    """Return the sales of a recorded round as they stand in the books."""
    with book.reading() as connection:
        return booked_sales(connection, recorded_round(connection, number=number, place=place))


def held(book: Book) -> dict[tuple[str, str], int]:
    """Return every balance that is not zero, by account and pollutant or ``money``."""
    with book.reading() as connection:
        found = balances(connection)
    amounts: dict[tuple[str, str], int] = {}
    for row in found:
        name = (row.account.code, str(row.unit.pollutant or "money"))
        amounts[name] = amounts.get(name, 0) + row.amount
    return amounts
