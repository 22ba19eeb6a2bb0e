"""What proves the books to those who only read: they cannot write, they can verify, and take everything away."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from hashlib import sha256
from typing import TYPE_CHECKING
from zipfile import BadZipFile, ZipFile

import pytest
from sqlalchemy import insert, update
from sqlalchemy.exc import DBAPIError

from ledger.errors import Unavailable
from ledger.projections.audit.archive import archive
from ledger.projections.audit.proof import checkpoint_of, verification_of
from ledger.projections.export.formats import FORMATS, exported
from ledger.projections.export.selection import Selection
from ledger.store.tables import evidence, head
from tests.store.conftest import NOW, post

if TYPE_CHECKING:
    from ledger.store.book import Book


def test_a_view_refuses_to_write_on_either_engine(book: Book) -> None:
    paper = {"digest": b"\0" * 32, "media_type": "text/plain", "content": b"x"}

    for statement in (insert(evidence).values(**paper), update(head).values(size=0)):
        with pytest.raises(Unavailable) as refused, book.reading() as connection:
            connection.execute(statement)
        assert isinstance(refused.value.__cause__, DBAPIError)
        assert "read" in str(refused.value.__cause__.orig).lower()


def test_a_connection_that_has_only_read_can_write_when_it_is_lent_to_a_writer(book: Book) -> None:
    with book.reading() as connection:
        size = checkpoint_of(connection).size

    post(book, "later", "Q90 甲", "Q11", 1)

    with book.reading() as connection:
        assert checkpoint_of(connection).size == size + 1


def test_a_verification_over_a_view_finds_what_is_there_and_knows_the_past(book: Book) -> None:
    with book.reading() as connection:
        old = checkpoint_of(connection)
    post(book, "later", "Q90 甲", "Q11", 1)

    with book.reading() as connection:
        sound = verification_of(connection, full=True, anchor=old)
        forged = verification_of(connection, anchor=replace(old, root=b"\1" * 32))

    assert sound.size == old.size + 1
    told = [{finding.code for finding in found.findings} for found in (sound, forged)]
    assert told == [{"series.gap"}, {"series.gap", "anchor.root"}]


def test_the_archive_holds_every_format_of_one_state_with_counts_and_digests(book: Book) -> None:
    with book.reading() as connection:
        content = b"".join(archive(connection, made_at=NOW))
        alone = {form: b"".join(exported(connection, Selection(), format=form)) for form in FORMATS}
        checkpoint = checkpoint_of(connection)

    with ZipFile(io.BytesIO(content)) as zipped:
        assert zipped.testzip() is None
        files = {name: zipped.read(name) for name in zipped.namelist()}
    listed = json.loads(files.pop("contents.json"))

    assert set(alone.values()) <= set(files.values())
    assert files["checkpoint.txt"].decode() == checkpoint.text
    assert {file["name"]: file["sha256"] for file in listed["files"]} == {
        name: sha256(text).hexdigest() for name, text in files.items()
    }
    assert {file["name"]: file["lines"] for file in listed["files"]} == {
        name: text.count(b"\n") for name, text in files.items()
    }
    assert listed["acts"] == listed["rows"]["journal"] == checkpoint.size


def test_an_archive_that_was_cut_short_cannot_be_taken_for_a_whole_one(book: Book) -> None:
    with book.reading() as connection:
        content = b"".join(archive(connection, made_at=NOW))

    with pytest.raises(BadZipFile):
        ZipFile(io.BytesIO(content[: len(content) * 3 // 4]))
