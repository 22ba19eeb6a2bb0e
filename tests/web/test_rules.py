"""``rules`` from the command line: what is law, and what is wrong with a book."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeAlias

import pytest

from web.cli import main
from web.door import run

if TYPE_CHECKING:
    from pathlib import Path

Program: TypeAlias = Callable[..., tuple[int, Any]]


@pytest.fixture
def program(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Program:
    monkeypatch.setenv("LEDGER_LANG", "zh")
    monkeypatch.delenv("LEDGER_RULES_DIR", raising=False)

    def call(*words: str) -> tuple[int, Any]:
        code = run(main, words, name="permit-ledger")
        output = capsys.readouterr().out
        return code, json.loads(output) if "--json" in words else output

    return call


def test_rules_check_tells_the_digest_of_a_sound_book(program: Program) -> None:
    code, answer = program("rules", "check", "--json")
    _, words = program("rules", "check")

    assert (code, answer["ok"], answer["faults"]) == (0, True, [])
    assert answer["provisions"] == answer["enacted"] + answer["by_analogy"] + answer["assumed"]
    assert answer["digest"] in words


def test_rules_check_lists_every_fault_of_a_folder(program: Program, tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_text("a = ", encoding="utf-8")
    (tmp_path / "b.toml").write_text("b = 1", encoding="utf-8")

    code, answer = program("rules", "check", str(tmp_path), "--json")

    assert (code, answer["ok"]) == (1, False)
    assert {fault["file"] for fault in answer["faults"]} == {"a.toml", "b.toml"}


def test_rules_show_prints_value_citation_and_authority(program: Program) -> None:
    code, answer = program("rules", "show", "exemption.limit", "--on", "2026-06-01", "--json")
    _, words = program("rules", "show", "exemption.limit", "--on", "2026-06-01")

    assert code == 0
    assert answer["value"] == {"NH3-N": {"at_most": "0.01"}, "other": {"at_most": "0.1"}}
    assert (answer["instrument"], answer["article"], answer["authority"]) == ("LC25", "4(2)", "enacted")
    assert "{NH3-N: ≤ 0.01, other: ≤ 0.1}" in words
    assert "LC25第4条第2款（明文规定），自2025-12-15起" in words
    assert "施行日系假定" in words


def test_rules_show_without_a_key_prints_all_that_is_in_force(program: Program) -> None:
    code, answer = program("rules", "show", "--on", "2014-12-30", "--json")
    _, words = program("rules", "show", "--on", "2026-05-31")

    assert code == 0
    assert {provision["instrument"] for provision in answer} == {"G38", "HF197", "HPF", "XZFY"}
    assert "自2025-12-15起，至2026-06-01前" in words


@pytest.mark.parametrize(
    ("words", "exit_code", "code"),
    [
        (("scope.test", "--on", "2023-10-31"), 1, "no_provision_in_force"),
        (("--on", "2003-08-31"), 1, "no_provision_in_force"),
        (("scope.tset", "--on", "2026-06-01"), 1, "key.unknown"),
        (("scope.test", "--on", "2026-6-1"), 2, "date.format"),
        (("scope.test",), 2, "usage.missing"),
    ],
)
def test_rules_show_refuses_what_it_cannot_show(
    program: Program, words: tuple[str, ...], exit_code: int, code: str
) -> None:
    ended, answer = program("rules", "show", *words, "--json")

    assert (ended, answer["code"]) == (exit_code, code)
