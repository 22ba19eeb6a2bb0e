"""Every rule, every method, every kind of visitor: who comes in is exactly what the table written by hand says."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest

from ledger.services.log_in import session_of
from tests.web.roles.matrix import LETTERS, ROLES_OF
from tests.web.roles.visitors import KNOWN, NOBODY, visitor
from web.access import declared_routes
from web.application import routed_app

if TYPE_CHECKING:
    from flask.testing import FlaskClient
    from werkzeug.test import TestResponse

    from tests.web.city import City

METHODS: Final = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
FOREIGN: Final = "这张表单不是本次登录打开的"
SAFE: Final = ("GET", "HEAD")
FILLED: Final = {
    "number": "1",
    "seq": "1",
    "reference": "1",
    "digest": "0" * 64,
    "kind": "area.register",
    "step": "approve",
    "form": "csv",
}
"""What stands in the gaps of an address; every other gap gets a name that nothing has."""


def declared() -> dict[tuple[str, str], frozenset[str]]:
    """Return what the application declares, by method and rule."""
    return {
        (method, route.rule): frozenset(route.access.roles)
        for route in declared_routes(routed_app())
        for method in route.methods
        if method != "HEAD"
    }


def written() -> dict[tuple[str, str], frozenset[str]]:
    """Return the table written by hand."""
    return {place: frozenset(LETTERS[letter] for letter in letters) for place, letters in ROLES_OF.items()}


def test_the_application_declares_what_the_table_says() -> None:
    assert declared() == written()


def test_whatever_changes_something_is_no_get() -> None:
    assert [
        route.rule for route in declared_routes(routed_app()) if route.access.writes and {*route.methods} & {*SAFE}
    ] == []


def test_the_auditor_and_the_enterprises_write_nothing_but_about_themselves() -> None:
    own = ("/log-out", "/log-in", "/account", "/desk/lists/<name>/views")
    assert [
        route.rule
        for route in declared_routes(routed_app())
        if route.access.writes and {"auditor", "enterprise"} & {*route.access.roles} and not route.rule.startswith(own)
    ] == []


@pytest.mark.parametrize("kind", [*NOBODY, *KNOWN])
def test_a_visitor_comes_in_where_the_table_lets_him_and_nowhere_else(kind: str, city: City) -> None:
    browser = visitor(city, kind)
    role = "" if kind in NOBODY else city.persons[KNOWN[kind]].role.value
    wrong = []
    for rule in sorted({rule for _, rule in ROLES_OF} - {"/log-out"}):
        for method in METHODS:
            answer = _asked(city, browser, kind, method, rule)
            expected = _expected(kind, role, method, rule)
            if _what(answer) not in expected:
                wrong.append((method, rule, answer.status_code, sorted(expected)))

    assert wrong == []


def _expected(kind: str, role: str, method: str, rule: str) -> set[str]:
    letters = ROLES_OF.get(("GET" if method == "HEAD" else method, rule))
    if letters is None:
        return {"not by this method"}
    allowed = {LETTERS[letter] for letter in letters}
    if "public" in allowed:
        return {"answered"} if method in SAFE else {"answered", "not our form"}
    if kind == "code due":
        return {"answered"} if rule == "/log-in/code" else {"on to the next step", "unknown"}
    if kind in NOBODY:
        return {"to the log-in"} if method in SAFE else {"unknown"}
    if rule == "/log-in/code":
        return {"unknown"}  # that step is behind him
    return {"answered"} if role in allowed else {"denied"}


def _what(answer: TestResponse) -> str:
    location = answer.headers.get("Location", "")
    if answer.status_code == 303 and location.startswith("/log-in"):
        return "to the log-in" if "?next=" in location else "on to the next step"
    if answer.status_code == 403:
        return "not our form" if FOREIGN in answer.text else "denied"
    return {401: "unknown", 405: "not by this method"}.get(
        answer.status_code, "a fault" if answer.status_code >= 500 else "answered"
    )


def _asked(city: City, browser: FlaskClient, kind: str, method: str, rule: str) -> TestResponse:
    headers = {"Accept": "text/html"}
    if (kind in KNOWN or kind == "code due") and method not in SAFE:
        headers["X-CSRF-Token"] = _form_token(city, browser)
    return browser.open(_address(rule), method=method, headers=headers)


def _form_token(city: City, browser: FlaskClient) -> str:
    cookie = browser.get_cookie("session")
    assert cookie is not None
    with city.book.reading() as connection:
        found = session_of(connection, cookie.value)
    assert found is not None
    return found.form_token


def _address(rule: str) -> str:
    parts = []
    for part in rule.replace(">", "<").split("<"):
        name = part.rpartition(":")[2]
        parts.append(part if len(parts) % 2 == 0 else FILLED.get(name, "nothing-of-this-name"))
    return "".join(parts)
