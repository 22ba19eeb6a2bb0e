"""The tables of a month and of a year as files that spreadsheets open."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import timedelta
from typing import TYPE_CHECKING, Final

import flask

from ledger.domain.values.calendar import months_after
from ledger.domain.values.quantity import figure_tonnes, format_yuan
from ledger.errors import Message, say
from ledger.projections.desk.voucher_summary import voucher_summary
from ledger.projections.money.unmatched_receipts import unmatched_receipts
from web.access import READERS, access
from web.context import current
from web.pages.desk.followed import title_of
from web.pages.desk.month import arrears_in_scope, asked_month, asked_year, balance_in_scope, reconciliation_in_scope
from web.pages.presentation import said
from web.workbooks.sheet import Cell, Figure, sheet

if TYPE_CHECKING:
    from werkzeug import Response

    from ledger.projections.money.treasury_reconciliation import Flows, Listed

blueprint: Final = flask.Blueprint("desk_month_files", __name__)


def _file(name: str, headings: Iterable[Message], rows: Iterable[Sequence[Cell]]) -> Response:
    return sheet(name, [said(heading) for heading in headings], rows)


def _yuan(fen: int) -> Figure:
    return Figure(format_yuan(fen))


def _tonnes(grams: int) -> Figure:
    return Figure(figure_tonnes(grams))


@blueprint.get("/desk/month/arrears.csv")
@access(*READERS)
def arrears() -> Response:
    """Give the arrears at the end of the month."""
    last = months_after(asked_month(), 1) - timedelta(days=1)
    headings = (
        *(say("缴款通知"), say("缴款人"), say("统一社会信用代码"), say("区域")),
        *(say("到期日"), say("逾期天数"), say("账龄"), say("未缴金额（元）")),
    )
    rows = [
        (
            line.notice.number,
            line.payer_name,
            line.notice.payer,
            line.notice.area,
            line.notice.due_on,
            line.days_overdue,
            said(line.age.words),
            _yuan(line.outstanding),
        )
        for line in arrears_in_scope(last).lines
    ]
    return _file(f"arrears-{last}", headings, rows)


@blueprint.get("/desk/month/treasury.csv")
@access(*READERS)
def treasury() -> Response:
    """Give the reconciliation of the month with the treasury."""
    month = asked_month()
    found = reconciliation_in_scope(month)
    headings = (
        *(say("统一社会信用代码"), say("缴款人"), say("月初应缴"), say("本月通知"), say("核减"), say("已缴")),
        *(say("退付"), say("月末应缴"), say("月初在途"), say("国库已入账"), say("月末在途")),
        *(say("账簿差额"), say("清单差额：缴款"), say("清单差额：入库")),
    )

    def figures(flows: Flows, listed: Listed) -> Iterator[Cell]:
        yield from map(_yuan, (flows.opening, flows.noticed, flows.reduced, flows.paid, flows.refunded, flows.closing))
        yield from map(_yuan, (flows.on_its_way_before, flows.credited, flows.on_its_way, flows.difference))
        for difference in (listed.paid_difference, listed.credited_difference):
            yield _yuan(difference) if found.has_list else said(say("未核对"))

    rows: list[Sequence[Cell]] = [
        (payer.payer, payer.name, *figures(payer.flows, payer.listed)) for payer in found.payers
    ]
    rows.append(("", said(say("合计")), *figures(found.flows, found.listed)))
    return _file(f"treasury-{month:%Y-%m}", headings, rows)


@blueprint.get("/desk/month/unmatched.csv")
@access(*READERS)
def unmatched() -> Response:
    """Give what the lists say was paid and no receipt of the books answers; a branch has none of its own."""
    context = current()
    found = unmatched_receipts(context.view) if context.person.area is None else []
    headings = (say("缴款日"), say("票据号"), say("缴款人"), say("金额（元）"), say("原因"))
    rows = [
        (
            row.listed.paid_on,
            row.listed.voucher,
            row.listed.payer,
            _yuan(row.listed.amount),
            row.reason or "",
        )
        for row in found
    ]
    return _file("unmatched", headings, rows)


@blueprint.get("/desk/month/summary.csv")
@access(*READERS)
def summary() -> Response:
    """Give the voucher summary of the month."""
    month = asked_month()
    found = voucher_summary(current().view, month=month, area=current().person.area)
    headings = (say("借方科目"), say("贷方科目"), say("红字"), say("金额（元）"), say("件数"), say("备注"))
    red = said(say("红字"))
    rows = [
        (
            line.debit,
            line.credit,
            red if line.red else "",
            _yuan(line.amount),
            line.acts,
            said(line.remark),
        )
        for line in found.lines
    ]
    return _file(f"summary-{month:%Y-%m}", headings, rows)


@blueprint.get("/desk/month/annual.csv")
@access(*READERS)
def annual() -> Response:
    """Give the balance table of a year, one line a kind of act."""
    year = asked_year()
    opening, closing, came_in, went_out = (
        said(each) for each in (say("年初"), say("年末"), say("本年增加"), say("本年减少"))
    )
    rows: list[Sequence[Cell]] = []
    for row in balance_in_scope(year):
        first = (row.area, row.pollutant.value, row.basin or "", said(row.stock.words))
        rows.append((*first, opening, "", _tonnes(row.opening)))
        rows += [(*first, came_in, title_of(kind), _tonnes(grams)) for kind, grams in row.came_in.items()]
        rows += [(*first, went_out, title_of(kind), _tonnes(grams)) for kind, grams in row.went_out.items()]
        rows.append((*first, closing, "", _tonnes(row.closing)))
    headings = (
        *(say("区域"), say("污染物"), say("流域"), say("平衡项目")),
        *(say("变动"), say("业务"), say("数量（吨/年）")),
    )
    return _file(f"annual-{year}", headings, rows)
