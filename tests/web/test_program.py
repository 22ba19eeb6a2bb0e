"""The program as it is started: settings, languages, the list of commands, and outputs that fail."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from ledger.settings import Settings, read_settings
from web.cli import COMMANDS, main
from web.door import run


@pytest.fixture(autouse=True)
def _chinese(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LEDGER_LANG", "zh")


def test_no_command_at_all_shows_the_help_and_is_wrong_usage(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(args=[])

    output = capsys.readouterr()
    assert ended.value.code == 2
    assert "classify" in output.err
    assert not output.out


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({}, "zh"),
        ({"LANG": "C.UTF-8"}, "zh"),
        ({"LANG": "en_US.UTF-8"}, "en"),
        ({"LANG": "en_US.UTF-8", "LEDGER_LANG": "zh"}, "zh"),
        ({"LANG": "zh_CN.UTF-8", "LEDGER_LANG": "EN"}, "en"),
        ({"LANG": "en_GB", "LEDGER_LANG": ""}, "en"),
    ],
    ids=str,
)
def test_the_language_is_chosen_by_the_environment(environment: dict[str, str], language: str) -> None:
    assert read_settings(environment).language == language


def test_settings_are_read_from_the_environment_given() -> None:
    environment = {
        "LEDGER_DATABASE_URL": "sqlite:///x",
        "LEDGER_RULES_DIR": "/rules",
        "LEDGER_DEBUG": "1",
    }

    assert read_settings(environment) == Settings(
        database_url="sqlite:///x", rules_directory=Path("/rules"), debug=True
    )
    assert read_settings({}) == Settings()


def test_the_help_lists_every_command_in_both_languages(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run(main, ["--help"], name="permit-ledger") == 0
    chinese = capsys.readouterr().out
    monkeypatch.setenv("LEDGER_LANG", "en")
    assert run(main, ["--help"], name="permit-ledger") == 0
    english = capsys.readouterr().out

    assert all(f"  {name} " in chinese and f"  {name} " in english for name in COMMANDS)
    assert "用法" in chinese
    assert english.isascii()


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_listed_can_be_called_and_describes_itself(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(main, [name, "--help"], name="permit-ledger") == 0
    assert f"permit-ledger {name}" in capsys.readouterr().out


def python(*arguments: str, **options: Any) -> subprocess.CompletedProcess[bytes]:
    environment = {**os.environ, "LEDGER_LANG": "zh", **options.pop("environment", {})}
    return subprocess.run(
        [sys.executable, *arguments], check=False, timeout=60, env=environment, stderr=subprocess.PIPE, **options
    )


PRINTS = """
import click
from web.door import command, print_json, run
@command(help="prints")
def prints(door):
    print_json([chr(0x804A) + chr(0x57CE)] * {count})
raise SystemExit(run(prints, [], name="prints"))
"""


def test_the_program_starts_without_the_database_and_the_web() -> None:
    started = python(
        "-c",
        "import sys, web.cli; sys.exit(bool({'sqlalchemy', 'flask', 'babel', 'marshmallow'} & set(sys.modules)))",
    )

    assert started.returncode == 0


def test_json_is_utf8_under_any_locale() -> None:
    environment = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "PYTHONIOENCODING": "ascii"}

    printed = python("-c", PRINTS.format(count=1), stdout=subprocess.PIPE, environment=environment)

    assert json.loads(printed.stdout.decode("utf-8")) == ["聊城"]


@pytest.mark.parametrize("count", [1, 1_000_000])
def test_a_closed_output_ends_as_one_sentence(count: int) -> None:
    reader, writer = os.pipe()
    os.close(reader)

    printed = python("-c", PRINTS.format(count=count), stdout=writer)

    os.close(writer)
    assert printed.returncode == 3
    assert len(printed.stderr.decode("utf-8").splitlines()) == 1


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no device that is always full")
@pytest.mark.parametrize("count", [1, 1_000_000])
def test_a_full_disk_under_the_output_ends_as_one_sentence(count: int) -> None:
    with Path("/dev/full").open("wb") as full:
        printed = python("-c", PRINTS.format(count=count), stdout=full)

    assert printed.returncode == 3
    assert printed.stderr.decode("utf-8").startswith("磁盘已满")
    assert len(printed.stderr.decode("utf-8").splitlines()) == 1


def test_people_are_told_the_project_and_the_member_of_every_fault(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("LEDGER_LANG", "en")
    path = tmp_path / "projects.json"
    path.write_text('[{"id": "", "date": "2026-06-01", "nature": "old", "increments": {}}]', encoding="utf-8")

    code = run(main, ["classify", str(path)], name="permit-ledger")

    told = capsys.readouterr().err.splitlines()
    assert code == 2
    assert [line.split(": ")[:2] for line in told[1:]] == [["Project 1", "id"], ["Project 1", "nature"]]
