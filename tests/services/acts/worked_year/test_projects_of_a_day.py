"""Every day: an ordinary, an exempt and an in-scope project, each from its intake to what covers it."""

from __future__ import annotations

from ledger.domain.projects.milestone import Milestone, Step
from ledger.domain.values.encoding import join_code
from tests.services.acts.bureau import EAST, Bureau
from tests.services.acts.project_exercise import (
    FIRM,
    accept,
    approve,
    bulletin,
    cap,
    do,
    firm,
    intake,
    pool,
    refused,
    registered,
    source,
    table_line,
)
from tests.services.acts.worked_year.page import lines, page, proved


def answer_due(bureau: Bureau, project: str, step: Step) -> str:
    """Return the last day for the answer as a milestone tells it."""
    found = registered(bureau, Milestone, join_code(step, "1"), owner=project)
    return str(found.answer_due)


def the_year_has_begun(bureau: Bureau) -> None:
    """Set the caps and the price, record the bulletin, and put credit into the pool."""
    # January: caps, the bulletin of 2025 (PM2.5 not attained), 30 t of SO2 kept back at 4,500 yuan a tonne and year.
    firm(bureau)
    cap(bureau, "COD", "100", basin="海河")
    cap(bureau, "SO2", "100")
    do(bureau, "reserve.retain", "2026-01-06", area=EAST, pollutant="SO2", grams="30", document="示例会议纪要1号")
    bulletin(bureau, "SO2", "NOx", "VOCs", "PM")
    standard = {"unit_price": "4500", "basis": "per_tonne_year", "from_day": "2026-01-01", "document": "示例价格文件"}
    do(bureau, "price_standard.set", "2026-01-31", pollutant="SO2", **standard)
    pool(bureau, "示例养殖场", "COD", "5")
    pool(bureau, "示例炉窑", "PM", "0.1")


def four_tonnes_are_sold_over_the_counter(bureau: Bureau) -> None:
    """Sell to the furnace, and follow the money into the treasury."""
    # 10 June: over the counter at the list price: 4 t × 4,500 yuan × 5 years = 90,000 yuan.
    line = {"pollutant": "SO2", "grams": "4", "source": "retained", "unit_price": "4500", "basis": "per_tonne_year"}
    contract = {"area": EAST, "buyer": FIRM, "method": "simplified", "project": "示例窑炉"}
    dated = {"contracted_on": "2026-06-10", "document": "示例成交单"}
    do(bureau, "award.make", "2026-06-10", id="示例成交1", **contract, lines=[line], **dated)
    do(bureau, "fee.notice", "2026-06-10", number="示例缴款1", award="示例成交1")
    do(bureau, "notice.serve", "2026-06-11", number="示例缴款1", served_on="2026-06-11", document="示例送达回证")
    do(
        bureau,
        "fee.receipt",
        "2026-06-15",
        notice="示例缴款1",
        number="示例票据1",
        amount="90000",
        paid_on="2026-06-15",
    )
    assert page(bureau, "CNY") == lines(f"""
        1212.8:东区/{FIRM}  CNY  Dr  90000.00
        2103.1:东区/{FIRM}  CNY  Cr  90000.00
    """)
    assert refused(bureau, "award.deliver", "2026-06-16", id="示例成交1") == ["payment.incomplete"]
    do(bureau, "treasury.confirm", "2026-06-17", number="示例票据1", amount="90000", credited_on="2026-06-17")
    do(bureau, "award.deliver", "2026-06-18", id="示例成交1")


def test_an_ordinary_an_exempt_and_an_in_scope_project(bureau: Bureau) -> None:
    the_year_has_begun(bureau)

    # Monday 2 March: a dyeing line, 1.5 t of COD, comes to the window; the sum of its water pollutants is below 10 t.
    assert intake(bureau, "示例印染", table_line("COD", "1.5"), day="2026-03-02").regime == "ordinary"
    accept(bureau, "示例印染", on="2026-03-02")
    assert answer_due(bureau, "示例印染", Step.ACCEPTED) == "2026-03-16"
    # Thursday: a paper is missing, and the clock stands; it comes in a week later, and goes on.
    step = {"project": "示例印染"}
    do(bureau, "project.milestone", "2026-03-05", **step, step="completion_requested", document="示例补正通知1号")
    early = {"cover": [source("示例养殖场", "COD", "1.5")]}
    assert refused(bureau, "confirmation.issue", "2026-03-06", **step, **early) == ["project.clock_stopped"]
    do(bureau, "project.milestone", "2026-03-12", **step, step="completed")
    assert answer_due(bureau, "示例印染", Step.COMPLETED) == "2026-03-23"

    # Tuesday 3 March: a spray booth, 0.08 t of PM. The builder owes nothing; the branch owes 0.16 t, and has 0.1 t.
    assert intake(bureau, "示例喷涂", table_line("PM", "0.08"), day="2026-03-03", site="示例二路").regime == "exempt"
    do(bureau, "exemption.register", "2026-03-03", project="示例喷涂")

    # Monday 16 March: the branch has checked, the bureau confirms; 1.5 t at ratio 1 are held. 1 April: EIA approved.
    do(bureau, "confirmation.issue", "2026-03-16", **step, cover=[source("示例养殖场", "COD", "1.5")])
    assert "C21:东区/示例印染 COD Dr 1.5000" in page(bureau)
    approve(bureau, "示例印染", on="2026-04-01")

    # Tuesday 2 June, the second day of "any single pollutant above 0.1 t must trade": a furnace, 4 t of SO2.
    furnace = table_line("SO2", "4")
    assert intake(bureau, "示例窑炉", furnace, day="2026-06-02", site="示例三路").regime == "in_scope"
    accept(bureau, "示例窑炉", on="2026-06-02")
    do(bureau, "confirmation.issue", "2026-06-08", project="示例窑炉")
    paper = {"project": "示例窑炉", "authority": "示例审批局", "document": "示例批复"}
    too_early = refused(bureau, "project.eia_approved", "2026-06-09", **paper, approved_on="2026-06-09")
    assert too_early == ["gate.rights_missing"]

    four_tonnes_are_sold_over_the_counter(bureau)

    approve(bureau, "示例窑炉", on="2026-06-22")

    # The evening of 22 June. The treasury has the money; the branch's gap is 0.06 t.
    assert page(bureau) == lines(f"""
        Q10:东区             COD  Cr  100.0000
        Q20:东区             COD  Dr   98.5000
        Q40:东区/{FIRM}      COD  Dr    1.5000
        C10:东区             COD  Cr    5.0000
        C20:东区             COD  Dr    3.5000
        C30:东区/示例印染    COD  Dr    1.5000
        Q10:东区             SO2  Cr  100.0000
        Q20:东区             SO2  Dr   70.0000
        Q30:东区/retained    SO2  Dr   26.0000
        Q40:东区/{FIRM}      SO2  Dr    4.0000
        C10:东区             PM   Cr    0.1000
        C21:东区/示例喷涂    PM   Dr    0.1000
        E10:东区             PM   Cr    0.0800
        E20:东区/示例喷涂    PM   Dr    0.0800
    """)
    proved(bureau)
