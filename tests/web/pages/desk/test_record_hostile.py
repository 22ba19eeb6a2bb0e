"""Nothing that a browser can send to a form makes the program fail or records anything by itself."""

from __future__ import annotations

import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.web.city import City
from tests.web.pages.desk.forms import intake, opened, size_of

TEXTS = st.text(max_size=40) | st.sampled_from(
    ["\x00", "9" * 5000, "1e999999", "<script>", "=1+1", "\u202e", "true", "2026-02-30"]
)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("no.such.input", "1"),
        ("table.999999.this_project", "1"),
        ("table.0.this_project.x", "1"),
        ("table", "1"),
        ("name", "\x00"),
        ("name", "\u202e"),
        ("name", "甲" * 100_000),
        ("seq", "1" * 5000),
        ("x" * 5000, "1"),
        ("table.²²²².pollutant", "COD"),
        ("_key", "../../etc"),
        ("_key", ""),
        ("_draft", "\x00"),
        ("_do", "add:\x00"),
        ("_do", "drop:table.99999999999999999999"),
    ],
)
def test_bad_input_is_refused_and_nothing_is_recorded(own_city: City, name: str, value: str) -> None:
    size = size_of(own_city)
    sheet = opened(own_city.visitor("branch clerk"), "project.intake")
    inputs = {**intake(own_city), "nature": "", name: value}

    answer = sheet.press(inputs)

    assert answer.status_code in {303, 422, 400, 413}, answer.text
    assert size_of(own_city) == size


def test_ten_thousand_fields_are_refused(own_city: City) -> None:
    sheet = opened(own_city.visitor("branch clerk"), "project.intake")

    assert sheet.press({f"table.{number}.z": "1" for number in range(10_000)}).status_code in {413, 422}


@pytest.mark.parametrize(
    "address",
    [
        "/desk/drafts/%00",
        "/desk/drafts/..%2f..",
        "/desk/drafts/%00/papers/a.pdf",
        "/desk/record/%00",
        "/desk/recorded/99999999999999999999",
        "/papers/%00?act=1",
        "/papers/" + "0" * 64 + "?act=%EF%BC%91",
    ],
)
def test_an_address_of_nothing_is_not_found(city: City, address: str) -> None:
    assert city.visitor("branch clerk").get(address).status_code == 404


def test_searches_take_any_text(city: City) -> None:
    browser = city.visitor("branch clerk")

    for text in ("%00", "%ED%A0%80", "x" * 5000, "%25", "*", "%F0%9F%98%80"):
        for address in (
            "/desk/record?q=",
            "/desk/options/enterprises?q=",
            "/desk/holdings?holder=",
            "/desk/holdings?facility=",
        ):
            assert browser.get(address + text).status_code == 200


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_any_texts_in_the_inputs_of_any_form_are_answered(own_city: City, data: st.DataObject) -> None:
    browser = own_city.visitor(data.draw(st.sampled_from(["branch clerk", "clerk", "finance"])))
    kinds = sorted(set(re.findall(r'href="/desk/record/([a-z_.]+)"', browser.get("/desk/record").text)))
    sheet = opened(browser, data.draw(st.sampled_from(kinds)))
    names = re.findall(r' name="([a-z][a-z_0-9.]*)"', browser.get(f"/desk/record/{sheet.kind}").text)
    inputs = {name: data.draw(TEXTS) for name in names if name != "csrf" and data.draw(st.booleans())}

    assert sheet.press(inputs).status_code in {303, 404, 409, 422}
    assert "未入账" in sheet.check(inputs)
