"""The books as CSV and as JSON lines: every act, nothing else, and fit to be checked by an outsider."""

from __future__ import annotations

import csv
import io
import json
import tracemalloc
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import select

from ledger.domain.values.pollutant import Pollutant
from ledger.errors import Conflict, NotFound
from ledger.projections.export.formats import FORMATS, exported
from ledger.projections.export.selection import Selection, require_holder, round_subject
from ledger.store.book import Book
from ledger.store.tables import head
from tests.new_books import new_book
from tests.projections.exercise import CREDIT, HOLDERS, ROUND, Act, exercise, legs, record
from tests.projections.outside_verifier import leaf_of, root_of
from tests.store.conftest import LAW, NOW, TODAY

if TYPE_CHECKING:
    from collections.abc import Callable

SELECTIONS: dict[str, tuple[Selection, Callable[[int, Act, str, str, Any], bool]]] = {
    "everything": (Selection(), lambda *_: True),
    "days": (
        Selection(starts=date(2024, 6, 1), ends=date(2025, 3, 31)),
        lambda _, act, *__: date(2024, 6, 1) <= act.on <= date(2025, 3, 31),
    ),
    "enterprise": (
        Selection(enterprise="甲公司"),
        lambda _, __, code, other, ___: "/甲公司" in code + other,
    ),
    "factor": (
        Selection(pollutant=Pollutant.SULPHUR_DIOXIDE),
        lambda _, __, ___, ____, unit: unit == CREDIT,
    ),
    "round": (Selection(round=ROUND), lambda _, act, *__: act.register is not None),
    "together": (
        Selection(enterprise="甲公司", pollutant=Pollutant.COD, ends=date(2025, 6, 30)),
        lambda _, act, code, other, unit: (
            "/甲公司" in code + other and unit.pollutant is Pollutant.COD and act.on <= date(2025, 6, 30)
        ),
    ),
}


def text_of(book: Book, name: str, selection: Selection | None = None) -> str:
    with book.reading() as connection:
        return b"".join(exported(connection, selection or Selection(), format=name)).decode()


def rows_of(book: Book, selection: Selection | None = None) -> list[dict[str, str]]:
    text = text_of(book, "csv", selection).removeprefix("\ufeff")
    return list(csv.DictReader(io.StringIO(text, newline=""), strict=True))


def selected(acts: list[Act], name: str) -> list[tuple[int, str, str, str, int]]:
    """Return place, debited and credited account, unit and amount of the movements that a selection keeps."""
    keeps = SELECTIONS[name][1]
    return [
        (place, code, other, unit.code, amount)
        for place, act, code, other, unit, amount in legs(acts)
        if amount > 0 and keeps(place, act, code, other, unit)
    ]


def moved_by(row: dict[str, str]) -> tuple[int, str, str, str, int]:
    amount = Decimal(row["yuan"]).scaleb(2) if row["yuan"] else Decimal(row["tonnes"]).scaleb(6)
    return int(row["seq"]), row["debit_account"], row["credit_account"], row["unit"], int(amount)


def test_the_sheet_has_one_row_for_every_selected_movement(book: Book, acts: list[Act]) -> None:
    found = {
        name: [moved_by(row) for row in rows_of(book, selection) if row["line"]]
        for name, (selection, _) in SELECTIONS.items()
    }

    assert all(found.values())
    assert found == {name: selected(acts, name) for name in SELECTIONS}


def test_an_act_that_only_registers_has_a_row_without_a_movement(book: Book) -> None:
    everything = [row for row in rows_of(book) if not row["line"]]
    by_round = [row["seq"] for row in rows_of(book, Selection(round=ROUND)) if not row["line"]]
    by_factor = [row for row in rows_of(book, Selection(pollutant=Pollutant.COD)) if not row["line"]]

    assert [(row["seq"], row["kind"], row["registrations"]) for row in everything] == [
        ("1", "book.opened", "2"),
        ("2", "test.act", "1"),
    ]
    assert everything[0]["tonnes"] == everything[0]["debit_account"] == ""
    assert by_round == ["2"]
    assert by_factor == []


def test_the_sheet_opens_in_a_spreadsheet_and_runs_nothing(book: Book) -> None:
    text = text_of(book, "csv")
    cells = [cell for row in rows_of(book) for cell in row.values()]

    assert text.startswith("\ufeffseq,")
    assert text.count("\n") == text.count("\r\n")
    assert "'=1+1" in cells
    assert f"'{HOLDERS[1]}" in cells
    assert "'@提示 | 备注" in cells
    assert [cell for cell in cells if cell and cell[0] in "=+-@\t\r"] == []


def test_a_row_tells_all_particulars_of_its_act(book: Book, acts: list[Act]) -> None:
    row = next(row for row in rows_of(book) if row["seq"] == "9")

    act = acts[7]
    assert row["effective_on"] == act.on.isoformat()
    assert row["recorded_at"] == "2026-06-01T09:00:00.000000+00:00"
    assert (row["actor"], row["approver"], row["series"], row["number"]) == ("clerk", "reviewer", "记", "9")
    assert (row["attachments"], row["judgement"], row["key"], row["reverses"]) == ("1", "recorded", "act/9", "")
    assert row["factor"] == act.postings[0].unit.pollutant
    assert row["debit_holder"].lstrip("'") == (act.postings[0].debit[1] or "")


def test_an_outsider_computes_every_leaf_and_the_root(book: Book) -> None:
    lines = text_of(book, "jsonl").splitlines()
    with book.reading() as connection:
        size, root = connection.execute(select(head.c.size, head.c.root)).one()

    leaves = [leaf_of(line) for line in lines]
    assert len(lines) == size == 62
    assert [leaf.hex() for leaf in leaves] == [json.loads(line)["leaf"] for line in lines]
    assert root_of(leaves) == root


def test_an_outsider_sees_any_change(book: Book) -> None:
    act = json.loads(text_of(book, "jsonl").splitlines()[30])
    changes: dict[str, object] = {
        "seq": 32,
        "key": "act/32",
        "request_digest": "00" * 32,
        "kind": "round.sale",
        "effective_on": "2025-02-28",
        "recorded_at": "2026-06-01T09:00:00.000001+00:00",
        "actor": "somebody",
        "approver": "somebody",
        "series": "收",
        "number": 9,
        "attachments": 9,
        "narration": "成交 ",
        "judgement": "judged",
        "rule_book": "00" * 32,
        "reverses": 3,
        "movements": [],
        "registrations": [{"register": "round.act", "subject": "临清/7", "body": "{}"}],
    }

    unseen = [member for member in changes if leaf_of(json.dumps(act | {member: changes[member]})).hex() == act["leaf"]]

    assert unseen == []
    assert {*changes, "leaf"} == set(act)
    assert leaf_of(json.dumps(act)).hex() == act["leaf"]


def test_an_outsider_sees_a_gram(book: Book) -> None:
    line = text_of(book, "jsonl").splitlines()[30]
    act = json.loads(line)
    amount = act["movements"][0]["amount"]
    changed = f"{Decimal(amount) + Decimal('0.000001')}"

    assert leaf_of(line.replace(f'"{amount}"', f'"{changed}"')).hex() != act["leaf"]


def test_a_selected_act_is_a_whole_line(book: Book, acts: list[Act]) -> None:
    lines = {name: text_of(book, "jsonl", selection).splitlines() for name, (selection, _) in SELECTIONS.items()}

    places = {name: {json.loads(line)["seq"] for line in found} for name, found in lines.items()}
    only_registering = {"everything": {1, 2}, "round": {2}}
    assert places == {
        name: {place for place, *_ in selected(acts, name)} | only_registering.get(name, set()) for name in SELECTIONS
    }
    assert all(leaf_of(line).hex() == json.loads(line)["leaf"] for found in lines.values() for line in found)


def test_memory_does_not_grow_with_the_books(sqlite_url: str) -> None:
    book = new_book(sqlite_url, origin="test.example/book", rule_book=LAW, now=NOW, today=TODAY)
    record(book, exercise(acts=5_000))
    lengths, peaks = {}, {}
    with book.reading() as connection:
        for name in FORMATS:
            tracemalloc.start()
            lengths[name] = sum(len(piece) for piece in exported(connection, Selection(), format=name))
            peaks[name] = tracemalloc.get_traced_memory()[1]
            tracemalloc.stop()
        cached_kilobytes = connection.exec_driver_sql("PRAGMA cache_size").scalar()
    book.close()

    assert min(lengths.values()) > 800_000
    assert max(peaks.values()) < 3_000_000
    assert cached_kilobytes == -65_536


def test_a_round_is_named_by_its_number_where_one_place_has_it(book: Book) -> None:
    with book.reading() as connection:
        assert round_subject(connection, number=7) == round_subject(connection, number=7, place="临清/西") == ROUND
        with pytest.raises(NotFound):
            round_subject(connection, number=8)
        with pytest.raises(NotFound):
            round_subject(connection, number=7, place="临清")


def test_a_number_that_two_places_have_is_ambiguous(book: Book) -> None:
    other = [Act(on=date(2024, 1, 31), postings=(), register="round", place="阳谷")]
    record(book, other, first=63)

    with book.reading() as connection:
        with pytest.raises(Conflict, match="阳谷") as refusal:
            round_subject(connection, number=7)
        assert round_subject(connection, number=7, place="阳谷") == "阳谷/7"
    assert refusal.value.problem_code == "round.ambiguous"


def test_an_enterprise_is_named_exactly(book: Book) -> None:
    with book.reading() as connection:
        assert require_holder(connection, "甲公司") == "甲公司"
        with pytest.raises(NotFound) as refusal:
            require_holder(connection, "甲")

    assert refusal.value.problem_code == "enterprise.unknown"


def test_both_engines_write_the_same_files(sqlite_url: str, postgres_url: str, acts: list[Act]) -> None:
    texts = {}
    for url in (sqlite_url, postgres_url):
        book = new_book(url, origin="test.example/book", rule_book=LAW, now=NOW, today=TODAY)
        record(book, acts)
        texts[url] = {
            (name, which): text_of(book, name, SELECTIONS[which][0]) for name in FORMATS for which in SELECTIONS
        }
        book.close()

    assert texts[sqlite_url] == texts[postgres_url]
