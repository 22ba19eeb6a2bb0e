"""A workbook at the command line does what the same sheet in CSV does, and is known again however it was saved."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.schemas.workbooks import workbook

if TYPE_CHECKING:
    from pathlib import Path

    from tests.web.conftest import Person

HEADER = ("act", "effective_on", "name", "basins")
ROWS = (("area.register", "2026-01-05", "东区", "海河"), (None, None, None, "黄河"))


def test_a_workbook_is_imported_once_however_it_was_saved(person: Person, tmp_path: Path) -> None:
    file, saved_anew = tmp_path / "areas.xlsx", tmp_path / "copy.xlsx"
    file.write_bytes(workbook(HEADER, *ROWS))
    saved_anew.write_bytes(workbook(HEADER, *ROWS, shape=lambda _, sheet: sheet.set_column(0, 3, 30)))
    csv = "\r\n".join(",".join(cell or "" for cell in row) for row in (HEADER, *ROWS)).encode()

    code, answer = person("clerk", "import", str(file))
    again = person("clerk", "import", str(saved_anew))
    in_text = person("clerk", "import", "-", given=csv)

    assert code == 0, answer
    references = [found["acts"][0]["references"] for found in (answer, again[1], in_text[1])]
    assert references == [references[0]] * 3
    assert file.read_bytes() != saved_anew.read_bytes()


def test_a_fault_of_a_workbook_ends_the_call_with_its_cell(person: Person, tmp_path: Path) -> None:
    file = tmp_path / "areas.xlsx"
    file.write_bytes(workbook(HEADER, ("area.register", "2026/1/5", "东区", "海河")))

    code, answer = person("clerk", "import", str(file))

    assert code == 2
    [fault] = answer["errors"]
    assert (fault["row"], fault["field"], fault["code"]) == (2, "effective_on", "date.format")
    assert fault["detail"].startswith("B2单元格：")
