"""The calculator says what the command says, folds visibly what it may, and refuses the rest at its field."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Final
from urllib.parse import urlencode

import pytest

from ledger.rules.law.loader import BOOKS, load_book
from ledger.rules.projects.scope import classify
from schemas.project import classification_body, read_project
from tests.web.city import City

if TYPE_CHECKING:
    from flask.testing import FlaskClient
    from werkzeug.test import TestResponse

LAW: Final = load_book(BOOKS)
NO_NUMBERS: Final = ("0.0000001", "1" * 13, "true", "null", "[]", "{}", "1.9.1", "<script>", "' OR 1=1--", "%00")
NO_DAYS: Final = ("2026-01-01T10:00", "60", "2958466", "-1", "yesterday", "2026-06-01\x00")


@pytest.fixture
def stranger(city: City) -> FlaskClient:
    """Return a browser at which nobody has logged in."""
    return city.app.test_client()


def asked(stranger: FlaskClient, **content: str) -> TestResponse:
    query = {name.replace("_N", "-N"): value for name, value in content.items()}
    return stranger.get(f"/calculator?{urlencode(query)}")


def faults(page: TestResponse) -> set[str]:
    return set(re.findall(r'id="fault-([^"]+)"', page.text))


def test_the_form_is_open_to_everybody(stranger: FlaskClient) -> None:
    page = stranger.get("/calculator")

    assert page.status_code == 200
    assert 'id="result"' not in page.text


@pytest.mark.parametrize(
    "content",
    [
        {"date": "2026-06-01", "nature": "new", "COD": "9.99", "NH3_N": "0.01"},
        {"date": "2026-05-31", "nature": "expansion", "COD": "9.98", "NH3_N": "0.01"},
        {"date": "2023-11-01", "nature": "new", "NH3_N": "0.01"},
        {"date": "2025-12-15", "nature": "rebuild", "SO2": "3.0", "NOx": "4.0", "VOCs": "2.5", "PM": "0.5"},
        {"date": "2026-06-01", "nature": "new", "PM": "0.100001"},
    ],
)
def test_the_page_gives_the_result_of_the_command(content: dict[str, str], stranger: FlaskClient) -> None:
    increments = {name.replace("_N", "-N"): value for name, value in content.items() if name not in {"date", "nature"}}
    item = {"id": "p", "date": content["date"], "nature": content["nature"], "increments": increments}
    expected = classification_body(classify(read_project(json.loads(json.dumps(item))), book=LAW), translate=str)

    page = asked(stranger, **content)

    assert page.status_code == 200
    assert f'class="regime {expected["regime"]}"' in page.text
    for name, factor in expected["factors"].items():
        assert name in page.text
        assert factor["increment"] in page.text
        assert factor["reason"] in page.text
    assert ("按另一种理解" in page.text) is ("other_reading" in expected)


def test_what_is_folded_is_shown_beside_what_was_typed(stranger: FlaskClient) -> None:
    page = asked(stranger, date="2026年6月1日", nature="new", COD="９．９９", SO2=" 0.2 ")

    assert page.status_code == 200
    assert '<strong class="figure">2026-06-01</strong>' in page.text
    assert '<code>９．９９</code> → <strong class="figure">9.99</strong>' in page.text
    assert "9.990000" in page.text


def test_kilograms_become_tonnes_in_sight_and_to_the_gram(stranger: FlaskClient) -> None:
    page = asked(stranger, date="2026-06-01", nature="new", unit="kg", COD="100.001")

    assert "0.100001" in page.text
    assert 'class="regime in_scope"' in page.text
    assert 'class="regime exempt"' in asked(stranger, date="2026-06-01", nature="new", unit="kg", COD="100").text
    assert faults(asked(stranger, date="2026-06-01", nature="new", unit="kg", COD="0.0001")) == {"COD"}


@pytest.mark.parametrize("value", NO_NUMBERS)
def test_what_is_no_number_is_refused_at_its_field_and_kept(value: str, stranger: FlaskClient) -> None:
    page = asked(stranger, date="2026-06-01", nature="new", unit="kg", COD=value, NOx="1")

    assert page.status_code == 422
    assert faults(page) == {"COD"}
    assert 'id="result"' not in page.text
    assert "未入账" in page.text
    assert "<script>" not in page.text


@pytest.mark.parametrize("value", NO_DAYS)
def test_what_is_no_day_is_refused_at_its_field(value: str, stranger: FlaskClient) -> None:
    page = asked(stranger, date=value, nature="new", COD="1")

    assert page.status_code == 422
    assert faults(page) == {"date"}


def test_a_day_before_the_first_rules_is_told_as_such(stranger: FlaskClient) -> None:
    page = asked(stranger, date="2023-10-31", nature="new", COD="1")

    assert page.status_code == 422
    assert faults(page) == {"date"}
    assert "2023-11-01" in page.text


def test_every_fault_is_told_at_once(stranger: FlaskClient) -> None:
    page = asked(
        stranger, date="x", nature="old", discharge="up", category="zoo", unit="lb", COD="-1", PM="½", CO2="1", name="n"
    )

    assert page.status_code == 422
    assert faults(page) == {"date", "nature", "discharge", "category", "unit", "COD", "PM"}
    assert {"CO2", "name"} <= set(re.findall(r"<code>([^<]+)</code>", page.text))


def test_nothing_new_and_what_is_outside_the_rules_is_said_so(stranger: FlaskClient) -> None:
    nothing = asked(stranger, date="2026-06-01", nature="new")
    outside = asked(stranger, date="2026-06-01", nature="new", COD="5", category="sewage_works")

    assert all('class="regime not_applicable"' in page.text for page in (nothing, outside))
    assert "城镇污水处理厂" in outside.text


def test_what_must_be_bought_is_estimated_at_the_standard_in_force(stranger: FlaskClient) -> None:
    page = asked(stranger, date="2026-06-01", nature="new", COD="1.5", NOx="0.05")

    assert "30,000.00" in page.text
    assert page.text.count("示例价格文件") == 1


def test_the_result_reads_in_english_too(stranger: FlaskClient) -> None:
    page = asked(stranger, date="2026-06-01", nature="new", COD="9.99", lang="en").text

    main = page[page.index('<main id="content"') : page.index("</main>")]
    own = re.sub(r"<small>.*?</small>|<small class=\"below\">.*?</small>", "", main, flags=re.DOTALL)
    assert "to be acquired by trading" in page
    assert re.findall(r"[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]+", own) == []
