"""The list of bad inputs is whole: every number is put in somewhere, and every exercise that it names is there."""

from __future__ import annotations

import ast
from collections import Counter
from pathlib import Path

import pytest

from tests.bad_input.catalogue import COUNT, Door
from tests.bad_input.cells import CELLS
from tests.bad_input.elsewhere import EXERCISES
from tests.bad_input.files import HARMFUL, NAMES, TABLES
from tests.bad_input.requests import MEMBERS, QUERIES, REQUESTS, TEXTS
from tests.bad_input.texts import BYTES, INERT, PLACES
from tests.web.pages.bad_input.members import TABLES as VALUES
from tests.web.pages.bad_input.members import put_in_at

ROOT = Path(__file__).parents[4]


def numbers() -> Counter[int]:
    """Return how often each number is put in, over all categories."""
    rows = (*INERT, *BYTES, *PLACES, *MEMBERS, *QUERIES, *HARMFUL, *NAMES, *EXERCISES)
    told = (*CELLS, *TABLES, *TEXTS, *REQUESTS, *(bad for _, table in VALUES for bad in table))
    return Counter([*(row[0] for row in rows), *(bad.number for bad in told)])


def test_every_number_is_put_in_somewhere() -> None:
    found = numbers()

    assert sorted(found) == list(range(1, COUNT + 1))


def test_every_value_is_put_in_at_every_door_that_takes_its_like() -> None:
    tried = {door: {bad.number for _, bad in put_in_at(door)} for door in Door}
    everywhere = {bad.number for _, table in VALUES for bad in table if isinstance(bad.value, str)}

    assert tried[Door.FORM] | tried[Door.ACTS] == everywhere | {bad.number for _, table in VALUES for bad in table}
    assert all(len(numbers) > 40 for numbers in tried.values())


@pytest.mark.parametrize("place", [row[2] for row in EXERCISES], ids=[f"{row[0]}-{row[1]}" for row in EXERCISES])
def test_an_exercise_is_where_the_list_says(place: str) -> None:
    file, _, begin = place.partition("::")
    tree = ast.parse((ROOT / file).read_text(encoding="utf-8"))
    names = [node.name for node in tree.body if isinstance(node, ast.FunctionDef)]

    assert [each for each in names if each.startswith(begin or "test_")]
