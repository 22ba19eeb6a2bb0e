"""How a fee was computed, in messages: the words that stand on the notice are Chinese, and are read part by part.

What is stored is the sentence of the notice. A part that is not of the form in which the ledger computes fees is shown
as it was recorded.
"""

from __future__ import annotations

import re
from typing import Final

from ledger.domain.money.fee import PartYear
from ledger.domain.values.pollutant import Pollutant
from ledger.errors import Message, say
from ledger.rules.law.provision import Authority

_POLLUTANTS: Final = {pollutant.chinese: pollutant.words for pollutant in Pollutant}
_LINE: Final = re.compile(
    rf"({'|'.join(_POLLUTANTS)}) ([0-9.]+)吨/年(?:×([0-9.]+)倍)?×([0-9.]+)元/吨(·年)?(?:×([^=]+))?=([0-9.]+)元(.*)"
)
_TOTAL: Final = re.compile(r"合计([0-9.]+)元(.*)")
_INSTALMENT: Final = re.compile(r"第([0-9]+)期，共([0-9]+)期")
_YEARS: Final = re.compile(r"([0-9]+)(年|天÷365|个月÷12)")
_REMARK: Final = re.compile(r"（不足一年的部分按(.+)计：([^第]+)第([^条]+)条(?:第([^款]+)款)?(?:，(.+))?）")
_PARTS_OF_A_YEAR: Final = {
    PartYear.DAYS_OF_365.chinese: say("实际天数除以365"),
    PartYear.STARTED_MONTHS.chinese: say("起始月"),
    PartYear.STARTED_YEARS.chinese: say("起始年"),
}
_AUTHORITIES: Final = {str(authority.words): authority.words for authority in Authority}


def computation_words(recorded: str) -> Message:
    """Return a recorded computation so that it can be read in another language; in Chinese as it was recorded."""
    parts = [_part(part) for part in recorded.split("；")]
    words = parts[0]
    for part in parts[1:]:
        words = say("{words}；{part}", words=words, part=part)
    return words


def _part(written: str) -> Message:
    line = _LINE.fullmatch(written)
    if line is not None:
        return _line(*line.groups())
    total = _TOTAL.fullmatch(written)
    if total is not None:
        return say("合计{amount}元{remark}", amount=total[1], remark=_remark(total[2]))
    instalment = _INSTALMENT.fullmatch(written)
    if instalment is not None:
        return say("第{number}期，共{count}期", number=instalment[1], count=instalment[2])
    return say("{written}", written=written)


def _line(  # noqa: PLR0917 - the groups of the pattern in their order
    pollutant: str, grams: str, ratio: str | None, price: str, yearly: str | None, years: str | None, *rest: str
) -> Message:
    words = say("{pollutant} {grams}吨/年", pollutant=_POLLUTANTS[pollutant], grams=grams)
    if ratio is not None:
        words = say("{words}×{ratio}倍", words=words, ratio=ratio)
    unit = say("元/吨·年") if yearly else say("元/吨")
    words = say("{words}×{price}{unit}", words=words, price=price, unit=unit)
    if years is not None:
        words = say("{words}×{years}", words=words, years=_years(years))
    amount, remark = rest
    return say("{words}={amount}元{remark}", words=words, amount=amount, remark=_remark(remark))


def _years(written: str) -> Message:
    found = _YEARS.fullmatch(written)
    match found and found[2]:
        case "年":
            return say("{count}年", count=written.removesuffix("年"))
        case "天÷365":
            return say("{count}天÷365", count=written.partition("天")[0])
        case "个月÷12":
            return say("{count}个月÷12", count=written.partition("个")[0])
    return say("{written}", written=written)


def _remark(written: str) -> Message:
    """Return on what a part of a year was counted, where that was recorded."""
    found = _REMARK.fullmatch(written)
    if found is None:
        return say("{written}", written=written)
    part, instrument, article, paragraph, authority = found.groups()
    if paragraph is None:
        cited = say("{instrument}第{article}条", instrument=instrument, article=article)
    else:
        cited = say(
            "{instrument}第{article}条第{paragraph}款", instrument=instrument, article=article, paragraph=paragraph
        )
    if authority is not None:
        cited = say("{citation}，{authority}", citation=cited, authority=_AUTHORITIES.get(authority, authority))
    return say("（不足一年的部分按{part}计：{cited}）", part=_PARTS_OF_A_YEAR.get(part, part), cited=cited)
