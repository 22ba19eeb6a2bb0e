"""A name is found as clerks type it."""

from __future__ import annotations

import pytest

from web.search import matches

MILL = "示例昌源包装有限公司"


@pytest.mark.parametrize(
    "query",
    [
        "昌源",
        "changyuan",
        "cy",
        "cybz",
        "ChangY",
        "示lichang",
        "slcybzyxgs",
        "changyuanb",
        "　昌 源",
        "ｃｙ",
        "changyuanbaozhuang",
    ],
)
def test_a_name_is_found_by_part_of_it_by_pinyin_by_initials_and_mixed(query: str) -> None:
    assert matches(MILL, query)


@pytest.mark.parametrize("query", ["昌原", "yc", "changyuanz", "cybzx", "gongsich", "zzz"])
def test_another_name_is_not_found(query: str) -> None:
    assert not matches(MILL, query)


@pytest.mark.parametrize("query", ["zhongqing", "chongqing", "cq", "zq", "chq", "zhq"])
def test_every_reading_of_a_character_is_accepted(query: str) -> None:
    assert matches("重庆路热电", query)


def test_codes_and_figures_are_found_as_they_are_written() -> None:
    assert matches("91000000000000000K", "00k")
    assert matches("2#焦炉脱硫", "2#jl")
    assert not matches("2#焦炉脱硫", "3#")


def test_an_empty_query_finds_everything() -> None:
    assert matches(MILL, "  ")
