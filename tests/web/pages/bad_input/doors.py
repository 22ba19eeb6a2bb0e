"""How somebody puts a value in at each door, and what the door answered."""

from __future__ import annotations

import csv
import io
import re
from html import unescape
from typing import TYPE_CHECKING, Any, Final

import xlwt
from werkzeug.datastructures import FileStorage
from werkzeug.test import encode_multipart

from ledger.projections.overview import LogHead, log_head
from tests.schemas.workbooks import workbook
from tests.web.city import City, form_token, logged_in
from tests.web.pages.desk.forms import Sheet, opened

if TYPE_CHECKING:
    from collections.abc import Mapping

    from werkzeug.test import TestResponse

NO_FORMULAS: Final = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
_TRACES: Final = ("Traceback", "sqlalchemy", "werkzeug", 'File "')


class Desk:
    """A clerk in front of the doors of the web, at a browser that stays open."""

    def __init__(self, city: City, name: str) -> None:
        """Log the clerk in."""
        self.city = city
        self.browser = logged_in(city.app, name)
        self._forms: dict[str, Sheet] = {}
        self._token = ""

    def head(self) -> LogHead:
        """Return size and root of the journal."""
        with self.city.book.reading() as connection:
            return log_head(connection)

    def form(self, act: str) -> Sheet:
        """Return the form of an act, which is opened once: what is refused leaves its number unused."""
        if act not in self._forms:
            self._forms[act] = opened(self.browser, act)
        return self._forms[act]

    def upload(self, data: bytes, name: str) -> TestResponse:
        """Upload a sheet."""
        self._token = self._token or form_token(self.browser.get("/desk/sheets").text)
        file = FileStorage(io.BytesIO(data), filename=name)
        boundary, body = encode_multipart({"csrf": self._token, "file": file})  # in memory: no file of the client's
        return self.browser.post("/desk/sheets", data=body, content_type=f'multipart/form-data; boundary="{boundary}"')


def as_csv(act: str, content: Mapping[str, str]) -> bytes:
    """Write one act as a sheet of CSV."""
    out = io.StringIO(newline="")
    csv.writer(out).writerows((("act", *content), (act, *content.values())))
    return out.getvalue().encode()


def as_xlsx(act: str, content: Mapping[str, str]) -> bytes:
    """Write one act as a workbook, every cell as text."""
    return workbook(("act", *content), (act, *content.values()), **NO_FORMULAS)


def as_xls(act: str, content: Mapping[str, str]) -> bytes:
    """Write one act as an old workbook, every cell as text."""
    book = xlwt.Workbook(encoding="utf-8")
    sheet = book.add_sheet("业务")
    for row, cells in enumerate((("act", *content), (act, *content.values()))):
        for column, text in enumerate(cells):
            sheet.write(row, column, text)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def refused(answer: TestResponse, *, statuses: tuple[int, ...] = (422,)) -> str:
    """Return the words of a page that refuses, having seen that it is a page for people and says so."""
    assert answer.status_code in statuses, answer.text[:500]
    assert "未入账" in answer.text
    return calm(answer)


def calm(answer: TestResponse) -> str:
    """Return the text of an answer, having seen that it shows nothing of the program's inside."""
    assert answer.status_code < 500
    assert not [trace for trace in _TRACES if trace in answer.text]
    return unescape(answer.text)


def refusal_in(page: str) -> str:
    """Return the words of the refusal on a page."""
    found = re.findall(r'<section class="attention".*?</section>', page, re.DOTALL)
    assert found, page[:500]
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", "".join(found))).split())


def value_at(page: str, name: str) -> str:
    """Return what stands in an input of a page."""
    found = re.search(rf'<input[^>]* name="{re.escape(name)}"[^>]*? value="([^"]*)"', page, re.DOTALL)
    assert found is not None, name
    return unescape(found[1])


def problem_of(answer: tuple[int, Any]) -> dict[str, Any]:
    """Return the problem that the command line told, having seen that it refused."""
    code, body = answer
    assert code in {1, 2}, body
    assert isinstance(body, dict), body
    assert "未入账" in body["detail"]
    return body
