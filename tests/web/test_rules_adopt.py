"""``rules adopt`` and ``rules exposure``: law changes by two persons, and no other law judges."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from ledger.rules.law.loader import BOOKS

if TYPE_CHECKING:
    from tests.web.conftest import CommandLine, Person

PUBLISHED = Path(__file__).parents[2] / "web" / "demo" / "published_rounds.json"


@pytest.fixture
def corrected(tmp_path: Path) -> Path:
    """Return a folder with a copy of the book in which a limit is corrected."""
    folder = tmp_path / "books"
    shutil.copytree(BOOKS, folder)
    path = folder / "liaocheng" / "lc25.toml"
    path.write_text(path.read_text(encoding="utf-8").replace("at_most = 0.01", "at_most = 0.02"), encoding="utf-8")
    return folder


def test_two_persons_who_bring_the_same_book_adopt_it(
    person: Person, corrected: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    words = ("rules", "adopt", str(corrected), "--document", "示例决定1号")

    silent = person("clerk", *words)
    recorded = person("clerk", *words, "--corrigendum", "原文误读")
    again = person("clerk", "rules", "adopt", str(corrected))
    monkeypatch.setenv("LEDGER_RULES_DIR", str(corrected))
    before = person("clerk", "import", str(PUBLISHED), "--dry-run")
    adopted = person("reviewer", "rules", "adopt", str(corrected))
    after = person("clerk", "import", str(PUBLISHED), "--dry-run")

    assert [breach["code"] for breach in silent[1]["breaches"]] == ["law.rewrites_past"]
    assert [answer["state"] for _, answer in (recorded, again, adopted)] == ["recorded", "waiting", "adopted"]
    assert recorded[1]["reference"] == again[1]["reference"] == adopted[1]["reference"]
    assert (before[0], before[1]["code"]) == (3, "rules.unadopted")
    assert after[0] == 0


def test_one_text_takes_its_place_among_the_adopted_ones(person: Person, corrected: Path) -> None:
    text = corrected / "liaocheng" / "lc25.toml"
    whole = person("clerk", "rules", "adopt", str(corrected), "--dry-run")
    alone = person("clerk", "rules", "adopt", str(text), "--dry-run")

    assert whole[1]["digest"] == alone[1]["digest"]
    assert alone[1]["state"] == "checked"


def test_the_program_goes_on_by_the_adopted_law_though_the_former_lies_at_hand(person: Person, corrected: Path) -> None:
    words = ("rules", "adopt", str(corrected), "--document", "示例决定1号", "--corrigendum", "原文误读")
    person("clerk", *words)
    person("reviewer", *words)

    code, _ = person("clerk", "import", str(PUBLISHED))

    assert code == 0


def test_a_faulty_book_is_refused_with_every_fault(person: Person, tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_text("x = 1\n", encoding="utf-8")

    code, answer = person("clerk", "rules", "adopt", str(tmp_path))

    assert code == 1
    assert {breach["code"] for breach in answer["breaches"]} == {"rule_book.faulty"}
    assert len(answer["breaches"]) == 3


def test_who_is_not_known_adopts_nothing(
    person: Person,
    corrected: Path,
    monkeypatch: pytest.MonkeyPatch,
    command_line: CommandLine,
    book_url: str,
) -> None:
    assert person("clerk", "rules", "adopt", str(corrected))[1]["code"] == "usage.missing"
    monkeypatch.setenv("LEDGER_TOKEN", "another")
    words = ("rules", "adopt", str(corrected), "--database", book_url, "--json")
    assert command_line(*words)[1]["code"] == "user.refused"
    monkeypatch.setenv("LEDGER_USER", "")
    assert command_line(*words)[1]["code"] == "user.unnamed"
    assert person("clerk", "rules", "adopt", "nowhere")[0] == 2


def test_the_exposure_lists_every_assumption_of_the_adopted_book(
    command_line: CommandLine, sqlite_book_url: str
) -> None:
    code, rows = command_line("rules", "exposure", "--database", sqlite_book_url, "--json")
    _, words = command_line("rules", "exposure", "--database", sqlite_book_url)

    assert code == 0
    assert {row["authority"] for row in rows} == {"assumed", "by_analogy"}
    assert {(row["acts"], row["rights"], row["money"]) for row in rows} == {(0, "0.0000", "0.00")}
    assert "exemption.unit" in words
