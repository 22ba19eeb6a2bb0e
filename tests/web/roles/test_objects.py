"""What is another's answers exactly like what is not there: the same status, the same words, nothing counted."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

import pytest

from ledger.domain.bookkeeping.act import WaitingAct
from ledger.domain.people.actor import User
from ledger.domain.projects.project import Project
from ledger.domain.registers.facility import Facility
from ledger.projections.accounts.balances import balances

if TYPE_CHECKING:
    from flask.testing import FlaskClient

    from tests.web.city import City

_CHANGING: Final = re.compile(r"[0-9a-f]{32}|name=\"csrf\" value=\"[^\"]*|X-CSRF-Token[^}]*|href=\"\?[^\"]*")


@dataclass(frozen=True)
class Sample:
    """An address with something of another's in it, and the same with something that nobody has."""

    foreign: str
    unknown: str


def told(browser: FlaskClient, address: str, names: tuple[str, str]) -> tuple[int, str]:
    """Return status and words of an answer, without what changes with each request and without the name asked for."""
    answer = browser.get(address)
    text = _CHANGING.sub("", answer.text)
    for name in names:
        text = text.replace(name, "…").replace(quote(name), "…")
    return answer.status_code, text


def first(found: Iterator[str]) -> str:
    return next(found)


@pytest.fixture(scope="module")
def clerk(city: City) -> User:
    return city.persons["branch clerk"]


def test_an_enterprise_finds_nothing_of_another(city: City) -> None:
    own = city.persons["enterprise"].enterprise
    browser = city.visitor("enterprise")
    with city.book.reading() as connection:
        registers = city.book.registers(connection)
        project = first(each.id for each in registers.all(Project) if each.enterprise != own)
        account = first(code for code in _accounts(city) if code.startswith("Q40:") and not code.endswith(f"/{own}"))
    samples = [
        ("/enterprise/projects/", project, "2099-9999"),
        ("/enterprise/accounts/", account, f"Q40:nowhere/{own}"),
        ("/enterprise/downloads/statement.csv/", account, f"Q40:nowhere/{own}"),
        ("/enterprise/downloads/statement.xlsx/", account, f"Q40:nowhere/{own}"),
    ]

    for path, foreign, unknown in samples:
        names = (foreign, unknown)
        answers = [told(browser, path + quote(name, safe=""), names) for name in names]
        assert answers[0] == answers[1], path
        assert answers[0][0] == 404


def test_no_page_of_an_enterprise_names_another(city: City) -> None:
    browser = city.visitor("enterprise")
    own = city.persons["enterprise"].enterprise
    pages = [
        browser.get(address).text
        for address in (
            *("/enterprise", "/enterprise/accounts", "/enterprise/selling", "/enterprise/buying"),
            *("/enterprise/payments", "/enterprise/projects", "/enterprise/certificates/holding"),
            *("/enterprise/downloads/balances.csv", "/enterprise/downloads/notices.csv"),
        )
    ]
    named = {code for page in pages for code in re.findall(r"91000000[0-9A-Z]{10}", page)}

    assert named <= {own}


def test_a_branch_finds_nothing_of_another_branch(city: City, clerk: User) -> None:
    browser = city.visitor("branch clerk")
    with city.book.reading() as connection:
        registers = city.book.registers(connection)
        act = str(max(act.reference for act in registers.all(WaitingAct) if _elsewhere(act.area, clerk)))
        project = first(each.id for each in registers.all(Project) if each.area != clerk.area)
        facility = first(each.id for each in registers.all(Facility) if each.area != clerk.area)
    account = first(code for code in _accounts(city) if f":{clerk.area}" not in code and code.startswith("Q40:"))
    samples = [
        ("/desk/acts/", act, "99999999"),
        ("/entries/", act, "99999999"),
        ("/desk/registers/projects/", project, "2099-9999"),
        ("/desk/registers/facilities/", facility, "没有这个设施"),
        ("/accounts/", account, "Q40:nowhere"),
    ]

    for path, foreign, unknown in samples:
        names = (foreign, unknown)
        answers = [told(browser, path + quote(name, safe=""), names) for name in names]
        assert answers[0] == answers[1], path
        assert answers[0][0] == 404


def test_no_list_of_a_branch_shows_an_account_of_another(city: City, clerk: User) -> None:
    browser = city.visitor("branch clerk")
    others = sorted(
        {area for area in (user.area for user in _everybody(city)) if area is not None and area != clerk.area}
    )
    shown = "".join(
        browser.get(address).text
        for address in (
            *("/desk/acts", "/balances", "/accounts", "/entries", "/trial-balance", "/desk/vouchers"),
            *("/desk/lists/balances", "/desk/lists/acts", "/desk/lists/projects", "/desk/lists/notices"),
            *("/desk/lists/balances.csv", "/desk/lists/projects.csv", "/audit/account-summary.csv"),
            *("/desk/month", "/desk/month/annual.csv", "/desk/reminders", "/desk/registers/facilities"),
        )
    )

    assert [area for area in others if re.search(f"[A-Z][0-9.]+:{area}", shown) or f"<td>{area}</td>" in shown] == []


def test_a_draft_belongs_to_its_owner(city: City) -> None:
    owner, other = city.visitor("clerk"), city.visitor("branch clerk")
    page = owner.get("/desk/record/area.register").text
    sent = {name: unescape(value) for name, value in re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', page)}
    owner.post("/desk/record/area.register", data=sent | {"name": "示例新区", "todo": "keep"})
    found = re.search(r"/desk/drafts/([A-Za-z0-9_-]{16})", owner.get("/desk/drafts").text)
    assert found is not None
    names = (found[1], "A" * 16)

    assert told(other, f"/desk/drafts/{names[0]}", names) == told(other, f"/desk/drafts/{names[1]}", names)
    assert other.get(f"/desk/drafts/{names[0]}").status_code == 404
    assert owner.get(f"/desk/drafts/{names[0]}").status_code in {200, 303}


def _accounts(city: City) -> list[str]:
    with city.book.reading() as connection:
        return sorted({row.account.code for row in balances(connection)})


def _everybody(city: City) -> list[User]:
    with city.book.reading() as connection:
        return city.book.registers(connection).all(User)


def _elsewhere(area: str, clerk: User) -> bool:
    return not clerk.sits_in(area)
