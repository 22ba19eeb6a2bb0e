"""The computation of a fee as it was recorded reads the same in Chinese and has no Chinese left in English."""

from __future__ import annotations

import re
from datetime import date

import pytest

from ledger.domain.money.fee import Fee, FeeLine, PartYear, Years, computed
from ledger.domain.money.price_basis import PriceBasis
from ledger.domain.values.pollutant import Pollutant
from web.labels.computations import computation_words
from web.language import translator

CHINESE = re.compile(r"[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]")


def line(pollutant: Pollutant, basis: PriceBasis) -> FeeLine:
    return FeeLine(pollutant=pollutant, grams=3_825_200, unit_price=80_116_900, basis=basis)


FEES = [
    Fee(lines=(computed(line(pollutant, basis), years=years, ratio=ratio),))
    for pollutant in Pollutant
    for basis in PriceBasis
    for years in (Years(count=5), Years(count=846, parts=365), Years(count=28, parts=12))
    for ratio in (10_000, 20_000)
]
TWO = Fee(lines=(*FEES[0].lines, *FEES[-1].lines))
CITED = [
    f"{TWO.words}（不足一年的部分按{part.chinese}计：{place}）"
    for part in PartYear
    for place in ("ASSUME第5条，假定", "CS61第9条", "CS61第9条第2款，参照适用")
]


@pytest.mark.parametrize("recorded", [*(fee.words for fee in FEES), TWO.words, f"第2期，共3期；{TWO.words}", *CITED])
def test_what_the_ledger_computes_is_read_in_both_languages(recorded: str) -> None:
    words = computation_words(recorded)

    assert str(words) == recorded
    assert not CHINESE.search(words.rendered(translator("en")))


def test_the_figures_stay() -> None:
    (fee, *_) = FEES
    english = computation_words(fee.words).rendered(translator("en"))

    assert re.findall(r"[0-9.]{3,}", english) == re.findall(r"[0-9.]{3,}", fee.words)


def test_what_is_of_another_form_stands_as_it_was_recorded() -> None:
    recorded = f"期初建账：台账{date(2026, 1, 1)}"

    assert computation_words(recorded).rendered(translator("en")) == recorded
