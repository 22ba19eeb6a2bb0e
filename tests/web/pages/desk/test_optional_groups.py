"""What may be left out of a form never stands in the way: what the page itself offers in it is not typed by anybody."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from ledger.services.catalogue import ACTS
from tests.web.city import City
from tests.web.pages.desk.rendered import least_of, sent_by
from web.forms.nodes import Group
from web.forms.reading import filled
from web.forms.tree import form_of
from web.forms.typed import typed_into

if TYPE_CHECKING:
    from flask.testing import FlaskClient

OFFICES = ("branch clerk", "clerk", "finance")
CONTROLS = {"csrf", "_key", "_draft"}
OPTIONAL = [
    kind
    for kind, act in ACTS.items()
    if any(isinstance(member, Group) and not member.required for member in form_of(act.command).members)
]


@pytest.fixture(scope="module")
def desks(city: City) -> tuple[FlaskClient, ...]:
    """Return a browser of each office that records."""
    return tuple(city.visitor(who) for who in OFFICES)


def page_of(desks: tuple[FlaskClient, ...], kind: str) -> str:
    answers = (browser.get(f"/desk/record/{kind}") for browser in desks)
    return next(answer.text for answer in answers if answer.status_code == 200)


@pytest.mark.parametrize("kind", ACTS)
def test_a_form_as_it_is_shown_takes_what_must_be_filled_in_and_asks_for_no_more(
    desks: tuple[FlaskClient, ...], kind: str
) -> None:
    form = form_of(ACTS[kind].command)
    sent = {name: value for name, value in sent_by(page_of(desks, kind)).items() if name not in CONTROLS}

    found = filled(form, typed_into(form, {**sent, **least_of(form)}.items()))

    assert [(fault.field, fault.code) for fault in found.faults] == []


def test_the_forms_offer_pollutants_in_what_may_be_left_out(desks: tuple[FlaskClient, ...]) -> None:
    sent = sent_by(page_of(desks, "fee.notice"))

    assert sent["fixed_price.lines.0.pollutant"] == "COD"
    assert sent["_unit.fixed_price.lines.grams"] == "t"


@pytest.mark.parametrize("kind", OPTIONAL)
def test_what_may_be_left_out_is_folded_until_something_stands_in_it(desks: tuple[FlaskClient, ...], kind: str) -> None:
    page = page_of(desks, kind)

    assert '<details class="group">' in page
    assert '<details class="group" open>' not in page


def test_one_member_that_is_typed_begins_what_may_be_left_out() -> None:
    form = form_of(ACTS["fee.notice"].command)
    begun = {"effective_on": "2026-01-06", "number": "示例通知1号", "award": "示例成交1", "fixed_price.case": "示例1"}

    assert {fault.code for fault in filled(form, typed_into(form, begun.items())).faults} == {"field.required"}
