"""A pledge, a court order at 16:58 that finds pledged tonnes, what waits behind it; and a lease over its months."""

from __future__ import annotations

from tests.services.acts.bureau import EAST, Bureau
from tests.services.acts.project_exercise import FIRM, OTHER_FIRM, do, firm, refused
from tests.services.acts.worked_year.page import lines, page, proved

PAID = {"pollutant": "SO2", "term_from": "2025-01-01", "term_to": "2030-01-01", "origin": "reserve_sale"}
ORDER = {"number": "示例执1号", "holder": FIRM}


def opened_with(bureau: Bureau, *rights: dict[str, object]) -> None:
    """Register two enterprises, and open the books of the east."""
    firm(bureau, FIRM)
    firm(bureau, OTHER_FIRM)
    do(bureau, "opening.area", "2026-01-06", area=EAST, document="示例期初建账表", rights=list(rights))


def pledged_at_nine_and_frozen_at_16_58(bureau: Bureau) -> None:
    """Pledge tonnes in the morning, and deliver the order of a court in the afternoon."""
    # Monday 2 March, 9:00: 6 t are pledged to a bank.
    do(
        bureau,
        "pledge.register",
        "2026-03-02",
        number="示例质押1号",
        area=EAST,
        holder=FIRM,
        pledgee="示例银行",
        printed_as="质押",
        registered_at="2026-03-02T09:00:00+08:00",
        until="2028-03-01",
        lines=[{"tranche": PAID, "grams": "6"}],
        document="示例质押合同",
    )

    # The same day, 16:58: two officers of the court freeze 12 t. 4 t are free and frozen; 6 t stay with the bank, and
    # 8 t are queued. A listing the next morning finds nothing.
    do(
        bureau,
        "freeze.deliver",
        "2026-03-02",
        **ORDER,
        area=EAST,
        court="示例法院",
        delivered_at="2026-03-02T16:58:00+08:00",
        until="2029-03-01",
        lines=[{"pollutant": "SO2", "grams": "12"}],
        document="示例协助执行通知书",
    )


def three_tonnes_are_bought_of_which_the_court_takes_two(bureau: Bureau) -> None:
    """Buy tonnes that the court has waited for."""
    # 15 June: the firm buys 3 t of the second one. 2 t of them are what the court waits for; 1 t is the firm's own.
    sold = [{"tranche": PAID, "grams": "3", "price": "30000"}]
    parties = {"seller": OTHER_FIRM, "seller_area": EAST, "buyer": FIRM, "buyer_area": EAST, "need": "示例核定意见"}
    signed = {"mode": "negotiated", "platform": "示例交易平台", "contracted_at": "2026-06-12T09:00:00+08:00"}
    do(bureau, "transfer.contract", "2026-06-12", number="示例合同1号", **parties, **signed, lines=sold)
    do(bureau, "transfer.deliver", "2026-06-15", number="示例合同1号", document="示例鉴证书")
    do(bureau, "freeze.take_up", "2026-06-15", **ORDER)
    do(bureau, "transfer.settle", "2026-06-16", number="示例合同1号", amount="30000", document="示例回单")


def test_a_court_order_at_16_58_finds_pledged_tonnes(bureau: Bureau) -> None:
    # January: 10 t in surplus with the first, 3 t with the second, all bought.
    surplus = {"tranche": PAID, "surplus": True}
    opened_with(
        bureau, {"enterprise": FIRM, **surplus, "grams": "10"}, {"enterprise": OTHER_FIRM, **surplus, "grams": "3"}
    )

    pledged_at_nine_and_frozen_at_16_58(bureau)

    assert page(bureau) == lines(f"""
        Q10:东区                 SO2  Cr  13.0000
        Q41:东区/{OTHER_FIRM}    SO2  Dr   3.0000
        Q42.3:东区/{FIRM}        SO2  Dr   6.0000
        Q42.4:东区/{FIRM}        SO2  Dr   4.0000
    """)
    listing = {
        "number": "示例挂牌1号",
        "area": EAST,
        "holder": FIRM,
        "platform": "示例交易平台",
        "document": "示例申请",
    }
    offered = {"opened_at": "2026-03-03T09:00:00+08:00", "lines": [{"tranche": PAID, "grams": "0.0001"}]}
    assert refused(bureau, "listing.open", "2026-03-03", **listing, **offered) == ["claim.not_free"]

    # 1 June: the bank's letter. Its 6 t go to the court at once, never through what is available; 2 t still wait.
    do(bureau, "pledge.release", "2026-06-01", number="示例质押1号", holder=FIRM, document="示例银行函")

    three_tonnes_are_bought_of_which_the_court_takes_two(bureau)

    assert refused(bureau, "freeze.take_up", "2026-06-17", **ORDER) == ["freeze.nothing_to_take_up"]

    # 14 December: a ruling gives 5 t to the second enterprise; on the 15th the court releases the rest. Of the 7 t, 2 t
    # were in use when they were taken up.
    ruling = {"ruling": "示例裁定1号", "buyer": OTHER_FIRM, "buyer_area": EAST}
    do(bureau, "freeze.transfer_by_ruling", "2026-12-14", **ORDER, **ruling, lines=[{"pollutant": "SO2", "grams": "5"}])
    do(bureau, "freeze.release", "2026-12-15", **ORDER, document="示例解除通知书")
    assert page(bureau) == lines(f"""
        Q10:东区                 SO2  Cr  13.0000
        Q40:东区/{FIRM}          SO2  Dr   3.0000
        Q40:东区/{OTHER_FIRM}    SO2  Dr   5.0000
        Q41:东区/{FIRM}          SO2  Dr   5.0000
    """)
    proved(bureau)


def test_a_lease_over_its_months(bureau: Bureau) -> None:
    # January: 6 t in surplus, bought until the end of 2029.
    opened_with(bureau, {"enterprise": FIRM, "tranche": PAID, "surplus": True, "grams": "6"})

    # 15 May: 5 t for three months. Thirteen months are too many.
    parties = {"id": "示例租赁1号", "area": EAST, "lessor": FIRM, "lessee": OTHER_FIRM, "tranche": PAID, "grams": "5"}
    lease = {**parties, "document": "示例租赁合同1号"}
    assert refused(bureau, "lease.begin", "2026-05-15", **lease, months=13) == ["lease.months"]
    do(bureau, "lease.begin", "2026-05-15", **lease, months=3)
    assert page(bureau) == lines(f"""
        Q10:东区                 SO2  Cr  6.0000
        Q41:东区/{FIRM}          SO2  Dr  1.0000
        Q44:东区/{OTHER_FIRM}    SO2  Dr  5.0000
    """)

    # June, July: they are used by the lessee, and the lessor cannot pledge them.
    pledge = {"number": "示例质押1号", "area": EAST, "holder": FIRM, "pledgee": "示例银行", "printed_as": "质押"}
    dated = {"registered_at": "2026-07-01T09:00:00+08:00", "until": "2027-07-01", "document": "示例质押合同"}
    asked = [{"tranche": PAID, "grams": "1.0001"}]
    assert refused(bureau, "pledge.register", "2026-07-01", **pledge, **dated, lines=asked) == ["claim.not_free"]

    # 14 August is the last day of the third month; on the 15th they are back.
    assert refused(bureau, "lease.end", "2026-08-14", id="示例租赁1号") == ["lease.running"]
    do(bureau, "lease.end", "2026-08-15", id="示例租赁1号")
    assert page(bureau) == lines(f"""
        Q10:东区                 SO2  Cr  6.0000
        Q41:东区/{FIRM}          SO2  Dr  6.0000
    """)
    proved(bureau)
