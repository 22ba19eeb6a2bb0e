"""Acts recorded at unusual times: dated back, at night, on days of rest. The hours are those of Beijing."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import BigInteger, column, func, or_, select, text

from ledger.domain.values.encoding import day_number, day_of, moment_of
from ledger.errors import Message, say
from ledger.projections.audit.journal_filter import in_area
from ledger.projections.audit.question import ActAt, Question, Row
from ledger.projections.registers.working_days import working_days
from ledger.store.tables import journal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import ColumnElement

    from ledger.projections.audit.question import Inquiry

MOST: Final = 2_000
"""Acts of one answer; whoever needs more asks the journal itself."""
_EPOCH: Final = date(1970, 1, 1)
_SECOND: Final = 1_000_000
_BEIJING: Final = 8 * 3_600
"""Seconds before UTC; there has been no summer time since the books began."""
_DAY: Final = 86_400
_NIGHT_BEGINS, _NIGHT_ENDS = 22 * 3_600, 6 * 3_600

_LOCAL: Final = journal.c.recorded_at // _SECOND + _BEIJING
_LOCAL_DAY: Final = _LOCAL // _DAY
_TIME_OF_DAY: Final = _LOCAL % _DAY


def backdated(inquiry: Inquiry) -> Iterator[Row]:
    """Yield acts that count from an earlier day than that of their recording, the furthest back first."""
    # Both engines call the columns of such a list so. As expressions 500 rows took longer than their answer.
    days = ", ".join(f"({number}, {day_number(day)})" for number, day in _days(inquiry).items())
    listed = text(f"SELECT column1 AS local_day, column2 AS day FROM (VALUES {days}) AS listed")
    recorded = listed.columns(column("local_day", BigInteger), column("day", BigInteger)).cte("recorded")
    early = select(recorded.c.local_day).where(
        recorded.c.local_day == _LOCAL_DAY, journal.c.effective_on < recorded.c.day
    )
    found = [(_day_of(row.recorded_at) - day_of(row.effective_on), row) for row in _found(inquiry, early.exists())]
    for back, row in sorted(found, key=lambda each: (-each[0], each[1].seq)):
        yield Row(cells=(*_cells(row), back.days))


def at_night(inquiry: Inquiry) -> Iterator[Row]:
    """Yield acts that were recorded between ten at night and six in the morning."""
    night = or_(_TIME_OF_DAY >= _NIGHT_BEGINS, _TIME_OF_DAY < _NIGHT_ENDS)
    for row in _found(inquiry, night):
        yield Row(cells=_cells(row))


def on_days_of_rest(inquiry: Inquiry) -> Iterator[Row]:
    """Yield acts that were recorded on weekends and holidays, with the festival."""
    calendar = working_days(inquiry.view)
    resting = {
        number: judged for number, day in _days(inquiry).items() if not (judged := calendar.judge(day)).is_working
    }
    for row in _found(inquiry, _LOCAL_DAY.in_(resting)):
        judged = resting[(row.recorded_at // _SECOND + _BEIJING) // _DAY]
        reason: Message = say("周末") if not judged.festival else say("{festival}", festival=judged.festival)
        yield Row(cells=(*_cells(row), say("{reason}（日历暂定）", reason=reason) if judged.provisional else reason))


def _days(inquiry: Inquiry) -> dict[int, date]:
    """Return every day of Beijing from that of the first act to that of the last, by its number since 1970."""
    ends = select(func.min(journal.c.seq)).scalar_subquery(), select(func.max(journal.c.seq)).scalar_subquery()
    recorded = inquiry.view.scalars(select(_LOCAL_DAY).where(journal.c.seq.in_(ends))).all()
    return {number: _EPOCH + timedelta(days=number) for number in range(min(recorded), max(recorded) + 1)}


def _found(inquiry: Inquiry, *conditions: ColumnElement[bool]) -> list[Any]:
    area = [] if inquiry.area is None else [in_area(inquiry.area)]
    columns = (
        journal.c.seq,
        journal.c.kind,
        journal.c.effective_on,
        journal.c.recorded_at,
        journal.c.actor,
        journal.c.approver,
        journal.c.narration,
    )
    statement = select(*columns).where(*conditions, *area).order_by(journal.c.seq.desc()).limit(MOST)
    return list(inquiry.view.execute(statement))


def _cells(row: Any) -> tuple[Any, ...]:
    recorded_at = moment_of(row.recorded_at)
    return ActAt(row.seq), row.narration, row.actor, row.approver, day_of(row.effective_on), recorded_at


def _day_of(recorded_at: int) -> date:
    return _EPOCH + timedelta(days=(recorded_at // _SECOND + _BEIJING) // _DAY)


_COLUMNS: Final = (say("件号"), say("摘要"), say("经办"), say("审批"), say("生效日"), say("记录时刻"))

QUESTIONS: Final = (
    Question(
        name="backdated",
        title=say("倒填日期的业务"),
        asks=say(
            "生效日早于记录当日（北京时间）的全部业务，按倒填天数由多到少；批次等历史记录照公告日期入账，也在其中。最多列2000件。"
        ),
        basis=say("财会〔2024〕12号第21条：已记账凭证的日期不得修改；实务：倒填业务逐笔核对理由"),
        columns=(*_COLUMNS, say("倒填天数")),
        answer=backdated,
    ),
    Question(
        name="night",
        title=say("夜间入账"),
        asks=say("记录时刻在22时至次日6时（北京时间）的业务，最近的在前，最多列2000件。"),
        basis=say("实务：非常时间的操作逐笔核对"),
        columns=_COLUMNS,
        answer=at_night,
    ),
    Question(
        name="rest-days",
        title=say("休息日入账"),
        asks=say(
            "记录日为周末或法定节假日（调休上班日除外）的业务，最近的在前，最多列2000件；该年工作日表未导入的注明暂定。"
        ),
        basis=say("国务院办公厅各年放假通知（工作日表）"),
        columns=(*_COLUMNS, say("休息日")),
        answer=on_days_of_rest,
    ),
)
