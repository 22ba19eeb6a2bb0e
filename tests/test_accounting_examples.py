"""Every example of the posting manual, done by the persons whose task it is."""

from __future__ import annotations

from typing import Any

import pytest

from ledger.domain.bookkeeping.unit import UnitKind
from ledger.domain.values.quantity import format_tonnes, format_yuan
from ledger.projections.accounts.entry import entry as entry_at
from ledger.projections.checks.control_checks import check_controls
from ledger.services.catalogue import ACTS
from ledger.store.findings import Findings
from ledger.store.verification import verify
from schemas.command import read_command
from tests.accounting_notation import FOLDER, Example, Step, examples
from tests.services.acts.bureau import Bureau, opened
from tests.services.acts.conftest import FIRST_DAY, new_book

EXAMPLES = examples()


@pytest.mark.parametrize("example", EXAMPLES, ids=[example.name for example in EXAMPLES])
def test_an_example_posts_what_it_says(example: Example, sqlite_url: str) -> None:
    book = new_book(sqlite_url)
    bureau = opened(book, today=FIRST_DAY)
    for step in example.steps:
        command = read_command(ACTS[step.kind].command, step.content)
        if step.given:
            bureau.do(step.kind, command)
        elif step.refused:
            assert bureau.refused(step.kind, command) == step.codes, step.place
        else:
            assert _posted(bureau, step, command) == step.postings, step.place
    with book.reading() as connection:
        controls = Findings()
        check_controls(connection, controls)
        assert controls.kept() == ()
        assert verify(connection, full=True).findings == ()
    book.close()


def _posted(bureau: Bureau, step: Step, command: Any) -> list[tuple[str, str, str, str]]:
    place = bureau.do(step.kind, command)
    with bureau.book.reading() as connection:
        entry = entry_at(connection, place)
    assert entry.kind == step.kind
    return [
        (
            moved.debit.code,
            moved.credit.code,
            "CNY" if moved.unit.kind is UnitKind.MONEY else str(moved.unit.pollutant),
            (format_yuan if moved.unit.kind is UnitKind.MONEY else format_tonnes)(moved.amount),
        )
        for moved in entry.movements
    ]


def test_every_act_has_an_example_that_posts_and_one_that_is_refused() -> None:
    done = {step.kind for example in EXAMPLES for step in example.steps if not (step.given or step.refused)}
    refused = {step.kind for example in EXAMPLES for step in example.steps if step.refused}

    assert done == set(ACTS)
    assert refused == set(ACTS)


def test_every_act_has_its_section_in_the_manual() -> None:
    titles = [line for path in FOLDER.glob("*.md") for line in path.read_text(encoding="utf-8").splitlines()]

    assert [act.kind for act in ACTS.values() if f"## `{act.kind}` {act.title}" not in titles] == []


def test_every_act_stands_in_the_table_of_the_manual() -> None:
    table = (FOLDER.parent / "accounting.md").read_text(encoding="utf-8")

    assert [
        act.kind for act in ACTS.values() if f"| `{act.kind}` | {act.title} | {act.series.value} |" not in table
    ] == []
