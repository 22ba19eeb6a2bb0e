"""The table of three accounts (三本账) of an EIA: what a plant emits, what the project adds, what it takes away.

A column that is not known yet is None, with the reason and the day by which it is to be filled; no decision follows
before it is.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from ledger.domain.values.forms import FineGrams, Remark
from ledger.domain.values.pollutant import Pollutant


@dataclass(frozen=True, slots=True, kw_only=True)
class TableLine:
    """One pollutant of the table, in grams a year; a water pollutant names its basin.

    Attributes:
        existing_actual: what the existing plant emits (现有工程排放量).
        existing_permitted: what it is permitted to emit (现有工程许可排放量).
        under_construction: what is approved and being built will emit (在建工程排放量).
        this_project: what the project will emit (本项目排放量).
        replaced: what it takes away from the existing plant (以新带老削减量).
        replaced_at: the facility at which it is taken away, named wherever something is; its card then shows the use.
        whole_plant_after: what the whole plant will emit, as the EIA states it (全厂排放量).

    """

    pollutant: Pollutant
    basin: str | None = None
    existing_actual: FineGrams | None = None
    existing_permitted: FineGrams | None = None
    under_construction: FineGrams | None = None
    this_project: FineGrams | None = None
    replaced: FineGrams | None = None
    whole_plant_after: FineGrams | None = None
    replaced_at: str | None = None
    unknown_because: Remark | None = None
    fill_by: date | None = None

    @property
    def complete(self) -> bool:
        """Return whether every column is known."""
        columns = (
            self.existing_actual,
            self.existing_permitted,
            self.under_construction,
            self.this_project,
            self.replaced,
            self.whole_plant_after,
        )
        return None not in columns

    @property
    def change(self) -> int | None:
        """Return what the project changes (变化量), negative where it takes away more than it adds."""
        if self.this_project is None or self.replaced is None:
            return None
        return self.this_project - self.replaced

    @property
    def computed_after(self) -> int | None:
        """Return what the whole plant will emit by the other columns."""
        if self.change is None or self.existing_actual is None or self.under_construction is None:
            return None
        return self.existing_actual + self.under_construction + self.change

    @property
    def increment(self) -> int:
        """Return the new annual emission that the rules judge: the change, or nothing where it is not above zero."""
        return max(self.change or 0, 0)
