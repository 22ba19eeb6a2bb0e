"""The list of payment notices: assessed, paid, in the treasury, outstanding."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Any, Final

from ledger.domain.money.payment_notice import Charge, PaymentNotice
from ledger.errors import Message, say
from ledger.projections.registers.page import register_page
from schemas.fields import ChoiceField, DateField, TextField
from schemas.period import PeriodSchema
from web.context import current
from web.lists.columns import Column, Filter, ListOf, Place, Slice, choices_of, yuan
from web.lists.names import holder_name, holder_name_and_code, in_scope, offered_areas


class Standing(StrEnum):
    """How far the payment of a notice has come."""

    OUTSTANDING = "outstanding"
    OVERDUE = "overdue"
    PAID = "paid"
    SETTLED = "settled"


_STANDINGS: Final[Mapping[Standing, Message]] = {
    Standing.OUTSTANDING: say("未缴清"),
    Standing.OVERDUE: say("逾期未缴"),
    Standing.PAID: say("已缴清未入库"),
    Standing.SETTLED: say("已全部入库"),
}


class _Query(PeriodSchema):
    """Which notices are listed; ``text`` stands in the number."""

    text = TextField(load_default=None)
    payer = TextField(load_default=None)
    area = TextField(load_default=None)
    charge = ChoiceField(Charge, load_default=None)
    standing = ChoiceField(Standing, load_default=None)
    first = DateField(load_default=None)
    last = DateField(load_default=None)


def _page(asked: Mapping[str, Any], after: Place | None, limit: int) -> Slice:
    members = {"area": in_scope(asked["area"]), "payer": asked["payer"], "charge": asked["charge"]}
    found = register_page(
        current().view,
        PaymentNotice,
        members={name: str(value) for name, value in members.items() if value is not None},
        chosen=lambda notice: _is_chosen(notice, asked),
        text=asked["text"],
        after=None if after is None else after[0],
        limit=limit,
    )
    return Slice(rows=found.records, following=None if found.following is None else (found.following,))


def _is_chosen(notice: PaymentNotice, asked: Mapping[str, Any]) -> bool:
    first, last = asked["first"], asked["last"]
    return (
        (asked["text"] is None or asked["text"] in notice.number)
        and (first is None or notice.issued_on >= first)
        and (last is None or notice.issued_on <= last)
        and asked["standing"] in {None, *_standings(notice)}
    )


def _standings(notice: PaymentNotice) -> set[Standing]:
    if notice.outstanding > 0:
        return {Standing.OUTSTANDING, *((Standing.OVERDUE,) if notice.overdue(current().today) else ())}
    return {Standing.SETTLED if notice.settled else Standing.PAID}


def _standing(notice: PaymentNotice) -> Message:
    found = _standings(notice)
    return _STANDINGS[Standing.OVERDUE if Standing.OVERDUE in found else next(iter(found))]


NOTICES: Final = ListOf(
    name="notices",
    title=say("缴款通知"),
    columns=(
        Column(name="number", title=say("通知号"), value=lambda notice: notice.number),
        Column(
            name="payer",
            title=say("缴款单位"),
            value=lambda notice: holder_name(notice.payer),
            alike=lambda notice: holder_name_and_code(notice.payer),
        ),
        Column(name="credit_code", title=say("统一社会信用代码"), value=lambda notice: notice.payer),
        Column(name="area", title=say("区域"), value=lambda notice: notice.area),
        Column(name="charge", title=say("款项"), value=lambda notice: notice.charge.words),
        Column(name="charged_for", title=say("依据"), value=lambda notice: notice.charged_for),
        Column(name="issued_on", title=say("开具日"), value=lambda notice: notice.issued_on),
        Column(name="due_on", title=say("缴款截止日"), value=lambda notice: notice.due_on),
        Column(name="paid_on", title=say("最后缴款日"), value=lambda notice: notice.paid_on),
        Column(name="in_treasury_on", title=say("最后入库日"), value=lambda notice: notice.in_treasury_on),
        Column(name="standing", title=say("缴款状态"), value=_standing),
        Column(
            name="assessed",
            title=say("应缴（元）"),
            value=lambda notice: yuan(notice.assessed),
            number=True,
            summed=True,
        ),
        Column(
            name="received",
            title=say("已缴（元）"),
            value=lambda notice: yuan(notice.received),
            number=True,
            summed=True,
        ),
        Column(
            name="confirmed",
            title=say("已入库（元）"),
            value=lambda notice: yuan(notice.confirmed),
            number=True,
            summed=True,
        ),
        Column(
            name="outstanding",
            title=say("未缴（元）"),
            value=lambda notice: yuan(notice.outstanding),
            number=True,
            summed=True,
        ),
    ),
    shown=("number", "payer", "area", "issued_on", "due_on", "standing", "assessed", "received", "outstanding"),
    groupings=("payer", "area", "charge", "standing", "due_on"),
    within=(),
    filters=(
        Filter(name="text", title=say("通知号的一部分")),
        Filter(name="payer", title=say("统一社会信用代码")),
        Filter(name="area", title=say("区域"), choices=offered_areas),
        Filter(name="charge", title=say("款项"), choices=lambda: choices_of(Charge)),
        Filter(name="standing", title=say("缴款状态"), choices=lambda: list(_STANDINGS.items())),
        Filter(name="first", title=say("开具日自"), kind="date"),
        Filter(name="last", title=say("至"), kind="date"),
    ),
    schema=_Query,
    page=_page,
    places=1,
)
