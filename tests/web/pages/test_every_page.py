"""What holds for every page: both languages, nothing from elsewhere, and refusals that are pages or problems."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING

import pytest

from ledger.settings import Settings
from ledger.store.book import Book
from tests.store.conftest import LAW, NOW, TODAY
from tests.web.pages.addresses import PAGES, REFUSED, ROUND_7, STATEMENT
from web.access import PUBLIC, access
from web.application import LONGEST_ADDRESS, SECURITY_HEADERS, create_app

if TYPE_CHECKING:
    from pathlib import Path

    from flask import Flask
    from flask.testing import FlaskClient


@pytest.mark.parametrize("address", PAGES)
def test_every_page_is_shown_in_both_languages(address: str, client: FlaskClient) -> None:
    chinese = client.get(address)
    joint = "&" if "?" in address else "?"
    english = client.get(f"{address}{joint}lang=en")

    assert chinese.status_code == english.status_code == 200
    assert '<html lang="zh-CN">' in chinese.text
    assert '<html lang="en">' in english.text
    assert ">试算平衡</a>" in chinese.text
    assert ">Trial balance</a>" in english.text


@pytest.mark.parametrize("address", PAGES)
def test_a_page_in_english_has_no_chinese_sentence_of_the_program(address: str, client: FlaskClient) -> None:
    client.get("/?lang=en")

    page = client.get(address).text
    recorded = re.compile(r"<td class=\"wide\">.*?</td>|<dd>.*?</dd>|<h1>.*?</h1>|<title>.*?</title>", re.DOTALL)
    own = re.sub(r"金鹭|海沧|鑫雄辉|同安|俊为|翔安|云和县隆丰工艺厂|中文", "", recorded.sub("", page))

    assert re.findall(r"[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]+", own) == []


@pytest.mark.parametrize(("address", "status"), REFUSED)
def test_what_cannot_be_shown_is_refused_with_a_page(address: str, status: int, client: FlaskClient) -> None:
    response = client.get(address)

    assert response.status_code == status
    assert response.mimetype == "text/html"
    assert response.headers["X-Request-Id"] in response.text
    assert "Traceback" not in response.text


@pytest.mark.parametrize("address", [*PAGES, *(address for address, _ in REFUSED), "/healthz", "/readyz"])
def test_no_page_can_load_or_run_anything_from_elsewhere(address: str, client: FlaskClient) -> None:
    response = client.get(address)

    assert {name: response.headers[name] for name in SECURITY_HEADERS} == SECURITY_HEADERS
    assert "unsafe" not in response.headers["Content-Security-Policy"]
    assert not re.search(r"<script(?! src=)|<style|\son[a-z]+=|\sstyle=", response.text)
    assert not re.search(r"(?:src|href|action)=[\"'](?:[a-z]+:)?//", response.text)


@pytest.mark.parametrize("address", ["/overview", STATEMENT, "/balances?by=place&on=2020-01-01", "/nothing"])
def test_the_switch_of_languages_stays_on_the_page(address: str, client: FlaskClient) -> None:
    switch = re.search(r'class="language" href="([^"]+)"', client.get(address).text)
    assert switch is not None
    target = address.partition("?")[0] + unescape(switch[1])

    switched = client.get(target)
    later = client.get(address)

    assert '<html lang="en">' in switched.text
    assert '<html lang="en">' in later.text
    assert ("by=place" in target) is ("by=place" in address)


def test_the_language_is_remembered_in_a_cookie_that_scripts_and_other_sites_do_not_get(client: FlaskClient) -> None:
    cookie = client.get("/?lang=en").headers["Set-Cookie"]

    assert cookie.startswith("language=en;")
    assert {"HttpOnly", "SameSite=Lax", "Path=/"} <= set(cookie.split("; "))
    assert "Set-Cookie" not in client.get("/").headers


def test_a_language_that_is_not_spoken_changes_nothing(client: FlaskClient) -> None:
    response = client.get("/overview?lang=fr")

    assert '<html lang="zh-CN">' in response.text
    assert "Set-Cookie" not in response.headers


def test_filters_are_told_all_faults_at_once(client: FlaskClient) -> None:
    page = client.get("/balances?on=1999-01-01&kind=gold&pollutant=CO2").text

    assert {"日期", "种类", "污染物"} <= set(re.findall(r"<li><strong>(\w+)</strong>", page))


@pytest.mark.parametrize(
    ("address", "accept"),
    [("/api/v1/nothing", "*/*"), ("/nothing", "application/problem+json"), ("/nothing", "application/json")],
)
def test_programs_are_told_a_problem(address: str, accept: str, client: FlaskClient) -> None:
    response = client.get(address, headers={"Accept": accept})

    assert response.status_code == 404
    assert response.mimetype == "application/problem+json"
    assert response.json is not None
    assert response.json["code"] == "path.unknown"
    assert response.json["request_id"] == response.headers["X-Request-Id"]


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS"])
def test_a_page_refuses_every_method_that_it_does_not_know(method: str, client: FlaskClient) -> None:
    response = client.open("/rounds", method=method)

    assert response.status_code == 405
    assert set(response.allow) == {"GET", "HEAD"}


def test_a_page_can_be_asked_for_its_head_alone(client: FlaskClient) -> None:
    response = client.head(ROUND_7)

    assert response.status_code == 200
    assert response.data == b""


def test_an_address_may_be_as_long_as_a_code_can_be(client: FlaskClient) -> None:
    below = client.get("/nothing?" + "x" * (LONGEST_ADDRESS - 100))

    assert below.status_code == 404


def test_files_beside_the_pages_are_kept_for_a_year_under_the_digest_of_their_content(client: FlaskClient) -> None:
    address = re.search(r'href="(/static/[0-9a-f]{12}/ledger\.css)"', client.get("/overview").text)
    assert address is not None

    with client.get(address[1]) as response:
        styles = response.data

    assert response.mimetype == "text/css"
    assert "max-age=31536000" in response.headers["Cache-Control"]
    assert "no-cache" not in response.headers["Cache-Control"]
    assert not re.search(rb"url\(|@import|//[a-z]", styles)


def test_a_page_is_never_kept_without_asking_again(client: FlaskClient) -> None:
    assert client.get("/overview").headers["Cache-Control"] == "no-store"
    assert client.application.test_client().get("/").headers["Cache-Control"] == "private, no-cache"


def test_a_demonstration_says_on_every_page_that_it_is_one(client: FlaskClient, sqlite_book_url: str) -> None:
    book = Book.open(sqlite_book_url)
    demonstration = create_app(book, settings=Settings(), demonstration=True).test_client()

    pages = [demonstration.get(address).text for address in ("/", "/rounds", "/log-in", "/nothing")]

    assert all("不是任何真实城市的数据" in page for page in pages)
    assert "不是任何真实城市的数据" not in client.get("/overview").text
    book.close()


def test_a_book_that_does_not_answer_is_told_from_a_process_that_is_down(
    tmp_path: Path,
) -> None:
    path = tmp_path / "ledger.sqlite"
    book = Book.create(f"sqlite:///{path}", origin="test.example/lost", rule_book=LAW, now=NOW, today=TODAY)
    client = create_app(book, settings=Settings()).test_client()
    whole = client.get("/readyz")
    book.close()
    path.write_bytes(b"no database at all, but long enough to be read as one" * 100)

    lost, page, process = client.get("/readyz"), client.get("/"), client.get("/healthz")

    assert whole.json == {"status": "ok", "size": 1}
    assert (lost.status_code, page.status_code, process.status_code) == (503, 503, 200)
    assert lost.mimetype == "application/problem+json"
    assert "<h1>暂不可用" in page.text
    book.close()


def test_a_fault_of_the_program_is_a_page_with_a_number_and_a_line_in_the_log(
    app: Flask, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.view_functions, "rounds.index", access(PUBLIC)(lambda: 1 // 0))

    response = app.test_client().get("/rounds")

    assert response.status_code == 500
    assert "ZeroDivisionError" not in response.text
    assert response.headers["X-Request-Id"] in response.text
    assert f"request {response.headers['X-Request-Id']}: ZeroDivisionError" in caplog.text
    assert "Traceback" not in caplog.text
