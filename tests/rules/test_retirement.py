"""What is held for exempt projects, and which of it is retired."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from ledger.domain.credits.offset import Source
from ledger.domain.credits.offset_postings import Need
from ledger.domain.projects.exemption import Exemption
from ledger.domain.values.pollutant import Pollutant
from ledger.rules.credits.offset import PoolSource
from ledger.rules.projects.retirement import Held, filled, released_of, retired_of

AREA = "东区"
COD = Pollutant.COD


def source(facility: str, grams: int) -> Source:
    return Source(facility=facility, grams=grams, area=AREA)


def pooled(
    facility: str, grams: int, *, day: int = 0, basin: str | None = "海河", pollutant: Pollutant = COD
) -> tuple[Need, PoolSource]:
    recognised = date(2026, 1, 1) + timedelta(days=day)
    kind = Need(project="", area=AREA, pollutant=pollutant, basin=basin)
    return kind, PoolSource(source=source(facility, grams), recognised_on=recognised)


def line(project: str, grams: int, *held: Source, ratio: int | None = 10_000) -> Held:
    owed = Exemption(
        project=project, area=AREA, pollutant=COD, basin="海河", grams=grams, registered_on=date(2026, 2, 1)
    )
    return Held(exemption=owed, ratio=ratio, sources=held)


def test_the_oldest_source_gives_first_and_of_one_day_the_first_number() -> None:
    pool = (pooled("c", 50, day=1), pooled("b", 30), pooled("a", 30))

    [found] = filled([line("p", 80)], pool)

    assert found.sources == (source("a", 30), source("b", 30), source("c", 20))


def test_what_one_exemption_took_the_next_does_not_get() -> None:
    first, second = filled([line("p", 80), line("q", 80)], (pooled("a", 100),))

    assert (first.sources, second.sources) == ((source("a", 80),), (source("a", 20),))


def test_another_basin_and_another_pollutant_give_nothing() -> None:
    pool = (pooled("a", 100, basin="黄河"), pooled("b", 100, pollutant=Pollutant.AMMONIA_NITROGEN))

    [found] = filled([line("p", 80)], pool)

    assert found.sources == ()


def test_only_what_is_not_held_yet_is_taken() -> None:
    [found] = filled([line("p", 50, source("z", 90), ratio=20_000)], (pooled("a", 100),))

    assert found.sources == (source("a", 10),)


@given(
    needs=st.lists(st.integers(1, 1_000), max_size=5),
    pool=st.lists(st.integers(1, 1_000), max_size=5),
    ratio=st.sampled_from([None, 10_000, 13_334, 20_000]),
)
def test_nobody_gets_more_than_he_lacks_and_no_source_gives_more_than_it_has(
    needs: list[int], pool: list[int], ratio: int | None
) -> None:
    lines = [line(f"p{place}", grams, ratio=ratio) for place, grams in enumerate(needs)]
    sources = tuple(pooled(f"f{place}", grams) for place, grams in enumerate(pool))

    found = filled(lines, sources)

    taken = [sum(each.grams for each in after.sources) for after in found]
    assert all(after <= before.missing for after, before in zip(taken, lines, strict=True))
    assert sum(taken) == min(sum(before.missing for before in lines), sum(pool))


def test_exactly_what_the_ratio_asks_is_retired_and_the_rest_released() -> None:
    held = line("p", 50, source("b", 60), source("a", 90), ratio=20_000)

    assert retired_of(held) == (source("a", 90), source("b", 10))
    assert released_of(held) == (source("b", 50),)
