"""Who sold and who bought, where a notice says so and where it does not."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from ledger.domain.rounds.historical_round import SellerKind
from tests.services.round_files import PLACE, RESERVE, held, lot, notice, record, sales, trade

if TYPE_CHECKING:
    from ledger.store.book import Book

TONNE = 1_000_000
UNNAMED_SELLERS = f"unnamed sellers of round 1 at {PLACE}"
UNNAMED_BUYERS = f"unnamed buyers of round 1 at {PLACE}"


@pytest.mark.parametrize(
    ("lots", "trades", "kind", "holder"),
    [
        pytest.param([lot()], [trade(seller="Bolt")], "enterprise", "Bolt", id="the trade names its seller"),
        pytest.param([lot()], [trade(seller=RESERVE)], "reserve", None, id="the trade names the reserve"),
        pytest.param(
            [lot()], [trade(seller="Government Reserve")], "reserve", None, id="capitals are no other reserve"
        ),
        pytest.param([], [trade(seller="unnamed enterprise")], "enterprise", UNNAMED_SELLERS, id="a seller not named"),
        pytest.param([], [trade(seller="未具名企业")], "enterprise", UNNAMED_SELLERS, id="not named in Chinese"),
        pytest.param([lot()], [trade()], "reserve", None, id="the one lot is the reserve's"),
        pytest.param([lot(seller="政府储备")], [trade()], "reserve", None, id="the reserve in Chinese"),
        pytest.param([lot(seller="Bolt")], [trade()], "enterprise", "Bolt", id="the one lot is an enterprise's"),
        pytest.param([lot(seller=None)], [trade()], "enterprise", UNNAMED_SELLERS, id="the one lot has no seller"),
        pytest.param([lot(seller="unnamed enterprise")], [trade()], "enterprise", UNNAMED_SELLERS, id="lot not named"),
        pytest.param([], [trade()], "enterprise", UNNAMED_SELLERS, id="no lot at all"),
        pytest.param([lot(factor="SO2")], [trade()], "enterprise", UNNAMED_SELLERS, id="no lot of this pollutant"),
        pytest.param(
            [lot(), lot(factor="SO2", seller="Bolt")], [trade()], "reserve", None, id="other pollutants aside"
        ),
        pytest.param([lot(), lot(seller="Bolt")], [trade()], "enterprise", UNNAMED_SELLERS, id="two lots remain"),
        pytest.param([lot(), lot()], [trade()], "enterprise", UNNAMED_SELLERS, id="two lots of one seller remain"),
        pytest.param(
            [lot(), lot(seller="Bolt")], [trade(), trade(seller="Bolt")], "reserve", None, id="a named lot is taken"
        ),
        pytest.param(
            [lot(), lot(seller="Bolt")], [trade(), trade(seller="政府储备")], "enterprise", "Bolt", id="by any name"
        ),
        pytest.param(
            [lot(), lot(seller="Bolt")],
            [trade(), trade(factor="SO2", seller="Bolt")],
            "enterprise",
            UNNAMED_SELLERS,
            id="a trade of another pollutant takes nothing",
        ),
        pytest.param(
            [lot(seller="Bolt")],
            [trade(), trade(seller="Bolt")],
            "enterprise",
            UNNAMED_SELLERS,
            id="every lot is taken",
        ),
    ],
)
def test_a_trade_finds_its_seller(
    book: Book, lots: list[dict[str, Any]], trades: list[dict[str, Any]], kind: str, holder: str | None
) -> None:
    record(book, notice(lots=lots, trades=trades))

    sale = sales(book)[0]
    assert (sale.seller_kind, sale.seller) == (SellerKind(kind), holder)


@pytest.mark.parametrize("buyer", [None, "unnamed enterprise", "未具名", f"unnamed buyers of round 2 at {PLACE}"])
def test_a_buyer_who_is_not_named_has_the_account_of_this_round(book: Book, buyer: str | None) -> None:
    record(book, notice(trades=[trade(buyer=buyer)]))

    assert held(book)[f"Q40:{PLACE}/{UNNAMED_BUYERS}", "COD"] == 10 * TONNE
    assert not sales(book)[0].buyer_named


def test_sellers_who_are_not_named_have_the_account_of_this_round(book: Book) -> None:
    record(book, notice(lots=[lot("12", seller=None)]))

    assert held(book)[f"Q42.1:{PLACE}/{UNNAMED_SELLERS}", "COD"] == 2 * TONNE
    assert held(book)[f"B41:{PLACE}/{UNNAMED_SELLERS}", "money"] == -5_000_000


def test_places_never_share_an_account(book: Book) -> None:
    record(book, *(notice(place=place) for place in ("Testville", "testville", "A/B", "A%2FB", "A")))
    record(book, notice(place="A", number=2, trades=[trade(buyer="B/Acme")]))

    bought = {account for account, unit in held(book) if account.startswith("Q40") and unit == "COD"}
    assert bought == {
        *("Q40:Testville/Acme", "Q40:testville/Acme", "Q40:A%2FB/Acme", "Q40:A%252FB/Acme"),
        *("Q40:A/Acme", "Q40:A/B%2FAcme"),
    }


def test_an_enterprise_has_one_account_for_all_rounds_of_its_place(book: Book) -> None:
    record(book, notice(), notice(number=2, date="2021-01-01"))

    assert held(book)[f"Q40:{PLACE}/Acme", "COD"] == 20 * TONNE
