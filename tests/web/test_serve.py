"""The program as a server: ready, answering, and gone without a trace when it is told to stop."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.request import urlopen

import pytest

from web.access import declared_routes
from web.application import routed_app

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.web.conftest import CommandLine

PROGRAM: Final = Path(sys.executable).with_name("permit-ledger")
READY: Final = re.compile(r"ready (http://127\.0\.0\.1:[1-9][0-9]*)\n")
PATIENCE: Final = 20


@contextmanager
def running(*words: str, folder: Path) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """Run the program until it says that it is ready; yield it and its address."""
    process = subprocess.Popen(
        [PROGRAM, *words],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "LEDGER_LANG": "en", "TMPDIR": str(folder)},
    )
    try:
        assert process.stdout is not None
        said = ""
        while READY.search(said) is None:
            line = process.stdout.readline()
            assert line, f"ended before it was ready: {process.communicate(timeout=PATIENCE)}"
            said += line
        yield process, READY.findall(said)[0]
    finally:
        process.kill()
        process.communicate(timeout=PATIENCE)


def get(address: str) -> str:
    """Return what the program under test answers; its make stays its own affair."""
    with urlopen(address, timeout=PATIENCE) as response:  # noqa: S310 - the address is that of the program under test
        assert "Server" not in response.headers
        text: str = response.read().decode()
        return text


@pytest.mark.parametrize("told", [signal.SIGTERM, signal.SIGINT], ids=lambda told: told.name)
def test_a_book_is_served_until_the_program_is_told_to_stop(
    told: signal.Signals, sqlite_book_url: str, tmp_path: Path
) -> None:
    with running("serve", "--port", "0", "--database", sqlite_book_url, folder=tmp_path) as (process, address):
        page = get(f"{address}/log-in")
        ready = get(f"{address}/readyz")
        process.send_signal(told)
        ended = process.wait(timeout=PATIENCE)
        errors = process.stderr.read() if process.stderr else ""

    assert "没有预设账户" in page
    assert json.loads(ready) == {"status": "ok", "size": 1}
    assert ended == 0
    assert errors == ""


def test_the_demonstration_shows_seven_made_up_rounds_and_leaves_nothing_behind(tmp_path: Path) -> None:
    with running("demo", "--port", "0", folder=tmp_path) as (process, address):
        during = [path.stat().st_mode & 0o777 for path in tmp_path.iterdir()]
        page = get(f"{address}/rounds?lang=en")
        process.terminate()
        ended = process.wait(timeout=PATIENCE)

    assert during == [0o700]
    assert page.count('<th scope="row"><a href="/rounds/') == 7
    assert "made up" in page
    assert ended == 0
    assert list(tmp_path.iterdir()) == []


def test_a_port_that_is_taken_ends_the_program_with_a_sentence(sqlite_book_url: str, command_line: CommandLine) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        served, _ = command_line("serve", "--port", port, "--database", sqlite_book_url)
        shown, _ = command_line("demo", "--port", port)

    assert (served, shown) == (3, 3)


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("--port", "65536"), 2),
        (("--port", "-1"), 2),
        (("--host", "no.such.host.invalid", "--port", "0"), 3),
        (("--host", "..", "--port", "0"), 3),
        (("--host", "", "--port", "0"), 3),
        (("--host", "192.0.2.1", "--port", "0"), 3),
    ],
    ids=str,
)
def test_an_address_that_cannot_be_listened_on_is_refused(
    words: tuple[str, ...], code: int, sqlite_book_url: str, command_line: CommandLine
) -> None:
    ended, output = command_line("serve", *words, "--database", sqlite_book_url)

    assert ended == code
    assert "ready" not in output


def test_a_missing_book_ends_the_program_before_it_listens(tmp_path: Path, command_line: CommandLine) -> None:
    ended, output = command_line("serve", "--port", "0", "--database", f"sqlite:///{tmp_path / 'none.sqlite'}")

    assert ended == 3
    assert output == ""
    assert list(tmp_path.iterdir()) == []


def test_routes_lists_every_rule_without_a_database(tmp_path: Path, command_line: CommandLine) -> None:
    ended, listed = command_line("routes", "--json", "--database", f"sqlite:///{tmp_path / 'none.sqlite'}")

    assert ended == 0
    assert {entry["rule"] for entry in listed} == {rule.rule for rule in routed_app().url_map.iter_rules()}
    assert {"/", "/rounds", "/balances", "/entries", "/trial-balance", "/healthz", "/readyz"} <= {
        entry["rule"] for entry in listed
    }
    assert all(entry["roles"] for entry in listed)
    assert all(entry["methods"] in (["POST"], ["GET", "HEAD"]) for entry in listed)
    assert all(entry["methods"] == ["POST"] for entry in listed if entry["writes"])


def test_a_view_that_does_not_declare_who_may_use_it_is_refused() -> None:
    app = routed_app()
    app.add_url_rule("/open", "open", lambda: "everybody")

    with pytest.raises(TypeError, match="open"):
        declared_routes(app)
