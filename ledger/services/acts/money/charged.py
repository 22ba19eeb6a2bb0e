"""What is charged for: an award out of the reserve, or a case at a fixed price, computed by the law of the day."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ledger.domain.money.fee import Fee, PartYear, computed, years_of
from ledger.domain.money.instalments import InstalmentPlan
from ledger.domain.money.payment_notice import Channel, Charge, ChargedFee, FixedPriceFee, NoticeOfCase, PaymentNotice
from ledger.domain.rights.award import Award, AwardState
from ledger.domain.values.calendar import Term
from ledger.errors import Conflict, NotFound, say
from ledger.rules.law import keys
from ledger.rules.money.award_fee import fee_of_award
from ledger.rules.money.fee import Charged
from ledger.services.acts.registers.known import area_of, enterprise_of, standard_of, working_days_of

if TYPE_CHECKING:
    from datetime import date

    from ledger.services.act import Facts


def charged(facts: Facts, *, award: str | None, fixed_price: FixedPriceFee | None) -> Charged:
    """Return what is charged for, computed.

    :raises Conflict: ``fee.source``, both or neither are named; ``award.state``, the award is undone.
    :raises NotFound: ``award.missing``, ``area.missing`` or ``enterprise.missing``.
    :raises NoProvisionInForce: no text says how a part of a year, or a ratio, is paid for.
    """
    if award is not None and fixed_price is None:
        return _of_award(facts, award)
    if fixed_price is not None and award is None:
        return _at_fixed_price(facts, fixed_price)
    raise Conflict(say("应恰好指明一项：成交（award）或定额收费事项（fixed_price）"), code="fee.source")


def notices_of(facts: Facts, case: str) -> tuple[str, ...]:
    """Return the numbers of the notices of an award or a case."""
    return tuple(lead.number for lead in facts.registers.all(NoticeOfCase, owner=case))


def charges_otherwise(facts: Facts, number: str, *, award: bool) -> bool:
    """Return whether a number stands for a charge of another kind.

    :param award: whether an award is to bear the number; else the case of a fee at a fixed price.
    """
    fee = facts.registers.find(ChargedFee, number)
    if facts.registers.find(Award, number) is not None:
        return not award
    if fee is not None:
        return award
    taken_over = facts.registers.find(PaymentNotice, number)
    return taken_over is not None and taken_over.charged_for == number


def is_planned(facts: Facts, case: str) -> bool:
    """Return whether instalments were agreed on for an award or a case."""
    return facts.registers.find(InstalmentPlan, case) is not None


def notice_of(facts: Facts, number: str) -> PaymentNotice:
    """Return a payment notice, with whoever bears it now.

    One that was settled did not go over with its payer; what comes of it later is his successor's, as the charge is.

    :raises NotFound: ``notice.missing``.
    """
    found = facts.named(PaymentNotice, number)
    if found is None:
        raise NotFound(say("没有缴款通知“{number}”", number=number), code="notice.missing")
    charged = facts.registers.find(ChargedFee, found.charged_for)
    return found if found.open or charged is None else replace(found, payer=charged.payer)


def channel_on(facts: Facts, day: date) -> Channel:
    """Return the channel of collection in force on a day.

    :raises NoProvisionInForce: there is none.
    """
    return Channel(facts.book.provision(keys.COLLECTION_CHANNEL, on=day).value)


def due_day(facts: Facts, served: date) -> date:
    """Return the last day of payment of a notice that is served on a day.

    :raises NoProvisionInForce: no text says how long the payer has.
    """
    days = facts.book.provision(keys.FEE_DUE_WORKING_DAYS, on=served).value
    return working_days_of(facts, since=served).add_working_days(start=served, days=days)[0]


def _of_award(facts: Facts, number: str) -> Charged:
    award = facts.registers.find(Award, number)
    if award is None:
        raise NotFound(say("没有成交“{number}”", number=number), code="award.missing")
    if award.state is AwardState.UNDONE:
        raise Conflict(say("成交“{number}”已经解除，不再收款", number=number), code="award.state")
    fee = fee_of_award(award.lines, years=award.term_years, on=facts.on, book=facts.book)
    return Charged(
        charged_for=award.id,
        area=award.area,
        payer=award.buyer,
        payer_name=enterprise_of(facts, award.buyer).name,
        charge=Charge.PUBLIC_SALE,
        fee=fee,
        computation=fee.words,
        starts=award.term_starts,
        ends=Term.of_years(starts=award.term_starts, years=award.term_years).ends,
        area_=area_of(facts, award.area),
    )


def _at_fixed_price(facts: Facts, asked: FixedPriceFee) -> Charged:
    fee, computation = _computed(facts, asked)
    standards = (standard_of(facts, line.pollutant, facts.on) for line in asked.lines)
    return Charged(
        charged_for=asked.case,
        area=asked.area,
        payer=asked.payer,
        payer_name=enterprise_of(facts, asked.payer).name,
        charge=Charge.FIXED_PRICE,
        fee=fee,
        computation=computation,
        starts=asked.starts,
        ends=asked.ends,
        ground=asked.ground,
        number_taken=charges_otherwise(facts, asked.case, award=False),
        area_=area_of(facts, asked.area),
        standards=tuple(standard for standard in standards if standard is not None),
    )


def _computed(facts: Facts, asked: FixedPriceFee) -> tuple[Fee, str]:
    """Return the fee and its computation, with the provision where a part of a year is paid for."""
    if asked.starts >= asked.ends:
        return Fee(lines=()), ""
    provision = facts.book.provision(keys.FEE_PART_YEAR, on=facts.on)
    years = years_of(Term(starts=asked.starts, ends=asked.ends), PartYear(provision.value))
    fee = Fee(lines=tuple(computed(line, years=years) for line in asked.lines))
    cited = "" if years.parts == 1 else f"（不足一年的部分按{PartYear(provision.value).chinese}计：{provision.cited}）"
    return fee, fee.words + cited
