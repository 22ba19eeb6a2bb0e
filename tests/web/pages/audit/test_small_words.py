"""What stands beside figures: where a link ends, what a verification covered, what states and sources are called."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest
from sqlalchemy import select

from ledger.domain.people.actor import Office, User
from ledger.domain.registers.facility import Facility, FacilityState
from ledger.domain.rights.award import AwardState, ReserveSource
from ledger.domain.rights.reclaim import ReclaimState
from ledger.domain.rights.transfer import TransferState
from ledger.store.tables import account, position, unit
from tests.web.city import City, form_token, logged_in

if TYPE_CHECKING:
    from enum import StrEnum


def test_a_month_of_the_general_ledger_leads_to_that_month_alone(city: City) -> None:
    page = unescape(city.visitor("auditor").get("/audit/general-ledger?line=Q40&first=2025-03").text)
    links = re.findall(r"starts=(\d{4}-\d\d)-01&ends=(\d{4}-\d\d)-(\d\d)", page)

    assert links
    assert all(first == last and day in {"28", "30", "31"} for first, last, day in links)


@pytest.mark.parametrize(("typed", "told"), [({}, "没有另查"), ({"full": "yes"}, "另查数据库文件、全部约束")])
def test_a_verification_says_what_it_covered(city: City, typed: dict[str, str], told: str) -> None:
    browser = city.visitor("auditor")
    token = form_token(browser.get("/audit/proof").text)
    page = browser.post("/audit/proof", data={"csrf": token, **typed}).text
    covered = re.search(r"核验范围</dt><dd>([^<]+)<", page)

    assert covered is not None
    assert told in covered[1]
    assert ("没有另查" in covered[1]) is not bool(typed)


@pytest.mark.parametrize("states", [AwardState, ReclaimState, TransferState, FacilityState])
def test_no_state_is_told_by_its_code(states: type[StrEnum]) -> None:
    for state in states:
        assert not re.search("[a-z]", str(getattr(state, "words")))  # noqa: B009 - each of them has words of its own


def test_the_sources_of_the_reserve_are_told_in_words(city: City) -> None:
    page = city.visitor("auditor").get("/accounts").text + city.visitor("auditor").get("/balances?account=Q30").text

    assert not [source for source in ReserveSource if re.search(rf"· {source.value}\b", page)]


def test_a_place_beyond_the_journal_leads_back_to_its_newest_acts(city: City) -> None:
    page = city.visitor("auditor").get("/entries?after=99999999&kind=cap.set").text

    assert "此处没有分录" in page
    assert '<a href="/entries?kind=cap.set">最新</a>' in page


@pytest.mark.parametrize(
    ("beyond", "denied", "beginning"),
    [
        ("/audit/questions/users?start=999999", "账簿中没有这样的情形", "/audit/questions/users"),
        ("/desk/registers/enterprises?after=龥", "没有找到企业", "/desk/registers/enterprises"),
        ("/desk/registers/projects?after=龥", "没有找到项目", "/desk/registers/projects"),
        ("/desk/registers/facilities?after=龥", "没有找到设施", "/desk/registers/facilities"),
        ("/desk/acts?before=1&kind=cap.set", "没有符合条件的业务", "/desk/acts?kind=cap.set"),
        ("/desk/vouchers?series=量-2026&after=999999", "没有符合条件的凭证", "/desk/vouchers?series="),
    ],
)
def test_a_place_beyond_a_list_leads_back_to_its_beginning(
    city: City, beyond: str, denied: str, beginning: str
) -> None:
    page = city.visitor("auditor").get(beyond).text

    assert denied not in page
    assert "此处没有行" in page
    assert re.search(rf'<a href="{re.escape(beginning)}[^"]*">首页</a>', page)


def test_a_branch_is_led_to_the_credit_of_its_own_facilities_alone(city: City) -> None:
    with city.book.reading() as view:
        rows = select(account.c.area, unit.c.source).join_from(account, position).join(unit).distinct()
        held = view.execute(rows.where(unit.c.source.is_not(None), account.c.holder.is_not(None))).all()
        registers = city.book.registers(view)
        areas = {facility.id: facility.area for facility in registers.all(Facility)}
        branches = {user.area: user.name for user in registers.all(User) if user.office is Office.BRANCH}
    [area, foreign] = next((area, source) for area, source in held if area in branches and areas[source] != area)
    own = next(source for there, source in held if there == area and areas[source] == area)
    browser = logged_in(city.app, branches[area])

    led_to = {source: f"source={quote(source)}" for source in (own, foreign)}
    pages = [browser.get(f"/balances?line={line}&by=holder").text for line in ("C21", "C22", "C30", "C31")]
    assert any(foreign in page for page in pages)
    assert any(led_to[own] in page for page in pages)
    assert not any(led_to[foreign] in page for page in pages)
    assert browser.get(f"/audit/trace?source={quote(own)}").status_code == 200
    assert browser.get(f"/audit/trace?source={quote(foreign)}").status_code == 404
