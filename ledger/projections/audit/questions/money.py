"""Contract, receipt, treasury: the money of each notice, and what does not fit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ledger.domain.money.payment_notice import Charge, PaymentNotice
from ledger.domain.rights.award import Award
from ledger.errors import Message, say
from ledger.projections.audit.question import Holder, Question, Row, Yuan

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ledger.projections.audit.question import Inquiry

_SLOW: Final = 30
"""Days from payment to the treasury beyond which money was somewhere else for long."""


def three_way_match(inquiry: Inquiry) -> Iterator[Row]:
    """Yield every notice with what was paid and confirmed; those with a fault come first."""
    awards = {award.id: award for award in inquiry.registers.all(Award)}
    lines = [
        (tuple(_faults(notice, awards, inquiry)), notice)
        for notice in inquiry.registers.all(PaymentNotice)
        if inquiry.shows(notice.area)
    ]
    for faults, notice in sorted(lines, key=lambda line: (not line[0], line[1].due_on, line[1].number)):
        for fault in faults or (None,):
            yield Row(
                cells=(
                    notice.number,
                    Holder(notice.payer),
                    notice.charged_for,
                    Yuan(notice.assessed),
                    Yuan(notice.received),
                    Yuan(notice.confirmed),
                    notice.due_on,
                    notice.paid_on,
                    notice.in_treasury_on,
                    fault,
                ),
                finding=fault is not None,
            )


def _faults(notice: PaymentNotice, awards: dict[str, Award], inquiry: Inquiry) -> Iterator[Message]:
    if notice.outstanding > 0 and notice.due_on < inquiry.today:
        yield say("逾期{days}天未缴清", days=(inquiry.today - notice.due_on).days)
    if notice.paid_on is not None and notice.unconfirmed > 0:
        yield say("已缴{days}天，国库尚未确认", days=(inquiry.today - notice.paid_on).days)
    if notice.paid_on is not None and notice.paid_on > notice.due_on:
        yield say("迟缴{days}天", days=(notice.paid_on - notice.due_on).days)
    if notice.paid_on is not None and notice.in_treasury_on is not None:
        days = (notice.in_treasury_on - notice.paid_on).days
        if days > _SLOW:
            yield say("缴款后{days}天才入库", days=days)
    award = awards.get(notice.charged_for) if notice.charge is Charge.PUBLIC_SALE else None
    if award is None or award.delivered_on is None or notice.instalment:
        return
    if notice.in_treasury_on is None or notice.in_treasury_on > award.delivered_on:
        yield say("{day}已交割，当时款项未全部入库", day=award.delivered_on)


def contracts_without_notice(inquiry: Inquiry) -> Iterator[Row]:
    """Yield awards for which no money was asked."""
    charged = {notice.charged_for for notice in inquiry.registers.all(PaymentNotice)}
    for award in inquiry.registers.all(Award):
        if award.id not in charged and inquiry.shows(award.area):
            days = (inquiry.today - award.contracted_on).days
            yield Row(cells=(award.id, Holder(award.buyer), award.area, award.contracted_on, award.state.words, days))


QUESTIONS: Final = (
    Question(
        name="money",
        title=say("合同、缴款、国库三方核对"),
        asks=say(
            "逐张缴款通知比对应缴、实缴、国库确认与交割日：逾期未缴、已缴未确认、迟缴、入库过慢、款未入库先交割的在前。"
        ),
        basis=say("CS61第7条：收入全额缴入国库；规则书 delivery.condition"),
        columns=(
            say("通知号"),
            say("缴款人"),
            say("事由"),
            say("应缴（元）"),
            say("已缴（元）"),
            say("已入库（元）"),
            say("缴款截止日"),
            say("缴款日"),
            say("入库日"),
            say("问题"),
        ),
        answer=three_way_match,
    ),
    Question(
        name="uncharged",
        title=say("有成交而无缴款通知"),
        asks=say("储备出让已成交，账簿中没有对应的缴款通知的，列出成交日至今的天数。"),
        basis=say("G38：有偿取得；完整性检查"),
        columns=(say("成交编号"), say("受让方"), say("地方"), say("合同日"), say("状态"), say("天数")),
        answer=contracts_without_notice,
    ),
)
