"""How much credit a need takes, and what part of each source covers it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.domain.credits.offset import Portion, Source, portions, required
from ledger.domain.projects.eia_table import TableLine
from ledger.domain.values.pollutant import Pollutant


def source(facility: str, grams: int, *, backed: bool = True) -> Source:
    return Source(facility=facility, grams=grams, area="东区", backed=backed)


@pytest.mark.parametrize(
    ("grams", "ratio", "expected"),
    [(1_500_000, 10_000, 1_500_000), (1_500_000, 20_000, 3_000_000), (3, 15_000, 5), (1, 10_001, 2), (0, 20_000, 0)],
)
def test_a_need_takes_need_times_ratio_rounded_up_to_the_gram(grams: int, ratio: int, expected: int) -> None:
    assert required(grams, ratio) == expected


def test_sources_with_a_right_behind_them_cover_the_need_first() -> None:
    plain, plant = source("a", 60, backed=False), source("b", 140)

    assert portions((plain, plant), need=100) == (
        Portion(source=plant, covering=100, net_gain=40),
        Portion(source=plain, covering=0, net_gain=60),
    )


@given(
    sources=st.lists(st.tuples(st.integers(1, 10**9), st.booleans()), max_size=6),
    need=st.integers(0, 10**9),
)
def test_every_gram_of_a_source_covers_or_is_gained(sources: list[tuple[int, bool]], need: int) -> None:
    named = [source(f"f{place}", grams, backed=backed) for place, (grams, backed) in enumerate(sources)]
    total = sum(grams for grams, _ in sources)

    found = portions(named, need=need)

    assert sum(part.covering for part in found) == min(need, total)
    assert all(part.covering >= 0 and part.net_gain >= 0 for part in found)
    assert all(part.covering + part.net_gain == part.source.grams for part in found)


@pytest.mark.parametrize(
    ("this_project", "replaced", "change", "increment"),
    [(100, 0, 100, 100), (100, 100, 0, 0), (100, 101, -1, 0)],
)
def test_an_increment_is_what_a_project_adds_beyond_what_it_takes_away(
    this_project: int, replaced: int, change: int, increment: int
) -> None:
    line = TableLine(
        pollutant=Pollutant.COD,
        existing_actual=500,
        existing_permitted=600,
        under_construction=7,
        this_project=this_project,
        replaced=replaced,
        whole_plant_after=507 + change,
    )

    assert (line.change, line.increment, line.computed_after) == (change, increment, 507 + change)
    assert line.complete


def test_an_unknown_column_leaves_nothing_to_compute() -> None:
    line = TableLine(pollutant=Pollutant.COD, existing_actual=1, under_construction=0, this_project=5)

    assert (line.change, line.increment, line.computed_after, line.complete) == (None, 0, None, False)
