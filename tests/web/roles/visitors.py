"""The fourteen kinds of visitor, and the financial officer as a fifteenth."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from sqlalchemy import update

from ledger.domain.people.session import Stage
from ledger.domain.values.encoding import microseconds
from ledger.services.users import disable_user
from ledger.store.office_tables import session
from tests.web.city import City, form_token, let_in, logged_in
from web.books import adopted_law, now, text_of, today

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from flask.testing import FlaskClient

NOBODY: Final = ("anonymous", "expired", "logged out", "disabled", "code due", "forged")
"""Visitors whom nobody knows, or no longer, or not yet."""
KNOWN: Final[Mapping[str, str]] = {
    "enterprise A": "enterprise",
    "enterprise B": "other enterprise",
    "maker": "clerk",
    "checker": "reviewer",
    "financial officer": "finance",
    "auditor": "auditor",
    "system administrator": "sysadmin",
    "security administrator": "secadmin",
    "audit administrator": "auditadmin",
}
"""Visitors who have logged in, with their names in the city."""


def visitor(city: City, kind: str) -> FlaskClient:
    """Return the browser of a kind of visitor."""
    strangers: Mapping[str, Callable[[City], FlaskClient]] = {
        "anonymous": lambda city: city.app.test_client(),
        "forged": _forged,
        "expired": lambda city: _changed(city, seen_at=microseconds(now() - timedelta(hours=9))),
        "code due": lambda city: _changed(city, stage=Stage.CODE_DUE.value),
        "logged out": _logged_out,
        "disabled": _disabled,
    }
    return strangers[kind](city) if kind in strangers else city.visitor(KNOWN[kind])


def _forged(city: City) -> FlaskClient:
    browser = city.app.test_client()
    browser.set_cookie("session", "made-up-by-somebody")
    return browser


def _logged_out(city: City) -> FlaskClient:
    """Log a person in and out, and keep what the browser held."""
    browser = city.visitor("branch reviewer")
    cookie = browser.get_cookie("session")
    assert cookie is not None
    browser.post("/log-out", data={"csrf": form_token(browser.get("/account").text)})
    browser.set_cookie("session", cookie.value)
    return browser


def _changed(city: City, **values: object) -> FlaskClient:
    """Log a person in whose session is then what a test needs."""
    browser = city.visitor("branch clerk")
    with city.book.office() as office:
        office.execute(update(session).where(session.c.user == city.persons["branch clerk"].name).values(values))
    return browser


def _disabled(city: City) -> FlaskClient:
    """Log a person in who is then disabled, while his session is still there."""
    person = city.persons["auditor"]
    leaving = type(person)(name="已离任审计", role=person.role)
    let_in(city.book, leaving)
    browser = logged_in(city.app, leaving.name)
    law = adopted_law(city.book)
    with city.book.unit_of_work(recorded_at=now(), rule_book=text_of(law)) as work:
        disable_user(work, leaving.name, book=law, actor="test", today=today())
        work.commit()
    return browser
