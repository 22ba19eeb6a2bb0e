"""What a form calls wrong or missing leads to an input that is there, in every kind of act."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from ledger.services.catalogue import ACTS
from tests.web.pages.desk.forms import opened
from web.forms.nodes import Blocks, Grid, Group, Input
from web.forms.places import input_at
from web.forms.reading import filled
from web.forms.tree import form_of
from web.forms.typed import typed_into

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask.testing import FlaskClient

    from tests.web.city import City
    from web.forms.nodes import Node

OFFICES = ("branch clerk", "clerk", "finance")


@pytest.fixture(scope="module")
def desks(city: City) -> tuple[FlaskClient, ...]:
    """Return a browser of each office that records."""
    return tuple(city.visitor(who) for who in OFFICES)


def inputs_of(desks: tuple[FlaskClient, ...], kind: str) -> set[str]:
    """Return the places of the inputs that the empty form of a kind has."""
    answers = (browser.get(f"/desk/record/{kind}") for browser in desks)
    page = next(answer.text for answer in answers if answer.status_code == 200)
    return set(re.findall(r' id="f:([^"]+)"', page))


def begun(members: tuple[Node, ...], path: str = "") -> Iterator[tuple[str, str]]:
    """Yield a value for the last single input of the form and of every object and first row in it."""
    singles = [member for member in members if isinstance(member, Input)]
    if singles and path:
        yield f"{path}{singles[-1].name}", "示例"
    for member in members:
        if isinstance(member, Group):
            yield from begun(member.members, f"{path}{member.name}.")
        elif isinstance(member, Grid | Blocks):
            yield from begun(member.members, f"{path}{member.name}.0.")


@pytest.mark.parametrize("kind", ACTS)
def test_every_fault_of_a_form_leads_to_an_input_of_its_page(desks: tuple[FlaskClient, ...], kind: str) -> None:
    form, there = form_of(ACTS[kind].command), inputs_of(desks, kind)

    empty = filled(form, typed_into(form, ()))
    some = filled(form, typed_into(form, begun(form.members)))

    places = {input_at(form, fault.field) for fault in (*empty.faults, *some.faults)}
    assert places
    assert places - there == set()


def test_a_missing_list_leads_to_its_first_input(own_city: City) -> None:
    sheet = opened(own_city.visitor("branch clerk"), "closure.check")

    shown, refused = sheet.check({"facility": "SS-0001"}), sheet.press({"facility": "SS-0001"}).text

    for page in (shown, refused):
        links = set(re.findall(r'href="#f:([^"]+)"', page))
        assert "officers.0" in links
        assert {place for place in links if f'id="f:{place}"' not in refused} == set()


@pytest.mark.parametrize(
    ("kind", "place", "leads_to"),
    [
        ("closure.check", "officers", "officers.0"),
        ("closure.check", "officers.1", "officers.1"),
        ("award.make", "lines", "lines.0.pollutant"),
        ("award.make", "lines.2", "lines.2.pollutant"),
        ("award.make", "lines.2.grams", "lines.2.grams"),
        ("fee.notice", "fixed_price", "fixed_price.case"),
        ("fee.notice", "nothing", ""),
        ("fee.notice", "number.0", ""),
        ("fee.notice", "", ""),
    ],
)
def test_a_place_leads_to_the_first_input_in_it(kind: str, place: str, leads_to: str) -> None:
    assert input_at(form_of(ACTS[kind].command), place) == leads_to


def test_english_asks_for_what_is_missing_as_a_clerk_would(own_city: City) -> None:
    clerk = own_city.visitor("branch clerk")
    clerk.get("/desk?lang=en")

    page = opened(clerk, "closure.check").press({}).text

    assert "Please fill this in" in page
    assert "member" not in page
