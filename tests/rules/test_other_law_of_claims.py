"""The choices that the assumptions leave open, taken the other way: what is refused then, and what no longer is."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from ledger.domain.claims.claim import Ground
from ledger.domain.claims.claim_ranking import Encumbered
from ledger.domain.registers.area import Area
from ledger.domain.registers.enterprise import Enterprise
from ledger.domain.rights.held_tranche import TrancheGrams
from ledger.domain.rights.transfer import TransferLine
from ledger.rules.claims.claim import PLEDGE, ClaimPaper, GivenLine, GivingCase
from ledger.rules.judge import breaches_of
from ledger.rules.law import keys
from ledger.rules.law.book import RuleBook
from ledger.rules.law.keys import Key
from ledger.rules.rights.transfer import ContractCase, sale_is_on_a_platform
from tests.services.acts.bureau import EAST, HAI, LAW, WEST
from tests.services.acts.claimants import BUYER, FREE, MILL, TONNE, minute, sale

DAY = date(2026, 3, 2)


def law_with(key: Key[Any], value: object) -> RuleBook:
    versions = tuple(replace(version, value=value) for version in LAW.versions[key.name])
    return replace(LAW, versions={**LAW.versions, key.name: versions})


def pledge_of_free_rights(until: date) -> GivingCase:
    paper = ClaimPaper(
        number="质1",
        ground=Ground.PLEDGE,
        holder=Enterprise(credit_code=MILL, name="示例造纸", area=EAST),
        delivered_at=minute(DAY, 9),
        until=until,
        by="示例银行",
        document="示例合同",
        entries=0,
    )
    line = GivenLine(
        asked=TrancheGrams(tranche=FREE, grams=TONNE),
        tranche=Encumbered(unit=FREE.unit(EAST), in_use=0, surplus=TONNE),
        free=TONNE,
    )
    return GivingCase(on=DAY, area=EAST, paper=paper, lines=(line,), unsecured_yield=True)


@pytest.mark.parametrize(
    ("key", "codes"),
    [
        (None, ["tranche.not_paid_for", "pledge.beyond_term"]),
        (keys.DISPOSAL_PAID_ONLY, ["pledge.beyond_term"]),
        (keys.PLEDGE_WITHIN_TERM, ["tranche.not_paid_for"]),
    ],
)
def test_what_a_pledge_breaches_follows_the_law(key: Key[Any] | None, codes: list[str]) -> None:
    book = LAW if key is None else law_with(key, value=False)

    found = breaches_of(pledge_of_free_rights(FREE.term_to), checks=PLEDGE, book=book)

    assert [breach.code for breach in found] == codes


def test_an_off_platform_sale_is_refused_where_the_law_refuses_it() -> None:
    book = law_with(keys.TRADE_OFF_PLATFORM, value="refused")
    on_the_platform = contract(platform="示例平台")

    assert sale_is_on_a_platform(contract(platform=None), LAW) is None
    assert sale_is_on_a_platform(on_the_platform, book) is None
    found = sale_is_on_a_platform(contract(platform=None), book)
    assert found is not None
    assert (found.code, found.provision, found.authority) == (
        "transfer.off_platform",
        "trade.off_platform",
        "assumed",
    )


def contract(*, platform: str | None) -> ContractCase:
    asked = sale("合1", TransferLine(tranche=FREE, grams=TONNE, price=0), at=minute(DAY, 9), platform=platform)
    pledged = pledge_of_free_rights(FREE.term_to)
    return ContractCase(
        asked=asked,
        paper=pledged.paper,
        buyer=Enterprise(credit_code=BUYER, name="示例化工", area=WEST),
        seller_area=Area(name=EAST, basins=(HAI,)),
        buyer_area=Area(name=WEST, basins=(HAI,)),
        lines=(),
        attainment=None,
        project=None,
        wanting={},
        unsecured_yield=True,
    )
