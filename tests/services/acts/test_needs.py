"""What a project acquired covers it in its own area and basin, once, and as long as the enterprise holds it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from ledger.domain.bookkeeping.unit import Origin, right
from ledger.domain.projects.acquired import Acquired
from ledger.domain.values.calendar import Term
from ledger.domain.values.pollutant import Pollutant
from ledger.projections.enterprise.need import needs_of
from ledger.store.registers import Registers
from tests.services.acts.bureau import EAST, HAI, LAW, SOUTH, WEST, YELLOW, Bureau
from tests.services.acts.project_exercise import (
    FIRM,
    OTHER_FIRM,
    accepted,
    bulletin,
    cap,
    do,
    firm,
    issue,
    refused,
    table_line,
)

DAY = "2026-06-05"
BOUGHT = {"pollutant": "COD", "basin": HAI, "term_from": DAY, "term_to": "2031-06-05", "origin": "reserve_sale"}
HELD = {"pollutant": "COD", "basin": HAI, "term_from": "2025-02-01", "term_to": "2030-02-01", "origin": "reserve_sale"}
PAPER = {"authority": "示例审批局", "document": "示例环评批复", "approved_on": "2026-06-10"}


@pytest.fixture
def city(bureau: Bureau) -> Bureau:
    """Lend a bureau with two enterprises, the second of which has 10 t of surplus, and 40 t in the reserve."""
    firm(bureau)
    firm(bureau, OTHER_FIRM)
    bulletin(bureau)
    do(
        bureau,
        "opening.area",
        "2026-01-06",
        area=EAST,
        document="示例期初建账表",
        caps=[{"pollutant": "COD", "basin": HAI, "kind": "absolute", "grams": "100", "document": "示例文件"}],
        rights=[{"enterprise": OTHER_FIRM, "tranche": HELD, "grams": "10", "surplus": True}],
    )
    retained = {"pollutant": "COD", "basin": HAI, "grams": "40", "document": "示例纪要"}
    do(bureau, "reserve.retain", "2026-01-07", area=EAST, **retained)
    return bureau


def wants(city: Bureau, project: str, *, by: str = FIRM, area: str = EAST, basin: str = HAI) -> None:
    """Take in a project in scope that needs five tonnes, and issue its confirmation."""
    line = {**table_line("COD", "5"), "basin": basin}
    do(
        city,
        "project.intake",
        "2026-06-02",
        id=project,
        area=area,
        enterprise=by,
        legal_person=by,
        site=f"{project}厂址",
        name="示例新建",
        nature="new",
        requested_on="2026-06-02",
        table=[line],
    )
    do(city, "project.milestone", "2026-06-02", project=project, step="accepted")
    issue(city, project=project, on="2026-06-03")


def awarded(number: str, project: str, tonnes: str = "5", **changed: Any) -> dict[str, Any]:
    """Return what the award of a part of the reserve says."""
    line = {"pollutant": "COD", "basin": HAI, "grams": tonnes, "source": "retained"}
    return {
        "id": number,
        "area": EAST,
        "buyer": FIRM,
        "method": "negotiated",
        "lines": [{**line, "unit_price": "1", "basis": "per_tonne"}],
        "contracted_on": DAY,
        "document": "示例纪要",
        "project": project,
        **changed,
    }


def buys(city: Bureau, number: str, project: str, tonnes: str = "5", **changed: Any) -> None:
    """Award, pay and deliver."""
    do(city, "award.make", DAY, **awarded(number, project, tonnes, **changed))
    do(city, "fee.notice", DAY, number=f"通知{number}", award=number)
    paid = {"number": f"税票{number}", "amount": tonnes, "paid_on": DAY, "credited_on": DAY}
    do(city, "fee.receipt", DAY, notice=f"通知{number}", **paid)
    do(city, "award.deliver", DAY, id=number)


def sold(number: str, project: str, tonnes: str = "5", **changed: Any) -> dict[str, Any]:
    """Return what the contract by which the second enterprise sells to the first says."""
    return {
        "number": number,
        "seller": OTHER_FIRM,
        "seller_area": EAST,
        "buyer": FIRM,
        "buyer_area": EAST,
        "mode": "negotiated",
        "platform": "示例平台",
        "contracted_at": "2026-06-05T09:00:00+08:00",
        "lines": [{"tranche": HELD, "grams": tonnes, "price": "1"}],
        "project": project,
        **changed,
    }


def unapproved(city: Bureau, project: str) -> list[str]:
    """Return why the EIA of a project cannot be approved."""
    return refused(city, "project.eia_approved", "2026-06-10", project=project, **PAPER)


def approved(city: Bureau, project: str) -> None:
    """Record the approval of a project's EIA."""
    do(city, "project.eia_approved", "2026-06-10", project=project, **PAPER)


def test_tonnes_of_another_area_or_basin_are_not_awarded_to_a_project(city: Bureau) -> None:
    wants(city, "南区项目", area=SOUTH, basin=YELLOW)

    assert refused(city, "award.make", DAY, **awarded("成交1", "南区项目")) == [
        "project.other_area",
        "award.beyond_need",
    ]
    cap(city, "COD", "50", basin=HAI, area=SOUTH)
    assert refused(city, "award.make", DAY, **awarded("成交1", "南区项目", area=SOUTH)) == [
        "project.other_basin",
        "award.beyond_need",
    ]


def test_a_sale_for_a_project_elsewhere_does_not_pass_as_one_inside_the_area(city: Bureau) -> None:
    wants(city, "南区项目", area=SOUTH, basin=YELLOW)

    assert refused(city, "transfer.contract", DAY, **sold("合同1", "南区项目")) == ["project.other_area"]
    there = sold("合同1", "南区项目", buyer_area=SOUTH)
    assert refused(city, "transfer.contract", DAY, **there) == ["project.other_basin"]


def test_a_ruling_counts_for_a_project_of_the_buyer_where_the_tonnes_come(city: Bureau) -> None:
    wants(city, "项目1")
    wants(city, "西区项目", area=WEST)
    order = {"number": "冻1", "area": EAST, "holder": OTHER_FIRM, "court": "示例法院", "document": "示例文书"}
    lines = [{"pollutant": "COD", "basin": HAI, "grams": "5"}]
    at = "2026-06-04T09:00:00+08:00"
    do(city, "freeze.deliver", "2026-06-04", **order, delivered_at=at, until="2029-06-04", lines=lines)
    ruled = {"number": "冻1", "holder": OTHER_FIRM, "ruling": "裁1", "buyer_area": EAST}
    kind = "freeze.transfer_by_ruling"
    firm(city, "91371500MA00DEM038")
    third = {**ruled, "buyer": "91371500MA00DEM038", "project": "项目1"}

    assert refused(city, kind, DAY, **third, lines=lines) == ["transfer.project_of_another"]
    own = {**ruled, "buyer": FIRM}
    assert refused(city, kind, DAY, **own, project="西区项目", lines=lines) == ["project.other_area"]
    for _ in range(2):
        assert unapproved(city, "项目1") == ["gate.rights_missing"]
        do(city, kind, DAY, **own, project="项目1", lines=[{**lines[0], "grams": "2.5"}])
    approved(city, "项目1")


def test_an_award_and_a_contract_of_the_same_number_both_count(city: Bureau) -> None:
    wants(city, "项目1")
    buys(city, "2026-1", "项目1", "2")
    assert refused(city, "transfer.contract", DAY, **sold("2026-1", "项目1", "4")) == ["transfer.beyond_need"]
    do(city, "transfer.contract", DAY, **sold("2026-1", "项目1", "3"))
    do(city, "transfer.deliver", DAY, number="2026-1", document="示例鉴证书")

    approved(city, "项目1")


def test_what_a_project_still_needs_is_not_determined_surplus(city: Bureau) -> None:
    wants(city, "项目1")
    buys(city, "成交1", "项目1")
    found = {"area": EAST, "enterprise": FIRM, "tranche": BOUGHT, "grams": "1", "document": "示例核定"}

    assert refused(city, "right.determine_surplus", "2026-06-06", **found, need="4") == ["surplus.below_project_need"]
    do(city, "project.release", "2026-06-07", project="项目1", step="abandoned", reason="示例")
    do(city, "right.determine_surplus", "2026-06-08", **found, need="4")


def test_what_was_sold_again_covers_its_project_no_more_and_is_needed_again(city: Bureau) -> None:
    wants(city, "项目1")
    buys(city, "成交1", "项目1")
    do(
        city,
        "right.confirm_existing",
        DAY,
        area=EAST,
        enterprise=FIRM,
        pollutant="COD",
        basin=HAI,
        grams="5",
        document="示例确权表",
    )
    found = {"area": EAST, "enterprise": FIRM, "tranche": BOUGHT, "grams": "2", "document": "示例核定"}
    do(city, "right.determine_surplus", "2026-06-06", **found, need="5")
    back = {"area": EAST, "enterprise": FIRM, "tranche": BOUGHT, "grams": "2", "unit_price": "1"}
    do(city, "right.buy_back", "2026-06-06", id="回购1", **back, document="示例协议")

    assert city.balance("Q40", EAST, FIRM) == 8_000_000, (
        "5 t of them are another tranche than what the project acquired"
    )
    assert unapproved(city, "项目1") == ["gate.rights_missing"]
    with city.book.reading() as connection:
        [need] = needs_of(connection, FIRM, book=LAW, on=date(2026, 6, 10))
    assert [(line.acquired, line.missing) for line in need.lines] == [(3_000_000, 2_000_000)]
    buys(city, "成交2", "项目1", "2")
    approved(city, "项目1")


def test_the_same_grams_cover_the_project_that_was_requested_first(city: Bureau) -> None:
    accepted(city, table_line("COD", "5"), project="先", day="2026-06-01")
    issue(city, project="先", on="2026-06-03")
    wants(city, "后")
    buys(city, "成交1", "先")
    with city.book.reading() as connection:
        [acquired] = Registers(connection).all(Acquired, owner="先")
    term = Term(starts=date(2026, 6, 5), ends=date(2031, 6, 5))
    assert acquired.unit == right(Pollutant.COD, area=EAST, basin=HAI, term=term, origin=Origin.RESERVE_SALE)
    city.register(replace(acquired, project="后", by="成交0"))

    assert unapproved(city, "后") == ["gate.rights_missing"]
    approved(city, "先")
    buys(city, "成交2", "后")
    approved(city, "后")
