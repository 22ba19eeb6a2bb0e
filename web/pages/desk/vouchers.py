"""Vouchers: the series with their numbers, and the slips as they are printed and bound."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import flask

from ledger.domain.bookkeeping.act import Series
from ledger.domain.bookkeeping.unit import UnitKind
from ledger.domain.values.capital_amount import in_capitals
from ledger.errors import Message, NotFound, say
from ledger.projections.desk.vouchers import PAGE, PrintedVoucher, first_year, printed_voucher, series_of, vouchers
from ledger.projections.money.price_terms import price_terms, priced_facts
from ledger.projections.registers.offices import bureau_of
from schemas.base import RequestSchema
from schemas.fields import PartialDateField, TextField
from web.access import READERS, access
from web.context import current
from web.pages.desk.file import file_of
from web.pages.desk.followed import name_of, title_of
from web.pages.desk.month_query import month_of
from web.pages.queries import NumberField, PlaceField, read_query

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ledger.projections.desk.vouchers import VoucherRow
    from ledger.projections.money.price_terms import PriceTerms

blueprint: Final = flask.Blueprint("desk_vouchers", __name__)

_MOST_PRINTED: Final = 50


class VoucherQuery(RequestSchema):
    """Which vouchers: a series with its year, a month of it, from a number on."""

    series = TextField(load_default=None)
    month = PartialDateField(load_default=None)
    number = NumberField(load_default=None)
    area = TextField(load_default=None)
    after = PlaceField(load_default=None)


@blueprint.get("/desk/vouchers")
@access(*READERS)
def index() -> str:
    """Show the vouchers of a series in the order of their numbers."""
    asked: dict[str, Any] = read_query(VoucherQuery())
    context = current()
    known = _known_series()
    series = asked["series"] or next((name for name in known if name.startswith(Series.RIGHTS)), None)
    area = context.person.area or asked["area"]
    after = asked["after"] or (asked["number"] or 1) - 1
    found: Sequence[VoucherRow] = ()
    if series is not None:
        month = None if asked["month"] is None else month_of(asked["month"])
        found = vouchers(context.view, series, after=after, month=month, area=area, limit=PAGE + 1)
    return flask.render_template(
        "desk/vouchers.html",
        asked=asked,
        series=series,
        known=known,
        rows=found[:PAGE],
        more=len(found) > PAGE,
        most=_MOST_PRINTED,
        title_of=title_of,
    )


def _known_series() -> tuple[str, ...]:
    context = current()
    begun = first_year(context.view)
    years = () if begun is None else range(context.today.year + 1, begun - 1, -1)
    return series_of(context.view, years=years, names=tuple(Series))


@blueprint.get("/desk/vouchers/<number:seq>")
@access(*READERS)
def print_out(seq: int) -> str:
    """Show one voucher as it is printed."""
    return _printed((seq,))


@blueprint.get("/desk/vouchers/print")
@access(*READERS)
def print_many() -> str:
    """Show the chosen vouchers, two on a page of A4."""
    chosen = [value for value in flask.request.args.getlist("seq") if value.isascii() and value.isdecimal()]
    places = tuple(dict.fromkeys(int(value) for value in chosen if len(value) < 19))  # noqa: PLR2004 - digits of a place
    if not places:
        raise NotFound(say("没有选中凭证"), code="voucher.none")
    return _printed(places[:_MOST_PRINTED])


def _printed(places: Sequence[int]) -> str:
    context = current()
    found = [printed_voucher(context.view, seq) for seq in places]
    for slip in found:
        if not context.person.sits_in(slip.act.area):
            raise NotFound(say("日记账第{seq}件不是有凭证号的业务", seq=slip.entry.seq), code="voucher.missing")
    return flask.render_template(
        "desk/voucher_print.html",
        slips=[(slip, _heading(slip), _capitals(slip), _prices(slip)) for slip in found],
        bureau=bureau_of(context.view),
        title_of=title_of,
        name_of=name_of,
        reversible=len(found) == 1 and file_of(found[0].act.reference).steps.reverse,
    )


def _heading(slip: PrintedVoucher) -> Message:
    """Return what a voucher is called: one of the accounts only where money is moved (practice B-8, B-9)."""
    kinds = {unit.kind for unit in slip.totals}
    if UnitKind.MONEY in kinds:
        return say("记账凭证")
    if UnitKind.RIGHT in kinds:
        return say("排污权量台账凭证")
    return say("减排量台账凭证") if kinds else say("登记凭证")


def _prices(slip: PrintedVoucher) -> tuple[PriceTerms, ...]:
    context = current()
    facts = priced_facts(slip.entry.registrations)
    return price_terms(facts, registers=context.registers, on=slip.entry.effective_on, book=context.law)


def _capitals(slip: PrintedVoucher) -> str | None:
    """Return the sum of money in capital figures; None where no money is moved."""
    money = [total for unit, total in slip.totals.items() if unit.kind is UnitKind.MONEY]
    return in_capitals(sum(money)) if money else None
