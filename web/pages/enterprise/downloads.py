"""What an enterprise takes away as a file: balances, statements, notices, and the table for its accountant."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Final

import flask

from ledger.domain.bookkeeping.unit import Unit, UnitKind
from ledger.domain.values.quantity import figure_tonnes, format_yuan
from ledger.errors import say
from ledger.projections.enterprise.accounts import accounts_of, own_statement
from ledger.projections.enterprise.amortisation import paid_rights_of
from ledger.projections.enterprise.payments import payments_of
from web.access import access
from web.context import current
from web.pages.enterprise.files import FORMS, sheet
from web.pages.enterprise.own import ENTERPRISE, own_code
from web.pages.enterprise.statements import AskedDays, DaysQuery
from web.pages.labels import MEASURES, label
from web.pages.presentation import chart_name, computation, listed, said
from web.pages.queries import read_query
from web.workbooks.table import Value

if TYPE_CHECKING:
    from ledger.domain.bookkeeping.account import Account

blueprint: Final = flask.Blueprint("own_downloads", __name__)

_UNIT_HEADINGS: Final = (
    say("污染物"),
    say("流域"),
    say("期限自"),
    say("期限至（不含）"),
    say("来源属性"),
    say("计量单位"),
)


@blueprint.get(f"/enterprise/downloads/balances.{FORMS}")
@access(ENTERPRISE)
def balances(form: str) -> flask.Response:
    """Send what every account has today."""
    context = current()
    rows = [
        (*_account(own.account), *_unit(row.unit), _amount(row.amount, row.unit))
        for own in accounts_of(context.view, own_code(), on=context.today)
        for row in own.balances
    ]
    headings = (say("科目"), say("科目名称"), say("区域"), *_UNIT_HEADINGS, say("余额（借方减贷方）"))
    return sheet("balances", say("账户余额"), headings, rows, form=form)


@blueprint.get(f"/enterprise/downloads/statement.{FORMS}/<name:code>")
@access(ENTERPRISE)
def statement(form: str, code: str) -> flask.Response:
    """Send the whole statement of an own account in a span of days."""
    asked: AskedDays = read_query(DaysQuery())
    found = own_statement(
        current().view, own_code(), code, starts=asked.starts, ends=asked.ends, after=asked.after, limit=None
    )
    rows = [
        (
            line.place.effective_on,
            line.place.seq,
            line.narration,
            *_account(line.counter_account),
            *_unit(line.unit),
            _amount(line.debit, line.unit) if line.debit else None,
            _amount(line.credit, line.unit) if line.credit else None,
            _amount(line.balance, line.unit),
        )
        for line in found.statement.lines
    ]
    opposite = (say("对方科目"), say("对方科目名称"), say("对方区域"))
    headings = (
        say("生效日"),
        say("件号"),
        say("摘要"),
        *opposite,
        *_UNIT_HEADINGS,
        say("借方"),
        say("贷方"),
        say("余额"),
    )
    return sheet("statement", say("明细账"), headings, rows, form=form)


@blueprint.get(f"/enterprise/downloads/notices.{FORMS}")
@access(ENTERPRISE)
def notices(form: str) -> flask.Response:
    """Send all payment notices."""
    context = current()
    rows: list[tuple[Value, ...]] = []
    for own in payments_of(context.view, own_code(), on=context.today).notices:
        notice = own.notice
        amounts = (notice.assessed, notice.received, notice.confirmed, notice.outstanding, own.overdue)
        days = (notice.issued_on, notice.due_on, notice.paid_on, notice.in_treasury_on, own.given_on)
        rows.append(
            (
                notice.number,
                said(notice.charge.words),
                notice.charged_for,
                notice.instalment,
                *(Decimal(format_yuan(amount)) for amount in amounts),
                own.days_overdue,
                *days,
                computation(notice.computation),
            )
        )
    headings = (
        *(say("通知编号"), say("收费事项"), say("成交或费用事项"), say("分期期次"), say("应缴（元）")),
        *(say("已缴（元）"), say("国库已确认（元）"), say("未缴（元）"), say("逾期（元）"), say("逾期天数")),
        *(say("发出日"), say("缴款末日"), say("缴款日"), say("入库日"), say("交割日"), say("计算依据")),
    )
    return sheet("notices", say("缴款通知"), headings, rows, form=form)


@blueprint.get(f"/enterprise/downloads/amortisation.{FORMS}")
@access(ENTERPRISE)
def amortisation(form: str) -> flask.Response:
    """Send what each calendar year takes of each paid right."""
    rows = [
        (
            right.charged_for,
            listed(right.rights),
            Decimal(format_yuan(right.cost)),
            right.obtained_on,
            right.ends,
            right.months,
            Decimal(format_yuan(right.monthly)),
            year,
            Decimal(format_yuan(amount)),
        )
        for right in paid_rights_of(current().view, own_code())
        for year, amount in right.years
    ]
    headings = (
        *(say("成交或费用事项"), say("排污权（吨/年）"), say("成本（元）"), say("取得日"), say("期限至（不含）")),
        *(say("摊销月数"), say("每月摊销（元）"), say("年度"), say("本年摊销（元）")),
    )
    return sheet("amortisation", say("摊销表"), headings, rows, form=form)


def _account(account: Account) -> tuple[str, str, str]:
    return account.chart.code, chart_name(account.chart), account.area


def _unit(unit: Unit) -> tuple[Value, ...]:
    origin = None if unit.origin is None else said(unit.origin.words)
    return (unit.pollutant, unit.basin, unit.term_from, unit.term_to, origin, said(label(unit.kind, MEASURES)))


def _amount(amount: int, unit: Unit) -> Decimal:
    return Decimal(format_yuan(amount) if unit.kind is UnitKind.MONEY else figure_tonnes(amount))
