"""``import`` of round files from the command line: all files of one call whole or not at all, each round once."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import web
from tests.services.round_files import lot, notice, trade
from tests.web.recorded import contents

if TYPE_CHECKING:
    from tests.web.conftest import CommandLine

PUBLISHED = Path(web.__file__).parent / "demo" / "published_rounds.json"
CALL = "from web.cli import main; main()"
ACTS_OF_A_ROUND = 4
"""Its registration, its opening, its notice and its one sale."""
TRADES = 3_000


def file(folder: Path, name: str, content: object) -> str:
    path = folder / name
    path.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
    return str(path)


def started(url: str, *words: str) -> subprocess.Popen[bytes]:
    """Start the program in a process of its own."""
    return subprocess.Popen(
        [sys.executable, "-c", CALL, *words, "--database", url, "--json"],
        cwd=Path(web.__file__).parents[1],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, "LEDGER_LANG": "en"},
    )


def test_the_published_rounds_are_booked_and_then_recognised(command_line: CommandLine, book_url: str) -> None:
    code, first = command_line("import", str(PUBLISHED), "--database", book_url, "--json")
    before = contents(book_url)
    again_code, again = command_line("import", str(PUBLISHED), "--database", book_url, "--json")

    assert (code, again_code) == (0, 0)
    assert [answer["round"] for answer in first["rounds"]] == [1, 2, 3, 4, 5, 6, 7]
    assert not any(answer["recognised"] for answer in first["rounds"])
    assert [(answer["seq"], answer["acts"], answer["recognised"]) for answer in again["rounds"]] == [
        (answer["seq"], 0, True) for answer in first["rounds"]
    ]
    assert contents(book_url) == before
    assert sum(answer["acts"] for answer in first["rounds"]) == before[0] - 1


def test_a_round_is_recognised_whatever_the_order_of_its_members(
    command_line: CommandLine, sqlite_book_url: str, tmp_path: Path
) -> None:
    turned = dict(reversed(notice(lots=[dict(reversed(lot().items()))]).items()))
    command_line("import", file(tmp_path, "a.json", notice()), "--database", sqlite_book_url)

    code, answer = command_line(
        "import", file(tmp_path, "b.json", {"rounds": [turned]}), "--database", sqlite_book_url, "--json"
    )

    assert (code, answer["rounds"][0]["recognised"]) == (0, True)


def test_a_round_that_comes_twice_in_one_call_is_booked_once(
    command_line: CommandLine, sqlite_book_url: str, tmp_path: Path
) -> None:
    one, two = file(tmp_path, "1.json", {"rounds": [notice(), notice()]}), file(tmp_path, "2.json", notice())

    code, answer = command_line("import", one, two, "--database", sqlite_book_url, "--json")

    assert code == 0
    assert [found["recognised"] for found in answer["rounds"]] == [False, True, True]
    assert contents(sqlite_book_url)[0] == 1 + ACTS_OF_A_ROUND


def test_two_processes_that_import_the_same_round_book_it_once(book_url: str, tmp_path: Path) -> None:
    path = file(tmp_path, "rounds.json", {"rounds": [notice(number=number) for number in range(1, 51)]})

    ended = [process.communicate()[0] for process in [started(book_url, "import", path) for _ in range(4)]]

    answers = [[found["recognised"] for found in json.loads(output)["rounds"]] for output in ended]
    assert sorted(answers) == [[False] * 50] + [[True] * 50] * 3
    assert contents(book_url)[0] == 1 + 50 * ACTS_OF_A_ROUND


def test_two_processes_with_different_contents_of_a_round_cannot_both_book_it(book_url: str, tmp_path: Path) -> None:
    processes = [
        started(book_url, "import", file(tmp_path, f"{price}.json", notice(trades=[trade(unit_price=price)])))
        for price in ("1", "2", "3")
    ]

    ended = [(json.loads(process.communicate()[0]), process.returncode) for process in processes]

    assert sorted(code for _, code in ended) == [0, 1, 1]
    assert [answer["code"] for answer, code in ended if code] == ["round.changed"] * 2
    assert contents(book_url)[0] == 1 + ACTS_OF_A_ROUND


@pytest.mark.parametrize("dry_run", [(), ("--dry-run",)])
def test_another_content_is_refused_and_nothing_of_the_call_is_recorded(
    command_line: CommandLine, book_url: str, tmp_path: Path, dry_run: tuple[str, ...]
) -> None:
    command_line("import", file(tmp_path, "old.json", notice()), "--database", book_url)
    before = contents(book_url)
    fresh = file(tmp_path, "fresh.json", notice(number=2, place="聊城", trades=[trade(buyer="New buyer")]))
    changed = file(tmp_path, "changed.json", notice(lots=[lot("11")]))

    code, answer = command_line("import", fresh, changed, fresh, "--database", book_url, "--json", *dry_run)

    assert (code, answer["code"], answer["status"]) == (1, "round.changed", 409)
    assert "未入账" in answer["detail"]
    assert contents(book_url) == before


def test_another_content_in_the_same_file_is_refused(
    command_line: CommandLine, sqlite_book_url: str, tmp_path: Path
) -> None:
    path = file(tmp_path, "a.json", {"rounds": [notice(), notice(note="once more")]})

    code, answer = command_line("import", path, "--database", sqlite_book_url, "--json")

    assert (code, answer["code"], contents(sqlite_book_url)[0]) == (1, "round.changed", 1)


def test_the_faults_of_all_files_are_told_with_their_files_and_nothing_is_recorded(
    command_line: CommandLine, sqlite_book_url: str, tmp_path: Path
) -> None:
    good = file(tmp_path, "good.json", notice())
    empty = file(tmp_path, "empty.json", {"rounds": [notice(), notice(number=0)]})
    other = file(tmp_path, "other.json", [1])
    cut = tmp_path / "cut.json"
    cut.write_bytes(b'{"number": 1')

    code, answer = command_line("import", good, empty, other, str(cut), "--database", sqlite_book_url, "--json")

    assert (code, answer["code"]) == (2, "malformed")
    assert [(error["field"].partition(": ")[2], error["code"]) for error in answer["errors"]] == [
        ("rounds.1.number", "integer.range"),
        ("file", "file.kind"),
        ("", "json.syntax"),
    ]
    assert contents(sqlite_book_url)[0] == 1


def test_a_missing_file_stops_the_whole_call(command_line: CommandLine, sqlite_book_url: str, tmp_path: Path) -> None:
    good = file(tmp_path, "good.json", notice())

    code, answer = command_line("import", good, "none.json", "--database", sqlite_book_url, "--json")

    assert (code, answer["code"], contents(sqlite_book_url)[0]) == (2, "file.missing", 1)


@pytest.mark.parametrize("words", [("--json",), ()])
def test_a_dry_run_says_what_would_be_booked_and_books_nothing(
    command_line: CommandLine, book_url: str, words: tuple[str, ...]
) -> None:
    before = contents(book_url)

    code, answer = command_line("import", "--dry-run", str(PUBLISHED), "--database", book_url, *words)

    assert code == 0
    assert contents(book_url) == before
    if words:
        assert answer["dry_run"]
        assert [found["acts"] for found in answer["rounds"]] == [5, 7, 7, 3, 5, 4, 12]
    else:
        assert answer.count("未入账") == 7


def test_a_round_is_read_from_standard_input(command_line: CommandLine, sqlite_book_url: str) -> None:
    code, answer = command_line(
        "import", "-", "--database", sqlite_book_url, "--json", given=json.dumps(notice()).encode()
    )

    assert (code, answer["rounds"][0]["place"]) == (0, "Testville")


def test_no_book_is_no_place_to_import_to(command_line: CommandLine, sqlite_url: str) -> None:
    code, answer = command_line("import", str(PUBLISHED), "--database", sqlite_url, "--json")

    assert (code, answer["code"]) == (3, "book.missing")


@pytest.mark.parametrize("name", ["", "a\nb", "\u202e", "\udc80"])
def test_a_user_whose_name_cannot_be_written_down_imports_nothing(
    command_line: CommandLine, sqlite_book_url: str, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setattr("web.system_user.getuser", lambda: name)

    code, answer = command_line("import", str(PUBLISHED), "--database", sqlite_book_url, "--json")

    assert (code, answer["code"].partition(".")[0], contents(sqlite_book_url)[0]) == (2, "text", 1)


def test_a_user_without_a_name_is_known_by_number(
    command_line: CommandLine, sqlite_book_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for variable in ("LOGNAME", "USER", "LNAME", "USERNAME"):
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.setattr("os.getuid", lambda: 4_000_000)

    code, _ = command_line("import", str(PUBLISHED), "--database", sqlite_book_url)

    assert code == 0


def big_round() -> dict[str, Any]:
    """Return a round of thousands of trades, none of which names its seller."""
    return notice(lots=[lot(f"{TRADES}")], trades=[trade("1", buyer=f"Buyer {n % 50}") for n in range(TRADES)])


def test_an_import_that_is_killed_leaves_nothing_or_all(book_url: str, tmp_path: Path) -> None:
    path = file(tmp_path, "big.json", big_round())
    started_at = time.monotonic()
    started(book_url, "import", "--dry-run", path).communicate()
    seconds = time.monotonic() - started_at
    empty = contents(book_url)
    killed = 0

    for part in (0.2, 0.4, 0.6, 0.8, 0.95):
        process = started(book_url, "import", path)
        time.sleep(seconds * part)
        process.send_signal(signal.SIGKILL)
        process.communicate()
        killed += process.returncode == -signal.SIGKILL
        assert contents(book_url)[0] in {1, 1 + 3 + TRADES}
        if contents(book_url) != empty:
            break

    finished = started(book_url, "import", path)
    output, _ = finished.communicate()
    assert killed
    assert (finished.returncode, json.loads(output)["rounds"][0]["round"]) == (0, 1)
    assert contents(book_url)[0] == 1 + 3 + TRADES
