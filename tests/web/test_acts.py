"""Acts at the command line: recorded from a batch or a sheet, shown, decided by another person, all or nothing."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from tests.web.conftest import CommandLine, Person

AREA = {"act": "area.register", "command": {"effective_on": "2026-01-05", "name": "东区", "basins": ["海河"]}}
CAP = {
    "act": "cap.set",
    "command": {
        "effective_on": "2026-01-05",
        "area": "东区",
        "pollutant": "COD",
        "basin": "海河",
        "kind": "absolute",
        "grams": "120.5",
        "document": "示例文件",
    },
}


def lines(*acts: dict[str, Any]) -> bytes:
    return "\n".join(json.dumps(act, ensure_ascii=False) for act in acts).encode()


def recorded(person: Person, *acts: dict[str, Any]) -> list[int]:
    code, answer = person("clerk", "import", "-", given=lines(*acts))
    assert code == 0, answer
    references: list[int] = answer["acts"][0]["references"]
    return references


def approved(person: Person, reference: int) -> tuple[int, Any]:
    digest = person("reviewer", "act", "show", str(reference))[1]["shown"]
    return person("reviewer", "act", "approve", f"{reference}:{digest[:12]}")


@pytest.fixture
def area(person: Person) -> None:
    """Register the area in which the exercises happen."""
    [reference] = recorded(person, AREA)
    assert approved(person, reference)[0] == 0


@pytest.mark.usefixtures("area")
def test_one_person_records_and_another_decides(person: Person) -> None:
    [reference] = recorded(person, CAP)
    waiting = person("reviewer", "act", "list")[1]
    shown = person("reviewer", "act", "show", str(reference))[1]
    decided = approved(person, reference)
    balances = person("reviewer", "balances")[1]

    assert [(act["reference"], act["act"], act["state"]) for act in waiting] == [(reference, "cap.set", "recorded")]
    assert shown["command"]["grams"] == "120.5000"
    assert [(each["debit"], each["credit"], each["amount"]) for each in shown["postings"]] == [
        ("Q20:东区", "Q10:东区", "120.5000")
    ]
    assert decided == (0, [{"reference": reference, "state": "posted"}])
    assert ("Q20:东区", "120.5000") in [(row["account"], row["balance"]) for row in balances]
    assert person("reviewer", "act", "list")[1] == []


@pytest.mark.usefixtures("area")
def test_the_same_batch_again_changes_nothing(person: Person) -> None:
    first = recorded(person, CAP)
    size = person("clerk", "verify")[1]["size"]

    assert recorded(person, CAP) == first
    assert person("clerk", "verify")[1]["size"] == size


@pytest.mark.usefixtures("area")
def test_a_batch_that_comes_again_says_what_became_of_its_acts(person: Person) -> None:
    other = {**CAP, "command": {**CAP["command"], "pollutant": "SO2", "basin": None}}  # type: ignore[dict-item]  # a command is a mapping
    del other["command"]["basin"]
    withdrawn, posted = recorded(person, CAP, other)
    assert person("clerk", "act", "withdraw", str(withdrawn), "--reason", "数量有误")[0] == 0
    assert approved(person, posted)[0] == 0

    code, answer = person("clerk", "import", "-", given=lines(CAP, other))

    assert code == 0
    assert answer["acts"][0]["recognised"] == [
        {"reference": withdrawn, "state": "withdrawn", "reversed": False},
        {"reference": posted, "state": "posted", "reversed": False},
    ]


@pytest.mark.usefixtures("area")
def test_a_batch_with_one_refused_line_records_nothing(person: Person) -> None:
    size = person("clerk", "verify")[1]["size"]
    wrong = {**CAP, "command": {**CAP["command"], "basin": "黄河"}}  # type: ignore[dict-item]  # a command is a mapping
    code, answer = person("clerk", "import", "-", given=lines(CAP, wrong, {**wrong, "act": "cap.set"}))

    assert (code, answer["code"]) == (1, "batch.refused")
    assert [(error["row"], error["code"]) for error in answer["errors"]] == [(2, "basin.unknown"), (3, "basin.unknown")]
    assert answer["breaches"][0]["provision"] == "trade.water_area"
    assert person("clerk", "verify")[1]["size"] == size


@pytest.mark.usefixtures("area")
def test_a_dry_run_records_nothing(person: Person) -> None:
    size = person("clerk", "verify")[1]["size"]
    code, _ = person("clerk", "import", "-", "--dry-run", given=lines(CAP))

    assert code == 0
    assert person("clerk", "verify")[1]["size"] == size


@pytest.mark.usefixtures("area")
def test_a_sheet_is_recorded_like_a_batch(person: Person, tmp_path: Path) -> None:
    sheet = tmp_path / "caps.csv"
    sheet.write_text(
        "act,effective_on,area,pollutant,basin,kind,grams,document\n"
        "cap.set,2026-01-05,东区,COD,海河,absolute,120.5,示例文件\n"
        "cap.set,2026-01-05,东区,SO2,,absolute,80,示例文件\n",
        encoding="gb18030",
    )
    code, answer = person("clerk", "import", str(sheet))

    assert code == 0
    assert len(answer["acts"][0]["references"]) == 2


@pytest.mark.usefixtures("area")
def test_evidence_is_kept_in_the_book(person: Person, tmp_path: Path) -> None:
    paper = tmp_path / "minutes.pdf"
    paper.write_bytes(b"%PDF-1.7 minutes")
    [reference] = recorded(person, {**CAP, "evidence": [{"file": str(paper)}]})
    shown = person("reviewer", "act", "show", str(reference))[1]

    assert [each["name"] for each in shown["evidence"]] == ["minutes.pdf"]
    assert person("reviewer", "verify", "--full")[1]["findings"] == []


@pytest.mark.usefixtures("area")
def test_an_act_is_returned_corrected_and_approved(person: Person) -> None:
    [reference] = recorded(person, CAP)
    returned = person("reviewer", "act", "return", str(reference), "--reason", "应为90吨")
    corrected = {**CAP, "step": "correct", "reference": reference}
    corrected["command"] = {**CAP["command"], "grams": "90"}  # type: ignore[dict-item]  # a command is a mapping
    recorded(person, corrected)
    approved(person, reference)

    assert returned == (0, [{"reference": reference, "state": "returned"}])
    assert ("Q20:东区", "90.0000") in [(row["account"], row["balance"]) for row in person("clerk", "balances")[1]]


@pytest.mark.parametrize(
    ("words", "exit_code", "code"),
    [
        (("approve", "2:000000000000"), 1, "act.changed"),
        (("approve", "2"), 2, "usage.value"),
        (("approve", "999:000000000000"), 1, "act.missing"),
        (("show", "0"), 2, "usage.value"),
        (("reject", "2"), 2, "usage.missing"),
    ],
)
def test_a_decision_that_cannot_be_taken_is_refused(
    person: Person, words: tuple[str, ...], exit_code: int, code: str
) -> None:
    [reference] = recorded(person, AREA)
    words = tuple(word.replace("2", str(reference), 1) if word.startswith("2") else word for word in words)
    ended, answer = person("reviewer", "act", *words)

    assert (ended, answer["code"]) == (exit_code, code)


def test_nobody_acts_without_a_name_and_its_token(
    command_line: CommandLine, person: Person, book_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    person("clerk", "act", "list")
    monkeypatch.setenv("LEDGER_TOKEN", "wrong")
    wrong = command_line("act", "list", "--database", book_url, "--json")
    monkeypatch.delenv("LEDGER_USER")
    nobody = command_line("act", "list", "--database", book_url, "--json")
    unknown = command_line("act", "list", "--user", "nobody", "--database", book_url, "--json")

    assert [(code, answer["code"]) for code, answer in (wrong, nobody, unknown)] == [
        (1, "user.refused"),
        (1, "user.unnamed"),
        (1, "user.refused"),
    ]
