"""Bad values typed into the form of an act: refused at their input, kept as they were typed, and shown while typing."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING

import pytest

from tests.bad_input.catalogue import SAYS, BadValue, Door, Judged, Turned
from tests.web.pages.bad_input.doors import calm, refusal_in, refused, value_at
from tests.web.pages.bad_input.members import Member, named, put_in_at, sound

if TYPE_CHECKING:
    from tests.web.pages.bad_input.doors import Desk

TRIED = put_in_at(Door.FORM)
TOO_LARGE = "request.size"


@pytest.mark.parametrize("tried", TRIED, ids=named)
def test_a_form_refuses_a_bad_value_at_its_input_and_keeps_it(tried: tuple[Member, BadValue], desk: Desk) -> None:
    member, bad = tried
    inputs = {**sound(desk.city, member), member.name: bad.value}

    answer = desk.form(member.act).press(inputs)

    expected = bad.answer_at(Door.FORM)
    page = refused(answer, statuses=(413,) if expected == TOO_LARGE else (422,))
    if expected == TOO_LARGE:
        assert re.search(SAYS[TOO_LARGE], page)
        return
    if isinstance(expected, Turned):
        assert f"已换算为 {expected.written}" in page
        assert value_at(answer.text, member.name) == expected.written
        return
    assert value_at(answer.text, member.name) == bad.value.replace("\N{MINUS SIGN}", "-")
    if isinstance(expected, Judged):
        assert expected.words in refusal_in(answer.text)
        return
    fault = re.search(rf'id="fault:{member.name}">([^<]*)<', answer.text)
    assert fault is not None
    assert re.search(SAYS[str(expected)], unescape(fault[1]))
    assert f'aria-describedby="fault:{member.name}"' in answer.text
    assert len(unescape(fault[1])) < 200


@pytest.mark.parametrize("tried", [tried for tried in TRIED if tried[1].answer_at(Door.FORM) != TOO_LARGE], ids=named)
def test_what_is_shown_while_typing_says_the_same(tried: tuple[Member, BadValue], desk: Desk) -> None:
    member, bad = tried
    inputs = {**sound(desk.city, member), member.name: bad.value}
    sheet = desk.form(member.act)

    answer = sheet.browser.post(
        f"/desk/record/{member.act}/check", data={"csrf": sheet.csrf, "_key": sheet.key, **inputs}
    )

    shown = calm(answer)
    assert answer.status_code == 200
    assert "未入账" in shown
    match bad.answer_at(Door.FORM):
        case Turned(written):
            assert f'data-turned="{member.name}"' in shown
            assert written in shown
        case Judged(words):
            assert words in shown
        case "field.required":
            assert f'href="#f:{member.name}"' in shown
        case code:
            found = re.search(rf'data-at="{member.name}" data-says="([^"]*)"', answer.text)
            assert found is not None
            assert re.search(SAYS[str(code)], unescape(found[1]))
