"""The script that goes with the books is run by itself, over books as they were exported and over books that lie."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from io import BytesIO
from typing import TYPE_CHECKING
from zipfile import ZipFile

import pytest

from ledger.domain.bookkeeping.unit import Origin
from ledger.projections.audit.archive import archive
from ledger.projections.audit.journal_filter import JournalFilter
from ledger.projections.audit.sample import draw
from ledger.projections.export.recipe import RECIPE, recipe_file
from ledger.projections.export.spreadsheet import HEADINGS
from ledger.store.checkpoint import current_checkpoint
from tests.projections.outside_verifier import leaf_of
from tests.web.pages.books import recorded_book

if TYPE_CHECKING:
    from pathlib import Path

    from ledger.store.book import Book

Act = dict[str, object]


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Book]:
    book = recorded_book(f"sqlite:///{tmp_path_factory.mktemp('taken') / 'ledger.sqlite'}")
    yield book
    book.close()


@pytest.fixture
def folder(book: Book, tmp_path: Path) -> Path:
    """Unpack the books as an auditor has them."""
    with book.reading() as connection:
        content = b"".join(archive(connection, made_at=datetime(2026, 11, 21, tzinfo=UTC)))
    with ZipFile(BytesIO(content)) as zipped:
        zipped.extractall(tmp_path)
    return tmp_path


def checked(folder: Path, *options: str) -> tuple[int, str]:
    """Run the script with the standard library and nothing else."""
    ran = subprocess.run(
        [sys.executable, "-I", "-S", str(folder / "check_books.py"), *options],
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )
    assert ran.stderr == ""
    return ran.returncode, ran.stdout


def rewrite(folder: Path, change: Callable[[list[Act]], None]) -> None:
    path = folder / "books.jsonl"
    acts = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    change(acts)
    path.write_text("".join(json.dumps(act, ensure_ascii=False) + "\n" for act in acts), encoding="utf-8")
    (folder / "contents.json").unlink()


def test_the_books_as_exported_agree_with_their_checkpoint(folder: Path, book: Book) -> None:
    with book.reading() as connection:
        checkpoint = current_checkpoint(connection)

    code, told = checked(folder)

    assert code == 0
    assert told.endswith("✓ 相符 / everything agrees\n")
    assert f"件数 size: {checkpoint.size}\n" in told
    assert f"根 root: {checkpoint.text.splitlines()[2]}\n" in told


def test_an_older_checkpoint_is_found_in_the_books(folder: Path, tmp_path: Path) -> None:
    anchor = tmp_path / "older.txt"
    short = tmp_path / "short"
    short.mkdir()
    lines = (folder / "books.jsonl").read_text(encoding="utf-8").splitlines(keepends=True)[:5]
    (short / "books.jsonl").write_text("".join(lines), encoding="utf-8")
    (short / "checkpoint.txt").write_text("test.example/pages\n5\n?\n", encoding="utf-8")
    (short / "check_books.py").write_bytes(recipe_file("check_books.py"))
    root = re.search(r"root: (\S+)", checked(short)[1])
    assert root is not None
    anchor.write_text(f"test.example/pages\n5\n{root[1]}\n", encoding="utf-8")

    assert checked(folder, "--anchor", str(anchor))[0] == 0
    anchor.write_text(f"test.example/pages\n4\n{root[1]}\n", encoding="utf-8")
    assert "以前的检查点与前若干件不符" in checked(folder, "--anchor", str(anchor))[1]
    anchor.write_text(f"test.example/pages\n100000\n{root[1]}\n", encoding="utf-8")
    assert checked(folder, "--anchor", str(anchor))[0] == 1


def _letter(acts: list[Act]) -> None:
    acts[2]["narration"] = f"{acts[2]['narration']}。"


def _gram(acts: list[Act]) -> None:
    movement = next(act["movements"] for act in acts if act["movements"])
    assert isinstance(movement, list)
    movement[0]["amount"] = f"{movement[0]['amount'][:-1]}7"


def _missing(acts: list[Act]) -> None:
    del acts[3]


def _last(acts: list[Act]) -> None:
    acts.pop()


def _order(acts: list[Act]) -> None:
    acts[4], acts[5] = acts[5], acts[4]


@pytest.mark.parametrize("change", [_letter, _gram, _missing, _last, _order])
def test_books_that_were_changed_do_not_agree(change: Callable[[list[Act]], None], folder: Path) -> None:
    rewrite(folder, change)

    code, told = checked(folder)

    assert code == 1
    assert told.endswith("✗ 不符 / DIFFERENT\n")


def test_a_changed_act_with_a_leaf_to_fit_breaks_the_root(folder: Path) -> None:
    def change(acts: list[Act]) -> None:
        _letter(acts)
        acts[2]["leaf"] = leaf_of(json.dumps(acts[2])).hex()

    rewrite(folder, change)
    code, told = checked(folder)

    assert code == 1
    assert "叶摘要不符" not in told
    assert "根：算得" in told


def test_a_file_that_is_not_what_the_list_says_is_told(folder: Path) -> None:
    path = folder / "books.csv"
    path.write_bytes(path.read_bytes().replace(b"1", b"2", 1))

    code, told = checked(folder)

    assert code == 1
    assert "books.csv：SHA-256不符" in told


def test_the_sample_of_the_pages_is_drawn_again(folder: Path, book: Book) -> None:
    for option, asked in ((), JournalFilter()), (("--booked",), JournalFilter(booked=True)):
        with book.reading() as connection:
            drawn = [(each.line.seq, each.digest) for each in draw(connection, asked, seed="2026-11", size=7).acts]
        _, told = checked(folder, "--sample", "2026-11", "7", *option)

        assert [tuple(line.split("\t")) for line in told.splitlines() if "\t" in line] == [
            (str(seq), digest) for seq, digest in drawn
        ]


@pytest.mark.parametrize("name", [name for name in RECIPE if name.endswith(".md")])
def test_the_description_names_every_column_and_member(name: str, folder: Path) -> None:
    text = recipe_file(name).decode()
    named = set(re.findall(r"`([^`\n]+)`", text))
    act = json.loads((folder / "books.jsonl").read_text(encoding="utf-8").splitlines()[-1])
    files = {file["name"] for file in json.loads((folder / "contents.json").read_text(encoding="utf-8"))["files"]}

    assert set(HEADINGS) <= named
    assert set(act) <= named
    assert {each.value for each in Origin} <= named
    assert files - set(RECIPE) <= named
    assert "check_books.py" in named
