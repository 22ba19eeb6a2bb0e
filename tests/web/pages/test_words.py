"""Pages speak in words: codes of acts, registers, roles and accounts stand beside their names or not at all."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
import re
from html import unescape
from typing import TYPE_CHECKING

import pytest

import ledger.domain
from ledger.domain.bookkeeping.act import State
from ledger.domain.people.actor import Office, Role
from ledger.domain.rights.award import ReserveSource
from ledger.rules.law.keys import KEYS
from ledger.services.catalogue import ACTS
from web.labels.registered import REGISTERS, register_name

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask.testing import FlaskClient

    from tests.web.city import City

SHOWN_AS_CODE = re.compile(r"<(code|pre)\b.*?</\1>|<(head|script)\b.*?</\2>", re.DOTALL)
CODES = frozenset({*ACTS, *KEYS, *(f"act.{state}" for state in State), *Role, *Office, *ReserveSource, "demonstration"})
WORD = re.compile(r"[a-z][a-z0-9_]*(?:\.[a-z0-9_]+)*")


def words_of(page: str) -> set[str]:
    """Return the words in Latin letters that a page shows outside what it marks as code."""
    return set(WORD.findall(unescape(re.sub(r"<[^>]*>", " ", SHOWN_AS_CODE.sub(" ", page)))))


def entry_of(city: City, condition: str) -> str:
    found = re.search(
        r'scope="row" class="number"><a href="(/entries/\d+)"', city.visitor("auditor").get(condition).text
    )
    assert found is not None
    return found[1]


@pytest.mark.parametrize(
    ("role", "address"),
    [
        ("auditor", "/overview"),
        ("auditor", "/entries"),
        ("auditor", "/balances?line=Q30"),
        ("auditor", "/audit/questions/users"),
        ("auditor", "/audit/rule-books"),
        ("auditor", "/audit/detail-book?line=Q30"),
        ("clerk", "/desk/record"),
        ("clerk", "/desk/sheets"),
        ("sysadmin", "/administration/system"),
    ],
)
def test_a_chinese_page_shows_no_code_in_the_place_of_a_name(
    role: str, address: str, visitor: Callable[[str], FlaskClient]
) -> None:
    page = visitor(role).get(address)

    assert page.status_code == 200
    assert words_of(page.text) & CODES == set()


def test_an_entry_and_its_slip_name_reserve_grounds_and_registers(city: City) -> None:
    address = entry_of(city, "/entries?kind=reserve.retain")
    auditor = city.visitor("auditor")
    entry = auditor.get(address).text
    slip = auditor.get(f"/desk/vouchers/print?seq={address.rpartition('/')[2]}")
    judged = auditor.get(entry_of(city, "/entries?kind=confirmation.issue")).text

    assert slip.status_code == 200
    assert "政府储备·可用" in entry
    for page in (entry, slip.text):
        assert "初始预留" in page
        assert words_of(page) & CODES == set()
    assert "登记事项：审核依据" in re.sub(r"\s*<[^>]*>\s*", "", judged)
    assert words_of(judged) & CODES == set()


def test_the_latest_entries_are_booked_and_no_steps_on_the_way(city: City) -> None:
    page = city.visitor("auditor").get("/overview").text
    latest = page.partition("最近入账")[2]

    assert len(re.findall(r'scope="row" class="number"', latest)) == 8
    assert not any(str(state.words) in latest for state in State if state is not State.POSTED)


def test_every_register_has_a_name() -> None:
    found = set()
    for module in pkgutil.walk_packages(ledger.domain.__path__, "ledger.domain."):
        classes = inspect.getmembers(importlib.import_module(module.name), inspect.isclass)
        found |= {vars(each)["REGISTER"] for _, each in classes if "REGISTER" in vars(each)}

    assert len(found) > 40
    assert found <= set(REGISTERS)
    assert str(register_name("claim/91000000000000000K")) == "权利负担"


def test_one_click_leads_from_every_step_to_what_is_booked(visitor: Callable[[str], FlaskClient]) -> None:
    auditor = visitor("auditor")
    numbered = re.compile(r'<td class="word">([^<]*)</td>\s*<td class="day">')
    for address in ("/entries", "/audit/log"):
        link = re.search(r'href="([^"]*booked=yes[^"]*)"', auditor.get(address).text)
        assert link is not None
        page = auditor.get(unescape(link[1])).text

        vouchers = numbered.findall(page)
        assert len(vouchers) >= 50
        assert all(vouchers)
        assert "初审通过" not in "".join(re.findall(r'<td class="word">[^<]*</td>', page))
        assert "也看办理中的各步" in page


def test_a_sample_is_drawn_from_booked_acts_by_one_button(visitor: Callable[[str], FlaskClient]) -> None:
    auditor = visitor("auditor")
    form = auditor.get("/audit/sample").text
    page = auditor.get("/audit/sample?seed=7&size=40&booked=yes").text

    assert re.search(r'<button[^>]*name="booked" value="yes">', form)
    assert len(re.findall(r'scope="row" class="number"><a href="/entries/', page)) == 40
    shown = set(re.findall(r'<td class="word">([^<]+)</td>', page))
    assert not {str(state.words) for state in State if state is not State.POSTED} & shown


def test_moments_are_those_of_the_foot_of_the_page(visitor: Callable[[str], FlaskClient]) -> None:
    page = visitor("auditor").get("/entries").text

    assert re.search(r'<td class="[a-z ]*">[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9]{2}:[0-9]{2}:[0-9]{2}</td>', page)
    assert "+08:00" not in page
    assert "日期与时刻均为北京时间" in page
