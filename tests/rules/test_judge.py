"""Judging tells every breach at once, each with its provision."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from ledger.errors import RuleViolation, say
from ledger.rules.judge import breach, judge
from ledger.rules.law import keys
from ledger.rules.law.loader import load_book

if TYPE_CHECKING:
    from ledger.errors import Breach
    from ledger.rules.law.book import RuleBook

BOOK = load_book()


@dataclass(frozen=True, kw_only=True)
class InstalmentCase:
    """Facts enough for two checks of this exercise."""

    on: date
    first_share: Decimal
    years: int


def first_share_is_enough(case: InstalmentCase, book: RuleBook) -> Breach | None:
    provision = book.provision(keys.INSTALMENT_FIRST_SHARE, on=case.on)
    if provision.value.holds(case.first_share):
        return None
    return breach(provision, code="instalment.first_share", detail=say("首期不足"))


def years_are_few_enough(case: InstalmentCase, book: RuleBook) -> Breach | None:
    provision = book.provision(keys.INSTALMENT_YEARS, on=case.on)
    if provision.value.holds(case.years):
        return None
    return breach(provision, code="instalment.years", detail=say("期限过长"))


CHECKS = (first_share_is_enough, years_are_few_enough)


def test_a_case_exactly_on_both_limits_passes() -> None:
    judge(InstalmentCase(on=date(2026, 6, 1), first_share=Decimal("0.40"), years=5), checks=CHECKS, book=BOOK)


def test_all_breaches_are_told_in_the_order_of_the_checks_with_their_citation() -> None:
    case = InstalmentCase(on=date(2026, 6, 1), first_share=Decimal("0.3999"), years=6)

    with pytest.raises(RuleViolation) as refusal:
        judge(case, checks=CHECKS, book=BOOK)

    told = [
        (found.code, found.provision, found.instrument, found.article, found.authority)
        for found in refusal.value.breaches
    ]
    assert told == [
        ("instalment.first_share", "fee.instalment.first_share", "G38", "7", "enacted"),
        ("instalment.years", "fee.instalment.years", "G38", "7", "enacted"),
    ]


def test_a_day_without_law_is_a_breach_for_each_check_that_asks() -> None:
    case = InstalmentCase(on=date(2014, 1, 1), first_share=Decimal(1), years=1)

    with pytest.raises(RuleViolation) as refusal:
        judge(case, checks=CHECKS, book=BOOK)

    assert [found.code for found in refusal.value.breaches] == ["no_provision_in_force"] * 2
