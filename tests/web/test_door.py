"""The door of the command line: where commands end, in which language, and with which exit code."""

from __future__ import annotations

import errno
import json
from pathlib import Path
from typing import TYPE_CHECKING

import click
import pytest

from ledger.errors import Breach, Conflict, NotFound, RuleViolation, Unavailable, say
from ledger.settings import default_database_url
from schemas.malformed import FieldError, Malformed
from web.door import Door, command, database_option, json_option, print_json, run
from web.files import read_input
from web.parameters import DATE

if TYPE_CHECKING:
    from collections.abc import Callable

BREACH = Breach(code="overdraft", detail=say("未予受理"), instrument="LC25", article="12")

FAILURES: dict[str, Callable[[], BaseException]] = {
    "not-found": lambda: NotFound(say("没有找到")),
    "refused": lambda: RuleViolation(say("未予受理"), breaches=(BREACH,)),
    "conflict": lambda: Conflict(say("与已有记录冲突"), code="stale"),
    "malformed": lambda: Malformed([FieldError(code="number.format", detail=say("缺少此项"), field="a")]),
    "unavailable": lambda: Unavailable(say("暂不可用")),
    "unexpected": lambda: ZeroDivisionError("secret"),
    "recursion": lambda: RecursionError("secret"),
    "memory": MemoryError,
    "interrupted": KeyboardInterrupt,
    "disk": lambda: OSError(errno.ENOSPC, "secret"),
    "permission": lambda: PermissionError(errno.EACCES, "secret", "/books"),
    "missing": lambda: FileNotFoundError(errno.ENOENT, "secret", "/books"),
    "input-output": lambda: OSError(errno.EIO, "secret"),
    "database": lambda: sqlite_error()("secret"),
}


def sqlite_error() -> type[Exception]:
    import sqlite3  # noqa: PLC0415 - the exercise alone needs the exception of the library

    return sqlite3.DatabaseError


def program() -> click.Group:
    group = click.Group("exercise", params=[database_option()])

    @command(help="打印。")
    @json_option
    @click.option("--on", type=DATE)
    @click.option("--count", type=click.IntRange(1, 9))
    @click.option("--kind", type=click.Choice(["rest", "work"]))
    @click.argument("word")
    def say_word(door: Door, *, word: str, on: object, count: object, kind: object) -> int | None:
        if word == "finding":
            return 1
        print_json({"word": word, "database": door.database_url, "on": str(on), "rest": [count, kind]})
        return None

    @command(help="失败。")
    @json_option
    @click.argument("cause")
    def fail(door: Door, *, cause: str) -> None:
        del door
        error = FAILURES[cause]()
        raise error

    @command(help="读取。")
    @click.argument("path")
    def read(door: Door, *, path: str) -> None:
        del door
        read_input(path, largest=10)

    @command(help="判断。")
    def classify(door: Door) -> None:
        del door

    for name, added in {"word": say_word, "fail": fail, "read": read, "classify": classify}.items():
        group.add_command(added, name)
    return group


@pytest.fixture(autouse=True)
def _chinese(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LEDGER_LANG", "zh")
    monkeypatch.delenv("LEDGER_DATABASE_URL", raising=False)
    monkeypatch.delenv("LEDGER_DEBUG", raising=False)


@pytest.mark.parametrize(
    ("cause", "exit_code", "code"),
    [
        ("not-found", 1, "not_found"),
        ("refused", 1, "refused"),
        ("conflict", 1, "stale"),
        ("malformed", 2, "number.format"),
        ("missing", 2, "file.missing"),
        ("unavailable", 3, "unavailable"),
        ("unexpected", 3, "unexpected"),
        ("recursion", 3, "unexpected"),
        ("memory", 3, "unexpected"),
        ("interrupted", 3, "interrupted"),
        ("disk", 3, "disk.full"),
        ("permission", 3, "file.permission"),
        ("input-output", 3, "system"),
        ("database", 3, "database.unavailable"),
    ],
)
def test_every_failure_ends_with_its_exit_code_and_never_a_traceback(
    cause: str, exit_code: int, code: str, capsys: pytest.CaptureFixture[str]
) -> None:
    ended = run(program(), ["fail", cause, "--json"], name="exercise")

    output = capsys.readouterr()
    body = json.loads(output.out)
    assert ended == exit_code
    assert body["code"] == code
    assert "Traceback" not in output.err
    assert "secret" not in output.err + output.out
    if exit_code == 3:
        assert body["request_id"] in output.err
        assert len(output.err.splitlines()) == 1


def test_without_json_standard_output_stays_empty_and_people_are_told_every_breach(
    capsys: pytest.CaptureFixture[str],
) -> None:
    run(program(), ["fail", "refused"], name="exercise")

    output = capsys.readouterr()
    assert not output.out
    assert output.err.splitlines() == ["未予受理", "  未予受理 [LC25 12]"]


def test_details_of_an_unexpected_failure_go_to_the_log_only_when_asked(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    run(program(), ["fail", "unexpected"], name="exercise")
    silent = caplog.text
    monkeypatch.setenv("LEDGER_DEBUG", "1")
    run(program(), ["fail", "unexpected"], name="exercise")

    capsys.readouterr()
    assert not silent
    assert "ZeroDivisionError: secret" in caplog.text


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["nothing"], "usage.command"),
        (["word", "--bad"], "usage.option"),
        (["word"], "usage.missing"),
        (["word", "x", "y"], "usage"),
        (["word", "x", "--count", "0"], "usage.value"),
        (["word", "x", "--count", "one"], "usage.value"),
        (["word", "x", "--kind", "neither"], "usage.value"),
        (["word", "x", "--count"], "usage.option"),
        (["word", "x", "--on", "2026-02-29"], "date.format"),
    ],
    ids=str,
)
def test_wrong_usage_is_malformed_and_told_in_json_where_json_was_asked(
    arguments: list[str], code: str, capsys: pytest.CaptureFixture[str]
) -> None:
    ended = run(program(), [arguments[0], "--json", *arguments[1:]], name="exercise")

    output = capsys.readouterr()
    assert ended == 2
    assert json.loads(output.out)["code"] == code
    assert output.err


def test_wrong_usage_names_what_is_accepted(capsys: pytest.CaptureFixture[str]) -> None:
    run(program(), ["word", "x", "--kind", "neither"], name="exercise")
    run(program(), ["word", "x", "--count", "10"], name="exercise")

    output = capsys.readouterr()
    assert "rest、work" in output.err
    assert "9" in output.err
    assert not output.out


@pytest.mark.parametrize(
    ("arguments", "is_json"),
    [
        (["classify", "--bad"], True),
        (["--database", "x", "classify", "--bad"], True),
        (["--database", "classify", "word"], False),
        (["fail", "--", "--json"], False),
    ],
    ids=str,
)
def test_json_is_answered_where_it_was_asked_or_is_the_only_answer(
    arguments: list[str], capsys: pytest.CaptureFixture[str], *, is_json: bool
) -> None:
    run(program(), arguments, name="exercise")

    assert capsys.readouterr().out.startswith("{\n") is is_json


@pytest.mark.parametrize(
    ("arguments", "database"),
    [
        (["--database", "sqlite:///before", "word", "x"], "sqlite:///before"),
        (["word", "x", "--database", "sqlite:///after"], "sqlite:///after"),
        (["--database", "sqlite:///before", "word", "x", "--database", "sqlite:///after"], "sqlite:///after"),
        (["word", "x"], "sqlite:///environment"),
    ],
    ids=str,
)
def test_the_database_is_named_before_or_after_the_command_or_by_the_environment(
    arguments: list[str], database: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LEDGER_DATABASE_URL", "sqlite:///environment")

    ended = run(program(), arguments, name="exercise")

    assert ended == 0
    assert json.loads(capsys.readouterr().out)["database"] == database


def test_without_any_name_the_database_is_a_file_of_the_user(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))

    run(program(), ["word", "聊城"], name="exercise")

    result = json.loads(capsys.readouterr().out)
    assert result["database"] == default_database_url()
    assert result["database"].startswith("sqlite:///")
    assert result["database"].endswith("ledger.sqlite")
    assert result["word"] == "聊城"


def test_what_a_command_returns_is_its_exit_code(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(program(), ["word", "finding"], name="exercise") == 1
    assert run(program(), ["word", "x"], name="exercise") == 0
    capsys.readouterr()


def test_a_file_that_is_missing_a_directory_or_too_large_is_malformed_input(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    large = tmp_path / "large"
    large.write_bytes(b"x" * 11)

    ended = [
        run(program(), ["read", path], name="exercise")
        for path in (str(tmp_path / "missing"), str(tmp_path), str(large / "below"), str(large))
    ]

    assert ended == [2, 2, 2, 2]
    assert "上限" in capsys.readouterr().err


def test_what_a_value_hides_is_not_shown_on_the_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    run(program(), ["\x1b[2J\u202e", "x"], name="exercise")

    assert capsys.readouterr().err.strip().isprintable()
