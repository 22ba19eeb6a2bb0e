"""Corrections: a posted act taken back in red, and what was gone made good later."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, Final

from ledger.domain.bookkeeping.account import account
from ledger.domain.bookkeeping.act import Path, Series, Voucher
from ledger.domain.bookkeeping.journal import Registration
from ledger.domain.bookkeeping.judged_by import JudgedBy
from ledger.domain.bookkeeping.posting import Posting, converted
from ledger.domain.bookkeeping.reversal import MakeGood, ReverseAct, ReversedAct
from ledger.domain.bookkeeping.unit import Unit, UnitKind
from ledger.domain.projects.exemption import Exemption
from ledger.domain.registers.enterprise import Enterprise, EnterpriseState
from ledger.domain.registers.succession import HELD
from ledger.domain.values.quantity import format_tonnes, format_yuan
from ledger.errors import Conflict, NotFound, enumerated, say
from ledger.rules.bookkeeping.reversal import (
    CHECKS,
    MAKE_GOOD_CHECKS,
    Gone,
    MakingGoodCase,
    ReversalCase,
    gone,
    red_postings,
)
from ledger.services.act import Act
from ledger.services.acts.bookkeeping.resting import resting_on
from ledger.services.acts.registers.known import area_of, enterprise_of
from ledger.store.record_text import REMOVED, record_of, register_of

if TYPE_CHECKING:
    from ledger.domain.bookkeeping.account import Account
    from ledger.domain.bookkeeping.act import PostedAct
    from ledger.services.act import Facts

_OWN_WAY: Final = "period."
"""Acts that are undone in a way of their own: a month is reopened."""
_ENTERS_EXEMPTIONS: Final = "exemption.register"


def gather_reversal(facts: Facts, asked: ReverseAct) -> ReversalCase:
    """Look up the act, what is still there of it, and what the registers said before.

    :raises NotFound: ``act.not_posted``.
    :raises Conflict: ``reversal.own_way``, ``reversal.of_reversal``, ``reversal.repeated``, or
        ``reversal.depended_on`` with the acts that must be taken back first.
    """
    act = facts.past.act(asked.seq)
    if act is None:
        raise NotFound(say("第{seq}件不是已入账的业务", seq=asked.seq), code="act.not_posted")
    _require_reversible(facts, act)
    moved = {(each, posting.unit) for posting in act.postings for each in (posting.debit, posting.credit)}
    return ReversalCase(
        asked=asked,
        act=act,
        balances={(held.code, unit.code): facts.balance(held, unit) for held, unit in moved},
        owing={
            (held.code, unit.code): successor
            for held, unit in moved
            if (successor := _successor(facts, held, unit)) is not None
        },
        restored=_restored(facts, act),
        held_since=_held_since(facts, act),
    )


def _successor(facts: Facts, held: Account, unit: Unit) -> str | None:
    """Return to whom the holder of an account went over, or None; of several the one who holds most of the unit.

    Who has ended makes nothing good.
    """
    successor, enterprise = None, None if held.holder is None else facts.registers.find(Enterprise, held.holder)
    while enterprise is not None and enterprise.state is EnterpriseState.SUCCEEDED:
        successor = max(enterprise.successors, key=lambda code: _holds(facts, held.area, code, unit))
        enterprise = facts.registers.find(Enterprise, successor)
    return successor


def _holds(facts: Facts, area: str, code: str, unit: Unit) -> int:
    return sum(facts.balance(account(line, area=area, holder=code), unit) for line in HELD)


def _require_reversible(facts: Facts, act: PostedAct) -> None:
    if act.kind.startswith(_OWN_WAY):
        raise Conflict(say("{name}不能冲销；结账以反结账撤销", name=act.name), code="reversal.own_way")
    if act.reverses is not None:
        raise Conflict(say("{name}本身是冲销；误冲的业务请重新办理一次", name=act.name), code="reversal.of_reversal")
    reversal = facts.past.reversal_of(act.seq)
    if reversal is not None:
        raise Conflict(say("{name}已由{reversal}冲销", name=act.name, reversal=reversal.name), code="reversal.repeated")
    later = resting_on(facts, act)
    if later:
        raise Conflict(
            say(
                "{name}所登记的，后来的业务又有变更或据以办理；须先依次冲销：{later}",
                name=act.name,
                later=enumerated(_name(facts, seq) for seq in reversed(later)),
            ),
            code="reversal.depended_on",
        )


def _name(facts: Facts, seq: int) -> str:
    act = facts.past.act(seq)
    return str(seq) if act is None else f"{act.name} {act.narration}"


def _restored(facts: Facts, act: PostedAct) -> tuple[Registration, ...]:
    """Return what the subjects of an act were before it; by which law it was judged stays true for good."""
    subjects = dict.fromkeys(
        (fact.register, fact.subject) for fact in act.registrations if fact.register != JudgedBy.REGISTER
    )
    return tuple(
        Registration(
            register=register,
            subject=subject,
            body=facts.past.body_before(act.seq, register, subject) or REMOVED,
        )
        for register, subject in subjects
    )


def _held_since(facts: Facts, act: PostedAct) -> int:
    """Return what is held for the exemptions of the act beyond what it held itself; grams."""
    if act.kind != _ENTERS_EXEMPTIONS:
        return 0
    part = register_of(Exemption, act.area)
    entered = [record_of(Exemption, fact.body) for fact in act.registrations if fact.register == part]
    own = Counter[Unit]()
    for posting in act.postings:
        if posting.debit.chart.code == "C21":
            own[posting.unit] += posting.amount
    return sum(
        max(grams - own[unit], 0)
        for exemption in entered
        for unit, grams in facts.holdings(account("C21", area=exemption.area, holder=exemption.project))
        if unit.pollutant is exemption.pollutant
    )


def reverse(case: ReversalCase) -> Voucher:
    """Make whole in blue what is gone, then take back every movement in red."""
    missing = gone(case)
    owed = "".join(f"；{_owed(each)}" for each in missing)
    return Voucher(
        narration=f"冲销{case.act.name}：{case.asked.reason}{owed}",
        postings=(*(each.posting for each in missing), *red_postings(case.act)),
        facts=(
            ReversedAct(
                seq=case.act.seq,
                kind=case.act.kind,
                reason=case.asked.reason,
                shortfalls=tuple(each.shortfall for each in missing),
            ),
        ),
        restored=case.restored,
        reverses=case.act.seq,
    )


def _owed(missing: Gone) -> str:
    amount = missing.amount
    if missing.unit.kind is UnitKind.MONEY:
        return f"{missing.account.code}短缺{format_yuan(amount)}元，转记{missing.owed_on.code}"
    return f"{missing.account.code}短缺{format_tonnes(amount)}吨/年，转记{missing.owed_on.code}"


def gather_making_good(facts: Facts, asked: MakeGood) -> MakingGoodCase:
    """Look up what the enterprise owes of the pollutant.

    :raises NotFound: ``area.missing``, ``enterprise.missing``.
    """
    area_of(facts, asked.area)
    enterprise_of(facts, asked.enterprise)
    owed = facts.holdings(account("Q45", area=asked.area, holder=asked.enterprise))
    return MakingGoodCase(
        asked=asked,
        owed=tuple(
            (unit, -amount)
            for unit, amount in owed
            if (unit.pollutant, unit.basin) == (asked.tranche.pollutant, asked.tranche.basin)
        ),
    )


def make_good(case: MakingGoodCase) -> Voucher:
    """Debit what is owed, credit the tranche that is given up; the earlier term first."""
    asked = case.asked
    return Voucher(
        narration=f"补回冲销短缺（{asked.area}，{asked.enterprise}，{asked.tranche.pollutant.chinese}）",
        postings=tuple(posting for unit, grams in _paid_off(case) for posting in _given_up(asked, unit, grams)),
    )


def _paid_off(case: MakingGoodCase) -> list[tuple[Unit, int]]:
    rest, found = case.asked.grams, []
    for unit, owed in case.owed:
        if rest:
            found.append((unit, min(rest, owed)))
            rest -= found[-1][1]
    return found


def _given_up(asked: MakeGood, owed: Unit, grams: int) -> tuple[Posting, ...]:
    line = "Q41" if asked.surplus else "Q40"
    return converted(
        debit=account("Q45", area=asked.area, holder=asked.enterprise),
        credit=account(line, area=asked.area, holder=asked.enterprise),
        debited=owed,
        credited=asked.tranche.unit(asked.area),
        amount=grams,
    )


ACTS: Final[tuple[Act[Any, Any], ...]] = (
    Act(
        kind="correction.reverse",
        title="红字冲销",
        command=ReverseAct,
        series=Series.CORRECTIONS,
        path=Path.BUREAU,
        gather=gather_reversal,
        checks=CHECKS,
        draw_up=reverse,
    ),
    Act(
        kind="correction.make_good",
        title="补回冲销短缺",
        command=MakeGood,
        series=Series.RIGHTS,
        path=Path.BUREAU,
        gather=gather_making_good,
        checks=MAKE_GOOD_CHECKS,
        draw_up=make_good,
    ),
)
