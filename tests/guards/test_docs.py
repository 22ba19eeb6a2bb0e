"""What the documents say exists: their links, the commands they show, and the commands of the program."""

from __future__ import annotations

import contextlib
import functools
import io
import re
import shlex
from pathlib import Path
from typing import Final

import pytest

from web.cli import main
from web.door import run

ROOT: Final = Path(__file__).parents[2]
README: Final = ROOT / "README.md"

LINK: Final = re.compile(r"\[[^\]]*\]\((?P<target>[^)\s]+)[^)]*\)")
EXTERNAL: Final = re.compile(r"[a-z][a-z0-9+.-]*:")
FENCE: Final = re.compile(r"^```[^\n]*\n(?P<block>.*?)^```", re.MULTILINE | re.DOTALL)
COMMAND_LINE: Final = re.compile(r"^(?:\$ )?(?:\.venv/bin/)?permit-ledger\b(?P<arguments>.*)", re.MULTILINE)
LISTED_COMMAND: Final = re.compile(r"^  ([a-z][a-z-]*)(?:  .*)?$", re.MULTILINE)
NAMED_PATH: Final = re.compile(r"`(?P<path>(?:ledger|schemas|web|tests|docs)/[^`\s:]*)`")
"""A path in code marks; a star stands for any name."""
SET_UP_AND_TEST: Final = (
    "python3 -m venv .venv",
    ".venv/bin/pip install -q -e '.[test,ui]'",
    ".venv/bin/pytest",
)


def documents() -> list[Path]:
    assert README.is_file(), "README.md is missing"
    pages = sorted((ROOT / "docs").rglob("*.md"))
    assert pages, "docs/ has no page"
    return [README, *pages]


def named_paths(text: str) -> set[str]:
    """Return what a page names in code marks as a path from the root of the project."""
    return {found["path"] for found in NAMED_PATH.finditer(text)}


def shown_command_lines(text: str) -> list[str]:
    blocks = [fence["block"].replace("\\\n", " ") for fence in FENCE.finditer(text)]
    return [line["arguments"].strip() for block in blocks for line in COMMAND_LINE.finditer(block)]


@functools.cache
def help_of(*command: str) -> str | None:
    """Return the English help of a command, or None where there is no such command."""
    told = io.StringIO()
    with (
        pytest.MonkeyPatch.context() as patch,
        contextlib.redirect_stdout(told),
        contextlib.redirect_stderr(io.StringIO()),
    ):
        patch.setenv("LEDGER_LANG", "en")
        code = run(main, [*command, "--help"], name="permit-ledger")
    return told.getvalue() if code == 0 else None


def subcommands(*command: str) -> list[str]:
    listing = (help_of(*command) or "").partition("\nCommands:\n")[2]
    return LISTED_COMMAND.findall(listing)


def all_commands(*command: str) -> list[tuple[str, ...]]:
    below = subcommands(*command)
    return [leaf for name in below for leaf in all_commands(*command, name)] if below else [command]


def unknown_words(arguments: str) -> list[str]:
    """Return the commands and options of a shown line that the program does not know."""
    lexer = shlex.shlex(arguments, posix=True, punctuation_chars=True)
    lexer.whitespace_split = True
    command: tuple[str, ...] = ()
    unknown = []
    for word in lexer:
        if set(word) <= set("();<>|&"):
            break
        if word.startswith("--"):
            option = re.escape(word.partition("=")[0])
            known = "".join(help_of(*command[:depth]) or "" for depth in range(len(command) + 1))
            unknown += [] if re.search(rf"(?<![\w-]){option}(?![\w-])", known) else [word]
        elif word in subcommands(*command):
            command = (*command, word)
    complete = "--help" in arguments or (command and not subcommands(*command))
    return unknown if complete else [*unknown, f"no command in {arguments!r}"]


def test_every_relative_link_leads_to_a_file() -> None:
    targets = [
        (document, link["target"])
        for document in documents()
        for link in LINK.finditer(document.read_text(encoding="utf-8"))
        if not EXTERNAL.match(link["target"]) and not link["target"].startswith("#")
    ]

    dead = [
        f"{document.relative_to(ROOT)}: {target}"
        for document, target in targets
        if not (document.parent / target.partition("#")[0]).exists()
    ]

    assert dead == []


def test_every_command_is_documented() -> None:
    commands = all_commands()
    assert commands != [()], "permit-ledger --help lists no command"
    text = "\n".join(document.read_text(encoding="utf-8") for document in documents())

    undocumented = [
        " ".join(command)
        for command in commands
        if not re.search(rf"permit-ledger {re.escape(' '.join(command))}(?![\w-])", text)
    ]

    assert undocumented == []


def test_every_shown_command_line_can_be_typed() -> None:
    lines = [
        (document, line)
        for document in documents()
        for line in shown_command_lines(document.read_text(encoding="utf-8"))
    ]
    assert any(document == README for document, _ in lines), "README.md shows no permit-ledger command"

    mistakes = [
        f"{document.relative_to(ROOT)}: {mistake}" for document, line in lines for mistake in unknown_words(line)
    ]

    assert mistakes == []


@pytest.mark.parametrize("command", SET_UP_AND_TEST)
def test_continuous_integration_runs_the_commands_of_the_readme(command: str) -> None:
    assert README.is_file(), "README.md is missing"

    assert command in README.read_text(encoding="utf-8")
    assert command in (ROOT / ".ci" / "run").read_text(encoding="utf-8")


@pytest.mark.parametrize("page", documents(), ids=lambda page: str(page.relative_to(ROOT)))
def test_paths_that_a_page_names_exist(page: Path) -> None:
    wrong = [path for path in named_paths(page.read_text(encoding="utf-8")) if not list(ROOT.glob(path.rstrip("/")))]

    assert sorted(wrong) == []


def test_a_path_that_is_not_there_is_found() -> None:
    assert named_paths("see `ledger/domain/chart.toml`, `web/cli.py` and `permit-ledger audit/x`") == {
        "ledger/domain/chart.toml",
        "web/cli.py",
    }
    assert not list(ROOT.glob("ledger/domain/chart.toml"))
