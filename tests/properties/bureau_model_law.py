"""The model's act of adopting law: rule books that differ in one figure, the tonnes up to which projects are exempt."""

from __future__ import annotations

import tomllib
from fractions import Fraction
from typing import Any

from tests.properties.bureau_model import BUREAU, Books, Plan, act, refuse_when

AS_SHIPPED = 100_000
"""Grams up to which a pollutant is exempt by the law that comes with the program (ammonia is not asked for)."""
STANDS_IN = "liaocheng/lc25.toml"


def exempt_to(books: Books) -> int:
    """Return the grams up to which a pollutant is exempt by the adopted law."""
    adopted = books.get("law", "adopted")
    return AS_SHIPPED if adopted is None else int(adopted["exempt_to"])


def figure_in(files: Any) -> int | None:
    """Return the figure in the texts of a rule book; None where they are none."""
    texts = {file.name: file.text for file in files}
    if STANDS_IN not in texts:
        return None
    limits = tomllib.loads(texts[STANDS_IN], parse_float=Fraction)["provision"]["exemption.limit"]
    return int(limits[0]["value"]["other"]["at_most"] * 1_000_000)


@act("law.adopt", BUREAU, "册")
def adopt(books: Books, command: Any) -> Plan:
    """Another rule book judges from now on; what was law on days past changes only as a correction."""
    figure = figure_in(command.files)
    changed = figure is not None and figure != exempt_to(books)
    refuse_when(
        {
            "rule_book.faulty": figure is None,
            "law.unchanged": figure is not None and not changed,
            "law.rewrites_past": changed and not command.corrigendum,
        }
    )
    return Plan("", writes=[("law", "adopted", {"exempt_to": figure})])
