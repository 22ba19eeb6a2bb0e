"""The second factor: set up before anything else, each code taken once, none guessed."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pyotp
from flask import Flask
from sqlalchemy import text

from ledger.store.book import Book
from tests.web.city import PASSWORD, form_token
from tests.web.pages.account.entrance import CLERK, Clock, events, try_log_in
from web import context

if TYPE_CHECKING:
    from flask.testing import FlaskClient


def set_up(app: Flask) -> tuple[FlaskClient, str, list[str]]:
    """Log the clerk in for the first time, and return browser, secret and printed codes."""
    browser = app.test_client()
    assert try_log_in(browser, CLERK.name, PASSWORD).headers["Location"] == "/account/second-factor"
    token = form_token(browser.get("/account/second-factor").text)
    offered = browser.post("/account/second-factor", data={"csrf": token}).text
    secret = offered.split('<p class="secret">')[1].split("<")[0]
    code = pyotp.TOTP(secret).at(context.now())
    shown = browser.post("/account/second-factor/confirm", data={"csrf": form_token(offered), "code": code}).text
    return browser, secret, [line.split("</li>")[0] for line in shown.split("<li>") if line[4:5] == "-"]


def test_whoever_can_write_sets_up_a_second_factor_before_anything_else(safe: Flask) -> None:
    first = safe.test_client()
    try_log_in(first, CLERK.name, PASSWORD)
    before = first.get("/overview")
    browser, _, codes = set_up(safe)

    assert before.headers["Location"] == "/account/second-factor"
    assert browser.get("/overview").status_code == 200
    assert len(set(codes)) == 10


def test_a_code_is_taken_once_and_a_printed_one_in_its_place(safe: Flask, clock: Clock) -> None:
    _, secret, codes = set_up(safe)
    clock.forward(minutes=2)
    code = pyotp.TOTP(secret).at(clock())

    def log_in_with(typed: str) -> int:
        browser = safe.test_client()
        assert try_log_in(browser, CLERK.name, PASSWORD).headers["Location"] == "/log-in/code"
        assert browser.get("/overview").headers["Location"] == "/log-in/code"
        token = form_token(browser.get("/log-in/code").text)
        return browser.post("/log-in/code", data={"csrf": token, "code": typed}).status_code

    assert log_in_with(f" {code[:3]} {code[3:]} ") == 303
    assert log_in_with(code) == 422
    assert log_in_with(codes[0].lower()) == 303
    assert log_in_with(codes[0]) == 422
    clock.forward(minutes=5)
    assert log_in_with(pyotp.TOTP(secret).at(clock() - timedelta(seconds=60))) == 422
    assert log_in_with(pyotp.TOTP(secret).at(clock() - timedelta(seconds=30))) == 303


def test_codes_cannot_be_guessed_without_end(safe: Flask, book: Book, clock: Clock) -> None:
    _, secret, _ = set_up(safe)
    clock.forward(minutes=2)
    browser = safe.test_client()
    try_log_in(browser, CLERK.name, PASSWORD)
    token = form_token(browser.get("/log-in/code").text)
    answers = [browser.post("/log-in/code", data={"csrf": token, "code": "000000"}).status_code for _ in range(7)]

    assert answers[:5] == [422] * 5
    right = browser.post("/log-in/code", data={"csrf": token, "code": pyotp.TOTP(secret).at(clock())})
    assert right.status_code == 401
    assert try_log_in(safe.test_client(), CLERK.name, PASSWORD).status_code == 422
    assert events(book).count((CLERK.name, "log_in.code_refused")) == 5


def test_what_is_kept_tells_no_password_no_session_and_no_code(safe: Flask, book: Book) -> None:
    browser, _, codes = set_up(safe)
    cookie = browser.get_cookie("session")
    assert cookie is not None
    with book.reading() as connection:
        kept = [
            str(value)
            for table in ("credential", "session", "recovery_code", "access_event", "registration", "journal")
            for row in connection.execute(text(f"SELECT * FROM {table}"))
            for value in row
        ]

    assert not [each for each in kept for secret in (PASSWORD, cookie.value, *codes) if secret in each]


def test_a_right_password_gives_no_new_tries_for_the_code(safe: Flask, clock: Clock) -> None:
    set_up(safe)
    clock.forward(minutes=2)
    for _ in range(2):
        browser = safe.test_client()
        try_log_in(browser, CLERK.name, PASSWORD)
        token = form_token(browser.get("/log-in/code").text)
        for _ in range(3):
            browser.post("/log-in/code", data={"csrf": token, "code": "000000"})

    assert try_log_in(safe.test_client(), CLERK.name, PASSWORD).status_code == 422


def test_a_stolen_session_cannot_put_another_factor_in_the_place_of_the_first(safe: Flask) -> None:
    browser, _, _ = set_up(safe)
    token = form_token(browser.get("/account/second-factor").text)
    without = browser.post("/account/second-factor", data={"csrf": token, "present": "wrong"})
    confirmed = browser.post("/account/second-factor/confirm", data={"csrf": token, "code": "000000"})

    assert (without.status_code, confirmed.status_code) == (422, 303)
    assert 'class="secret"' not in without.text + confirmed.text
