"""An enterprise takes its own surplus for its own project, and has it back when that comes to nothing (内部调剂)."""

from __future__ import annotations

from typing import Any

import pytest

from ledger.domain.bookkeeping.reversal import ReverseAct
from ledger.domain.projects.acquired import Acquired
from tests.services.acts.bureau import EAST, HAI, Bureau
from tests.services.acts.plants import card_at
from tests.services.acts.project_exercise import (
    FIRM,
    OTHER_FIRM,
    accept,
    bulletin,
    confirmation,
    do,
    firm,
    intake,
    refused,
    table_line,
    verify,
)

PAID = {"pollutant": "COD", "basin": HAI, "term_from": "2025-02-01", "term_to": "2030-02-01", "origin": "reserve_sale"}
FREE = {**PAID, "origin": "free"}
OVER = {**PAID, "term_from": "2021-06-01", "term_to": "2026-06-01"}
DAY = "2026-06-05"
PAPER = {"authority": "示例审批局", "document": "示例环评批复", "approved_on": "2026-06-10"}


def tonnes(amount: int) -> int:
    """Return tonnes in grams."""
    return amount * 1_000_000


@pytest.fixture
def city(bureau: Bureau) -> Bureau:
    """Lend a bureau whose enterprise has 6 t of surplus that was bought, 4 t that was free, 2 t that is over.

    Its project needs 5 t of COD.
    """
    firm(bureau)
    firm(bureau, OTHER_FIRM)
    bulletin(bureau)
    do(bureau, "facility.register", "2026-01-05", id="老厂", name="老厂", area=EAST, enterprise=FIRM, basin=HAI)
    held = [(PAID, "6"), (FREE, "4"), (OVER, "2")]
    do(
        bureau,
        "opening.area",
        "2026-01-06",
        area=EAST,
        document="示例期初建账表",
        caps=[{"pollutant": "COD", "basin": HAI, "kind": "absolute", "grams": "100", "document": "示例文件"}],
        rights=[{"enterprise": FIRM, "tranche": each, "grams": grams, "surplus": True} for each, grams in held],
    )
    taken_in(bureau)
    return bureau


def taken_in(bureau: Bureau, project: str = "p", *lines: dict[str, Any]) -> None:
    """Take in a project in scope and accept it."""
    intake(bureau, project, *(lines or (table_line("COD", "5"),)), day="2026-06-02")
    accept(bureau, project, on="2026-06-02")


def own(grams: str = "5", *, tranche: dict[str, Any] = PAID, **more: Any) -> dict[str, Any]:
    """Return what of its surplus an enterprise gives its project."""
    return {"tranche": tranche, "grams": grams, **more}


def why_not(bureau: Bureau, *lines: dict[str, Any], project: str = "p") -> list[str]:
    """Return why the quota cannot be confirmed on this surplus."""
    return refused(bureau, "confirmation.issue", DAY, project=project, own=list(lines))


def issued(bureau: Bureau, *lines: dict[str, Any], project: str = "p", on: str = DAY) -> int:
    """Confirm the quota of the project on this surplus."""
    return do(bureau, "confirmation.issue", on, project=project, own=list(lines))


def held(bureau: Bureau) -> tuple[int, int]:
    """Return what of the bought tranche is in use and what is surplus, in tonnes."""
    (unit,) = {each.unit for each in acquired(bureau)}
    return tuple(bureau.balance(line, EAST, FIRM, unit) // tonnes(1) for line in ("Q40", "Q41"))  # type: ignore[return-value]  # of two lines come two


def acquired(bureau: Bureau, project: str = "p") -> list[Acquired]:
    """Return what the register says that a project acquired."""
    with bureau.desk("市局经办") as desk:
        return desk.work.registers.all(Acquired, owner=project)


def test_a_project_passes_its_gate_on_surplus_that_its_enterprise_holds(city: Bureau) -> None:
    issued(city, own())

    assert held(city) == (5, 1)
    [line] = confirmation(city).purchases
    assert (line.need, line.acquired) == (tonnes(5), tonnes(5))
    more = {"area": EAST, "enterprise": FIRM, "tranche": PAID, "grams": "1", "need": "0", "document": "示例核定"}
    assert refused(city, "right.determine_surplus", DAY, **more) == ["surplus.below_project_need"]
    do(city, "project.eia_approved", "2026-06-10", project="p", **PAPER)


def test_the_rest_is_bought(city: Bureau) -> None:
    issued(city, own("3"))
    assert refused(city, "project.eia_approved", "2026-06-10", project="p", **PAPER) == ["gate.rights_missing"]
    do(
        city,
        "reserve.retain",
        "2026-06-05",
        area=EAST,
        pollutant="COD",
        basin=HAI,
        grams="10",
        document="示例纪要",
    )
    award = {
        "id": "成交1",
        "area": EAST,
        "buyer": FIRM,
        "method": "negotiated",
        "contracted_on": DAY,
        "document": "示例纪要",
        "project": "p",
    }
    line = {"pollutant": "COD", "basin": HAI, "source": "retained", "unit_price": "1", "basis": "per_tonne"}

    assert refused(city, "award.make", DAY, **award, lines=[{**line, "grams": "2.0001"}]) == ["award.beyond_need"]
    do(city, "award.make", DAY, **award, lines=[{**line, "grams": "2"}])


def test_what_is_not_free_not_paid_for_over_or_not_needed_is_not_taken(city: Bureau) -> None:
    assert why_not(city, own("0")) == ["quantity.nothing"]
    assert why_not(city, own("1"), own("1")) == ["claim.twice"]
    assert why_not(city, own("4", tranche=FREE)) == ["tranche.not_paid_for"]
    assert why_not(city, own("2", tranche=OVER)) == ["tranche.not_in_force"]
    assert why_not(city, own("5.0001")) == ["own.beyond_need"]
    do(city, "pledge.register", DAY, **pledged("2"))
    assert why_not(city, own()) == ["claim.not_free"]
    issued(city, own("4"))


def pledged(grams: str) -> dict[str, Any]:
    """Return a pledge of some of the bought surplus."""
    return {
        "number": "质1",
        "area": EAST,
        "holder": FIRM,
        "pledgee": "示例银行",
        "printed_as": "质押",
        "until": "2028-06-05",
        "registered_at": "2026-06-05T09:00:00+08:00",
        "lines": [{"tranche": PAID, "grams": grams}],
        "document": "示例合同",
    }


def test_surplus_that_a_court_waits_for_is_not_taken(city: Bureau) -> None:
    do(
        city,
        "freeze.deliver",
        DAY,
        number="冻1",
        area=EAST,
        holder=FIRM,
        court="示例法院",
        delivered_at="2026-06-05T09:00:00+08:00",
        until="2029-06-05",
        lines=[{"pollutant": "COD", "basin": HAI, "grams": "20"}],
        document="示例通知书",
    )

    assert why_not(city, own("1")) == ["claim.not_free"]


def test_surplus_is_taken_only_for_what_must_be_acquired_and_in_its_basin(city: Bureau) -> None:
    taken_in(city, "小", table_line("COD", "0.05"), table_line("NOx", "5"))

    assert why_not(city, own("0.01"), project="小") == ["own.beyond_need"]
    other = {**PAID, "basin": "黄河"}
    assert "project.other_basin" in why_not(city, own("1", tranche=other))


def test_surplus_goes_back_when_the_confirmation_is_withdrawn(city: Bureau) -> None:
    issued(city, own())
    do(city, "confirmation.withdraw", "2026-06-06", project="p", reason="示例申请")

    assert held(city) == (0, 6)
    assert [each.grams for each in acquired(city)] == [0]
    issued(city, own("4"), on="2026-06-07")
    assert held(city) == (4, 2)


def test_surplus_goes_back_when_the_confirmation_lapses_or_the_project_is_given_up(city: Bureau) -> None:
    issued(city, own())
    do(city, "confirmation.lapse", "2027-06-06", project="p")
    assert held(city) == (0, 6)

    issued(city, own("2"), on="2027-06-07")
    do(city, "project.release", "2027-06-08", project="p", step="abandoned", reason="示例")
    assert held(city) == (0, 6)


def test_the_project_that_was_approved_keeps_it_until_it_is_given_up(city: Bureau) -> None:
    issued(city, own())
    do(city, "project.eia_approved", "2026-06-10", project="p", **PAPER)
    do(city, "project.release", "2026-06-11", project="p", step="major_change", reason="示例")
    assert held(city) == (5, 1)

    do(city, "project.release", "2026-06-12", project="p", step="abandoned", reason="示例")
    assert held(city) == (0, 6)


def test_what_a_court_took_meanwhile_does_not_come_back(city: Bureau) -> None:
    issued(city, own())
    do(
        city,
        "freeze.deliver",
        "2026-06-06",
        number="冻1",
        area=EAST,
        holder=FIRM,
        court="示例法院",
        delivered_at="2026-06-06T09:00:00+08:00",
        until="2029-06-05",
        lines=[{"pollutant": "COD", "basin": HAI, "grams": "8"}],
        document="示例通知书",
    )
    left = city.balance("Q40", EAST, FIRM)
    do(city, "confirmation.withdraw", "2026-06-07", project="p", reason="示例申请")

    assert city.balance("Q40", EAST, FIRM) == 0
    assert city.balance("Q41", EAST, FIRM) - tonnes(2) == left


def test_surplus_that_a_verified_reduction_left_over_is_used_on_its_card_once(city: Bureau) -> None:
    verify(city, "老厂", "COD", "5", on="2026-06-03")
    place = issued(city, own("5", facility="老厂"))
    assert card_at(city, "老厂", "COD").remaining == 0
    do(city, "confirmation.withdraw", "2026-06-06", project="p", reason="示例申请")
    assert card_at(city, "老厂", "COD").remaining == tonnes(5)
    back = {"area": EAST, "enterprise": FIRM, "tranche": PAID, "grams": "3", "unit_price": "1", "facility": "老厂"}
    do(city, "right.buy_back", "2026-06-06", id="回购1", **back, document="示例协议")

    assert why_not(city, own("3", facility="老厂")) == ["card.overused"]
    undone = ReverseAct(effective_on=city.today, seq=place, reason="示例")
    assert city.refused("correction.reverse", undone) == ["reversal.depended_on"]


def test_a_reversal_undoes_the_taking(city: Bureau) -> None:
    place = issued(city, own())
    city.do("correction.reverse", ReverseAct(effective_on=city.today, seq=place, reason="示例：份额有误"))

    assert acquired(city) == []
    assert city.balance("Q40", EAST, FIRM) == 0
    assert city.balance("Q41", EAST, FIRM) == tonnes(12)
