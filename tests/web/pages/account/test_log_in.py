"""Logging in: nobody learns what was wrong, nothing is tried without end, and every step leaves a line."""

from __future__ import annotations

import statistics
import time
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from flask import Flask

from ledger.domain.people.session import Limits
from ledger.services.credentials import access_events, give_password, log_access
from ledger.services.log_in import Entrance
from ledger.settings import Settings
from ledger.store.book import Book
from tests.store.conftest import NOW
from tests.web.city import ENTRANCE, PASSWORD, QUICK, form_token, logged_in
from tests.web.pages.account.entrance import AUDITOR, CLERK, NEW_PASSWORD, Clock, events, try_log_in
from web import context
from web.application import create_app
from web.books import now

if TYPE_CHECKING:
    from werkzeug.test import TestResponse


def test_the_right_password_leads_to_the_books(app: Flask, book: Book) -> None:
    browser = logged_in(app, AUDITOR.name)

    assert browser.get("/overview").status_code == 200
    assert events(book) == [(AUDITOR.name, "log_in.accepted")]


@pytest.mark.parametrize(
    ("name", "password"),
    [(AUDITOR.name, "wrong"), ("nobody", PASSWORD), ("", ""), (AUDITOR.name, PASSWORD + "\0"), ("\0", "x"), ("x" * 9_000, "y" * 9_000)],
)  # fmt: skip
def test_a_wrong_log_in_is_told_the_same_whatever_was_wrong(name: str, password: str, app: Flask) -> None:
    browser = app.test_client()
    wrong = try_log_in(browser, AUDITOR.name, "not this")
    other = try_log_in(browser, name, password)

    def told(page: str) -> str:
        return page[page.index('<section class="attention"') : page.index("</section>")]

    assert wrong.status_code == other.status_code == 422
    assert told(wrong.text) == told(other.text)
    assert browser.get("/overview").status_code == 303


def test_after_five_failures_the_name_is_locked_for_a_quarter_of_an_hour(app: Flask, book: Book, clock: Clock) -> None:
    browser = app.test_client()
    for _ in range(5):
        try_log_in(browser, AUDITOR.name, "wrong")

    locked = try_log_in(browser, AUDITOR.name, PASSWORD)
    clock.forward(minutes=14, seconds=59)
    still = try_log_in(browser, AUDITOR.name, PASSWORD)
    clock.forward(seconds=2)
    again = try_log_in(browser, AUDITOR.name, PASSWORD)

    assert (locked.status_code, still.status_code, again.status_code) == (422, 422, 303)
    assert events(book).count((AUDITOR.name, "log_in.locked")) == 2


def test_one_password_for_many_names_is_refused_by_the_address(book: Book, clock: Clock) -> None:
    few = replace(ENTRANCE, limits=Limits(failures_of_address=10))
    browser = create_app(book, settings=Settings(), entrance=few).test_client()
    for number in range(10):
        try_log_in(browser, f"person {number}", PASSWORD)

    crowded = try_log_in(browser, AUDITOR.name, PASSWORD)
    clock.forward(minutes=16)

    assert crowded.status_code == 429
    assert crowded.headers["Retry-After"] == "900"
    assert try_log_in(browser, AUDITOR.name, PASSWORD).status_code == 303


def test_a_name_that_is_not_there_takes_as_long_as_one_that_is(book: Book) -> None:
    browser = create_app(book, settings=Settings(), entrance=Entrance(second_factor=False)).test_client()

    def seconds(name: str) -> float:
        token = form_token(browser.get("/log-in").text)
        began = time.perf_counter()
        browser.post("/log-in", data={"name": name, "password": "x", "csrf": token})
        return time.perf_counter() - began

    seconds("nobody")
    with book.office() as office:
        give_password(office, AUDITOR.name, PASSWORD, passwords=Entrance().passwords, now=now(), must_change=False)
    unknown = statistics.median(seconds("nobody") for _ in range(4))
    known = statistics.median(seconds(AUDITOR.name) for _ in range(4))

    assert 0.3 < unknown / known < 3


def test_a_session_that_is_idle_ends_and_one_that_is_used_goes_on_until_its_longest(app: Flask, clock: Clock) -> None:
    used, idle = logged_in(app, AUDITOR.name), logged_in(app, AUDITOR.name)
    for _ in range(16):
        clock.forward(minutes=29)
        assert used.get("/overview").status_code == 200
    clock.forward(minutes=29)

    assert idle.get("/overview").status_code == 303
    assert used.get("/overview").status_code == 303


def test_the_cookie_is_new_at_each_step_and_out_of_reach_of_scripts(app: Flask) -> None:
    browser = app.test_client()
    browser.set_cookie("session", "chosen by somebody else")
    answer = try_log_in(browser, AUDITOR.name, PASSWORD)
    [cookie] = [each for each in answer.headers.getlist("Set-Cookie") if each.startswith("session=")]

    assert "chosen" not in cookie
    assert {"HttpOnly", "SameSite=Lax", "Path=/"} <= set(cookie.split("; "))


def test_behind_encryption_the_cookie_is_sent_nowhere_else(app: Flask) -> None:
    browser = app.test_client()
    page = browser.get("/log-in", base_url="https://localhost")
    answer = browser.post(
        "/log-in",
        data={"name": AUDITOR.name, "password": PASSWORD, "csrf": form_token(page.text)},
        base_url="https://localhost",
    )
    [cookie] = [each for each in answer.headers.getlist("Set-Cookie") if each.startswith("__Host-session=")]

    assert {"Secure", "HttpOnly", "SameSite=Lax", "Path=/"} <= set(cookie.split("; "))


def test_logging_out_ends_the_session_at_the_server(app: Flask) -> None:
    browser = logged_in(app, AUDITOR.name)
    cookie = browser.get_cookie("session")
    assert cookie is not None
    browser.post("/log-out", data={"csrf": form_token(browser.get("/overview").text)})
    browser.set_cookie("session", cookie.value)

    assert browser.get("/overview").status_code == 303


def test_a_form_from_elsewhere_does_nothing(app: Flask) -> None:
    browser, other = logged_in(app, AUDITOR.name), logged_in(app, CLERK.name)
    foreign = form_token(other.get("/overview").text)

    answers = [
        browser.post("/log-out"),
        browser.post("/log-out", data={"csrf": foreign}),
        browser.post(
            "/log-out",
            data={"csrf": form_token(browser.get("/overview").text)},
            headers={"Sec-Fetch-Site": "cross-site"},
        ),
    ]

    assert [answer.status_code for answer in answers] == [403, 403, 403]
    assert browser.get("/overview").status_code == 200


@pytest.mark.parametrize("following", ["//evil.example", "https://evil.example", "/\\evil.example", "javascript:alert(1)", "/a\r\nX: y"])  # fmt: skip
def test_the_log_in_leads_nowhere_else(following: str, app: Flask) -> None:
    answer = try_log_in(app.test_client(), AUDITOR.name, PASSWORD, next=following)

    assert answer.headers["Location"].startswith("/")
    assert "evil" not in answer.headers["Location"]


def test_a_page_asked_for_is_shown_after_the_log_in(app: Flask) -> None:
    browser = app.test_client()
    sent = browser.get("/entries?before=2").headers["Location"]
    answer = try_log_in(browser, AUDITOR.name, PASSWORD, next="/entries?before=2")

    assert sent == "/log-in?next=/entries?before%3D2"
    assert answer.headers["Location"] == "/entries?before=2"


def test_a_first_password_is_changed_before_anything_else_and_the_new_one_must_be_good(app: Flask, book: Book) -> None:
    with book.office() as office:
        give_password(office, AUDITOR.name, PASSWORD, passwords=QUICK, now=context.now())
    browser = logged_in(app, AUDITOR.name)
    other = logged_in(app, AUDITOR.name)

    def change(new: str, again: str | None = None, present: str = PASSWORD) -> TestResponse:
        token = form_token(browser.get("/account/password").text)
        return browser.post(
            "/account/password", data={"csrf": token, "present": present, "new": new, "again": again or new}
        )

    assert browser.get("/overview").headers["Location"] == "/account/password"
    refused = {
        "short": change("Ab1!"),
        "one kind": change("abcdefghijklmnop"),
        "named": change(f"{AUDITOR.name}-2026-Ab"),
        "common": change("Password123!"),
        "the same": change(PASSWORD),
        "typed otherwise": change(NEW_PASSWORD, "something else"),
        "wrong present": change(NEW_PASSWORD, present="wrong"),
        "endless": change("Ab1!" * 5_000),
    }
    assert {name: answer.status_code for name, answer in refused.items()} == dict.fromkeys(refused, 422)
    assert change(NEW_PASSWORD).status_code == 303
    assert browser.get("/overview").status_code == 200
    assert other.get("/overview").status_code == 303
    assert try_log_in(app.test_client(), AUDITOR.name, PASSWORD).status_code == 422


def test_a_password_is_changed_after_ninety_days(app: Flask, clock: Clock) -> None:
    clock.forward(days=91)

    assert logged_in(app, AUDITOR.name).get("/overview").headers["Location"] == "/account/password"


def test_whoever_sits_at_an_open_session_cannot_guess_its_password(app: Flask, book: Book) -> None:
    browser = logged_in(app, AUDITOR.name)
    token = form_token(browser.get("/account/password").text)
    typed = {"csrf": token, "present": "wrong", "new": NEW_PASSWORD, "again": NEW_PASSWORD}
    answers = [browser.post("/account/password", data=typed).status_code for _ in range(6)]

    assert answers == [422, 422, 422, 422, 422, 401]
    assert browser.get("/overview").status_code == 303
    assert events(book).count((AUDITOR.name, "password.refused")) == 5


def test_a_form_of_many_fields_is_refused_before_it_is_read(app: Flask) -> None:
    answer = app.test_client().post("/log-in", data=b"a=1&" * 100_000, content_type="application/x-www-form-urlencoded")

    assert answer.status_code == 413


def test_the_access_log_keeps_every_event_on_a_line_of_its_own(book: Book) -> None:
    with book.office() as office:
        log_access(
            office,
            at=NOW,
            user="somebody\r\n2026-11-21 log_in.accepted",
            address="\x1b[2J",
            event="access.denied",
            detail="GET /\u202e",
            request_id="1",
        )
    with book.reading() as connection:
        [kept] = access_events(connection, limit=10)

    assert (kept.user, kept.address, kept.detail) == (
        "somebody\\u000d\\u000a2026-11-21 log_in.accepted",
        "\\u001b[2J",
        "GET /\\u202e",
    )


def test_pages_answer_under_their_own_names_alone(book: Book) -> None:
    named = create_app(book, settings=Settings(hosts=("ledger.example",)), entrance=ENTRANCE).test_client()

    assert named.get("/", base_url="http://ledger.example").status_code == 200
    assert named.get("/", base_url="http://evil.example").status_code == 400


def test_what_is_sent_after_the_session_ended_is_not_said_to_be_kept(app: Flask, clock: Clock) -> None:
    browser = logged_in(app, CLERK.name)
    token = form_token(browser.get("/account/password").text)
    clock.forward(days=1)

    answer = browser.post("/desk/record/award.make", data={"csrf": token, "id": "示例成交1"})

    assert answer.status_code == 401
    assert "此后填写的没有保存" in answer.text
    assert "已存为草稿" not in answer.text
