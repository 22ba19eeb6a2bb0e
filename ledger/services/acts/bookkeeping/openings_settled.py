"""What follows an opening: its trial balance is signed off, its unexplained differences are cleared."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from ledger.domain.bookkeeping.account import Account, account
from ledger.domain.bookkeeping.act import Path, Series, Voucher
from ledger.domain.bookkeeping.opening import Against, ClearDifference, Opening, OpeningDifference, SignOffOpening
from ledger.domain.bookkeeping.posting import Posting, converted
from ledger.domain.bookkeeping.unit import Unit, capacity, credit
from ledger.domain.rights.cap import Cap, cap_subject
from ledger.domain.values.encoding import digest
from ledger.errors import Conflict, NotFound, say
from ledger.rules.bookkeeping.opening_differences import CLEARING_CHECKS, SIGN_OFF_CHECKS, ClearingCase, SignOffCase
from ledger.services.act import Act
from ledger.services.acts.registers.known import area_of, enterprise_of

if TYPE_CHECKING:
    from ledger.services.act import Facts

_LINES: Final = {
    Against.CAP: "Q10",
    Against.UNALLOCATED: "Q20",
    Against.HOLDER: "Q40",
    Against.RECOGNISED: "C10",
    Against.POOL: "C20",
}


def gather_sign_off(facts: Facts, asked: SignOffOpening) -> SignOffCase:
    """Look up the opening and the balances of the area at the end of its day.

    :raises NotFound: ``area.missing``, ``opening.missing``.
    :raises Conflict: ``opening.signed_off``.
    """
    area_of(facts, asked.area)
    opening = _opening(facts, asked.area)
    if opening.signed_off_on is not None:
        raise Conflict(
            say("“{area}”的期初已于{day}签认", area=asked.area, day=opening.signed_off_on), code="opening.signed_off"
        )
    return SignOffCase(
        asked=asked,
        opening=opening,
        balances=tuple(facts.past.balances(asked.area, on=opening.opened_on)),
    )


def sign_off(case: SignOffCase) -> Voucher:
    """Register the digest of the trial balance."""
    opening = case.opening
    seen = digest([list(row) for row in case.balances]).hex()
    return Voucher(
        narration=f"签认期初试算平衡：{opening.area}，{opening.opened_on}日终{len(case.balances)}笔余额，摘要{seen[:16]}",
        facts=(replace(opening, signed_off_on=case.asked.effective_on, positions=len(case.balances), digest=seen),),
    )


def gather_clearing(facts: Facts, asked: ClearDifference) -> ClearingCase:
    """Look up the difference, and the cap in force.

    :raises NotFound: ``area.missing``, ``opening.missing``, ``enterprise.missing``, ``opening.difference_missing``.
    """
    area_of(facts, asked.area)
    _opening(facts, asked.area)
    if asked.enterprise is not None:
        enterprise_of(facts, asked.enterprise)
    unit = _unit(asked)
    difference = facts.registers.find(OpeningDifference, unit.code, owner=asked.area)
    if difference is None:
        raise NotFound(say("“{area}”没有这一品种的期初待查差异", area=asked.area), code="opening.difference_missing")
    subject = cap_subject(area=asked.area, pollutant=asked.pollutant, basin=asked.basin)
    return ClearingCase(
        asked=asked,
        difference=difference,
        balance=facts.balance(_difference_account(asked), unit),
        cap=None if asked.facility is not None else facts.registers.find(Cap, subject),
    )


def clear(case: ClearingCase) -> Voucher:
    """Take the difference off 待查, against what it turned out to be."""
    asked = case.asked
    grams, cap = asked.grams, case.cap
    changed = () if cap is None or asked.against is not Against.CAP else (replace(cap, grams=cap.grams + case.change),)
    return Voucher(
        narration=f"处理期初待查：{asked.area}，{asked.pollutant.chinese}（{asked.reason}，{asked.document}）",
        postings=_cleared(case),
        facts=(replace(case.difference, cleared=case.difference.cleared + grams), *changed),
    )


def _cleared(case: ClearingCase) -> tuple[Posting, ...]:
    asked = case.asked
    other, unit = account(_LINES[asked.against], area=asked.area, holder=asked.enterprise), _unit(asked)
    other_unit = unit if asked.tranche is None else asked.tranche.unit(asked.area)
    difference = _difference_account(asked)
    if case.change > 0:
        return converted(debit=difference, credit=other, debited=unit, credited=other_unit, amount=asked.grams)
    return converted(debit=other, credit=difference, debited=other_unit, credited=unit, amount=asked.grams)


def _difference_account(asked: ClearDifference) -> Account:
    return account("Q90" if asked.facility is None else "C90", area=asked.area)


def _unit(asked: ClearDifference) -> Unit:
    if asked.facility is None:
        return capacity(asked.pollutant, area=asked.area, basin=asked.basin)
    return credit(asked.pollutant, area=asked.area, basin=asked.basin, source=asked.facility)


def _opening(facts: Facts, area: str) -> Opening:
    found = facts.registers.find(Opening, area)
    if found is None:
        raise NotFound(say("“{area}”尚未建账", area=area), code="opening.missing")
    return found


ACTS: Final[tuple[Act[Any, Any], ...]] = (
    Act(
        kind="opening.sign_off",
        title="签认期初试算平衡",
        command=SignOffOpening,
        series=Series.REGISTERS,
        path=Path.ANY_OFFICE,
        gather=gather_sign_off,
        checks=SIGN_OFF_CHECKS,
        draw_up=sign_off,
    ),
    Act(
        kind="opening.clear_difference",
        title="处理期初待查差异",
        command=ClearDifference,
        series=Series.OPENING,
        path=Path.ANY_OFFICE,
        gather=gather_clearing,
        checks=CLEARING_CHECKS,
        draw_up=clear,
    ),
)
