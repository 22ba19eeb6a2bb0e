"""Batches and sheets of acts: each row read, every fault with its row."""

from __future__ import annotations

import json

import pytest

from ledger.domain.rights.cap import SetCap
from schemas.act_batch import Step, is_act_batch, read_batch
from schemas.act_sheet import is_act_sheet, read_sheet
from schemas.malformed import Malformed, MalformedText

CAP = {
    "effective_on": "2026-01-05",
    "area": "东区",
    "pollutant": "COD",
    "basin": "海河",
    "kind": "absolute",
    "grams": "120.5",
    "document": "示例文件",
}
HEADER = "act,effective_on,area,pollutant,basin,kind,grams,document"
ROW = "cap.set,2026-01-05,东区,COD,海河,absolute,120.5,示例文件"


def batch(*lines: object) -> bytes:
    return "\n".join(json.dumps(line, ensure_ascii=False) for line in lines).encode()


def sheet(*rows: str, encoding: str = "utf-8") -> bytes:
    return "\r\n".join((HEADER, *rows)).encode(encoding)


def test_a_batch_records_and_decides() -> None:
    lines = read_batch(
        batch(
            {"act": "cap.set", "command": CAP, "key": "a", "evidence": [{"file": "scans/minutes.pdf"}]},
            {"step": "approve", "reference": 7, "shown": "abc"},
            {"step": "return", "reference": 8, "reason": "数量待核"},
        )
    )

    assert [line.step for line in lines] == [Step.RECORD, Step.APPROVE, Step.RETURN]
    assert isinstance(lines[0].command, SetCap)
    assert (lines[0].key, lines[0].evidence[0].name) == ("a", "minutes.pdf")


def test_equal_lines_are_two_acts_and_the_same_file_again_is_the_same_acts() -> None:
    data = batch({"act": "cap.set", "command": CAP}, {"act": "cap.set", "command": CAP})
    keys = [line.key for line in read_batch(data)]

    assert len(set(keys)) == 2
    assert [line.key for line in read_batch(data)] == keys


@pytest.mark.parametrize(
    ("line", "faults"),
    [
        ({"act": "cap.other", "command": {}}, {("act", "act.unknown")}),
        ({"act": "cap.set", "command": []}, {("command", "object.type")}),
        ({"act": "cap.set"}, {("command", "field.required")}),
        ({"act": "cap.set", "command": {**CAP, "grams": "-1"}}, {("command.grams", "number.format")}),
        ({"step": "approve", "reference": 0, "shown": "x"}, {("reference", "integer.range")}),
        ({"step": "approve", "reference": 3}, {("shown", "field.required")}),
        ({"step": "reject", "reference": 3}, {("reason", "field.required")}),
        ({"step": "post", "act": "cap.set", "command": CAP}, {("step", "choice.unknown")}),
        ({"step": "return", "reference": 3, "reason": "x", "act": "cap.set"}, {("act", "field.unknown")}),
        ({"act": "cap.set", "command": CAP, "postings": []}, {("postings", "field.unknown")}),
    ],
)
def test_a_faulty_line_is_told_with_its_row(line: object, faults: set[tuple[str, str]]) -> None:
    with pytest.raises(Malformed) as refused:
        read_batch(batch({"act": "cap.set", "command": CAP}, line))

    assert {(error.field, error.code) for error in refused.value.errors} == faults
    assert {error.row for error in refused.value.errors} == {2}


def test_a_batch_is_known_by_its_first_line() -> None:
    assert is_act_batch(batch({"act": "cap.set", "command": CAP}))
    assert is_act_batch(b"\n" + batch({"step": "approve", "reference": 1, "shown": "x"}))
    assert not is_act_batch(b'{"rounds": []}')
    assert not is_act_batch(b"")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_sheet_is_read_as_spreadsheets_write_it(encoding: str) -> None:
    [line] = read_sheet(sheet(ROW, encoding=encoding))

    assert line.row == 2
    assert line.command.grams == 120_500_000
    assert line.command.area == "东区"


def test_a_sheet_is_known_by_its_first_column() -> None:
    assert is_act_sheet(sheet(ROW))
    assert is_act_sheet(sheet(ROW, encoding="utf-8-sig"))
    assert not is_act_sheet(b"area,act\n")


def test_faults_of_a_sheet_are_told_with_the_row_of_the_sheet() -> None:
    with pytest.raises(Malformed) as refused:
        read_sheet(sheet(ROW, ROW.replace("120.5", "１"), "cap.other,,,,,,,", "too,short", ROW.replace("COD", "cod")))

    assert [(error.row, error.field, error.code) for error in refused.value.errors] == [
        (3, "grams", "number.format"),
        (4, "act", "act.unknown"),
        (5, "", "sheet.columns"),
        (6, "pollutant", "factor.unknown"),
    ]


def test_a_row_without_an_act_needs_one_above() -> None:
    with pytest.raises(Malformed) as refused:
        read_sheet(sheet(",2026-01-05,东区,COD,海河,absolute,120.5,示例文件"))

    assert [(error.row, error.code) for error in refused.value.errors] == [(2, "field.required")]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (f"{HEADER},area\n".encode(), "sheet.header"),
        (f'{HEADER}\ncap.set,"open'.encode(), "sheet.syntax"),
        (HEADER.encode() + b"\n\xff\xff\xff", "text.encoding"),
    ],
)
def test_a_sheet_that_cannot_be_read_is_refused_whole(data: bytes, code: str) -> None:
    with pytest.raises(MalformedText) as refused:
        read_sheet(data)

    assert refused.value.code == code
