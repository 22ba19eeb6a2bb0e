"""Whether increments pile up just below the exemption limit: the band under it against the bands on both its sides.

Without any pull of the limit an increment near it falls into each of three neighbouring bands of equal width about as
often. How likely so many or more in the middle band would then be is counted exactly, in whole numbers.
"""

from __future__ import annotations

from collections import Counter
from math import comb
from typing import TYPE_CHECKING, Final

from ledger.domain.values.pollutant import Pollutant
from ledger.domain.values.quantity import format_decimal
from ledger.errors import Message, say
from ledger.projections.audit.question import Question, Row, Share
from ledger.projections.audit.questions.limits import increments

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ledger.projections.audit.question import Inquiry

_TENTHS: Final = 10
_BELOW, _UNDER, _ABOVE = 8, 9, 10
"""The bands by their lower end, in tenths of the limit: 80 to 90, 90 to 100 and 100 to 110 percent."""
_BANDS: Final = 3
_RARE: Final = 20
"""What happens by chance in fewer than one of so many cases is a finding."""
_HUNDREDTHS: Final = 10_000
"""Of one percent, in a whole."""


def bunching(inquiry: Inquiry) -> Iterator[Row]:
    """Yield the counts of the three bands in all, by pollutant and by area; those that chance hardly explains lead."""
    counted: dict[tuple[int, str], Counter[int]] = {}
    for (project, pollutant), grams, limit in increments(inquiry):
        band = -(-grams * _TENTHS // limit) - 1
        if band in {_BELOW, _UNDER, _ABOVE}:
            for scope in ((0, ""), (1, pollutant), (2, project.area)):
                counted.setdefault(scope, Counter())[band] += 1
    rows = [_row(scope, bands) for scope, bands in sorted(counted.items())]
    yield from sorted(rows, key=lambda row: not row.finding)


def chance(of_three: int, in_the_middle: int) -> tuple[int, int]:
    """Return how likely so many or more of all fall into one of three equal bands, as a fraction."""
    favourable = sum(
        comb(of_three, count) * (_BANDS - 1) ** (of_three - count) for count in range(in_the_middle, of_three + 1)
    )
    return favourable, _BANDS**of_three


def _row(scope: tuple[int, str], bands: Counter[int]) -> Row:
    below, under, above = bands[_BELOW], bands[_UNDER], bands[_ABOVE]
    near = below + under + above
    favourable, cases = chance(near, under)
    return Row(
        cells=(
            _name(scope),
            below,
            under,
            above,
            _half(below + above),
            _half(2 * under - below - above),
            Share(under, near),
            _percent(favourable, cases),
        ),
        finding=favourable * _RARE < cases,
    )


def _name(scope: tuple[int, str]) -> Message:
    level, name = scope
    if level == 0:
        return say("全部")
    return Pollutant(name).words if level == 1 else say("{name}", name=name)


def _half(doubled: int) -> str:
    """Write half of a whole number."""
    return format_decimal(doubled * 5, scale=10, decimals=1)


def _percent(part: int, whole: int) -> str:
    hundredths = (2 * part * _HUNDREDTHS + whole) // (2 * whole)
    return f"{format_decimal(hundredths, scale=100, decimals=2)}%"


QUESTIONS: Final = (
    Question(
        name="increments",
        title=say("限值之下是否堆积"),
        asks=say(
            "每个因子的新增量除以申请日的豁免限值，数限值之下一档（大于90%、不超过100%）与两侧各一档（80%至90%，100%至110%）的个数。若限值不影响申报，三档大致相等；“超出”为限值之下一档减两侧平均，“偶然概率”为三档机会均等时限值之下一档有这么多或更多的概率，低于5%的为重点：逐件看“紧贴限值的豁免”。"
        ),
        basis=say("规则书 exemption.limit；恰为限值是否豁免，2023年与2025年规定不同；概率按二项分布精确计算"),
        columns=(
            say("范围"),
            say("80%至90%（个）"),
            say("90%至100%（个）"),
            say("100%至110%（个）"),
            say("两侧平均"),
            say("超出"),
            say("限值之下占三档（均等为33.33%）"),
            say("偶然概率"),
        ),
        answer=bunching,
    ),
)
