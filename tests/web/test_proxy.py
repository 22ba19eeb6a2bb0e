"""Whose word on the scheme and the client of a request counts: that of the proxy the operator names, and its last."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from ledger.errors import Unavailable
from ledger.settings import Settings, read_settings
from ledger.store.book import Book
from tests.store.conftest import NOW, TODAY
from tests.web.pages.books import LAW
from web.application import create_app
from web.proxy import BehindProxy

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path
    from wsgiref.types import StartResponse, WSGIEnvironment

PROXY = "192.0.2.1"
CLIENT = "198.51.100.7"


def seen(*, trusted: str, peer: str, **headers: str) -> dict[str, Any]:
    """Return what an application behind the wrapper sees of a request."""
    found: dict[str, Any] = {}

    def application(environ: WSGIEnvironment, _start: StartResponse) -> Iterable[bytes]:
        found.update(environ)
        return []

    environ = {"REMOTE_ADDR": peer, "wsgi.url_scheme": "http", **headers}
    BehindProxy(application, trusted=trusted)(environ, lambda *_: lambda _: None)
    return found


def test_the_named_proxy_tells_scheme_and_client() -> None:
    environ = seen(trusted=PROXY, peer=PROXY, HTTP_X_FORWARDED_PROTO="https", HTTP_X_FORWARDED_FOR=CLIENT)

    assert environ == {"wsgi.url_scheme": "https", "REMOTE_ADDR": CLIENT}


@pytest.mark.parametrize(("trusted", "peer"), [("", PROXY), (PROXY, CLIENT), (PROXY, ""), ("", "")])
def test_nobody_else_is_believed_and_nothing_of_it_is_left(trusted: str, peer: str) -> None:
    environ = seen(
        trusted=trusted,
        peer=peer,
        HTTP_X_FORWARDED_PROTO="https",
        HTTP_X_FORWARDED_FOR="203.0.113.9",
        HTTP_X_FORWARDED_HOST="elsewhere.example",
        HTTP_FORWARDED="for=203.0.113.9;proto=https",
    )

    assert environ == {"wsgi.url_scheme": "http", "REMOTE_ADDR": peer}


def test_of_several_words_the_last_counts_which_the_proxy_wrote() -> None:
    environ = seen(
        trusted=PROXY,
        peer=PROXY,
        HTTP_X_FORWARDED_PROTO="https, http",
        HTTP_X_FORWARDED_FOR=f"203.0.113.9, {CLIENT}",
    )

    assert environ == {"wsgi.url_scheme": "http", "REMOTE_ADDR": CLIENT}


@pytest.mark.parametrize(("scheme", "client"), [("gopher", "unknown"), ("", ""), ("HTTPS", "127.0.0.1:99")])
def test_a_word_that_means_nothing_changes_nothing(scheme: str, client: str) -> None:
    environ = seen(trusted=PROXY, peer=PROXY, HTTP_X_FORWARDED_PROTO=scheme, HTTP_X_FORWARDED_FOR=client)

    assert environ == {"wsgi.url_scheme": "http", "REMOTE_ADDR": PROXY}


def test_addresses_are_compared_as_addresses() -> None:
    environ = seen(trusted="2001:db8::1", peer="2001:0db8:0:0::1", HTTP_X_FORWARDED_PROTO="https")

    assert environ["wsgi.url_scheme"] == "https"


def test_a_proxy_that_is_no_address_is_refused_at_the_start() -> None:
    with pytest.raises(Unavailable) as refused:
        BehindProxy(lambda _environ, _start: [], trusted="proxy.example")

    assert refused.value.problem_code == "settings.proxy"


def test_the_operator_names_the_proxy_in_the_environment() -> None:
    assert read_settings({"LEDGER_TRUSTED_PROXY": PROXY}).trusted_proxy == PROXY
    assert not read_settings({}).trusted_proxy


def test_behind_the_proxy_cookies_are_for_encrypted_connections_alone(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'ledger.sqlite'}"
    book = Book.create(url, origin="test.example/proxy", rule_book=LAW, now=NOW, today=TODAY)
    app = create_app(book, settings=Settings(trusted_proxy="127.0.0.1"))

    def cookies(**headers: str) -> list[str]:
        answer = app.test_client().get("/log-in?lang=en", headers=headers)
        assert answer.status_code == 200
        return answer.headers.getlist("Set-Cookie")

    over_tls = cookies(**{"X-Forwarded-Proto": "https", "X-Forwarded-For": CLIENT})
    plain = cookies()
    book.close()

    assert all("Secure;" in cookie for cookie in over_tls)
    assert any(cookie.startswith("__Host-") for cookie in over_tls)
    assert not any("Secure;" in cookie or cookie.startswith("__Host-") for cookie in plain)
