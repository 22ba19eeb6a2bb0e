"""Reclaim without compensation: each step of the case is an act, and only the execution moves tonnes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from ledger.domain.bookkeeping.account import account
from ledger.domain.bookkeeping.act import Path, Series, Voucher
from ledger.domain.bookkeeping.posting import Posting, converted
from ledger.domain.bookkeeping.unit import capacity
from ledger.domain.credits.facility_card import UseKind
from ledger.domain.rights.award import ReserveSource
from ledger.domain.rights.reclaim import (
    DecideReclaim,
    ExecuteReclaim,
    HearDefence,
    NotifyReclaim,
    OpenReclaim,
    ReclaimCase,
    ReclaimItem,
    ReclaimState,
    ServeReclaim,
    WithdrawReclaim,
)
from ledger.domain.values.quantity import format_tonnes
from ledger.errors import Conflict, NotFound, say
from ledger.rules.rights.reclaim import DECIDE, EXECUTE, HEAR, NOTIFY, OPEN, SERVE, WITHDRAW, OpenCase, StepCase
from ledger.rules.rights.reclaim_steps import decided, executed, heard, notified, served, withdrawn
from ledger.services.act import Act
from ledger.services.acts.credits.card_uses import card_after, closed_with, facility_of_enterprise
from ledger.services.acts.credits.departures import credited_without_right
from ledger.services.acts.credits.facility_cards import HELD_ON
from ledger.services.acts.registers.known import area_of, enterprise_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from ledger.domain.credits.facility_card import FacilityCard
    from ledger.domain.rights.tranche import Tranche
    from ledger.domain.values.pollutant import Pollutant
    from ledger.rules.law.book import RuleBook
    from ledger.services.act import Facts


_ABOUT_WHAT_IS_HELD: Final = (ReclaimState.NOTIFIED, ReclaimState.DECIDED)
"""Whoever notifies or decides says what will be taken; the execution finds out by itself whether it is there."""


def gather_open(facts: Facts, asked: OpenReclaim) -> OpenCase:
    """Look up the enterprise, its facility if one is named, and a case of the same number."""
    if asked.facility is not None:
        facility_of_enterprise(facts, asked.facility, asked.enterprise)
    return OpenCase(
        asked=asked,
        area_=area_of(facts, asked.area),
        enterprise=enterprise_of(facts, asked.enterprise),
        known=facts.registers.find(ReclaimCase, asked.id),
        held=_held(facts, asked.items, area=asked.area, enterprise=asked.enterprise),
        credited={
            item.tranche: credited_without_right(facts, asked.enterprise, item.tranche, area=asked.area)
            for item in asked.items
        },
    )


def draw_up_open(case: OpenCase) -> Voucher:
    """Register the case; nothing moves."""
    asked = case.asked
    opened = ReclaimCase(
        id=asked.id,
        area=asked.area,
        enterprise=asked.enterprise,
        ground=asked.ground,
        facts=asked.facts,
        occurred_on=asked.occurred_on,
        items=asked.items,
        facility=asked.facility,
    )
    return Voucher(narration=f"无偿收回立案{asked.id}（{case.enterprise.name}）：{asked.facts}", facts=(opened,))


def _gather(
    step: Callable[[RuleBook, ReclaimCase, Any], ReclaimCase], *states: ReclaimState
) -> Callable[[Facts, Any], StepCase]:
    """Return the gathering of a step that a case in one of these states may take."""

    def gather(facts: Facts, asked: Any) -> StepCase:
        reclaim = case_of(facts, asked.id, *states)
        after = step(facts.book, reclaim, asked)
        items = reclaim.items if after.state in _ABOUT_WHAT_IS_HELD else ()
        held = _held(facts, items, area=reclaim.area, enterprise=reclaim.enterprise)
        case = StepCase(asked=asked, reclaim=reclaim, after=after, held=held)
        if after.state is not ReclaimState.EXECUTED:
            return case
        cards = _cards_after(facts, reclaim)
        return replace(case, cards=cards, closes=closed_with(facts, reclaim.facility, cards))

    return gather


def _held(facts: Facts, items: Collection[ReclaimItem], *, area: str, enterprise: str) -> dict[Tranche, int]:
    """Return what the enterprise holds of each tranche at the end of the act's day, restricted tonnes included."""
    accounts = [account(line, area=area, holder=enterprise) for line in HELD_ON]
    tranches = {item.tranche: item.tranche.unit(area) for item in items}
    if not items or facts.on >= facts.today:
        return {tranche: sum(facts.balance(each, unit) for each in accounts) for tranche, unit in tranches.items()}
    codes = {each.code for each in accounts}
    units = {unit.code: tranche for tranche, unit in tranches.items()}
    held = dict.fromkeys(tranches, 0)
    for code, unit_code, grams in facts.past.balances(area, on=facts.on):
        if code in codes and unit_code in units:
            held[units[unit_code]] += grams
    return held


def case_of(facts: Facts, number: str, *states: ReclaimState) -> ReclaimCase:
    """Return a case that stands in one of these states.

    :raises NotFound: ``reclaim.missing``.
    :raises Conflict: ``reclaim.state``.
    """
    found = facts.named(ReclaimCase, number)
    if found is None:
        raise NotFound(say("没有收回案件“{id}”", id=number), code="reclaim.missing")
    if found.state not in states:
        raise Conflict(
            say("收回案件“{id}”的状态是“{state}”，不能办理这一步", id=number, state=found.state.words),
            code="reclaim.state",
        )
    return found


def _cards_after(facts: Facts, reclaim: ReclaimCase) -> tuple[FacilityCard, ...]:
    """Return the cards of the case's facility with what is reclaimed entered as used."""
    grams: dict[Pollutant, int] = defaultdict(int)
    for item in reclaim.items:
        grams[item.tranche.pollutant] += item.grams
    cards = (
        card_after(
            facts,
            reclaim.facility,
            of=reclaim.enterprise,
            pollutant=pollutant,
            use=UseKind.RECLAIMED,
            grams=amount,
            by=reclaim.id,
        )
        for pollutant, amount in grams.items()
    )
    return tuple(card for card in cards if card is not None)


def draw_up_step(case: StepCase) -> Voucher:
    """Register the step; the execution debits the reserve, credits what is held, and closes a plant that is gone."""
    after = case.after
    postings = tuple(_reclaimed(after)) if after.state is ReclaimState.EXECUTED else ()
    facts = (after, *case.cards, *(() if case.closes is None else (case.closes,)))
    return Voucher(narration=f"收回案件{after.id}：{_words(after)}", postings=postings, facts=facts)


def _words(after: ReclaimCase) -> str:
    match after.state:
        case ReclaimState.NOTIFIED:
            return f"告知书{after.notice}于{after.notice_served_on}送达，陈述申辩至{after.defence_until}"
        case ReclaimState.HEARD:
            return "期内未陈述申辩" if after.statement is None else f"陈述申辩：{after.statement}"
        case ReclaimState.DECIDED:
            return f"作出收回决定{after.decision}"
        case ReclaimState.SERVED:
            return (
                f"决定于{after.served_on}送达，{after.takes_effect_on}生效，"
                f"复议至{after.review_until}，起诉至{after.suit_until}"
            )
        case ReclaimState.EXECUTED:
            grams = format_tonnes(sum(item.grams for item in after.items))
            return f"决定{after.decision}已生效，无偿收回{grams}吨/年"
        case _:
            return f"撤案，{after.reason}"


def _reclaimed(reclaim: ReclaimCase) -> Iterator[Posting]:
    reserve = account("Q30", area=reclaim.area, holder=ReserveSource.RECLAIMED)
    for item in reclaim.items:
        for line, grams in (("Q40", item.in_use), ("Q41", item.surplus)):
            if grams:
                yield from converted(
                    debit=reserve,
                    credit=account(line, area=reclaim.area, holder=reclaim.enterprise),
                    debited=capacity(item.tranche.pollutant, area=reclaim.area, basin=item.tranche.basin),
                    credited=item.tranche.unit(reclaim.area),
                    amount=grams,
                )


_BEFORE_EXECUTION: Final = (
    ReclaimState.OPENED,
    ReclaimState.NOTIFIED,
    ReclaimState.HEARD,
    ReclaimState.DECIDED,
    ReclaimState.SERVED,
)

ACTS: Final[tuple[Act[Any, Any], ...]] = (
    Act(
        kind="reclaim.open",
        title="无偿收回立案",
        command=OpenReclaim,
        series=Series.REGISTERS,
        path=Path.ANY_OFFICE,
        gather=gather_open,
        checks=OPEN,
        draw_up=draw_up_open,
    ),
    Act(
        kind="reclaim.notify",
        title="收回事先告知",
        command=NotifyReclaim,
        series=Series.REGISTERS,
        path=Path.ANY_OFFICE,
        gather=_gather(notified, ReclaimState.OPENED),
        checks=NOTIFY,
        draw_up=draw_up_step,
    ),
    Act(
        kind="reclaim.defence",
        title="收回陈述申辩",
        command=HearDefence,
        series=Series.REGISTERS,
        path=Path.ANY_OFFICE,
        gather=_gather(heard, ReclaimState.NOTIFIED),
        checks=HEAR,
        draw_up=draw_up_step,
    ),
    Act(
        kind="reclaim.decide",
        title="作出收回决定",
        command=DecideReclaim,
        series=Series.REGISTERS,
        path=Path.BUREAU,
        gather=_gather(decided, ReclaimState.HEARD),
        checks=DECIDE,
        draw_up=draw_up_step,
    ),
    Act(
        kind="reclaim.serve",
        title="收回决定送达",
        command=ServeReclaim,
        series=Series.REGISTERS,
        path=Path.ANY_OFFICE,
        gather=_gather(served, ReclaimState.DECIDED),
        checks=SERVE,
        draw_up=draw_up_step,
    ),
    Act(
        kind="reclaim.execute",
        title="执行收回决定",
        command=ExecuteReclaim,
        series=Series.RIGHTS,
        path=Path.BUREAU,
        gather=_gather(executed, ReclaimState.SERVED),
        checks=EXECUTE,
        draw_up=draw_up_step,
    ),
    Act(
        kind="reclaim.withdraw",
        title="撤销收回案件",
        command=WithdrawReclaim,
        series=Series.REGISTERS,
        path=Path.BUREAU,
        gather=_gather(withdrawn, *_BEFORE_EXECUTION),
        checks=WITHDRAW,
        draw_up=draw_up_step,
    ),
)
