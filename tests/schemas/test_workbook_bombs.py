"""Workbooks made to harm are refused in less than two seconds of computing and 200 MB of memory."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Final

import pytest

from schemas.import_file import read_import
from schemas.malformed import Malformed
from tests.bad_input.bombs import BOMBS, MEGABYTE, header_row
from tests.schemas.workbooks import package, sheet_xml

ROOT: Final = Path(__file__).parents[2]
MOST_MEMORY: Final = 200 * MEGABYTE
READ: Final = """
import json, resource, sys, time
from pathlib import Path
from schemas.import_file import read_import
from schemas.malformed import Malformed
data = Path(sys.argv[1]).read_bytes()
size = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
resource.setrlimit(resource.RLIMIT_AS, (size + int(sys.argv[2]), -1))
def peak():
    status = Path("/proc/self/status").read_text()
    return 1024 * int(next(line for line in status.splitlines() if line.startswith("VmHWM")).split()[1])
before = peak()
begun = time.process_time()
try:
    read_import({"bomb.xlsx": data})
    code = "read"
except Malformed as refused:
    code = refused.code
print(json.dumps({"code": code, "seconds": time.process_time() - begun, "grown": peak() - before}))
"""


@pytest.mark.parametrize("bomb", BOMBS)
def test_a_bomb_is_refused_before_it_costs_anything(bomb: str, tmp_path: Path) -> None:
    code, made = BOMBS[bomb]
    file = tmp_path / "bomb.xlsx"
    file.write_bytes(made())

    result = subprocess.run(
        [sys.executable, "-c", READ, file, str(2 * MOST_MEMORY)], cwd=ROOT, capture_output=True, text=True, check=False
    )

    assert result.returncode == 0, result.stderr
    answer = json.loads(result.stdout)
    assert answer["code"] == code
    assert answer["seconds"] < 2
    assert answer["grown"] <= MOST_MEMORY


def test_a_formula_that_gives_another_value_than_it_shows_is_refused() -> None:
    data = package(sheet_xml(header_row() + '<row><c r="A2" t="str"><f>1+1</f><v>cap.set</v></c></row>'))

    with pytest.raises(Malformed) as refused:
        read_import({"a.xlsx": data})

    assert [(fault.row, fault.code) for fault in refused.value.errors] == [(2, "cell.formula")]
