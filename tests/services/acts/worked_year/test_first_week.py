"""The first week: the books of an area are opened with what its papers say, signed, and what is unexplained cleared."""

from __future__ import annotations

from tests.services.acts.bureau import EAST, Bureau
from tests.services.acts.project_exercise import FIRM, OTHER_FIRM, do, firm, refused
from tests.services.acts.worked_year.page import lines, page, proved

FREE = {"pollutant": "SO2", "term_from": "2024-01-01", "term_to": "2029-01-01", "origin": "free"}


def the_sheet_is_taken_over(bureau: Bureau) -> None:
    """Register who and what is there, and open the books with the signed sheet."""
    # Monday, 5 January 2026: registers first.
    firm(bureau, FIRM)
    firm(bureau, OTHER_FIRM)
    do(bureau, "facility.register", "2026-01-05", id="示例锅炉1号", name="1号燃煤锅炉", area=EAST)

    # Tuesday: the signed sheet. The cap letter says 120 t of SO2; the lists of 2023 to 2025 say 70 t with two
    # enterprises, of which 3 t are on no paper; 30 t are kept back. One notice of 5,000 yuan is open since December,
    # a boiler's 8 t of NOx lie in the pool, and one exempt project has no source yet.
    do(
        bureau,
        "opening.area",
        "2026-01-06",
        area=EAST,
        document="示例期初建账表1号",
        caps=[{"pollutant": "SO2", "kind": "absolute", "grams": "120", "document": "示例总量文件1号"}],
        rights=[
            {"enterprise": FIRM, "tranche": FREE, "grams": "50", "unexplained": "3"},
            {"enterprise": OTHER_FIRM, "tranche": FREE, "grams": "20"},
        ],
        reserves=[{"source": "retained", "pollutant": "SO2", "grams": "30"}],
        credits=[{"facility": "示例锅炉1号", "pollutant": "NOx", "recognised_on": "2025-06-30", "grams": "8"}],
        exemptions=[{"project": "示例项目1号", "pollutant": "NOx", "grams": "0.06"}],
        receivables=[
            {
                "notice": "示例缴款1号",
                "payer": FIRM,
                "charge": "public_sale",
                "fen": "5000.00",
                "issued_on": "2025-12-01",
                "due_on": "2026-01-10",
            }
        ],
    )


def test_the_first_week(bureau: Bureau) -> None:
    the_sheet_is_taken_over(bureau)

    assert page(bureau, "SO2") == lines(f"""
        Q10:东区               SO2  Cr  120.0000
        Q20:东区               SO2  Dr   23.0000
        Q30:东区/retained      SO2  Dr   30.0000
        Q40:东区/{FIRM}        SO2  Dr   50.0000
        Q40:东区/{OTHER_FIRM}  SO2  Dr   20.0000
        Q90:东区               SO2  Cr    3.0000
    """)

    # Wednesday: the clerk and the reviewer sign the trial balance. It is signed once.
    do(bureau, "opening.sign_off", "2026-01-07", area=EAST)
    assert refused(bureau, "opening.sign_off", "2026-01-07", area=EAST) == ["opening.signed_off"]
    assert refused(bureau, "opening.area", "2026-01-07", area=EAST, document="示例期初建账表2号") == ["opening.repeat"]

    # Thursday: a letter turns up by which the cap is 122 t; it explains 2 t. The firm admits: 1 t was never its own.
    cleared = {"area": EAST, "pollutant": "SO2"}
    do(
        bureau,
        "opening.clear_difference",
        "2026-01-08",
        **cleared,
        grams="2",
        against="cap",
        reason="示例：找到调整总量的文件",
        document="示例总量文件2号",
    )
    do(
        bureau,
        "opening.clear_difference",
        "2026-01-08",
        **cleared,
        grams="1",
        against="holder",
        enterprise=FIRM,
        tranche=FREE,
        reason="示例：重复登记",
        document="示例情况说明",
    )
    again = {**cleared, "grams": "0.0001", "against": "cap", "reason": "示例", "document": "示例"}
    assert refused(bureau, "opening.clear_difference", "2026-01-09", **again) == ["opening.difference_smaller"]

    # Friday: what stands in the books. Nothing is unexplained.
    assert page(bureau) == lines(f"""
        Q10:东区               SO2  Cr  122.0000
        Q20:东区               SO2  Dr   23.0000
        Q30:东区/retained      SO2  Dr   30.0000
        Q40:东区/{FIRM}        SO2  Dr   49.0000
        Q40:东区/{OTHER_FIRM}  SO2  Dr   20.0000
        C10:东区               NOx  Cr    8.0000
        C20:东区               NOx  Dr    8.0000
        E10:东区               NOx  Cr    0.0600
        E20:东区/示例项目1号   NOx  Dr    0.0600
        1212.2:东区/{FIRM}     CNY  Dr  5000.00
        2103.1:东区/{FIRM}     CNY  Cr  5000.00
    """)
    proved(bureau)
