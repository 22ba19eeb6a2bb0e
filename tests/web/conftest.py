"""The program called inside this process, and fresh books for it to work on."""

from __future__ import annotations

import io
import json
import sys
from typing import TYPE_CHECKING, Any, Protocol

import pytest

from ledger.rules.law.loader import load_book
from ledger.store.rule_books import RuleBookText
from tests.new_books import new_book
from tests.store.conftest import NOW, TODAY
from web.cli import main
from web.door import run

if TYPE_CHECKING:
    from pathlib import Path

LAW = RuleBookText(texts=load_book().texts)
"""The law that comes with the program: a book that has adopted another is refused."""


class CommandLine(Protocol):
    """Runs the program in this process."""

    def __call__(self, *words: str, given: bytes = b"") -> tuple[int, Any]:
        """Return the exit code and what standard output holds, parsed where it is JSON."""


class Person(Protocol):
    """Runs the program for a person of the bureau, who is named by his role."""

    def __call__(self, role: str, *words: str, given: bytes = b"") -> tuple[int, Any]:
        """Return the exit code and what standard output holds as JSON."""


@pytest.fixture
def command_line(monkeypatch: pytest.MonkeyPatch, capsysbinary: pytest.CaptureFixture[bytes]) -> CommandLine:
    monkeypatch.setenv("LEDGER_LANG", "zh")
    monkeypatch.delenv("LEDGER_RULES_DIR", raising=False)

    def call(*words: str, given: bytes = b"") -> tuple[int, Any]:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(given), encoding="utf-8"))
        code = run(main, words, name="permit-ledger")
        captured = capsysbinary.readouterr()
        assert b"Traceback" not in captured.out + captured.err
        output = captured.out.decode()
        try:
            return code, json.loads(output)
        except json.JSONDecodeError:
            return code, output

    return call


@pytest.fixture
def book_url(database_url: str) -> str:
    """Address of a fresh book on each engine."""
    new_book(database_url, origin="test.example/book", rule_book=LAW, now=NOW, today=TODAY).close()
    return database_url


@pytest.fixture
def sqlite_book_url(sqlite_url: str) -> str:
    """Address of a fresh book in a file."""
    new_book(sqlite_url, origin="test.example/book", rule_book=LAW, now=NOW, today=TODAY).close()
    return sqlite_url


@pytest.fixture(scope="module")
def shared_book_url(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Address of a book in which the tests of a module try in vain to record something."""
    path: Path = tmp_path_factory.mktemp("book") / "ledger.sqlite"
    url = f"sqlite:///{path}"
    new_book(url, origin="test.example/book", rule_book=LAW, now=NOW, today=TODAY).close()
    return url


@pytest.fixture
def person(command_line: CommandLine, book_url: str, monkeypatch: pytest.MonkeyPatch) -> Person:
    """Return what runs the program for a clerk, a reviewer or a finance person of the bureau, by the role."""
    tokens: dict[str, str] = {}
    for role in ("clerk", "reviewer", "finance"):
        words = ("user", "add", role, "--role", role, "--office", "bureau", "--database", book_url, "--json")
        tokens[role] = command_line(*words)[1]["token"]

    def run(role: str, *words: str, given: bytes = b"") -> tuple[int, Any]:
        monkeypatch.setenv("LEDGER_USER", role)
        monkeypatch.setenv("LEDGER_TOKEN", tokens[role])
        return command_line(*words, "--database", book_url, "--json", given=given)

    return run
