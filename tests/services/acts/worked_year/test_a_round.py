"""A lot from its notice to the default of one of its buyers, and instalments where the law allows them."""

from __future__ import annotations

from tests.services.acts.bureau import EAST, Bureau
from tests.services.acts.project_exercise import FIRM, OTHER_FIRM, cap, do, firm, refused
from tests.services.acts.worked_year.page import lines, page, proved

THIRD_FIRM = "91371500MA00DEM038"
FREE = {"pollutant": "SO2", "term_from": "2024-01-01", "term_to": "2029-01-01", "origin": "free"}


def a_lot_is_noticed(bureau: Bureau) -> None:
    """Notice a lot, and receive the deposits of three bidders."""
    # January: a cap of 100 t of SO2, of which 40 t are kept back.
    for code in (FIRM, OTHER_FIRM, THIRD_FIRM):
        firm(bureau, code)
    cap(bureau, "SO2", "100")
    do(bureau, "reserve.retain", "2026-01-06", area=EAST, pollutant="SO2", grams="40", document="示例会议纪要1号")

    # 2 March: 15 t are noticed at 1,000 yuan a tonne and year. By the 9th three bidders have paid 5,000 yuan each to
    # the platform's account.
    offered = {"pollutant": "SO2", "source": "retained", "basis": "per_tonne_year"}
    lot = {"id": "示例标的1", "area": EAST, "grams": "15", "start_price": "1000", "document": "示例公告1号"}
    do(bureau, "award.notice", "2026-03-02", **lot, **offered)
    for number, bidder in enumerate((FIRM, OTHER_FIRM, THIRD_FIRM), start=1):
        paid = {"seller": "reserve", "keeper": "platform", "amount": "5000", "paid_on": "2026-03-09"}
        do(
            bureau,
            "deposit.receive",
            "2026-03-09",
            number=f"示例保证金{number}",
            area=EAST,
            bidder=bidder,
            lot="示例标的1",
            **paid,
        )


def the_lot_is_awarded(bureau: Bureau) -> None:
    """Award the lot to two of the bidders, and tell them what they owe."""
    offered = {"pollutant": "SO2", "source": "retained", "basis": "per_tonne_year"}
    # 16 March: 10 t go to the first at 1,200 yuan, 5 t to the second at 1,100 yuan; the third has its deposit back.
    for number, buyer, tonnes, price in ((1, FIRM, "10", "1200"), (2, OTHER_FIRM, "5", "1100")):
        line = {**offered, "grams": tonnes, "unit_price": price, "lot": "示例标的1"}
        dated = {"contracted_on": "2026-03-16", "document": "示例成交通知书"}
        award = {"id": f"示例成交{number}", "area": EAST, "buyer": buyer, "method": "platform", "lines": [line]}
        do(bureau, "award.make", "2026-03-16", **award, **dated)
        do(bureau, "fee.notice", "2026-03-17", number=f"示例缴款{number}", award=f"示例成交{number}")
    do(bureau, "deposit.return", "2026-03-17", number="示例保证金3", amount="5000", document="示例退还清单")


def test_a_lot_from_notice_to_the_default_of_one_buyer(bureau: Bureau) -> None:
    a_lot_is_noticed(bureau)

    the_lot_is_awarded(bureau)

    assert page(bureau) == lines(f"""
        Q10:东区                  SO2  Cr  100.0000
        Q20:东区                  SO2  Dr   60.0000
        Q30:东区/retained         SO2  Dr   25.0000
        Q32:东区/示例成交1        SO2  Dr   10.0000
        Q32:东区/示例成交2        SO2  Dr    5.0000
        1212.2:东区/{FIRM}        CNY  Dr  60000.00
        1212.2:东区/{OTHER_FIRM}  CNY  Dr  27500.00
        2103.1:东区/{FIRM}        CNY  Cr  60000.00
        2103.1:东区/{OTHER_FIRM}  CNY  Cr  27500.00
        B30:东区/{FIRM}           CNY  Dr  5000.00
        B30:东区/{OTHER_FIRM}     CNY  Dr  5000.00
        B31:东区/{FIRM}           CNY  Cr  5000.00
        B31:东区/{OTHER_FIRM}     CNY  Cr  5000.00
    """)

    # The first buyer's deposit is set off on the 20th, the rest paid on the 23rd, in the treasury on the 24th.
    set_off = {"notice": "示例缴款1", "amount": "5000", "voucher": "示例缴库凭证1", "credited_on": "2026-03-20"}
    do(bureau, "deposit.set_off", "2026-03-20", number="示例保证金1", **set_off)
    receipt = {"notice": "示例缴款1", "number": "示例票据1", "amount": "55000", "paid_on": "2026-03-23"}
    do(bureau, "fee.receipt", "2026-03-23", **receipt)
    assert refused(bureau, "award.deliver", "2026-03-23", id="示例成交1") == ["payment.incomplete"]
    do(bureau, "treasury.confirm", "2026-03-24", number="示例票据1", amount="55000", credited_on="2026-03-24")
    do(bureau, "award.deliver", "2026-03-25", id="示例成交1")

    # The second pays nothing. On 20 April the contract is undone, the claim taken back in red, the deposit forfeited;
    # the platform sends it to the treasury on the 22nd.
    do(bureau, "award.undo", "2026-04-20", id="示例成交2", reason="示例：逾期未缴，合同解除")
    undone = {"ground": "undone", "approved_by": "示例市生态环境局", "document": "示例核减单1号"}
    do(bureau, "fee.reduce", "2026-04-20", number="示例缴款2", reduction="27500", **undone)
    do(bureau, "deposit.forfeit", "2026-04-20", number="示例保证金2", document="示例没收决定1号")
    sent = {"voucher": "示例缴库凭证2", "amount": "5000", "credited_on": "2026-04-22"}
    do(bureau, "deposit.forfeit_confirm", "2026-04-22", document="示例没收决定1号", **sent)
    assert refused(bureau, "award.withdraw", "2026-04-23", id="示例标的1", reason="示例") == ["lot.nothing_left"]

    # Everything owed is paid; the defaulter's 5 t are in the reserve again.
    assert page(bureau) == lines(f"""
        Q10:东区           SO2  Cr  100.0000
        Q20:东区           SO2  Dr   60.0000
        Q30:东区/retained  SO2  Dr   30.0000
        Q40:东区/{FIRM}    SO2  Dr   10.0000
    """)
    proved(bureau)


def test_a_free_right_is_paid_up_by_instalments(bureau: Bureau) -> None:
    # January: 8 t of SO2, free, until the end of 2028; 5 t of them are surplus and shall be sold: first paid for.
    firm(bureau)
    rights = [
        {"enterprise": FIRM, "tranche": FREE, "grams": "3"},
        {"enterprise": FIRM, "tranche": FREE, "surplus": True, "grams": "5"},
    ]
    do(bureau, "opening.area", "2026-01-06", area=EAST, document="示例期初建账表", rights=rights)

    # 2 February: 5 t at 20,000.002 yuan for the whole term are 100,000.01 yuan. 40 % of that is 40,000.004: a first
    # payment of 40,000.00 is too small, and the least is 40,000.01.
    line = {"pollutant": "SO2", "grams": "5", "unit_price": "20000.002", "basis": "per_tonne"}
    case = {"case": "示例补缴1", "area": EAST, "payer": FIRM, "ground": "pay_up", "lines": [line]}
    fee = {**case, "starts": "2026-02-02", "ends": "2029-01-01"}
    plan = {"due_on": ["2026-03-02", "2027-03-01"], "document": "示例分期申请1号", "fixed_price": fee}
    assert refused(bureau, "fee.instalment_plan", "2026-02-02", **plan, first="40000.00") == ["instalment.first"]
    do(bureau, "fee.instalment_plan", "2026-02-02", **plan)
    do(bureau, "fee.instalment_notice", "2026-02-03", number="示例缴款1", charged_for="示例补缴1")
    assert page(bureau, "CNY") == lines(f"""
        1212.1:东区/{FIRM}  CNY  Dr  40000.01
        2103.1:东区/{FIRM}  CNY  Cr  40000.01
        B20:东区/{FIRM}     CNY  Dr  60000.00
        B21:东区/{FIRM}     CNY  Cr  60000.00
    """)

    # The first instalment is paid and in the treasury in February. The right is not yet a paid one.
    first = {"notice": "示例缴款1", "number": "示例票据1", "amount": "40000.01"}
    do(bureau, "fee.receipt", "2026-02-20", **first, paid_on="2026-02-20", credited_on="2026-02-20")
    paid_up = {"area": EAST, "enterprise": FIRM, "tranche": FREE, "in_use": "0", "surplus": "5"}
    assert refused(bureau, "right.pay_up", "2026-02-23", **paid_up, fee_case="示例补缴1") == ["payment.incomplete"]

    # A year later the second one; on the same day the 5 t change their origin.
    do(bureau, "fee.instalment_notice", "2027-02-01", number="示例缴款2", charged_for="示例补缴1")
    second = {"notice": "示例缴款2", "number": "示例票据2", "amount": "60000"}
    do(bureau, "fee.receipt", "2027-03-01", **second, paid_on="2027-03-01", credited_on="2027-03-01")
    do(bureau, "right.pay_up", "2027-03-01", **paid_up, fee_case="示例补缴1")

    paid = {"area": EAST, "holder": FIRM, "platform": "示例交易平台", "opened_at": "2027-03-02T09:00:00+08:00"}
    offered = [{"tranche": {**FREE, "origin": "fixed_price"}, "grams": "5"}]
    do(bureau, "listing.open", "2027-03-02", number="示例挂牌1号", **paid, lines=offered, document="示例申请")
    assert page(bureau) == lines(f"""
        Q10:东区           SO2  Cr  8.0000
        Q40:东区/{FIRM}    SO2  Dr  3.0000
        Q42.1:东区/{FIRM}  SO2  Dr  5.0000
    """)
    proved(bureau)
