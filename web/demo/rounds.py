"""Seven made-up rounds of the demonstration city, in the form of a round file; one of them does not reconcile."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from random import Random
from typing import TYPE_CHECKING, Any, Final

from ledger.domain.values.pollutant import Pollutant
from ledger.domain.values.quantity import format_tonnes, format_yuan, line_amount
from web.demo.foundation import PRICES

if TYPE_CHECKING:
    from web.demo.place import PlannedEnterprise

PLACE: Final = "示例市（演示批次）"
_DAYS: Final = (
    date(2023, 12, 20),
    date(2024, 4, 18),
    date(2024, 8, 22),
    date(2024, 12, 12),
    date(2025, 4, 17),
    date(2025, 8, 21),
    date(2025, 12, 18),
)
_YEARS: Final = 5
_SLIP: Final = 900_000
"""Fen by which the amount of the last round is misprinted: 9,000 yuan."""


def made_up_rounds(random: Random, enterprises: Sequence[PlannedEnterprise]) -> list[tuple[date, dict[str, Any]]]:
    """Return the rounds with the day of each."""
    return [(day, _round(random, enterprises, number, day)) for number, day in enumerate(_DAYS, start=1)]


def _round(random: Random, enterprises: Sequence[PlannedEnterprise], number: int, day: date) -> dict[str, Any]:
    pollutants = random.sample(tuple(Pollutant), 3)
    trades = list(_trades(random, enterprises, pollutants))
    total = sum(line_amount(grams=grams, price=yuan * 10_000, years=_YEARS) for _, _, grams, yuan in trades)
    lots = [
        {
            "factor": pollutant.value,
            "seller": "政府储备",
            "quantity": format_tonnes(sum(grams for each, _, grams, _ in trades if each is pollutant)),
            "start_price": str(PRICES[pollutant]),
        }
        for pollutant in pollutants
    ]
    return {
        "number": number,
        "place": PLACE,
        "date": day.isoformat(),
        "mode": "电子竞价",
        "source": "演示数据，非真实公告",
        "price_basis": "per_tonne_year",
        "term_years": _YEARS,
        "lots": lots,
        "trades": [
            {
                "factor": pollutant.value,
                "buyer": buyer.name,
                "seller": "政府储备",
                "quantity": format_tonnes(grams),
                "unit_price": str(yuan),
            }
            for pollutant, buyer, grams, yuan in trades
        ],
        "stated": {"amount": format_yuan(total + (_SLIP if number == len(_DAYS) else 0))},
        "note": "演示数据：数量、价格与企业均系虚构",
    }


def _trades(
    random: Random, enterprises: Sequence[PlannedEnterprise], pollutants: Sequence[Pollutant]
) -> Iterator[tuple[Pollutant, PlannedEnterprise, int, int]]:
    for pollutant in pollutants:
        for buyer in random.sample(list(enterprises), 4):
            grams = random.randrange(20, 900) * 10_000 // (10 if pollutant is Pollutant.AMMONIA_NITROGEN else 1)
            yield pollutant, buyer, grams, PRICES[pollutant] * random.randrange(100, 131) // 100
