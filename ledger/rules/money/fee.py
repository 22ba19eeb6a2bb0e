"""What the price of an award and a fee at a fixed price are judged on before they are asked for.

Source: CS61 art. 5, 7, 9-11 (what is charged, by which standard, for whom); practice §4 A-8, A-28, B-1 to B-3.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from ledger.domain.law.ground import unmet
from ledger.domain.money.fee import Fee
from ledger.domain.money.payment_notice import (
    Channel,
    Charge,
    ChargedFee,
    FeeGround,
    IssueNotice,
)
from ledger.domain.money.price_standard import PriceStandard
from ledger.domain.registers.area import Area
from ledger.domain.values.quantity import PRICE_SCALE, format_decimal, format_yuan
from ledger.errors import Breach, enumerated, say
from ledger.rules.judge import Check, breach
from ledger.rules.law import keys
from ledger.rules.law.book import RuleBook
from ledger.rules.registers.area import basin_breach


@dataclass(frozen=True, slots=True, kw_only=True)
class Charged:
    """What is charged for: an award, or a case at a fixed price, with the fee as it was computed."""

    charged_for: str
    area: str
    payer: str
    """Credit code."""
    payer_name: str
    charge: Charge
    fee: Fee
    computation: str
    """With the provision by which a part of a year is paid for, where there is one."""
    starts: date
    ends: date
    """First day after the term; not after ``starts`` where the term is out of order, and nothing is computed then."""
    ground: FeeGround | None = None
    area_: Area
    number_taken: bool = False
    """Whether the number stands for a charge of another kind: of a case at a fixed price, an award or an old debt."""
    standards: tuple[PriceStandard, ...] = ()
    """Those in force, of the pollutants charged at a fixed price."""

    @property
    def record(self) -> ChargedFee:
        """Return what the register keeps of it."""
        return ChargedFee(
            charged_for=self.charged_for,
            area=self.area,
            payer=self.payer,
            charge=self.charge,
            ground=self.ground,
            lines=tuple(computed.line for computed in self.fee.lines),
            starts=self.starts,
            ends=self.ends,
            total=self.fee.total,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class ChargeCase:
    """Something to be charged, beside what was charged for it before."""

    on: date
    charged: Charged
    notices: tuple[str, ...]
    """Numbers of earlier notices of the same award or case."""
    planned: bool
    """Whether instalments were agreed on."""

    @property
    def area(self) -> str:
        """Return the area of the award or the case."""
        return self.charged.area


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeCase(ChargeCase):
    """A payment notice for the whole amount."""

    asked: IssueNotice
    number_used: bool
    channel: Channel
    due_on: date


def fixed_price_has_a_basis(case: ChargeCase, book: RuleBook) -> Breach | None:
    """Refuse a fee for an initial right where initial rights are free (practice A-8)."""
    if case.charged.ground is not FeeGround.ALLOCATION:
        return None
    provision = book.provision(keys.ALLOCATION_EXISTING, on=case.on)
    if provision.value == "fixed_price":
        return None
    return breach(
        provision,
        code="fee.no_basis",
        detail=say("现有排污单位初始排污权的取得方式现为“{way}”，不收取定额使用费", way=provision.value),
    )


def term_is_in_order(case: ChargeCase, book: RuleBook) -> Breach | None:
    """Refuse a term that ends before it begins."""
    del book
    charged = case.charged
    if charged.starts < charged.ends:
        return None
    return unmet(
        code="fee.term",
        detail=say("收费期限的截止日{ends}应晚于起始日{starts}", ends=charged.ends, starts=charged.starts),
    )


def lines_name_their_basins(case: ChargeCase, book: RuleBook) -> Breach | None:
    """Refuse a water pollutant without a basin of the area."""
    for computed in case.charged.fee.lines:
        line = computed.line
        found = basin_breach(line.pollutant, line.basin, area=case.charged.area_, on=case.on, book=book)
        if found is not None:
            return found
    return None


def price_is_the_standard(case: ChargeCase, book: RuleBook) -> Breach | None:
    """Refuse a fixed price other than the published standard, where one is registered (CS61 art. 10, 11)."""
    del book
    standards = {standard.pollutant: standard for standard in case.charged.standards}
    for computed in case.charged.fee.lines:
        line, standard = computed.line, standards.get(computed.line.pollutant)
        if standard is not None and (line.unit_price, line.basis) != (standard.unit_price, standard.basis):
            return unmet(
                code="fee.not_standard",
                detail=say(
                    "{pollutant}的单价{price}{basis}与征收标准{standard}{standard_basis}（{document}）不符",
                    pollutant=line.pollutant.words,
                    price=format_decimal(line.unit_price, scale=PRICE_SCALE, decimals=2),
                    basis=line.basis.words,
                    standard=format_decimal(standard.unit_price, scale=PRICE_SCALE, decimals=2),
                    standard_basis=standard.basis.words,
                    document=standard.document,
                ),
            )
    return None


def amount_is_above_nothing(case: ChargeCase, book: RuleBook) -> Breach | None:
    """Refuse a fee of nothing."""
    del book
    if case.charged.fee.total > 0 or case.charged.starts >= case.charged.ends:
        return None
    return unmet(code="fee.nothing", detail=say("应缴金额为{amount}元，无须通知", amount=format_yuan(0)))


def is_charged_once(case: ChargeCase, book: RuleBook) -> Breach | None:
    """Refuse to charge for what was charged for before, whole or by instalments."""
    del book
    charged_for = case.charged.charged_for
    if case.planned:
        return unmet(code="fee.planned", detail=say("“{case}”已约定分期缴纳，请按期发出通知", case=charged_for))
    if not case.notices:
        return None
    return unmet(
        code="fee.repeated",
        detail=say("“{case}”已发出缴款通知{notices}", case=charged_for, notices=enumerated(case.notices)),
    )


def number_taken(number: str, *, taken: bool) -> Breach | None:
    """Return the breach of a number under which something else is charged for: what is paid on one pays no other."""
    if not taken:
        return None
    return unmet(
        code="charge.number",
        detail=say("编号“{number}”已用于另一项收费（成交、定额收费或期初应收），请另编号", number=number),
    )


def case_has_its_own_number(case: ChargeCase, book: RuleBook) -> Breach | None:
    """Refuse for a fee at a fixed price the number of an award, or of a debt that was taken over."""
    del book
    return number_taken(case.charged.charged_for, taken=case.charged.number_taken)


def number_used(number: str, *, used: bool) -> Breach | None:
    """Return the breach of a notice number that stands for another notice."""
    if not used:
        return None
    return unmet(code="notice.number", detail=say("缴款通知“{number}”已经有了，请另编号", number=number))


def notice_number_is_free(case: NoticeCase, book: RuleBook) -> Breach | None:
    """Refuse the number of another notice."""
    del book
    return number_used(case.asked.number, used=case.number_used)


CHARGE: Final[tuple[Check[ChargeCase], ...]] = (
    fixed_price_has_a_basis,
    lines_name_their_basins,
    price_is_the_standard,
    term_is_in_order,
    amount_is_above_nothing,
    case_has_its_own_number,
    is_charged_once,
)
NOTICE: Final[tuple[Check[NoticeCase], ...]] = (*CHARGE, notice_number_is_free)
