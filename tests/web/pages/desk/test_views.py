"""A person keeps a list as he shaped it, and finds it again; nobody else does."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.web.city import City, form_token

if TYPE_CHECKING:
    from flask.testing import FlaskClient
    from werkzeug.test import TestResponse

QUERY = "standing=overdue&columns=number,outstanding&by=payer"


def keep(browser: FlaskClient, name: str, query: str) -> TestResponse:
    token = form_token(browser.get("/desk/lists/notices").text)
    return browser.post("/desk/lists/notices/views", data={"csrf": token, "name": name, "query": query})


def test_a_view_is_kept_found_and_thrown_away(own_city: City) -> None:
    browser = own_city.visitor("finance")

    answer = keep(browser, "每周催缴", QUERY)

    assert answer.status_code == 303
    assert browser.get(answer.location).status_code == 200
    assert "每周催缴" in browser.get("/desk/lists").text
    assert "每周催缴" not in own_city.visitor("clerk").get("/desk/lists").text
    token = form_token(browser.get("/desk/lists").text)
    browser.post("/desk/lists/notices/views/delete", data={"csrf": token, "name": "每周催缴"})
    assert "每周催缴" not in browser.get("/desk/lists").text


def test_a_view_of_the_same_name_takes_the_place(own_city: City) -> None:
    browser = own_city.visitor("finance")
    keep(browser, "催缴", QUERY)

    keep(browser, "催缴", "columns=number")

    page = browser.get("/desk/lists").text
    assert page.count("催缴") == 1
    assert "standing=overdue" not in page


def test_what_no_list_could_show_is_not_kept(own_city: City) -> None:
    browser = own_city.visitor("finance")

    for name, query in (("坏", "columns=no"), ("坏", "x" * 3000), ("", QUERY), ("长" * 61, QUERY), ("a\u202eb", QUERY)):
        assert keep(browser, name, query).status_code in {400, 422}
    assert "坏" not in browser.get("/desk/lists").text


@pytest.mark.parametrize("name", ["a\0b", "\0", "", "长" * 61])
@pytest.mark.parametrize("what", ["views", "views/delete"])
def test_a_name_that_no_view_can_have_is_refused_at_its_field(own_city: City, what: str, name: str) -> None:
    browser = own_city.visitor("finance")
    token = form_token(browser.get("/desk/lists/notices").text)

    answer = browser.post(
        f"/desk/lists/notices/{what}",
        data={"csrf": token, "name": name, "query": QUERY},
        headers={"Accept": "application/json"},
    )

    assert answer.status_code == 422
    assert [error["field"] for error in answer.json["errors"]] == ["name"]
