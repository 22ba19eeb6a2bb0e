"""One gram, one use: the one place where every use of a verified reduction is weighed against its facility's card.

Whoever uses a reduction writes the card that :func:`with_use` returns, and has it judged here first: the reserve
(reclaim, buy-back), the pool (credit), the market (surplus sold), the plant's own project, the province.

Source: HF197 part 3 (which reductions may be a source; base-year emission less emission after the measure).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Final

from ledger.domain.bookkeeping.unit import Origin
from ledger.domain.credits.facility_card import FacilityCard, Use, UseKind
from ledger.domain.law.ground import unmet
from ledger.domain.rights.tranche import Tranche
from ledger.domain.values.quantity import format_tonnes
from ledger.errors import Breach, say
from ledger.rules.judge import breach
from ledger.rules.law import keys
from ledger.rules.law.book import RuleBook


def with_use(card: FacilityCard, kind: UseKind, grams: int, *, by: str = "") -> FacilityCard:
    """Return the card after a use; negative grams where a use is taken back.

    :param by: what the grams go to: a case, a contract, a project.
    """
    return replace(card, uses=(*card.uses, Use(kind=kind, grams=grams, by=by)))


def used_within_verified(card: FacilityCard) -> Breach | None:
    """Refuse a card, as it would be after a use, that uses more than was verified, or is used while suspended."""
    if card.suspended:
        return unmet(
            code="card.suspended",
            detail=say(
                "设施“{facility}”的{pollutant}减排量因疑似复产待核，核定{verified}吨/年暂不得使用",
                facility=card.facility,
                pollutant=card.pollutant.words,
                verified=format_tonnes(card.verified),
            ),
        )
    if card.remaining >= 0:
        return None
    return unmet(
        code="card.overused",
        detail=say(
            "设施“{facility}”的{pollutant}减排量核定{verified}吨/年，各项使用合计{used}吨/年；同一克减排量只能使用一次",
            facility=card.facility,
            pollutant=card.pollutant.words,
            verified=format_tonnes(card.verified),
            used=format_tonnes(card.used),
        ),
    )


def sold_once(cards: Sequence[FacilityCard]) -> tuple[Breach, ...]:
    """Return the breaches of a sale of surplus that a reduction left over and that was used otherwise."""
    found = (used_within_verified(card) for card in cards)
    return tuple(each for each in found if each is not None)


_OF_WHAT_EXISTED: Final = frozenset({Origin.FREE, Origin.FIXED_PRICE})
"""Origins of the rights of existing dischargers: what their plants emitted, and no project bought."""


def not_named(tranche: Tranche, *, facility: str | None, credited: int) -> Breach | None:
    """Refuse to give a right away that may stand for what became credit already, unless its facility is named.

    :param credited: credit of the holder's facilities for which no right was given up, of the tranche's kind, in grams.
    """
    if facility is not None or not credited or tranche.origin not in _OF_WHAT_EXISTED:
        return None
    return unmet(
        code="card.unnamed",
        detail=say(
            "企业的设施已有{pollutant}减排量{credited}吨/年按未登记源认定；同一克减排量只能使用一次，须注明本次排污权出自哪一设施",
            pollutant=tranche.pollutant.words,
            credited=format_tonnes(credited),
        ),
    )


def operating_before_the_plan(card: FacilityCard, *, on: date, book: RuleBook) -> Breach | None:
    """Refuse as a source of credit a facility that came into operation within the current plan (HF197 part 3)."""
    plan = book.provision(keys.CREDIT_PLAN_PERIOD, on=on)
    since = card.operating_since
    if card.sewage_works or since is None or since < plan.value:
        return None
    return breach(
        plan,
        code="card.too_young",
        detail=say(
            "设施“{facility}”于{since}投运，不早于本五年规划期首日{plan}，其减排量不能作为可替代总量指标",
            facility=card.facility,
            since=since,
            plan=plan.value,
        ),
    )


def carried_over(card: FacilityCard, *, on: date, book: RuleBook) -> Breach | None:
    """Refuse the use of credit that was recognised in an earlier plan, where the law does not carry it over."""
    plan = book.provision(keys.CREDIT_PLAN_PERIOD, on=on)
    if card.recognised_on is None or card.recognised_on >= plan.value:
        return None
    carry_over = book.provision(keys.CREDIT_CARRY_OVER, on=on)
    if carry_over.value:
        return None
    return breach(
        carry_over,
        code="card.not_carried_over",
        detail=say(
            "设施“{facility}”的减排量于{recognised}认定，早于本五年规划期首日{plan}，不结转",
            facility=card.facility,
            recognised=card.recognised_on,
            plan=plan.value,
        ),
    )
