"""How the tests read the auditor's pages and files."""

from __future__ import annotations

import csv
import io
import re
from html import unescape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from werkzeug.test import TestResponse


def text_of(response: TestResponse) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", response.text)).split())


def table_of(response: TestResponse) -> list[list[str]]:
    text = response.data.decode()
    assert text.startswith("\N{ZERO WIDTH NO-BREAK SPACE}")
    return list(csv.reader(io.StringIO(text[1:], newline="")))
