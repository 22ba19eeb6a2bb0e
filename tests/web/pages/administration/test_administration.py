"""The three administrators: one lets people in, one sees who came, one sees the machine; none touches the books."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING

import pytest

from ledger.domain.people.actor import User
from ledger.services.credentials import access_events
from tests.web.city import PASSWORD, City, form_token, logged_in

if TYPE_CHECKING:
    from flask.testing import FlaskClient
    from werkzeug.test import TestResponse

USERS = "/administration/users"


def added(browser: FlaskClient, **typed: str) -> TestResponse:
    return browser.post(USERS, data={"csrf": form_token(browser.get(USERS).text), **typed})


def told(page: str) -> list[str]:
    return [unescape(each) for each in re.findall(r'<dd class="secret">([^<]+)</dd>', page)]


def acted(browser: FlaskClient, name: str, what: str) -> TestResponse:
    return browser.post(f"{USERS}/{name}/{what}", data={"csrf": form_token(browser.get(USERS).text)})


def test_a_person_is_entered_by_one_let_in_by_another_and_must_choose_a_password(own_city: City) -> None:
    assert added(own_city.visitor("sysadmin"), name="钱新人", role="clerk", office="centre").status_code == 303
    page = own_city.visitor("secadmin").get(USERS).text
    assert "待发放凭据" in page
    password, _ = told(acted(own_city.visitor("secadmin"), "钱新人", "issue").text)
    browser = logged_in(own_city.app, "钱新人", password)

    assert browser.get("/overview").headers["Location"] == "/account/password"
    assert acted(own_city.visitor("secadmin"), "钱新人", "issue").status_code == 409


def test_neither_administrator_alone_makes_a_person_who_can_log_in(own_city: City) -> None:
    security, system = own_city.visitor("secadmin"), own_city.visitor("sysadmin")
    name = own_city.persons["clerk"].name

    assert added(security, name="钱新人", role="clerk", office="centre").status_code == 403
    assert acted(security, name, "apply").status_code == 403
    answer = acted(security, name, "issue")
    assert (answer.status_code, "没有人为用户" in answer.text, told(answer.text)) == (409, True, [])
    assert [acted(system, name, what).status_code for what in ("issue", "decline", "disable")] == [403, 403, 403]
    assert logged_in(own_city.app, name, PASSWORD).get("/overview").status_code == 200


def test_disabling_is_asked_about_first_and_nobody_disables_himself(own_city: City) -> None:
    browser = own_city.visitor("secadmin")
    clerk, oneself = own_city.persons["clerk"].name, own_city.persons["secadmin"].name
    audit = own_city.persons["auditadmin"].name

    page = browser.get(USERS).text
    assert f'action="{USERS}/' not in page.split("停用</a>", maxsplit=1)[0].split("grave")[-1]
    assert "停用后不能恢复" in browser.get(f"{USERS}/{clerk}/disable").text
    assert browser.get(f"{USERS}/没有此人/disable").status_code == 404
    answers = [acted(browser, name, "disable") for name in (oneself, audit)]
    assert [answer.status_code for answer in answers] == [422, 422]
    assert "不能停用自己" in answers[0].text
    assert "最后一名同类管理员" in answers[1].text
    with own_city.book.reading() as connection:
        disabled = {each.name for each in own_city.book.registers(connection).all(User) if each.disabled}
    assert not {clerk, oneself, audit} & disabled


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ({"role": "clerk", "office": "bureau"}, "name"),
        ({"name": "甲", "role": "king"}, "role"),
        ({"name": "甲", "role": "clerk"}, "应写明所在机构"),
        ({"name": "甲", "role": "clerk", "office": "branch"}, "应写明区域"),
        ({"name": "甲", "role": "auditor", "office": "bureau"}, "不写机构"),
        ({"name": "甲", "role": "enterprise", "enterprise": "123"}, "enterprise"),
        ({"name": "甲", "role": "auditor", "disabled": "1"}, "disabled"),
        ({"name": "\u0000", "role": "auditor"}, "name"),
    ],
)
def test_a_person_who_does_not_fit_is_refused_with_what_was_typed_kept(
    typed: dict[str, str], code: str, own_city: City
) -> None:
    browser = own_city.visitor("sysadmin")
    before = browser.get(USERS).text.count('<th scope="row">')
    answer = added(browser, **typed)

    assert answer.status_code == 422
    assert code in answer.text
    assert "未入账" in answer.text
    assert answer.text.count('<th scope="row">') == before


def test_a_reset_ends_the_sessions_and_the_old_password(own_city: City) -> None:
    name = own_city.persons["clerk"].name
    working = own_city.visitor("clerk")
    assert acted(own_city.visitor("sysadmin"), name, "apply").status_code == 303
    assert working.get("/overview").status_code == 200
    password, _ = told(acted(own_city.visitor("secadmin"), name, "issue").text)

    assert working.get("/overview").status_code == 303
    assert logged_in(own_city.app, name, password).get("/overview").headers["Location"] == "/account/password"


def test_a_disabled_person_is_out_at_once(own_city: City) -> None:
    name = own_city.persons["clerk"].name
    working = own_city.visitor("clerk")
    acted(own_city.visitor("secadmin"), name, "disable")
    token = form_token(own_city.app.test_client().get("/log-in").text)

    assert working.get("/overview").status_code == 303
    assert (
        own_city.app.test_client().post("/log-in", data={"name": name, "password": PASSWORD, "csrf": token}).status_code
        != 303
    )
    with own_city.book.reading() as connection:
        found = own_city.book.registers(connection).find(User, name)
    assert found is not None
    assert found.disabled


def test_a_person_is_forced_out_and_the_log_says_by_whom(own_city: City) -> None:
    working = own_city.visitor("clerk")
    acted(own_city.visitor("secadmin"), own_city.persons["clerk"].name, "force-out")
    log = own_city.visitor("auditadmin").get("/administration/access-log?event=session.forced_out").text

    assert working.get("/overview").status_code == 303
    assert f"{own_city.persons['secadmin'].name}: 1" in log


@pytest.mark.parametrize(("role", "what"), [("secadmin", "issue"), ("secadmin", "disable"), ("sysadmin", "apply")])
def test_nobody_who_is_not_there_is_changed(role: str, what: str, own_city: City) -> None:
    assert acted(own_city.visitor(role), "没有此人", what).status_code == 404


def test_whoever_may_not_is_refused_and_the_log_tells(own_city: City) -> None:
    clerk = own_city.visitor("clerk")
    refused = clerk.post(USERS, data={"csrf": form_token(clerk.get("/overview").text), "name": "甲", "role": "clerk"})
    log = own_city.visitor("auditadmin").get("/administration/access-log?event=access.denied").text

    assert refused.status_code == 403
    assert "POST /administration/users" in log


def test_the_access_log_goes_on_page_by_page(own_city: City) -> None:
    for _ in range(70):
        own_city.visitor("auditor")
        own_city.visitor("clerk")
    browser = own_city.visitor("auditadmin")
    first = browser.get("/administration/access-log").text
    following = re.search(r'rel="next" href="([^"]+)"', first)
    assert following is not None
    second = browser.get(unescape(following[1])).text

    seen = [re.findall(r'class="digest">([0-9a-f]{12})', page) for page in (first, second)]
    assert (len(seen[0]), len(seen[1])) == (100, 41)
    assert not set(seen[0]) & set(seen[1])


@pytest.mark.parametrize("query", ["before=1", "before=x.y", "before=99999999999999999999.a", "user=%00", "what=1"])
def test_a_faulty_question_to_the_log_is_refused(query: str, city: City) -> None:
    assert city.visitor("auditadmin").get(f"/administration/access-log?{query}").status_code == 422


def test_the_system_administrator_sees_the_machine_and_no_business(city: City) -> None:
    browser = city.visitor("sysadmin")

    assert "SQLAlchemy" in browser.get("/administration/system").text
    assert [browser.get(address).status_code for address in ("/overview", "/balances", "/desk")] == [403, 403, 403]


def test_a_password_typed_as_a_name_is_not_kept(own_city: City) -> None:
    browser = own_city.app.test_client()
    clerk = own_city.persons["clerk"].name
    for name in ("Liaocheng-2026-secret", clerk):
        token = form_token(browser.get("/log-in").text)
        assert browser.post("/log-in", data={"name": name, "password": "x", "csrf": token}).status_code == 422

    log = own_city.visitor("auditadmin").get("/administration/access-log?event=log_in.refused").text
    assert "Liaocheng-2026-secret" not in log
    assert "不是任何用户的名字" in log
    assert f">{clerk}</td>" in log
    with own_city.book.reading() as connection:
        assert {event.user for event in access_events(connection, limit=2, event="log_in.refused")} == {"", clerk}
