"""An act of which one line is a branch's own shows that branch its own lines, and how many belong to others."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from ledger.projections.accounts.entry import RecordedEntry, entries
from ledger.projections.audit.entry_in_area import seen_in
from ledger.projections.overview import log_head

if TYPE_CHECKING:
    from tests.web.city import City


def shared_with(city: City, area: str) -> list[RecordedEntry]:
    """Return the acts that move something of the area and something of another."""
    with city.book.reading() as connection:
        whole = entries(connection, limit=log_head(connection).size)
    touched = [
        (each, {side.area for moved in each.movements for side in (moved.debit, moved.credit)}) for each in whole
    ]
    return [each for each, areas in touched if area in areas and areas != {area}]


def test_a_branch_sees_its_own_lines_and_counts_those_of_others(city: City) -> None:
    area = str(city.persons["branch clerk"].area)
    browser = city.visitor("branch clerk")
    shared = shared_with(city, area)
    assert shared

    for each in (*shared[:4], *shared[-2:]):
        page = browser.get(f"/entries/{each.seq}").text
        sides = [side for moved in each.movements for side in (moved.debit, moved.credit)]
        foreign = [side for side in sides if side.area != area]
        assert [side.code for side in foreign if side.code in page] == []
        assert all(f"其余{len(foreign)}行属其他区" in found for found in (page,))
        assert page.count('class="side"') == len(sides) - len(foreign)


def test_registered_facts_of_other_areas_are_left_out_and_counted(city: City) -> None:
    area = str(city.persons["branch clerk"].area)
    browser = city.visitor("branch clerk")
    others = re.compile(r'"area": "(?!' + area + ")")

    for each in shared_with(city, area)[:6]:
        page = browser.get(f"/entries/{each.seq}").text.replace("&#34;", '"')
        assert others.search(page) is None
        seen = seen_in(each, area=area)
        assert len(seen.registrations) + seen.facts_of_others == len(each.registrations)
        assert all(json.loads(fact.body).get("area", area) == area for fact in seen.registrations)


def test_who_sees_every_area_sees_the_whole_act(city: City) -> None:
    browser = city.visitor("auditor")
    for each in shared_with(city, str(city.persons["branch clerk"].area))[:3]:
        page = browser.get(f"/entries/{each.seq}").text
        assert "属其他区" not in page
        assert page.count('class="side"') == 2 * len(each.movements)
