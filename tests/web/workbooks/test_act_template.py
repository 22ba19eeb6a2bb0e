"""Every act has a template, and what is filled into it is read."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from ledger.services.catalogue import ACTS
from schemas.act_sheet import columns_of, read_acts
from schemas.import_file import ActBatch, read_import
from schemas.malformed import Malformed
from schemas.sheet_cells import Cell, SheetRow
from schemas.workbook import read_workbook
from web.forms.tree import form_of
from web.labels.acts import TITLES
from web.language import translator
from web.workbooks.act_columns import act_columns
from web.workbooks.act_template import act_template

MADE = datetime(2026, 6, 1, 9, tzinfo=UTC)
DOMAIN_FAULTS = ("date.order", "act.", "cap.", "opening.")


def template(kind: str, language: str = "zh") -> bytes:
    columns = act_columns(form_of(ACTS[kind].command))
    return act_template(kind, TITLES[kind], columns, translate=translator(language), made_at=MADE)  # type: ignore[arg-type]  # parametrized text


@pytest.mark.parametrize("kind", ACTS)
def test_the_example_of_a_template_has_the_shape_of_the_act(kind: str) -> None:
    headings, names, example = read_workbook(template(kind))
    filled = SheetRow(example.number, [Cell(kind), *example.cells[1:]])

    assert len(headings.texts) == len(names.texts) == len(set(columns_of([headings, names])))
    try:
        [line] = read_acts([headings, names, filled], exact=False)
    except Malformed as refused:
        shape = [
            fault
            for fault in refused.errors
            if fault.code.split(".")[0] in {"field", "cell", "choice", "factor", "number", "text"}
        ]
        assert shape == []
    else:
        assert line.act == kind


@pytest.mark.parametrize("language", ["zh", "en"])
def test_an_untouched_template_holds_no_act(language: str) -> None:
    with pytest.raises(Malformed) as refused:
        read_import({"caps.xlsx": template("cap.set", language)})

    assert refused.value.code == "sheet.empty"


def test_a_filled_template_is_read() -> None:
    headings, names, example = read_workbook(template("project.intake"))
    members = {
        name: cell for name, cell in zip(names.texts, example.cells, strict=True) if not name.startswith("table.")
    }
    lines = [
        {
            **members,
            "act": Cell("project.intake 项目登记"),
            "table.pollutant": Cell("COD 化学需氧量"),
            "table.basin": Cell("海河"),
        },
        {"table.pollutant": Cell("NH3-N"), "table.basin": Cell("海河")},
    ]
    rows = [
        SheetRow(number, [line.get(name, Cell()) for name in names.texts]) for number, line in enumerate(lines, start=4)
    ]

    [read] = read_acts([headings, names, example, *rows], exact=False)

    assert [line.pollutant for line in read.command.table] == ["COD", "NH3-N"]


def test_the_template_is_a_file_of_acts() -> None:
    headings, names, example = read_workbook(template("area.register"))

    assert example.texts[0].startswith("#")
    assert isinstance(
        ActBatch(
            name="x",
            lines=tuple(
                read_acts([headings, names, SheetRow(4, [Cell("area.register"), *example.cells[1:]])], exact=False)
            ),
        ),
        ActBatch,
    )
