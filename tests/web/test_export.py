"""The command that writes the books to a file: whole, or not at all, and over nothing."""

from __future__ import annotations

import hashlib
import json
import stat
from typing import TYPE_CHECKING, Any

import pytest

from ledger.errors import Unavailable, say
from ledger.store.book import Book
from tests.new_books import new_book
from tests.projections.exercise import exercise, record
from tests.projections.outside_verifier import leaf_of, root_of
from tests.store.conftest import LAW, NOW, TODAY
from web.cli import main
from web.door import run
from web.output import write_output

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

Ask = Callable[..., tuple[int, str, str]] if TYPE_CHECKING else None


@pytest.fixture
def ask(sqlite_url: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Ask:
    """Return what calls ``export`` on a book that holds the exercise: exit code, output, errors."""
    monkeypatch.setenv("LEDGER_LANG", "zh")
    book = new_book(sqlite_url, origin="test.example/book", rule_book=LAW, now=NOW, today=TODAY)
    record(book, exercise())
    book.close()

    def call(*words: str) -> tuple[int, str, str]:
        code = run(main, ["export", "--database", sqlite_url, *words], name="permit-ledger")
        captured = capsys.readouterr()
        return code, captured.out, captured.err

    return call


def errors_of(output: str) -> list[tuple[str, str]]:
    found: dict[str, Any] = json.loads(output)
    return [(error["field"], error["code"]) for error in found["errors"]]


@pytest.mark.parametrize("name", ["csv", "jsonl", "hledger", "beancount"])
def test_a_file_is_written_and_told_with_its_digest(ask: Ask, tmp_path: Path, name: str) -> None:
    file = tmp_path / "books"

    code, output, _ = ask("--format", name, "--out", str(file), "--json")

    content = file.read_bytes()
    assert code == 0
    assert json.loads(output) == {
        "format": name,
        "out": str(file),
        "bytes": len(content),
        "sha256": hashlib.sha256(content).hexdigest(),
    }
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert sorted(path.name for path in tmp_path.iterdir() if "sqlite" not in path.name) == ["books"]


def test_the_exported_lines_prove_the_head_of_the_log(ask: Ask, sqlite_url: str) -> None:
    _, output, _ = ask("--format", "jsonl", "--out", "-")

    book = Book.open(sqlite_url)
    with book.engine.connect() as connection:
        root = connection.exec_driver_sql("SELECT root FROM head").scalar()
    book.close()
    assert root_of([leaf_of(line) for line in output.splitlines()]) == root


def test_standard_output_holds_the_file_alone(ask: Ask, tmp_path: Path) -> None:
    file = tmp_path / "books"

    _, output, errors = ask("--format", "hledger", "--out", "-", "--factor", "COD", "--from", "2025-01-01")
    ask("--format", "hledger", "--out", str(file), "--factor", "COD", "--from", "2025-01-01")

    assert output == file.read_text(encoding="utf-8")
    assert errors == ""


def test_a_file_that_is_there_is_not_written_over(ask: Ask, tmp_path: Path) -> None:
    file = tmp_path / "books"
    file.write_text("of last year", encoding="utf-8")

    code, output, _ = ask("--format", "csv", "--out", str(file), "--json")

    assert (code, json.loads(output)["code"]) == (1, "file.exists")
    assert file.read_text(encoding="utf-8") == "of last year"


def test_a_file_that_comes_meanwhile_is_not_written_over(tmp_path: Path) -> None:
    file = tmp_path / "books"

    def pieces() -> Iterator[bytes]:
        yield b"ours"
        file.write_text("another's", encoding="utf-8")

    ended = pytest.raises(Exception, match="已存在")
    with ended:
        write_output(str(file), pieces())

    assert [path.read_text(encoding="utf-8") for path in tmp_path.iterdir()] == ["another's"]


def test_nothing_is_left_behind_when_the_books_cannot_be_read_to_the_end(tmp_path: Path) -> None:
    def pieces() -> Iterator[bytes]:
        yield b"half"
        raise Unavailable(say("暂不可用"))

    with pytest.raises(Unavailable):
        write_output(str(tmp_path / "books"), pieces())

    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_missing_is_malformed_input(ask: Ask, tmp_path: Path) -> None:
    code, output, _ = ask("--format", "csv", "--out", str(tmp_path / "nowhere" / "books"), "--json")

    assert (code, errors_of(output)) == (2, [("file", "file.missing")])
    assert "找不到目录" in output


@pytest.mark.parametrize(
    ("words", "field", "code"),
    [
        (("--from", "2025-1-1"), "--from", "date.format"),
        (("--to", "yesterday"), "--to", "date.format"),
        (("--from", "2025-02-01", "--to", "2025-01-31"), "--to", "date.order"),
        (("--factor", "CO2"), "--factor", "factor.unknown"),
        (("--round", "seven"), "--round", "round.format"),
        (("--round", "0"), "--round", "round.format"),
        (("--out", "-"), "--out", "usage.option"),
    ],
)
def test_options_that_cannot_be_read_are_malformed(
    ask: Ask, tmp_path: Path, words: tuple[str, ...], field: str, code: str
) -> None:
    file = tmp_path / "books"

    ended, output, _ = ask("--format", "csv", "--out", str(file), *words, "--json")

    assert (ended, errors_of(output)) == (2, [(field, code)])
    assert not file.exists()


def test_an_unknown_format_is_wrong_usage(ask: Ask, tmp_path: Path) -> None:
    code, output, _ = ask("--format", "pdf", "--out", str(tmp_path / "books"), "--json")

    assert (code, json.loads(output)["code"]) == (2, "usage.value")


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("--round", "8"), "round.unknown"),
        (("--round", "临清/7"), "round.unknown"),
        (("--enterprise", "甲"), "enterprise.unknown"),
    ],
)
def test_what_the_book_does_not_hold_is_refused(ask: Ask, tmp_path: Path, words: tuple[str, ...], code: str) -> None:
    file = tmp_path / "books"

    ended, output, _ = ask("--format", "csv", "--out", str(file), *words, "--json")

    assert (ended, json.loads(output)["code"]) == (1, code)
    assert not file.exists()


def test_a_round_is_named_with_or_without_its_place(ask: Ask) -> None:
    outputs = [ask("--format", "jsonl", "--out", "-", "--round", name)[1] for name in ("7", "临清/西/7")]

    assert outputs[0] == outputs[1]
    assert '"register":"round"' in outputs[0]
