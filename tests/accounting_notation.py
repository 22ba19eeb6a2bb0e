"""The notation of the examples in docs/accounting: what is asked, what is posted, what is refused and why.

::

    given    KIND  DATE  {JSON}      what went before, as its own section has it: recorded and decided, not compared
    act      KIND  DATE  {JSON}      recorded and decided by the right persons
    post     DEBIT  CREDIT  POLLUTANT or CNY  AMOUNT      one posting of the act before; all of them, in order
    refused  KIND  DATE  {JSON}
    because  CODE …      every code of the refusal

Columns are set apart by two blanks or more; ``DATE`` is the member ``effective_on`` of the command.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from pathlib import Path

FOLDER = Path(__file__).parent.parent / "docs" / "accounting"
_BLOCK = re.compile(r"^```acts\n(?P<lines>.*?)^```$", re.MULTILINE | re.DOTALL)


@dataclass
class Step:
    """One act of an example, with what must follow."""

    place: str
    kind: str
    content: dict[str, object]
    postings: list[tuple[str, str, str, str]] = field(default_factory=list)
    given: bool = False
    refused: bool = False
    codes: list[str] = field(default_factory=list)


@dataclass
class Example:
    """One block: a fresh book, and its steps in order."""

    name: str
    steps: list[Step]


def examples() -> list[Example]:
    """Read every block of the folder."""
    return [
        Example(f"{path.stem}-{number}", _steps(block["lines"], f"{path.stem}-{number}"))
        for path in sorted(FOLDER.glob("*.md"))
        for number, block in enumerate(_BLOCK.finditer(path.read_text(encoding="utf-8")), start=1)
    ]


def _steps(lines: str, place: str) -> list[Step]:
    steps: list[Step] = []
    for number, line in enumerate(lines.splitlines(), start=1):
        if not line.strip() or line.startswith("#"):
            continue
        word, *rest = re.split(r"\s{2,}|(?<=^refused) |(?<=^because) |(?<=^post) |(?<=^act) ", line.strip(), maxsplit=1)
        columns = re.split(r"\s{2,}", rest[0].strip())
        if word in {"given", "act", "refused"}:
            kind, day, text = re.split(r"\s{2,}", rest[0].strip(), maxsplit=2)
            content = {"effective_on": day, **json.loads(text)}
            steps.append(Step(f"{place}:{number}", kind, content, given=word == "given", refused=word == "refused"))
        elif word == "post":
            debit, credit, unit, amount = columns
            steps[-1].postings.append((debit, credit, unit, amount))
        elif word == "because":
            steps[-1].codes += rest[0].split()
        else:
            message = f"{place}:{number}: {word!r} begins no line of an example"
            raise ValueError(message)
    return steps
