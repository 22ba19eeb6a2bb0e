"""Bad values behind the question mark of an address."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from tests.bad_input.catalogue import SAYS, BadValue, Door, Judged, Taken, Turned
from tests.web.pages.bad_input.doors import calm, refused
from tests.web.pages.bad_input.members import Member, named, put_in_at

if TYPE_CHECKING:
    from tests.web.pages.bad_input.doors import Desk


@pytest.mark.parametrize("tried", put_in_at(Door.CALCULATOR), ids=named)
def test_the_calculator_refuses_a_bad_value_at_its_field_in_either_unit(
    tried: tuple[Member, BadValue], desk: Desk
) -> None:
    member, bad = tried
    expected = bad.answer_at(Door.CALCULATOR)
    for unit in ("t", "kg") if isinstance(expected, str) else ("t",):
        query = {"date": "2026-06-01", "nature": "new", "unit": unit, "NOx": "1", member.in_calculator: bad.value}
        answer = desk.city.app.test_client().get("/calculator", query_string=query)

        if isinstance(expected, Turned):
            assert f'→ <strong class="figure">{expected.written}</strong>' in calm(answer)
        elif isinstance(expected, Taken):
            assert answer.status_code == 200
        else:
            page = refused(answer)
            assert re.findall(r'id="fault-([^"]+)"', answer.text) == [member.in_calculator]
            assert re.search(expected.words if isinstance(expected, Judged) else SAYS[str(expected)], page)
            assert 'id="result"' not in page
