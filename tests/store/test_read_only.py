"""A book that cannot be written can be read: on a medium for reading, in a folder of somebody else."""

from __future__ import annotations

import os
import shutil
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest

from ledger.errors import Unavailable
from ledger.store.backup import backup
from ledger.store.book import Book
from ledger.store.engine import is_read_only
from ledger.store.verification import verify_book
from tests.store.conftest import post
from tests.store.exercise import checkpoint_of, created, lived

if TYPE_CHECKING:
    from collections.abc import Iterator

NOBODY: Final = 65_534
FOLDER, FILE = "the folder", "the file"


@pytest.fixture
def folder() -> Iterator[Path]:
    """Lend a folder that others may look into."""
    path = Path(tempfile.mkdtemp(prefix="permit-ledger-", dir="/tmp"))
    yield path
    path.chmod(0o755)
    shutil.rmtree(path)


@contextmanager
def who_cannot_write(folder: Path, *, protected: str) -> Iterator[str]:
    """Be somebody who can read the book in a folder, and lend its address."""
    path = folder / "ledger.sqlite"
    path.chmod(0o444 if protected == FILE else 0o666)
    folder.chmod(0o555 if protected == FOLDER else 0o777)
    before = os.geteuid()
    if not before:
        os.seteuid(NOBODY)  # nothing is closed to the administrator
    try:
        yield f"sqlite:///{path}"
    finally:
        os.seteuid(before)


def written_by_somebody(folder: Path) -> None:
    """Leave a closed book in a folder; it is verified, for whoever cannot write may not load our modules either."""
    url = f"sqlite:///{folder / 'ledger.sqlite'}"
    lived(url).close()
    assert verify_book(url, full=True).ok


@pytest.mark.parametrize("protected", [FOLDER, FILE])
def test_a_book_that_cannot_be_written_is_read_and_verified(folder: Path, protected: str) -> None:
    written_by_somebody(folder)

    with who_cannot_write(folder, protected=protected) as url:
        book = Book.open(url)
        size = checkpoint_of(book).size
        found = verify_book(url, full=True)
        book.close()

    assert (size, found.size, found.findings) == (9, 9, ())
    assert [path.name for path in folder.iterdir()] == ["ledger.sqlite"]


def test_nothing_is_recorded_in_a_book_that_cannot_be_written(folder: Path) -> None:
    written_by_somebody(folder)

    with who_cannot_write(folder, protected=FOLDER) as url:
        book = Book.open(url)
        with pytest.raises(Unavailable, match="只能读取") as refusal:
            post(book, "more", "Q40 Acme", "opening", 1)
        with pytest.raises(Unavailable, match="只能读取"):
            created(url)
        book.close()

    assert refusal.value.problem_code == "book.read_only"


def test_a_backup_is_read_where_it_lies(folder: Path) -> None:
    book = lived(f"sqlite:///{folder / 'source.sqlite'}")
    backup(book, folder / "ledger.sqlite", progress=lambda _: None)
    book.close()
    (folder / "source.sqlite").unlink()

    with who_cannot_write(folder, protected=FOLDER) as url:
        copy = Book.open(url)
        assert is_read_only(copy.engine)
        assert checkpoint_of(copy).size == 9
        copy.close()


def test_a_book_that_its_owner_is_writing_is_not_taken_for_one_that_stands_still(folder: Path) -> None:
    owner = created(f"sqlite:///{folder / 'ledger.sqlite'}")
    post(owner, "first", "Q40 Acme", "opening", 1)  # in the log beside the file, not in the file itself
    for path in folder.iterdir():
        path.chmod(0o444)

    with who_cannot_write(folder, protected=FOLDER) as url:
        reader = Book.open(url)
        size = checkpoint_of(reader).size
        reader.close()

    assert size == checkpoint_of(owner).size == 2
    owner.close()
