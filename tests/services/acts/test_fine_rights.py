"""A right that covers an increment of six decimals is divided, reclaimed, paid up and renewed to the gram as well."""

from __future__ import annotations

from typing import Any

import pytest

from tests.services.acts.bureau import EAST, Bureau
from tests.services.acts.project_exercise import (
    FIRM,
    OTHER_FIRM,
    accepted,
    approve,
    bulletin,
    do,
    firm,
    issue,
    pool,
    ready,
    source,
    table_line,
)

FINE = "1.010101"
COVERED = {"pollutant": "PM", "term_from": "2026-03-01", "term_to": "2031-03-01", "origin": "offset"}


@pytest.fixture
def covered(bureau: Bureau) -> Bureau:
    """Lend a bureau where an approved project has a right of 1.010101 t."""
    ready(bureau)
    firm(bureau, OTHER_FIRM)
    bulletin(bureau)
    pool(bureau, "示例炉窑", "PM", "2")
    accepted(bureau, table_line("PM", FINE))
    issue(bureau, source("示例炉窑", "PM", FINE))
    approve(bureau, "p")
    return bureau


def held(bureau: Bureau, line: str, code: str = FIRM) -> int:
    return bureau.balance(line, EAST, code)


def test_it_is_split_to_the_gram(covered: Bureau) -> None:
    portions = [
        {"successor": code, "area": EAST, "line": "Q40", "tranche": COVERED, "grams": grams}
        for code, grams in ((FIRM, "1"), (OTHER_FIRM, "0.010101"))
    ]

    do(
        covered,
        "enterprise.split",
        "2026-03-02",
        enterprise=FIRM,
        successors=[FIRM, OTHER_FIRM],
        heir=FIRM,
        portions=portions,
        document="示例分立方案",
    )

    assert (held(covered, "Q40"), held(covered, "Q40", OTHER_FIRM)) == (1_000_000, 10_101)


def test_it_is_reclaimed_to_the_gram_when_its_project_is_given_up(covered: Bureau) -> None:
    do(covered, "project.release", "2026-04-01", project="p", step="abandoned", reason="示例：不再建设")
    surplus = {"area": EAST, "enterprise": FIRM, "tranche": COVERED, "document": "示例核定"}
    do(covered, "right.determine_surplus", "2026-04-02", **surplus, grams="0.010001", need="1.0001")
    do(covered, "right.take_into_use", "2026-04-02", **surplus, grams="0.000001", need="1.000101")
    case = {"id": "收回1", "area": EAST, "enterprise": FIRM, "ground": "abandoned", "facts": "示例：项目放弃"}
    items = [{"tranche": COVERED, "in_use": "1.000101", "surplus": "0.01"}]
    do(covered, "reclaim.open", "2026-04-03", **case, occurred_on="2026-04-01", items=items)
    do(covered, "reclaim.notify", "2026-04-04", id="收回1", notice="告知书1", served_on="2026-04-04")
    do(covered, "reclaim.defence", "2026-04-05", id="收回1", statement="示例：没有异议")
    do(covered, "reclaim.decide", "2026-04-06", id="收回1", decision="决定1")
    do(covered, "reclaim.serve", "2026-04-07", id="收回1", served_on="2026-04-07")
    do(covered, "reclaim.execute", "2026-04-07", id="收回1")

    assert (held(covered, "Q40"), held(covered, "Q41")) == (0, 0)
    assert covered.balance("Q30", EAST, "reclaimed") == 1_010_101


def test_it_is_renewed_and_paid_for_to_the_gram(covered: Bureau) -> None:
    day = "2031-03-01"
    do(covered, "right.end_term", day, area=EAST, enterprise=FIRM, tranche=COVERED)
    line: dict[str, Any] = {"pollutant": "PM", "grams": FINE, "unit_price": "1000", "basis": "per_tonne"}
    fee = {"case": "延续1", "area": EAST, "payer": FIRM, "ground": "renewal", "starts": day, "ends": "2036-03-01"}
    do(covered, "fee.notice", day, number="通知1", fixed_price={**fee, "lines": [line]})
    receipt = {"notice": "通知1", "number": "税票1", "amount": "1010.10", "paid_on": day, "credited_on": day}
    do(covered, "fee.receipt", day, **receipt)
    renewal = {"area": EAST, "enterprise": FIRM, "former": COVERED, "grams": FINE, "document": "示例核定"}
    do(covered, "right.renew", day, **renewal, fee_case="延续1")
    renewed = {**COVERED, "term_from": day, "term_to": "2036-03-01", "origin": "fixed_price"}
    surplus = {"area": EAST, "enterprise": FIRM, "tranche": renewed, "document": "示例核定"}
    do(covered, "right.determine_surplus", day, **surplus, grams=FINE, need="0")
    lease = {"id": "租赁1", "area": EAST, "lessor": FIRM, "lessee": OTHER_FIRM, "tranche": renewed, "months": 1}
    do(covered, "lease.begin", day, **lease, grams="0.010101", document="示例合同")
    bought = {"id": "回购1", "area": EAST, "enterprise": FIRM, "tranche": renewed, "unit_price": "100"}
    do(covered, "right.buy_back", day, **bought, grams="0.010001", document="示例协议")

    assert held(covered, "Q44", OTHER_FIRM) == 10_101
    assert held(covered, "Q41") == 989_999
