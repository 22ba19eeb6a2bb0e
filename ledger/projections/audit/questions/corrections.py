"""Corrections, openings, reopened periods and the numbers of vouchers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sqlalchemy import and_, false, func, or_, select

from ledger.domain.bookkeeping.journal import Judgement
from ledger.domain.values.encoding import day_of, moment_of
from ledger.errors import Message, enumerated, say
from ledger.projections.accounts.held import bytewise
from ledger.projections.accounts.red import REDUCTION
from ledger.projections.audit.handled import added
from ledger.projections.audit.journal_filter import in_area
from ledger.projections.audit.question import ActAt, Kind, Question, Row
from ledger.store.tables import journal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import ColumnElement

    from ledger.projections.audit.question import Cell, Inquiry

_OPENINGS: Final = "opening."
_REOPENED: Final = "period.reopen"
_MISSING_SHOWN: Final = 20


def corrections(inquiry: Inquiry) -> Iterator[Row]:
    """Yield acts that take back others or part of them, and openings, the latest first."""
    area = [] if inquiry.area is None else [in_area(inquiry.area)]
    statement = (
        select(journal)
        .where(
            or_(journal.c.reverses.is_not(None), _is_beside_the_rule(inquiry)),
            *area,
        )
        .order_by(journal.c.seq.desc())
    )
    for row in inquiry.view.execute(statement):
        back: Cell = None if row.reverses is None else ActAt(row.reverses)
        yield Row(
            cells=(
                ActAt(row.seq),
                Kind(row.kind),
                back,
                row.narration,
                row.actor,
                row.approver,
                day_of(row.effective_on),
                moment_of(row.recorded_at),
            ),
            finding=row.judgement != Judgement.RECORDED.value,
        )


def _is_beside_the_rule(inquiry: Inquiry) -> ColumnElement[bool]:
    """Return whether an act reduces a fee or was taken over; looked for between the first and last of them alone."""
    tallies = [
        tally
        for handling, tally in inquiry.handled().items()
        if handling.kind == REDUCTION or handling.kind.startswith(_OPENINGS) or handling.judgement is Judgement.RECORDED
    ]
    if not tallies:
        return false()
    span = added(tallies)
    return and_(
        journal.c.seq.between(span.first, span.last),
        or_(
            journal.c.kind == REDUCTION,
            journal.c.kind.startswith(_OPENINGS),
            journal.c.judgement == Judgement.RECORDED.value,
        ),
    )


def reopened(inquiry: Inquiry) -> Iterator[Row]:
    """Yield the openings of closed months, with how many acts were then dated into them."""
    rows = inquiry.view.execute(select(journal).where(journal.c.kind == _REOPENED).order_by(journal.c.seq.desc())).all()
    for row in rows:
        later = inquiry.view.scalar(
            select(func.count()).where(
                journal.c.seq > row.seq, journal.c.effective_on <= row.effective_on, journal.c.series.is_not(None)
            )
        )
        yield Row(
            cells=(ActAt(row.seq), row.narration, row.actor, row.approver, moment_of(row.recorded_at), later or 0)
        )


def numbers(inquiry: Inquiry) -> Iterator[Row]:
    """Yield every series of vouchers with its first and last number, its count, and what is missing."""
    rows = inquiry.view.execute(
        select(journal.c.series, func.min(journal.c.number), func.max(journal.c.number), func.count())
        .where(journal.c.number.is_not(None))  # as the index of numbers has it
        .group_by(journal.c.series)
        .order_by(bytewise(journal.c.series, inquiry.view))
    ).all()
    for series, first, last, count in rows:
        missing = "" if last == count else _missing(inquiry, series, last)
        yield Row(cells=(series, first, last, count, last - count, missing), finding=bool(missing))


def _missing(inquiry: Inquiry, series: str, last: int) -> Message:
    used = set(inquiry.view.scalars(select(journal.c.number).where(journal.c.series == series)))
    missing = [number for number in range(1, last + 1) if number not in used]
    more = ("…",) if len(missing) > _MISSING_SHOWN else ()
    return enumerated((*missing[:_MISSING_SHOWN], *more))


QUESTIONS: Final = (
    Question(
        name="corrections",
        title=say("红字、期初与历史记录"),
        asks=say("冲销他件的业务、费用核减、期初建账与照录的历史记录，最近的在前；冲销列出被冲销的件号。"),
        basis=say("财会〔2024〕12号：红字冲销或补充登记，不得修改、删除"),
        columns=(
            say("件号"),
            say("业务"),
            say("冲销"),
            say("摘要"),
            say("经办"),
            say("审批"),
            say("生效日"),
            say("记录时刻"),
        ),
        answer=corrections,
    ),
    Question(
        name="reopened",
        title=say("反结账"),
        asks=say("已结账月份的重新打开，何人经办、何人批准、理由，以及其后记入打开期间（含以前）的业务件数。"),
        basis=say("财会〔2024〕12号第24条：结账后不得再记，反结账须留痕"),
        columns=(say("件号"), say("摘要"), say("经办"), say("审批"), say("时刻"), say("其后记入件数")),
        answer=reopened,
        whole_city=True,
    ),
    Question(
        name="numbers",
        title=say("凭证号断号"),
        asks=say("每一凭证字号当年的首号、末号、件数；末号与件数不等即有断号，列出所缺号码。"),
        basis=say("财会〔2024〕12号第21条第3款：凭证编号连续"),
        columns=(say("字号"), say("首号"), say("末号"), say("件数"), say("缺"), say("所缺号码")),
        answer=numbers,
        whole_city=True,
    ),
)
