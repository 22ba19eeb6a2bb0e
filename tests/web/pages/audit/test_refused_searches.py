"""A search that is refused says all that is wrong with it, and offers what was typed to be mended."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest

if TYPE_CHECKING:
    from flask.testing import FlaskClient


def test_conditions_of_which_one_is_wrong_are_kept_to_be_mended(auditor: FlaskClient) -> None:
    page = auditor.get("/entries?least=5&text=%3Cabc%3E&lang=en")

    assert page.status_code == 422
    assert '<form class="filters" method="get" action="/entries">' in page.text
    assert '<label>Amount at least (t or yuan) <input name="least" value="5" aria-invalid="true"></label>' in page.text
    assert '<label>Text in it <input name="text" value="&lt;abc&gt;"></label>' in page.text


def test_chosen_columns_are_kept_and_the_place_of_the_page_is_not(auditor: FlaskClient) -> None:
    place = quote('["a"]')
    page = auditor.get(f"/desk/lists/balances?on=2026-13-45&columns=holder&columns=amount&by=holder&after={place}")

    assert page.status_code == 422
    assert '<input type="hidden" name="columns" value="holder,amount">' in page.text
    assert 'name="on" value="2026-13-45" aria-invalid="true"' in page.text
    assert 'name="after"' not in page.text
    assert "<strong>位置</strong>" in page.text
    wrong = auditor.get("/desk/lists/balances?columns=holder,none&lang=en").text
    assert '<label>Columns <input name="columns" value="holder,none" aria-invalid="true"></label>' in wrong
    lost = auditor.get("/desk/lists/balances?after=%5B1%5D").text
    assert '<a href="/desk/lists/balances">Clear</a>' in lost


@pytest.mark.parametrize(
    ("address", "faults"),
    [
        ("/entries?least=abc&effective_from=2026-12-01&effective_to=2026-01-01&number=x", "least effective_to number"),
        (
            "/entries?least=abc&most=1&measure=money&recorded_from=2026-12-01&recorded_to=2026-01-01",
            "least recorded_to",
        ),
        ("/entries?least=abc&measure=none", "least measure"),
        ("/entries?least=1&most=2&kind=y", "least most"),
        ("/audit/account-summary?first=2026-12&last=2026-01&line=ZZ&pollutant=QQ", "last line pollutant"),
        ("/desk/lists/acts?first=2026-12-01&last=2026-01-01&state=zz&by=zz", "last state by"),
        ("/desk/acts?first=2026-12-01&last=2026-01-01&standing=zz", "last standing"),
    ],
)
def test_all_that_is_wrong_with_a_search_is_told_at_once(auditor: FlaskClient, address: str, faults: str) -> None:
    problem = auditor.get(address, headers={"Accept": "application/json"}).get_json()

    assert {error["field"] for error in problem["errors"]} == set(faults.split())


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("/audit/questions/just-under?start=0", "“0”不是行号；应为正整数"),
        ("/audit/account-summary?first=2026-12&last=2026-01", "期间的首月2026-12晚于末月2026-01"),
        ("/entries?least=12.3456789", "请先选类别"),
        ("/entries?least=abc", "请先选类别"),
    ],
)
def test_a_refusal_speaks_of_what_was_typed(auditor: FlaskClient, address: str, told: str) -> None:
    assert told in auditor.get(address).text


@pytest.mark.parametrize("address", ["/desk/lists/projects", "/desk/acts"])
def test_of_several_values_the_first_counts_and_is_offered_to_be_mended(auditor: FlaskClient, address: str) -> None:
    refused = auditor.get(f"{address}?first=2026-13-45&first=2026-01-01")

    assert auditor.get(f"{address}?first=&first=2026-01-01&first=2026-13-45").status_code == 200
    assert refused.status_code == 422
    assert 'name="first" value="2026-13-45" aria-invalid="true"' in refused.text


def test_what_a_list_is_sent_blank_is_not_asked_for(auditor: FlaskClient) -> None:
    plain, blank = (auditor.get(f"/desk/lists/acts{query}") for query in ("", "?by=%20&after=%20&state=%20"))

    assert blank.status_code == 200
    assert (
        re.findall(r'href="(/desk/acts/\d+)"', blank.text) == re.findall(r'href="(/desk/acts/\d+)"', plain.text) != []
    )
