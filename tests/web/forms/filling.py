"""Filling in forms as browsers send them: dotted names and texts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ledger.services.catalogue import ACTS
from web.forms.nodes import Form
from web.forms.reading import Filled, filled
from web.forms.tree import form_of
from web.forms.typed import typed_into

Inputs = dict[str, str]


def form(kind: str) -> Form:
    """Return the form of a kind of act."""
    return form_of(ACTS[kind].command)


def read(kind: str, inputs: Inputs) -> Filled:
    """Fill in a form and read it."""
    return filled(form(kind), typed_into(form(kind), inputs.items()))


def inputs_of(content: Any) -> Inputs:
    """Return a content of JSON as it is typed: a whole number by its digits, yes by a tick."""
    return dict(_inputs(content, ""))


def _inputs(value: Any, path: str) -> Iterator[tuple[str, str]]:
    match value:
        case dict():
            for name, inner in value.items():
                yield from _inputs(inner, f"{path}.{name}" if path else name)
        case list():
            for number, inner in enumerate(value):
                yield from _inputs(inner, f"{path}.{number}")
        case None | False:
            pass
        case True:
            yield path, "true"
        case _:
            yield path, str(value)


INTAKE: Inputs = {
    "effective_on": "2026-02-02",
    "id": "示例项目1",
    "area": "东区",
    "enterprise": "91371500MA00DEM012",
    "legal_person": "91371500MA00DEM012",
    "site": "示例园区1号",
    "name": "示例扩建",
    "nature": "expansion",
    "requested_on": "2026-02-02",
    "table.0.pollutant": "COD",
    "table.0.basin": "海河",
    "table.0.existing_actual": "5",
    "table.0.existing_permitted": "6",
    "table.0.under_construction": "0",
    "table.0.this_project": "1.5",
    "table.0.replaced": "0.5",
    "table.0.whole_plant_after": "6",
}
"""A project as its clerk types it; invented."""
