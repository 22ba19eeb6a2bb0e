"""``init``, ``checkpoint``, ``verify``, ``backup`` and ``restore`` as an operator calls them."""

from __future__ import annotations

import sys
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import inspect, text

from ledger.errors import say
from ledger.settings import Settings
from ledger.store import triggers
from ledger.store.book import Book
from ledger.store.engine import engine_for
from tests.store.conftest import LAW, NOW, entry
from web.door import Door
from web.progress import shown_progress

if TYPE_CHECKING:
    from tests.web.conftest import CommandLine


def tampered(url: str) -> None:
    """Change the narration of the first act."""
    book = Book.open(url)
    with book.engine.connect() as connection:
        triggers.drop(connection)
        connection.execute(text("UPDATE journal SET narration = 'else' WHERE seq = 1"))
        triggers.recreate(connection)
        connection.commit()
    book.close()


def posted(url: str, key: str) -> None:
    """Record one more act."""
    book = Book.open(url)
    with book.unit_of_work(recorded_at=NOW + timedelta(days=365 * 50), rule_book=LAW) as work:
        work.journal.append(entry(work, key, "Q40 Acme", "opening", 1))
        work.commit()
    book.close()


def test_init_creates_once_and_keeps_the_name(database_url: str, command_line: CommandLine) -> None:
    answers = [
        command_line("init", "--origin", origin, "--database", database_url) for origin in ("test.example/a", "b")
    ]
    _, checkpoint = command_line("checkpoint", "--database", database_url)

    assert answers == [(0, ""), (0, "")]
    assert checkpoint.splitlines()[:2] == ["test.example/a", "1"]


def test_init_gives_every_book_a_name_of_its_own(tmp_path: Path, command_line: CommandLine) -> None:
    names = set()
    for file in ("one", "two"):
        url = f"sqlite:///{tmp_path / file}"
        assert command_line("init", "--database", url)[0] == 0
        names.add(command_line("checkpoint", "--database", url)[1].splitlines()[0])

    assert len(names) == 2
    assert all(name.startswith("permit-ledger/") for name in names)


def test_init_refuses_a_name_that_no_checkpoint_could_carry(sqlite_url: str, command_line: CommandLine) -> None:
    assert command_line("init", "--origin", "聊城 账簿", "--database", sqlite_url)[0] == 2


def test_init_leaves_the_database_of_another_program_alone(database_url: str, command_line: CommandLine) -> None:
    engine = engine_for(database_url)
    with engine.connect() as connection:
        connection.exec_driver_sql("CREATE TABLE customers (id integer)")
        connection.commit()

    code, body = command_line("init", "--json", "--database", database_url)

    assert (code, body["code"]) == (3, "database.foreign")
    with engine.connect() as connection:
        assert inspect(connection).get_table_names() == ["customers"]
    engine.dispose()


def test_every_keeping_command_answers_in_json_when_asked(
    sqlite_url: str, tmp_path: Path, command_line: CommandLine
) -> None:
    copy = tmp_path / "copy.sqlite"

    created = command_line("init", "--json", "--origin", "test.example/book", "--database", sqlite_url)
    again = command_line("init", "--json", "--database", sqlite_url)
    _, checkpoint = command_line("checkpoint", "--json", "--database", sqlite_url)
    saved = command_line("backup", str(copy), "--json", "--database", sqlite_url)
    restored = command_line("restore", str(copy), "--json", "--database", sqlite_url)

    assert created == (0, {"origin": "test.example/book", "done": "created"})
    assert again == (0, {"origin": "test.example/book", "done": "nothing"})
    assert (checkpoint["origin"], checkpoint["size"]) == ("test.example/book", 1)
    assert saved == (0, {"path": str(copy), "checkpoint": checkpoint})
    assert restored[0] == 0
    assert (restored[1]["size"], restored[1]["root"]) == (1, checkpoint["root"])


def test_verify_answers_as_the_contract_says(database_url: str, tmp_path: Path, command_line: CommandLine) -> None:
    anchor = tmp_path / "checkpoint"
    assert command_line("init", "--database", database_url) == (0, "")
    assert command_line("checkpoint", "--out", str(anchor), "--database", database_url) == (0, "")

    code, body = command_line("verify", "--full", "--json", "--anchor", str(anchor), "--database", database_url)

    assert code == 0
    assert body == {"ok": True, "size": 1, "root": anchor.read_text().splitlines()[2], "findings": []}


def test_verify_tells_every_finding_and_exits_with_one(book_url: str, command_line: CommandLine) -> None:
    tampered(book_url)

    code, body = command_line("verify", "--json", "--database", book_url)
    code_for_people, lines = command_line("verify", "--database", book_url)

    assert (code, code_for_people, body["ok"], body["size"]) == (1, 1, False, 1)
    assert [(finding["code"], finding["where"]) for finding in body["findings"]] == [
        ("journal.leaf", "journal/1"),
        ("head.root", "head"),
        ("head.peaks", "head"),
    ]
    assert all(finding["detail"] for finding in body["findings"])
    assert all(f"（{finding['code']}）" in lines for finding in body["findings"])


def test_verify_finds_what_an_older_checkpoint_contradicts(
    book_url: str, tmp_path: Path, command_line: CommandLine
) -> None:
    anchor = tmp_path / "checkpoint"
    command_line("checkpoint", "--out", str(anchor), "--database", book_url)
    anchor.write_text(anchor.read_text().replace("\n1\n", "\n2\n"))

    code, body = command_line("verify", "--json", "--anchor", str(anchor), "--database", book_url)

    assert (code, [finding["code"] for finding in body["findings"]]) == (1, ["anchor.size"])


@pytest.mark.parametrize("content", [b"", b"no checkpoint", b"\xff\n1\n2\n"])
def test_verify_refuses_what_is_no_checkpoint(
    content: bytes, sqlite_book_url: str, tmp_path: Path, command_line: CommandLine
) -> None:
    anchor = tmp_path / "checkpoint"
    anchor.write_bytes(content)

    code, body = command_line("verify", "--json", "--anchor", str(anchor), "--database", sqlite_book_url)

    assert (code, body["errors"][0]["code"].partition(".")[0]) == (2, "checkpoint")


def test_verify_without_a_book_is_a_matter_of_the_environment(sqlite_url: str, command_line: CommandLine) -> None:
    code, body = command_line("verify", "--json", "--database", sqlite_url)

    assert (code, body["code"]) == (3, "book.missing")


def test_verify_of_a_file_that_is_no_database_is_a_finding(
    sqlite_url: str, tmp_path: Path, command_line: CommandLine
) -> None:
    (tmp_path / "ledger.sqlite").write_bytes(b"\xff" * 9_000)

    code, body = command_line("verify", "--json", "--database", sqlite_url)

    assert (code, body["findings"][0]["code"]) == (1, "database.damaged")


def test_a_backup_is_restored(sqlite_book_url: str, tmp_path: Path, command_line: CommandLine) -> None:
    backup = str(tmp_path / "backup.sqlite")
    assert command_line("backup", backup, "--database", sqlite_book_url) == (0, "")
    posted(sqlite_book_url, "later")
    assert command_line("verify", "--json", "--database", sqlite_book_url)[1]["size"] == 2

    assert command_line("restore", backup, "--database", sqlite_book_url) == (0, "")

    assert command_line("verify", "--json", "--database", sqlite_book_url)[1]["size"] == 1
    assert len(list(tmp_path.glob("*before-restore*"))) == 1
    assert command_line("backup", backup, "--database", sqlite_book_url)[0] == 1
    assert command_line("backup", str(tmp_path / "no" / "where"), "--database", sqlite_book_url)[0] == 2


def test_a_tampered_backup_is_not_restored(sqlite_book_url: str, tmp_path: Path, command_line: CommandLine) -> None:
    backup = tmp_path / "backup.sqlite"
    command_line("backup", str(backup), "--database", sqlite_book_url)
    tampered(f"sqlite:///{backup}")

    assert command_line("restore", str(backup), "--database", sqlite_book_url)[0] == 1
    assert command_line("verify", "--database", sqlite_book_url)[0] == 0


def test_restore_tells_malformed_input_from_a_missing_environment(
    sqlite_book_url: str, tmp_path: Path, command_line: CommandLine
) -> None:
    (tmp_path / "letter").write_text("a letter" * 99)

    assert command_line("restore", str(tmp_path / "nowhere"), "--database", sqlite_book_url)[0] == 2
    assert command_line("restore", str(tmp_path / "letter"), "--database", sqlite_book_url)[0] == 3


@pytest.mark.parametrize("watched", [True, False])
def test_progress_is_shown_only_to_somebody_who_watches(
    watched: bool,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(sys.stderr, "isatty", lambda: watched)
    door = Door(settings=Settings(), named_database="", json=False, request_id="")

    with shown_progress(door, say("已复制")) as progress:
        progress(1_000)

    written = capsys.readouterr()
    assert written.out == ""
    assert ("已复制 1,000" in written.err) == watched
