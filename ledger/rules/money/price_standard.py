"""What a price standard is judged on: it costs something, and follows the one before it (CS61 art. 11)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from ledger.domain.law.ground import unmet
from ledger.domain.money.price_standard import PriceStandard, SetPriceStandard
from ledger.domain.registers.area import WHOLE_CITY
from ledger.errors import Breach, say
from ledger.rules.judge import Check
from ledger.rules.law.book import RuleBook


@dataclass(frozen=True, slots=True, kw_only=True)
class PriceStandardCase:
    """A new standard beside the latest one of its pollutant."""

    asked: SetPriceStandard
    latest: PriceStandard | None

    @property
    def area(self) -> str:
        """Return that the standard is the whole city's."""
        return WHOLE_CITY

    @property
    def record(self) -> PriceStandard:
        """Return the standard as it is to be registered."""
        asked = self.asked
        return PriceStandard(
            pollutant=asked.pollutant,
            unit_price=asked.unit_price,
            basis=asked.basis,
            from_day=asked.from_day,
            document=asked.document,
        )


def costs_something(case: PriceStandardCase, book: RuleBook) -> Breach | None:
    """Refuse a price of nothing."""
    del book
    if case.asked.unit_price > 0:
        return None
    return unmet(
        code="price_standard.nothing", detail=say("{pollutant}的标准应大于0元", pollutant=case.asked.pollutant)
    )


def follows_the_latest(case: PriceStandardCase, book: RuleBook) -> Breach | None:
    """Refuse a standard from before the latest one; on its very day it corrects that one."""
    del book
    latest, asked = case.latest, case.asked
    if latest is None or asked.from_day >= latest.from_day:
        return None
    return unmet(
        code="price_standard.order",
        detail=say(
            "{pollutant}已有自{latest}起的标准，不能再设自{asked}起的",
            pollutant=asked.pollutant,
            latest=latest.from_day,
            asked=asked.from_day,
        ),
    )


def standard_changes(case: PriceStandardCase, book: RuleBook) -> Breach | None:
    """Refuse what is set already."""
    del book
    if case.record != case.latest:
        return None
    return unmet(
        code="price_standard.unchanged",
        detail=say("{pollutant}自{day}起的标准已经如此", pollutant=case.asked.pollutant, day=case.asked.from_day),
    )


CHECKS: Final[tuple[Check[PriceStandardCase], ...]] = (costs_something, follows_the_latest, standard_changes)
