"""A bureau of exercises with the web in front of it: its persons log in, look and take steps."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from flask.testing import FlaskClient

from ledger.domain.bookkeeping.act import State, WaitingAct
from ledger.domain.people.actor import Office, Role, User
from ledger.services.credentials import give_password
from ledger.settings import Settings
from tests.services.acts.bureau import EAST, PERSONS, Bureau
from tests.web.city import ENTRANCE, PASSWORD, QUICK, form_token, logged_in
from web.application import create_app
from web.books import now

if TYPE_CHECKING:
    from flask import Flask
    from werkzeug.test import TestResponse

SECOND_REVIEWER = User(name="东区复核乙", role=Role.REVIEWER, office=Office.BRANCH, area=EAST)
SECOND_CLERK = User(name="市局经办乙", role=Role.CLERK, office=Office.BUREAU)
AUDITOR = User(name="审计员", role=Role.AUDITOR)
_SHOWN = re.compile(r'name="(shown[^"]*)" value="([0-9a-f]{64})"')


@dataclass
class BureauPages:
    """The pages of a bureau, looked at by one person or another."""

    bureau: Bureau
    app: Flask
    _browsers: dict[str, FlaskClient] = field(default_factory=dict)

    def browser(self, name: str) -> FlaskClient:
        """Return the browser of a person, who logs in when he first uses it."""
        if name not in self._browsers:
            self._browsers[name] = logged_in(self.app, name)
        return self._browsers[name]

    def page(self, name: str, path: str, *, status: int = 200) -> str:
        """Return a page as a person sees it."""
        answer = self.browser(name).get(path)
        assert answer.status_code == status, answer.text
        return answer.text

    def send(self, name: str, path: str, **form: object) -> TestResponse:
        """Send a form as a person; what it brings back of the session is added."""
        token = form_token(self.browser(name).get("/account").text)
        return self.browser(name).post(path, data={"csrf": token, **form})

    def state(self, reference: int) -> State:
        """Return where an act stands; after a step at a page no desk of the past can be opened any more."""
        with self.bureau.book.reading() as view:
            found = self.bureau.book.registers(view).find(WaitingAct, str(reference))
        assert found is not None
        return found.state

    def shown(self, name: str, path: str) -> str:
        """Return the digest that the form of an act's page carries."""
        found = _SHOWN.search(self.page(name, path))
        assert found is not None
        return found[2]

    def take(self, name: str, reference: int, step: str, **form: object) -> TestResponse:
        """Take a step of an act as its page offers it."""
        path = f"/desk/acts/{reference}"
        if step in {"check", "approve"} and "shown" not in form:
            form = {"shown": self.shown(name, path)}
        return self.send(name, f"{path}/{step}", **form)


def pages_of(bureau: Bureau) -> BureauPages:
    """Return the pages of a bureau whose persons may all log in, and a second one each of two kinds, and an auditor."""
    bureau.register(SECOND_REVIEWER, SECOND_CLERK, AUDITOR)
    with bureau.book.office() as office:
        for name in (*PERSONS, SECOND_REVIEWER.name, SECOND_CLERK.name, AUDITOR.name):
            give_password(office, name, PASSWORD, passwords=QUICK, now=now(), must_change=False)
    app = create_app(bureau.book, settings=Settings(), entrance=ENTRANCE)
    return BureauPages(bureau=bureau, app=app)


def shown_digests(page: str) -> dict[str, str]:
    """Return the digests that a list carries, by the name of the input."""
    return dict(_SHOWN.findall(page))
