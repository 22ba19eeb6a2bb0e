"""Requests and JSON texts that are broken, too large, or ask for what nobody offers."""

from __future__ import annotations

import gzip
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

_FORM: Final = "application/x-www-form-urlencoded"
_POST: Final = "/desk/record/reserve.retain"


@dataclass(frozen=True, slots=True)
class BadText:
    """A text that should be JSON, and the code that it is refused with."""

    number: int
    name: str
    made: Callable[[], bytes]
    code: str


TEXTS: Final = (
    BadText(144, "cut short", lambda: b'{"act": "cap.set", "command": {', "json.syntax"),
    BadText(
        145, "member twice", lambda: b'{"act": "cap.set", "command": {"grams": "1", "grams": "2"}}', "json.duplicate"
    ),
    BadText(146, "depth of 100,000", lambda: b'{"act":' + b"[" * 10**5, "json.depth"),
    BadText(
        147, "200,000 members", lambda: b"{" + b",".join(b'"m%d":1' % n for n in range(200_000)) + b"}", "json.members"
    ),
    BadText(148, "something behind the end", lambda: b'{"number": 1} {}', "json.trailing"),
    BadText(149, "byte order mark", lambda: b'\xef\xbb\xbf{"number": 1}', "json.bom"),
    BadText(150, "list of nothing", lambda: b"[null,null]", "file.kind"),
)
"""By a file at the command line."""

MEMBERS: Final = (
    (151, "member that nobody knows", "colour", "red", "field.unknown"),
    (152, "member that the program sets", "approved_by", "示例审批", "field.unknown"),
    (152, "state that the program sets", "state", "posted", "field.unknown"),
    (153, "member that is missing", "document", None, "field.required"),
)
"""By a member of an act; None leaves it out."""


@dataclass(frozen=True, slots=True)
class BadRequest:
    """A request of a clerk who is logged in, and the statuses that may answer it.

    ``inputs`` are sent beside a sound form with its secret; ``raw`` replaces the body.
    """

    number: int
    name: str
    statuses: tuple[int, ...]
    path: str = _POST
    method: str = "POST"
    inputs: Mapping[str, Any] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)
    raw: bytes | None = None
    content_type: str = _FORM
    claimed: int | None = None
    """How long the body says that it is."""


REQUESTS: Final = (
    BadRequest(154, "JSON for a form", (403,), raw=b'{"grams": "1"}', content_type="application/json"),
    BadRequest(154, "plain text for a form", (403,), raw=b"grams=1", content_type="text/plain"),
    BadRequest(154, "XML for a form", (403,), raw=b"<grams>1</grams>", content_type="application/xml"),
    BadRequest(155, "body of a gigabyte", (413,), claimed=10**9, raw=b"grams=1"),
    BadRequest(156, "packed body", (400,), headers={"Content-Encoding": "gzip"}, raw=gzip.compress(b"a" * 10**7)),
    BadRequest(157, "two numbers of a form", (422,), inputs={"_key": ["a" * 24, "b" * 24], "grams": "x"}),
    BadRequest(158, "number of 256 characters", (422,), inputs={"_key": "a" * 256}),
    BadRequest(159, "number with the end of a line", (422,), inputs={"_key": "a" * 20 + "\rb"}),
    BadRequest(160, "reading with a body", (200,), path="/desk/record", method="GET", raw=b"grams=1"),
    BadRequest(161, "removal in disguise", (422,), headers={"X-HTTP-Method-Override": "DELETE"}, inputs={"grams": "x"}),
    BadRequest(161, "removal", (405,), method="DELETE"),
    BadRequest(162, "head of a form", (200,), method="HEAD"),
    BadRequest(162, "what may be asked", (405,), method="OPTIONS"),
    BadRequest(162, "trace", (405,), method="TRACE"),
    BadRequest(163, "two strokes", (404,), path="//desk/record", method="GET"),
    BadRequest(163, "stroke written as its number", (404,), path="/desk%2frecord%2freserve.retain%2f", method="GET"),
    BadRequest(163, "parameter of a path", (404,), path="/desk/record;a=b", method="GET"),
    BadRequest(163, "point behind", (404,), path="/desk/record/.", method="GET"),
    BadRequest(164, "address of 10,000 characters", (414,), path="/desk/record?q=" + "x" * 10_240, method="GET"),
    BadRequest(165, "host of another", (400,), path="/desk/record", method="GET", headers={"Host": "evil.example"}),
    BadRequest(
        166,
        "address of another",
        (200,),
        path="/account",
        method="GET",
        headers={
            "X-Forwarded-For": "203.0.113.9",
            "X-Forwarded-Host": "evil.example",
            "Forwarded": "host=evil.example",
        },
    ),
    BadRequest(
        167,
        "1,001 parts",
        (413,),
        path="/desk/acts/1/withdraw",
        inputs={f"part{n}": "x" for n in range(1_001)},
        content_type="multipart/form-data",
    ),
    BadRequest(168, "junk of a range", (200,), path="/desk/record", method="GET", headers={"Range": "bytes=9-1,x"}),
    BadRequest(168, "junk of a condition", (200,), path="/desk/record", method="GET", headers={"If-Match": '"x'}),
    BadRequest(169, "answer in XML", (422,), headers={"Accept": "application/xml"}, inputs={"grams": "x"}),
)
"""By a request of HTTP."""

QUERIES: Final = (
    *((170, f"limit {limit}", f"limit={limit}", 422) for limit in ("0", "-1", "1000000000", "abc")),
    *((170, f"page before {place}", f"before={place}", 422) for place in ("0", "-1", "1e9", "abc")),
    (171, "order by a secret", "order=password_hash", 422),
    (171, "column that is a secret", "columns=password_hash", 422),
    (171, "group by a secret", "by=password_hash", 422),
    (172, "filter of a library", "_connector=OR+1=1", 422),
    (172, "filter through a relation", "actor__password__startswith=a", 422),
    (173, "expression that never ends", "text=(a%2B)%2B%24" + "a" * 150, 200),
    (174, "flood of wildcards", "text=" + "%25_" * 60, 200),
)
"""By what stands behind the question mark of a list."""
LISTS: Final = ("/entries", "/desk/lists/projects")
