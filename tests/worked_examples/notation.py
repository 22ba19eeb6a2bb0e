"""The notation of the worked examples: one line, one example; columns are set apart by two blanks or more.

::

    act       DATE  FACTOR TONNES …  [voluntary | indirect | excluded | CATEGORY | NATURE]
              then  REGIME  FACTOR REGIME …  [otherwise  REGIME  FACTOR REGIME …]
    in force  DATE  INSTRUMENT ARTICLE  KEY  VALUE
    none      DATE  KEY

All of an example stands on one line. ``otherwise`` is the result under the other reading of the exemption,
with the factors that differ; without it both readings agree. ``#`` begins a remark.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TypeAlias

from ledger.domain.projects.project_traits import Category, Discharge, Nature, Regime
from ledger.domain.values.pollutant import Pollutant
from ledger.domain.values.quantity import parse_tonnes
from ledger.rules.law.loader import stated
from ledger.rules.projects.scope import ProjectCase

Outcome: TypeAlias = tuple[Regime, dict[Pollutant, Regime]]


@dataclass(frozen=True, kw_only=True)
class Act:
    """A project, and what it must be classified as."""

    place: str
    case: ProjectCase
    then: Outcome
    otherwise: Outcome | None


@dataclass(frozen=True, kw_only=True)
class InForce:
    """A key on a day: ``provision`` is instrument, article and value as the book writes it, or None."""

    place: str
    on: date
    key: str
    provision: tuple[str, str, object] | None


def worked_examples() -> list[Act | InForce]:
    """Read every example of this folder."""
    return [
        _example(f"{path.stem}:{number}", re.split(r"\s{2,}", line.strip()))
        for path in sorted(Path(__file__).parent.glob("*.txt"))
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if line.strip() and not line.startswith("#")
    ]


def _example(place: str, columns: list[str]) -> Act | InForce:
    word, day, *rest = columns
    on = date.fromisoformat(day)
    if word == "none":
        return InForce(place=place, on=on, key=rest[0], provision=None)
    if word == "in force":
        citation, key, value = rest
        instrument, article = citation.split()
        written = stated(tomllib.loads(f"value = {value}", parse_float=Decimal)["value"])
        return InForce(place=place, on=on, key=key, provision=(instrument, article, written))
    assert word == "act", f"{place}: {word}"
    end = rest.index("otherwise") if "otherwise" in rest else len(rest)
    then = rest.index("then")
    quantities = dict(column.split() for column in rest[:then] if " " in column)
    flags = {column for column in rest[:then] if " " not in column}
    assert flags <= {"voluntary", "indirect", "excluded", *Category, *Nature}, f"{place}: {flags}"
    case = ProjectCase(
        id=place,
        on=on,
        nature=next((nature for nature in Nature if nature in flags), Nature.NEW),
        increments={Pollutant(name): parse_tonnes(text, decimals=6) for name, text in quantities.items()},
        voluntary="voluntary" in flags,
        discharge=Discharge.INDIRECT if "indirect" in flags else Discharge.DIRECT,
        category=next((category for category in Category if category in flags), Category.INDUSTRY),
        excluded_pollutants="excluded" in flags,
    )
    otherwise = _outcome(rest[end + 1 :]) if end < len(rest) else None
    return Act(place=place, case=case, then=_outcome(rest[then + 1 : end]), otherwise=otherwise)


def _outcome(columns: list[str]) -> Outcome:
    pairs = [column.split() for column in columns[1:]]
    return Regime(columns[0]), {Pollutant(name): Regime(regime) for name, regime in pairs}
