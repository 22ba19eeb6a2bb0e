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
from web.labels.registers import REGISTERS, register_name

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
    assert str(register_name("claim/91000000000000000K")) == "权利上的负担"
