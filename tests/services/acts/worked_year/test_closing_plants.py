"""A plant closes: into the pool, or into the reserve, reclaimed where it was free and bought back where it was paid."""

from __future__ import annotations

from tests.services.acts.bureau import EAST, Bureau
from tests.services.acts.project_exercise import FIRM, OTHER_FIRM, do, firm, refused, verify
from tests.services.acts.worked_year.page import lines, page, proved

FREE = {"pollutant": "SO2", "term_from": "2024-01-01", "term_to": "2029-01-01", "origin": "free"}
PAID = {"pollutant": "SO2", "term_from": "2025-01-01", "term_to": "2030-01-01", "origin": "reserve_sale"}
MILL, WORKS = "示例造纸厂", "示例化工厂"


def two_plants_are_on_the_books(bureau: Bureau) -> None:
    """Open the books with two plants and their rights."""
    # January: a paper mill with 15 t of SO2, free; a chemical works with 25 t free and 10 t bought; a cap of 60 t.
    for code, plant in ((FIRM, MILL), (OTHER_FIRM, WORKS)):
        firm(bureau, code)
        do(bureau, "facility.register", "2026-01-05", id=plant, name=plant, area=EAST, enterprise=code)
    do(
        bureau,
        "opening.area",
        "2026-01-06",
        area=EAST,
        document="示例期初建账表",
        caps=[{"pollutant": "SO2", "kind": "absolute", "grams": "60", "document": "示例总量文件"}],
        rights=[
            {"enterprise": FIRM, "tranche": FREE, "grams": "15"},
            {"enterprise": OTHER_FIRM, "tranche": FREE, "grams": "25"},
            {"enterprise": OTHER_FIRM, "tranche": PAID, "grams": "10"},
        ],
    )


def the_free_right_is_reclaimed(bureau: Bureau) -> None:
    """Take the free right back, step by step as an adverse decision needs it."""
    # 2 March, the second door: the free 25 t of the works. Notice, ten days for a defence, decision, service, effect.
    case = {"id": "示例收回1号"}
    do(
        bureau,
        "reclaim.open",
        "2026-03-02",
        **case,
        area=EAST,
        enterprise=OTHER_FIRM,
        ground="closure",
        facts="示例：全厂关停，设备拆除",
        occurred_on="2026-01-20",
        items=[{"tranche": FREE, "in_use": "25"}],
        facility=WORKS,
    )
    do(bureau, "reclaim.notify", "2026-03-04", **case, notice="示例告知书1号", served_on="2026-03-03")
    assert refused(bureau, "reclaim.defence", "2026-03-12", **case) == ["reclaim.defence_open"]
    do(bureau, "reclaim.defence", "2026-03-12", **case, statement="示例：无异议")
    do(bureau, "reclaim.decide", "2026-03-16", **case, decision="示例收回决定1号")
    assert refused(bureau, "reclaim.execute", "2026-03-17", **case) == ["reclaim.state"]
    do(bureau, "reclaim.serve", "2026-03-18", **case, served_on="2026-03-17")
    do(bureau, "reclaim.execute", "2026-03-18", **case)


def test_one_plant_goes_into_the_pool_and_one_into_the_reserve(bureau: Bureau) -> None:
    two_plants_are_on_the_books(bureau)

    # 2 February: two officers have seen both plants dismantled; 15 t and 35 t are verified.
    verify(bureau, MILL, "SO2", "15", on="2026-02-02")
    verify(bureau, WORKS, "SO2", "35", on="2026-02-02")

    # 9 February, the first door: the mill's right is given up, and its reduction becomes credit of the branch's pool.
    closure = {"facility": MILL, "document": "示例关停决定1号"}
    given_up = [{"pollutant": "SO2", "grams": "15"}]
    assert refused(bureau, "facility.close", "2026-02-09", **closure, route="reserve", pollutants=given_up) == [
        "closure.reserve_route"
    ]
    do(bureau, "facility.close", "2026-02-09", **closure, route="pool", pollutants=given_up)

    the_free_right_is_reclaimed(bureau)

    # 1 April: the paid 10 t are found to be surplus, and bought back at 12,000 yuan a tonne; the budget pays in May.
    tranche = {"area": EAST, "enterprise": OTHER_FIRM, "tranche": PAID, "grams": "10"}
    do(bureau, "right.determine_surplus", "2026-04-01", **tranche, need="0", document="示例核定表1号")
    agreed = {"unit_price": "12000", "document": "示例回购协议1号"}
    do(bureau, "right.buy_back", "2026-04-15", id="示例回购1号", **tranche, **agreed, facility=WORKS)
    do(bureau, "buy_back.pay", "2026-05-20", id="示例回购1号", amount="120000", document="示例拨款单1号")

    # Every gram was used once: nothing is left to be bought back, and nothing of the card that could stand behind it.
    more = {**tranche, "grams": "1"}
    codes = refused(bureau, "right.buy_back", "2026-05-21", id="示例回购2号", **more, **agreed, facility=WORKS)
    assert codes == ["claim.not_free", "card.overused"]
    surplus = {"pollutants": [{"pollutant": "SO2", "grams": "1"}], "document": "示例关停决定2号"}
    codes = refused(bureau, "facility.close", "2026-05-21", facility=WORKS, route="pool", **surplus)
    assert codes == ["facility.state"]

    assert page(bureau) == lines("""
        Q10:东区                SO2  Cr  60.0000
        Q15:东区                SO2  Dr  15.0000
        Q20:东区                SO2  Dr  10.0000
        Q30:东区/bought_back    SO2  Dr  10.0000
        Q30:东区/reclaimed      SO2  Dr  25.0000
        C10:东区                SO2  Cr  15.0000
        C20:东区                SO2  Dr  15.0000
        B60:东区                CNY  Dr  120000.00
        B62:东区                CNY  Cr  120000.00
    """)
    proved(bureau)
