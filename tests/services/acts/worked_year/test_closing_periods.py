"""Month end, quarter end, year end and year start: closings, a late correction, retirement sheets, the annual table."""

from __future__ import annotations

from datetime import date

from ledger.domain.rights.right_acts import ConfirmExisting
from ledger.projections.accounts.annual_balance import Stock, annual_balance
from ledger.projections.projects.exemption_gaps import branch_gaps, exemption_gaps, retirement_sheet
from ledger.store.registers import Registers
from schemas.command import read_command
from tests.projections.account_summary import account_summary
from tests.services.acts.bureau import EAST, LAW, Bureau
from tests.services.acts.project_exercise import (
    bulletin,
    do,
    firm,
    intake,
    pool,
    refused,
    table_line,
)
from tests.services.acts.worked_year.page import lines, page, proved

TONNE = 1_000_000


def turnover(bureau: Bureau, chart: str, *, month: int) -> tuple[int, int]:
    """Return debit and credit turnover of a line of the chart in a month of 2026."""
    last = {1: 31, 2: 28}[month]
    with bureau.book.reading() as connection:
        found = account_summary(connection, starts=date(2026, month, 1), ends=date(2026, month, last))
    return (
        sum(line.debit for line in found if line.account.chart.code == chart),
        sum(line.credit for line in found if line.account.chart.code == chart),
    )


def retain(bureau: Bureau, day: str, tonnes: str) -> int:
    """Keep tonnes of SO2 back."""
    paper = {"area": EAST, "pollutant": "SO2", "document": "示例会议纪要"}
    return do(bureau, "reserve.retain", day, **paper, grams=tonnes)


def test_a_month_is_closed_and_a_late_correction_is_red_in_the_next(bureau: Bureau) -> None:
    # January: a cap of 100 t of SO2. On the 20th 14 t are kept back; the minutes say 41 t, but nobody sees it yet.
    cap = {"area": EAST, "pollutant": "SO2", "kind": "absolute", "document": "示例总量文件"}
    do(bureau, "cap.set", "2026-01-05", **cap, grams="100")
    wrong = retain(bureau, "2026-01-20", "14")

    # 2 February: one act of the 30th still waits for its decision, so the month cannot be closed. It is decided.
    firm(bureau)
    right = {"area": EAST, "enterprise": "91371500MA00DEM012", "pollutant": "SO2", "document": "示例确权表"}
    asked = {"effective_on": "2026-01-30", **right, "grams": "20"}
    waiting = bureau.record("right.confirm_existing", read_command(ConfirmExisting, asked))
    assert refused(bureau, "period.close_month", "2026-01-31") == ["period.undecided"]
    bureau.decide(waiting)
    do(bureau, "period.close_month", "2026-01-31")
    january = page(bureau)

    # 10 February: the mistake is found. January keeps its report; the red act and the blue one stand in February.
    late = {"area": EAST, "pollutant": "SO2", "grams": "41", "document": "示例会议纪要"}
    assert refused(bureau, "reserve.retain", "2026-01-20", **late) == ["period.closed"]
    do(bureau, "correction.reverse", "2026-02-10", seq=wrong, reason="示例：41误作14")
    retain(bureau, "2026-02-10", "41")

    assert (
        january
        == page(bureau, on=date(2026, 1, 31))
        == lines("""
        Q10:东区                      SO2  Cr  100.0000
        Q20:东区                      SO2  Dr   66.0000
        Q30:东区/retained             SO2  Dr   14.0000
        Q40:东区/91371500MA00DEM012   SO2  Dr   20.0000
    """)
    )
    assert page(bureau) == lines("""
        Q10:东区                      SO2  Cr  100.0000
        Q20:东区                      SO2  Dr   39.0000
        Q30:东区/retained             SO2  Dr   41.0000
        Q40:东区/91371500MA00DEM012   SO2  Dr   20.0000
    """)
    # Red is a negative amount on the same side: turnover does not grow by it.
    assert turnover(bureau, "Q30", month=1) == (14 * TONNE, 0)
    assert turnover(bureau, "Q30", month=2) == ((41 - 14) * TONNE, 0)
    proved(bureau)


def test_a_quarter_ends_with_a_retirement_sheet_and_a_gap(bureau: Bureau) -> None:
    # January: the bulletin of 2025 says that PM2.5 was not attained: ratio 2. The branch's pool has 0.3 t of PM.
    firm(bureau)
    bulletin(bureau, "SO2", "NOx", "VOCs", "PM")
    pool(bureau, "示例炉窑1号", "PM", "0.3")

    # February and March: three exempt projects, 0.1, 0.08 and 0.05 t. Credit is held for the oldest first: 0.2 t for
    # the first, 0.1 of the 0.16 t for the second, nothing for the third. The three together pass the limit: flagged.
    for day, number, tonnes in (("2026-02-09", 1, "0.1"), ("2026-02-23", 2, "0.08"), ("2026-03-16", 3, "0.05")):
        project = intake(bureau, f"示例项目{number}", table_line("PM", tonnes), day=day, site=f"示例{number}路")
        assert len(project.adds_up_with) == number - 1
        do(bureau, "exemption.register", day, project=project.id)

    # 1 April: the sheet of the first quarter. Only what is wholly covered is retired.
    do(bureau, "exemption.retire", "2026-04-01", area=EAST, through="2026-03-31")
    with bureau.book.reading() as connection:
        sheet = retirement_sheet(connection, area=EAST, through=date(2026, 3, 31))
        gaps = exemption_gaps(connection, Registers(connection), book=LAW, on=date(2026, 4, 1), area=EAST)
    assert [(line.project, line.facility) for line in sheet.lines] == [("示例项目1", "示例炉窑1号")]
    assert [(gap.exemption.project, gap.required, gap.held, gap.gap) for gap in gaps] == [
        ("示例项目2", 160_000, 100_000, 60_000),
        ("示例项目3", 100_000, 0, 100_000),
    ]
    assert [(branch.gap, branch.oldest_days) for branch in branch_gaps(gaps)] == [(160_000, 37)]

    # 20 April: another kiln is pulled down, 0.12 t. It fills the older gap, and half of the other; in July the second
    # project is retired.
    pool(bureau, "示例炉窑2号", "PM", "0.12", on="2026-04-20")
    do(bureau, "exemption.hold", "2026-04-21", area=EAST)
    do(bureau, "exemption.retire", "2026-07-01", area=EAST, through="2026-06-30")
    assert page(bureau) == lines("""
        C10:东区             PM  Cr  0.4200
        C21:东区/示例项目3   PM  Dr  0.0600
        C31:东区/示例项目1   PM  Dr  0.1000
        C31:东区/示例项目2   PM  Dr  0.0800
        C32:东区/示例项目1   PM  Dr  0.1000
        C32:东区/示例项目2   PM  Dr  0.0800
        E10:东区             PM  Cr  0.0500
        E20:东区/示例项目3   PM  Dr  0.0500
    """)
    proved(bureau)


def test_a_year_is_closed_and_the_next_begins_with_another_ratio(bureau: Bureau) -> None:
    # 2026: 100 t of SO2 under the cap, 40 t kept back, 25 t confirmed; SO2 was attained in 2025: ratio 1.
    firm(bureau)
    bulletin(bureau, "PM")
    do(bureau, "cap.set", "2026-02-02", area=EAST, pollutant="SO2", kind="absolute", grams="100", document="示例文件")
    retain(bureau, "2026-02-03", "40")
    right = {"area": EAST, "enterprise": "91371500MA00DEM012", "pollutant": "SO2", "document": "示例确权表"}
    do(bureau, "right.confirm_existing", "2026-02-04", **right, grams="25")
    pool(bureau, "示例锅炉1号", "SO2", "3", on="2026-02-05")

    # 5 January 2027: the months are closed one by one, then the year; a year with an open month cannot be.
    ends = ["01-31", "02-28", "03-31", "04-30", "05-31", "06-30", "07-31", "08-31", "09-30", "10-31", "11-30"]
    for end in ends:
        do(bureau, "period.close_month", f"2026-{end}")
    assert refused(bureau, "period.close_year", "2027-01-05", year=2026) == ["period.months_open"]
    do(bureau, "period.close_month", "2026-12-31")
    do(bureau, "period.close_year", "2027-01-05", year=2026)

    # The annual balance table: everything came in this year, by these acts.
    with bureau.book.reading() as connection:
        table = {(row.pollutant.value, row.stock): row for row in annual_balance(connection, year=2026)}
    assert {stock: row.closing // TONNE for (_, stock), row in table.items()} == {
        Stock.UNALLOCATED: 35,
        Stock.RESERVE: 40,
        Stock.HELD: 25,
        Stock.POOL: 3,
    }
    unallocated = table["SO2", Stock.UNALLOCATED]
    assert (unallocated.opening, unallocated.came_in) == (0, {"cap.set": 100 * TONNE})
    assert unallocated.went_out == {"reserve.retain": 40 * TONNE, "right.confirm_existing": 25 * TONNE}

    # An exempt project of 8 January waits for the bulletin: held one to one until it is out.
    intake(bureau, "示例项目1", table_line("SO2", "0.06"), day="2027-01-08")
    do(bureau, "exemption.register", "2027-01-08", project="示例项目1")
    assert "C21:东区/示例项目1 SO2 Dr 0.0600" in page(bureau)

    # 29 January: the bulletin of 2026 says that SO2 was not attained. From now on it is two to one.
    bulletin(bureau, "SO2", year=2026, on="2027-01-29")
    do(bureau, "exemption.hold", "2027-01-29", area=EAST)
    do(bureau, "exemption.retire", "2027-04-01", area=EAST, through="2027-03-31")
    assert page(bureau) == lines("""
        Q10:东区                      SO2  Cr  100.0000
        Q20:东区                      SO2  Dr   35.0000
        Q30:东区/retained             SO2  Dr   40.0000
        Q40:东区/91371500MA00DEM012   SO2  Dr   25.0000
        C10:东区                      SO2  Cr    3.0000
        C20:东区                      SO2  Dr    2.8800
        C31:东区/示例项目1            SO2  Dr    0.0600
        C32:东区/示例项目1            SO2  Dr    0.0600
    """)
    with bureau.book.reading() as connection:
        carried = {row.stock: row.opening // TONNE for row in annual_balance(connection, year=2027)}
    assert carried == {Stock.UNALLOCATED: 35, Stock.RESERVE: 40, Stock.HELD: 25, Stock.POOL: 3, Stock.EXEMPT: 0}
    proved(bureau)
