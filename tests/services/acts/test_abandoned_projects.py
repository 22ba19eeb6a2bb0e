"""A project is given up after its approval: what credit covered is reclaimed, what was paid for is bought back."""

from __future__ import annotations

from typing import Any

from tests.services.acts.bureau import EAST, HAI, Bureau
from tests.services.acts.project_exercise import (
    FIRM,
    accept,
    accepted,
    approve,
    bulletin,
    do,
    intake,
    issue,
    pool,
    ready,
    refused,
    source,
    table_line,
)

TONNES = 1_000_000
COVERED = {"pollutant": "PM", "term_from": "2026-03-01", "term_to": "2031-03-01", "origin": "offset"}
PAID = {"pollutant": "COD", "basin": HAI, "term_from": "2025-02-01", "term_to": "2030-02-01", "origin": "reserve_sale"}


def given_up(bureau: Bureau, on: str) -> None:
    """Let the project be given up."""
    do(bureau, "project.release", on, project="p", step="abandoned", reason="示例：不再建设")


def bought_back(tranche: dict[str, Any], grams: str) -> dict[str, Any]:
    """Return an agreement to buy tonnes back."""
    return {
        "id": "回购1",
        "area": EAST,
        "enterprise": FIRM,
        "tranche": tranche,
        "grams": grams,
        "unit_price": "1",
        "document": "示例协议",
    }


def test_what_reduction_credit_covered_is_reclaimed_and_nobody_is_paid_for_it(bureau: Bureau) -> None:
    ready(bureau)
    bulletin(bureau)
    pool(bureau, "示例炉窑", "PM", "3")
    accepted(bureau, table_line("PM", "3"))
    issue(bureau, source("示例炉窑", "PM", "3"))
    approve(bureau, "p")
    given_up(bureau, "2026-04-01")
    found = {"area": EAST, "enterprise": FIRM, "tranche": COVERED, "grams": "3", "need": "0", "document": "示例核定"}
    do(bureau, "right.determine_surplus", "2026-04-02", **found)

    assert refused(bureau, "right.buy_back", "2026-04-02", **bought_back(COVERED, "3")) == ["buy_back.free_origin"]

    case = {"id": "收回1", "area": EAST, "enterprise": FIRM, "ground": "abandoned", "facts": "示例：项目放弃"}
    items = [{"tranche": COVERED, "in_use": "0", "surplus": "3"}]
    do(bureau, "reclaim.open", "2026-04-03", **case, occurred_on="2026-04-01", items=items)
    do(bureau, "reclaim.notify", "2026-04-04", id="收回1", notice="告知书1", served_on="2026-04-04")
    do(bureau, "reclaim.defence", "2026-04-05", id="收回1", statement="示例：没有异议")
    do(bureau, "reclaim.decide", "2026-04-06", id="收回1", decision="决定1")
    do(bureau, "reclaim.serve", "2026-04-07", id="收回1", served_on="2026-04-07")
    do(bureau, "reclaim.execute", "2026-04-07", id="收回1")

    assert bureau.balance("Q30", EAST, "reclaimed") == 3 * TONNES
    assert bureau.balance("B60", EAST) == bureau.balance("Q41", EAST, FIRM) == 0


def test_what_was_paid_for_is_surplus_then_and_bought_back(bureau: Bureau) -> None:
    ready(bureau)
    bulletin(bureau)
    caps = [{"pollutant": "COD", "basin": HAI, "kind": "absolute", "grams": "100", "document": "示例文件"}]
    rights = [{"enterprise": FIRM, "tranche": PAID, "grams": "5", "surplus": True}]
    do(bureau, "opening.area", "2026-01-06", area=EAST, document="示例期初建账表", caps=caps, rights=rights)
    intake(bureau, "p", table_line("COD", "5"), day="2026-06-02")
    accept(bureau, "p", on="2026-06-02")
    do(bureau, "confirmation.issue", "2026-06-03", project="p", own=[{"tranche": PAID, "grams": "5"}])
    approve(bureau, "p", on="2026-06-04")
    assert refused(bureau, "right.buy_back", "2026-06-05", **bought_back(PAID, "5")) == ["claim.not_free"]

    given_up(bureau, "2026-06-05")
    do(bureau, "right.buy_back", "2026-06-06", **bought_back(PAID, "5"))

    assert bureau.balance("Q30", EAST, "bought_back") == 5 * TONNES


def test_who_has_ended_gets_no_right_and_the_credit_comes_free_again(bureau: Bureau) -> None:
    ready(bureau)
    bulletin(bureau)
    pool(bureau, "示例炉窑", "PM", "3")
    accepted(bureau, table_line("PM", "3"))
    issue(bureau, source("示例炉窑", "PM", "3"))
    do(bureau, "enterprise.close", "2026-02-20", credit_code=FIRM, reason="示例：注销", document="示例裁定")

    paper = {"authority": "示例审批局", "document": "示例环评批复"}
    approval = {"project": "p", "approved_on": "2026-03-01", **paper}
    assert refused(bureau, "project.eia_approved", "2026-03-01", **approval) == ["enterprise.inactive"]

    given_up(bureau, "2026-03-02")
    assert bureau.balance("C20", EAST) == 3 * TONNES
