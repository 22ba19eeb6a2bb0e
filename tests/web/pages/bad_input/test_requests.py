"""Broken requests, queries and addresses: refused or without effect, never a way past the guard, never a fault."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest

from ledger.settings import Settings
from tests.bad_input.requests import LISTS, MEMBERS, QUERIES, REQUESTS, TEXTS, BadRequest, BadText
from tests.bad_input.texts import BYTES, PLACES
from tests.web.city import ENTRANCE
from tests.web.pages.bad_input.doors import calm, problem_of, refused
from tests.web.pages.bad_input.members import TEXT, in_json, sound
from tests.web.pages.bad_input.test_json_files import as_json
from web.application import create_app
from web.labels.conditions import CONDITIONS

if TYPE_CHECKING:
    from tests.web.conftest import CommandLine
    from tests.web.pages.bad_input.doors import Desk

PLACES_IN_ADDRESSES = ("/entries/{}", "/desk/acts/{}", "/desk/recorded/{}")


@pytest.mark.parametrize("bad", REQUESTS, ids=lambda bad: f"{bad.number}-{bad.name}")
def test_a_broken_request_is_refused_or_changes_nothing(bad: BadRequest, desk: Desk) -> None:
    sheet = desk.form(TEXT.act)
    inputs = {"csrf": sheet.csrf, "_key": sheet.key, **sound(desk.city, TEXT), **bad.inputs}
    browser = desk.browser
    if "Host" in bad.headers:
        app = create_app(desk.city.book, settings=Settings(hosts=("localhost",)), entrance=ENTRANCE)
        browser = app.test_client()
    if bad.method == "POST" and bad.raw is None:
        answer = browser.post(bad.path, data=inputs, headers=bad.headers, content_type=bad.content_type)
    else:
        answer = browser.open(
            bad.path,
            method=bad.method,
            data=bad.raw,
            headers=bad.headers,
            content_type=bad.content_type,
            environ_overrides={} if bad.claimed is None else {"CONTENT_LENGTH": str(bad.claimed)},
        )

    words = calm(answer)
    assert answer.status_code in bad.statuses, words[:300]
    if bad.method == "POST":
        assert "未入账" in words
    assert "evil.example" not in words + str(answer.headers)


@pytest.mark.parametrize("path", LISTS)
@pytest.mark.parametrize(("query", "status"), [row[2:] for row in QUERIES], ids=[row[1] for row in QUERIES])
def test_a_query_asks_for_nothing_that_is_not_offered(query: str, status: int, path: str, desk: Desk) -> None:
    began = time.process_time()

    answer = desk.browser.get(f"{path}?{query}")

    assert answer.status_code == status
    assert time.process_time() - began < 1
    calm(answer)
    if status == 422:
        name = query.partition("=")[0]
        assert f"<code>{name}</code>" in answer.text or f"<strong>{CONDITIONS[name]}</strong>" in answer.text


@pytest.mark.parametrize("address", PLACES_IN_ADDRESSES)
def test_a_place_that_is_none_is_answered_like_one_that_is_not_there(address: str, desk: Desk) -> None:
    unknown = desk.browser.get(address.format("999999999"))
    for _, name, place in PLACES:
        answer = desk.browser.get(address.format(place))
        assert answer.status_code == unknown.status_code == 404, name
        calm(answer)


@pytest.mark.parametrize(("name", "data"), [row[1:] for row in BYTES], ids=[row[1] for row in BYTES])
def test_bytes_that_are_no_text_are_refused_at_every_door(
    name: str, data: bytes, desk: Desk, clerks_line: CommandLine
) -> None:
    sheet, content = desk.form(TEXT.act), sound(desk.city, TEXT)
    body = b"&".join(
        f"{key}={value}".encode() for key, value in {**content, "csrf": sheet.csrf, "_key": sheet.key}.items()
    )
    written = content["document"].encode()
    escaped = b"".join(b"%%%02X" % byte for byte in data)

    typed = sheet.browser.post(
        f"/desk/record/{TEXT.act}",
        data=body.replace(written, escaped),
        content_type="application/x-www-form-urlencoded",
    )
    line = ",".join((TEXT.act, *content.values())).encode().replace(written, data)
    table = desk.upload(",".join(("act", *content)).encode() + b"\r\n" + line, "示例.csv")
    text = as_json({"act": TEXT.act, "command": {**in_json(content), "document": "HERE"}}, None).replace(b"HERE", data)
    read = problem_of(clerks_line(given=text))

    assert "请求无法读取" in refused(typed, statuses=(400,))
    if "GBK" not in name:
        assert "既不是UTF-8编码" in refused(table)
    assert read["code"] == "json.encoding"


@pytest.mark.parametrize("bad", TEXTS, ids=lambda bad: f"{bad.number}-{bad.name}")
def test_a_text_that_is_no_sound_json_is_refused_whole(bad: BadText, clerks_line: CommandLine) -> None:
    text = bad.made()
    began = time.process_time()

    answer = problem_of(clerks_line(given=text))

    assert {error["code"] for error in answer["errors"]} == {bad.code}
    assert time.process_time() - began < 2


@pytest.mark.parametrize(("member", "value", "code"), [row[2:] for row in MEMBERS], ids=[row[1] for row in MEMBERS])
def test_a_member_too_many_or_too_few_is_named(
    member: str, value: str | None, code: str, desk: Desk, clerks_line: CommandLine
) -> None:
    content: dict[str, str] = {**sound(desk.city, TEXT), member: value or ""}
    command = in_json({name: text for name, text in content.items() if text})

    read = problem_of(clerks_line(given=as_json({"act": TEXT.act, "command": command}, None)))
    typed = refused(desk.form(TEXT.act).press(content))

    assert [(error["field"], error["code"]) for error in read["errors"]] == [(f"command.{member}", code)]
    assert member in typed
