"""The pages of the pictures: who sees which, what they say where there is nothing, and that figures are the books'."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

import pytest

from ledger.domain.registers.area import Area
from ledger.projections.money.arrears import arrears
from ledger.projections.pictures.cap_use import cap_uses, together
from ledger.store.registers import Registers
from web.pages.presentation import tonnes, yuan

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask.testing import FlaskClient
    from werkzeug.test import TestResponse

    from tests.web.city import City

OF_READERS: Final = ("/pictures/cap", "/pictures/flows", "/pictures/credits", "/pictures/dues")
OF_EVERYBODY: Final = ("/pictures", "/pictures/prices")


@pytest.mark.parametrize("address", [*OF_READERS, *OF_EVERYBODY])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_picture_is_shown_to_an_auditor(
    address: str, language: str, visitor: Callable[[str], FlaskClient]
) -> None:
    page = visitor("auditor").get(f"{address}?lang={language}")

    assert page.status_code == 200
    assert " style=" not in page.text


@pytest.mark.parametrize("address", OF_READERS)
def test_pictures_of_the_books_are_for_readers(
    address: str, visitor: Callable[[str], FlaskClient], stranger: FlaskClient
) -> None:
    assert visitor("finance").get(address).status_code == 200
    assert visitor("enterprise").get(address).status_code == 403
    assert visitor("sysadmin").get(address).status_code == 403
    assert stranger.get(address).status_code == 303


@pytest.mark.parametrize("address", OF_EVERYBODY)
def test_prices_of_the_rounds_are_for_everybody(address: str, stranger: FlaskClient) -> None:
    assert stranger.get(address).status_code == 200


def test_the_list_offers_what_one_may_see(visitor: Callable[[str], FlaskClient], stranger: FlaskClient) -> None:
    assert all(address in visitor("clerk").get("/pictures").text for address in OF_READERS)
    assert not any(address in stranger.get("/pictures").text for address in OF_READERS)


@pytest.mark.parametrize("address", OF_READERS)
def test_a_branch_sees_its_own_area_alone(address: str, city: City) -> None:
    own = city.persons["branch clerk"].area
    with city.book.reading() as connection:
        foreign = next(area.name for area in Registers(connection).all(Area) if area.name != own)
    branch = city.visitor("branch clerk")

    page = branch.get(address).text
    anothers = branch.get(f"{address}?area={quote(foreign)}")
    nobodys = branch.get(f"{address}?area={quote('无此区域')}")

    assert str(own) in page
    assert foreign not in page
    assert anothers.status_code == nobodys.status_code == 404
    assert told(anothers).replace(foreign, "") == told(nobodys).replace("无此区域", "")


def told(answer: TestResponse) -> str:
    """Return what a refusal says, without the number of its request."""
    return re.sub("[0-9a-f]{32}", "", answer.text.partition("<main")[2])


def test_the_picture_of_the_caps_shows_what_the_books_say(city: City) -> None:
    page = city.visitor("auditor").get("/pictures/cap?on=2026-11-20").text

    with city.book.reading() as connection:
        uses = together(cap_uses(connection, on=date(2026, 11, 20)))
    assert len(uses) == 6
    for use in uses:
        assert f'<td class="number">{tonnes(use.limit)}</td>' in page
        assert f'<td class="number">{tonnes(use.issued)}</td>' in page
    assert "不符" not in page


def test_one_pollutant_is_shown_by_area_and_an_area_by_pollutant(city: City) -> None:
    auditor = city.visitor("auditor")
    with city.book.reading() as connection:
        areas = [area.name for area in Registers(connection).all(Area)]

    by_area = auditor.get("/pictures/cap?pollutant=PM").text
    by_pollutant = auditor.get(f"/pictures/cap?area={quote(areas[0])}").text

    assert all(f'<th scope="row">{area}</th>' in by_area for area in areas[1:3])
    assert by_pollutant.count('<th scope="row">') == 6


@pytest.mark.parametrize("pollutant", ["COD", "NH3-N", "SO2", "NOx", "VOCs", "PM"])
def test_flows_and_pools_add_up_over_the_three_years_of_the_city(city: City, pollutant: str) -> None:
    auditor = city.visitor("auditor")

    for address in (
        f"/pictures/flows?pollutant={pollutant}&starts=2023-11-01&ends=2026-10-31",
        f"/pictures/credits?pollutant={pollutant}&starts=2023-12-01&ends=2026-11-20",
    ):
        page = auditor.get(address)
        assert page.status_code == 200
        assert "<svg" in page.text
        assert "相符" in page.text
        assert "不符" not in page.text


def test_dues_are_those_of_the_arrears(city: City) -> None:
    page = city.visitor("auditor").get("/pictures/dues?on=2026-11-20").text

    with city.book.reading() as connection:
        owed = arrears(connection, on=date(2026, 11, 20))
    assert owed.lines
    assert all(line.payer_name in page for line in owed.lines)
    assert yuan(owed.total) in page


@pytest.mark.parametrize(
    "query",
    [
        "starts=2026-02-01&ends=2026-01-01",
        "starts=2020-01-01&ends=2026-01-01",
        "starts=2026-02-30",
        "pollutant=CO2",
        "colour=blue",
    ],
)
@pytest.mark.parametrize("address", ["/pictures/flows", "/pictures/credits"])
def test_what_cannot_be_asked_is_refused(address: str, query: str, visitor: Callable[[str], FlaskClient]) -> None:
    assert visitor("auditor").get(f"{address}?{query}").status_code == 422


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("/pictures/cap", "没有总量"),
        ("/pictures/flows", "没有变动"),
        ("/pictures/credits", "没有变动"),
        ("/pictures/dues", "没有欠缴"),
    ],
)
def test_a_book_without_areas_says_so_in_words(address: str, words: str, client: FlaskClient) -> None:
    page = client.get(address)

    assert page.status_code == 200
    assert words in page.text
    assert "<svg" not in page.text


def test_the_published_rounds_are_drawn_by_pollutant_and_basis(client: FlaskClient) -> None:
    page = client.get("/pictures/prices").text
    one = client.get("/pictures/prices?pollutant=NH3-N").text

    assert page.count("<figure") >= 4
    assert "7,096.0429" in page
    assert 0 < one.count("<figure") < page.count("<figure")
    assert "Pujiang county, Zhejiang" in one


def test_pictures_are_drawn_by_the_server_alone(visitor: Callable[[str], FlaskClient]) -> None:
    page = visitor("auditor").get("/pictures/cap")

    scripts = re.findall(r"<script[^>]*>", page.text)
    assert all("htmx" in script for script in scripts)
    assert page.text.count('role="img"') == 2
