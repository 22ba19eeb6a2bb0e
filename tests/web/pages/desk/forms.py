"""Filling in forms of acts in front of the demonstration city, as a browser does; all names in it are invented."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from ledger.domain.registers.area import Area
from ledger.domain.registers.enterprise import Enterprise
from ledger.projections.overview import log_head
from ledger.store.registers import Registers
from tests.web.city import City, form_token
from web.books import today

if TYPE_CHECKING:
    from flask.testing import FlaskClient
    from werkzeug.test import TestResponse

_KEY: Final = re.compile(r'name="_key" value="([^"]+)"')
_DRAFT: Final = re.compile(r'name="_draft" id="draft-id" value="([^"]*)"')


@dataclass
class Sheet:
    """An open form: what the browser sends back with every press of a button."""

    browser: FlaskClient
    kind: str
    csrf: str
    key: str
    draft: str = ""

    def press(self, inputs: dict[str, str], *, do: str = "", **more: Any) -> TestResponse:
        """Send the form; ``do`` is the button, that which records if none is named."""
        return self.browser.post(f"/desk/record/{self.kind}", data={**self._controls(do), **inputs, **more})

    def check(self, inputs: dict[str, str]) -> str:
        """Return what is shown beside the form while it is typed."""
        answer = self.browser.post(f"/desk/record/{self.kind}/check", data={**self._controls(""), **inputs})
        assert answer.status_code == 200, answer.text
        self.draft = _DRAFT.findall(answer.text)[0]
        return answer.text

    def _controls(self, do: str) -> dict[str, str]:
        controls = {"csrf": self.csrf, "_key": self.key, "_draft": self.draft}
        return {**controls, "_do": do} if do else controls


def opened(browser: FlaskClient, kind: str) -> Sheet:
    """Open an empty form."""
    return sheet_of(browser, browser.get(f"/desk/record/{kind}"), kind)


def sheet_of(browser: FlaskClient, answer: TestResponse, kind: str) -> Sheet:
    """Return the form that a page shows."""
    assert answer.status_code in {200, 422, 409}, answer.text
    [draft] = _DRAFT.findall(answer.text)
    return Sheet(browser, kind, form_token(answer.text), _KEY.findall(answer.text)[0], draft)


def intake(city: City) -> dict[str, str]:
    """Return a sound project of the branch's area, as its clerk types it."""
    area = city.persons["branch clerk"].area
    with city.book.reading() as connection:
        registers = Registers(connection)
        enterprise = next(found for found in registers.all(Enterprise) if found.area == area)
        basin = next(found for found in registers.all(Area) if found.name == area).basins[0]
    return {
        "effective_on": today().isoformat(),
        "id": "示例新项目1",
        "area": str(area),
        "enterprise": enterprise.credit_code,
        "legal_person": enterprise.credit_code,
        "site": "示例路1号",
        "name": "示例扩建",
        "nature": "expansion",
        "requested_on": today().isoformat(),
        "table.0.pollutant": "COD",
        "table.0.basin": basin,
        "table.0.existing_actual": "5",
        "table.0.existing_permitted": "6",
        "table.0.under_construction": "0",
        "table.0.this_project": "1",
        "table.0.replaced": "0",
        "table.0.whole_plant_after": "6",
    }


def size_of(city: City) -> int:
    """Return how many acts the journal holds."""
    with city.book.reading() as connection:
        return log_head(connection).size
