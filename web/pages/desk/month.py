"""The month of the money: arrears by age, the treasury, unmatched receipts, the summary; and the balance of a year."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

import flask

from ledger.domain.registers.enterprise import Enterprise
from ledger.domain.values.calendar import months_after
from ledger.projections.accounts.annual_balance import annual_balance
from ledger.projections.desk.voucher_summary import NOT_THE_ACCOUNTS, voucher_summary
from ledger.projections.money.arrears import arrears
from ledger.projections.money.treasury_reconciliation import treasury_reconciliation
from ledger.projections.money.unmatched_receipts import unmatched_receipts
from schemas.base import RequestSchema
from schemas.fields import PartialDateField
from web.access import READERS, access
from web.context import current
from web.pages.desk.followed import title_of
from web.pages.desk.month_query import month_of
from web.pages.followed import followed_changes
from web.pages.queries import read_query

if TYPE_CHECKING:
    from ledger.projections.accounts.annual_balance import BalanceRow
    from ledger.projections.money.arrears import Arrears
    from ledger.projections.money.treasury_reconciliation import TreasuryReconciliation

blueprint: Final = flask.Blueprint("desk_month", __name__)


class MonthQuery(RequestSchema):
    """A month; the one before this one where it is left out."""

    month = PartialDateField(load_default=None)


class YearQuery(RequestSchema):
    """A year; this one where it is left out."""

    year = PartialDateField(load_default=None)


def asked_month() -> date:
    """Return the first day of the month that is asked for; of the one before this one where none is.

    :raises Malformed: it is no month.
    """
    asked = read_query(MonthQuery())["month"]
    if asked is not None:
        return month_of(asked)
    return months_after(current().today.replace(day=1), -1)


@blueprint.get("/desk/month")
@access(*READERS)
def index() -> str:
    """Show the money of a month; a branch sees its own payers."""
    month = asked_month()
    context = current()
    last = months_after(month, 1) - timedelta(days=1)
    area = context.person.area
    return flask.render_template(
        "desk/month.html",
        month=month,
        last=last,
        owed=arrears_in_scope(last),
        reconciliation=reconciliation_in_scope(month),
        summary=voucher_summary(context.view, month=month, area=area),
        warning=NOT_THE_ACCOUNTS,
        unmatched=unmatched_receipts(context.view) if area is None else (),
    )


def arrears_in_scope(last: date) -> Arrears:
    """Return what is outstanding at the end of a day in the areas that the person sees."""
    context = current()
    return arrears(context.view, on=last, area=context.person.area)


def reconciliation_in_scope(month: date) -> TreasuryReconciliation:
    """Return the reconciliation of a month with the payers of the areas that the person sees."""
    context = current()
    found = treasury_reconciliation(context.view, month=month)
    area = context.person.area
    if area is None:
        return found
    return found.of({each.credit_code for each in context.registers.all(Enterprise) if each.area == area})


@blueprint.get("/desk/month/annual")
@access(*READERS)
def annual() -> str:
    """Show the balance table of a year."""
    year = asked_year()
    return flask.render_template("desk/month_annual.html", year=year, rows=balance_in_scope(year), title_of=title_of)


def asked_year() -> int:
    """Return the year that is asked for; this one where none is."""
    asked: str | None = read_query(YearQuery())["year"]
    return current().today.year if asked is None else int(asked[:4])


def balance_in_scope(year: int) -> list[BalanceRow]:
    """Return the balance table of a year for the areas that the person sees."""
    context = current()
    return [
        row
        for row in annual_balance(context.view, year=year, followed=followed_changes())
        if context.person.sits_in(row.area)
    ]
