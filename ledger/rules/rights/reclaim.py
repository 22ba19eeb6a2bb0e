"""What is judged at each step of a reclaim without compensation.

Source: rule RS-02 (free rights alone; grounds), of another place, by analogy; practice A-11 (notice, defence, decision,
service, remedies); the time limits are those of the general law and of assumption ASSUME-34.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from ledger.domain.bookkeeping.unit import Origin
from ledger.domain.credits.facility_card import FacilityCard
from ledger.domain.law.ground import unmet
from ledger.domain.registers.area import Area
from ledger.domain.registers.enterprise import Enterprise
from ledger.domain.registers.facility import Facility
from ledger.domain.rights.reclaim import (
    DecideReclaim,
    ExecuteReclaim,
    HearDefence,
    NotifyReclaim,
    OpenReclaim,
    ReclaimCase,
    ReclaimGround,
    ReclaimItem,
    ServeReclaim,
    WithdrawReclaim,
)
from ledger.domain.rights.tranche import Tranche
from ledger.domain.values.calendar import months_after
from ledger.domain.values.quantity import format_tonnes
from ledger.errors import Breach, enumerated, say
from ledger.rules.credits.facility_card import not_named, used_within_verified
from ledger.rules.judge import Check, breach
from ledger.rules.law import keys
from ledger.rules.law.book import RuleBook
from ledger.rules.money.payment_day import day_breach
from ledger.rules.rights.tranche import nothing, term_is_over

_MONTHS_A_YEAR: Final = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenCase:
    """A case to be opened, beside the case of the same number.

    ``held`` is what the enterprise holds of each tranche on the day of the act, restricted tonnes included, in grams;
    ``credited`` the credit of its facilities for which no right was given up, of the tranche's kind.
    """

    asked: OpenReclaim
    area_: Area
    enterprise: Enterprise
    known: ReclaimCase | None
    held: Mapping[Tranche, int]
    credited: Mapping[Tranche, int]

    @property
    def area(self) -> str:
        """Return the area of the right."""
        return self.asked.area


@dataclass(frozen=True, slots=True, kw_only=True)
class StepCase:
    """The next step of a case, the case as it would be after it, and the facility's cards after its execution.

    ``held`` is as in :class:`OpenCase`; ``closes`` is the facility that stands closed once the case is executed.
    """

    asked: NotifyReclaim | HearDefence | DecideReclaim | ServeReclaim | ExecuteReclaim | WithdrawReclaim
    reclaim: ReclaimCase
    after: ReclaimCase
    held: Mapping[Tranche, int]
    cards: tuple[FacilityCard, ...] = ()
    closes: Facility | None = None

    @property
    def area(self) -> str:
        """Return the area of the right."""
        return self.reclaim.area


def reclaimed_is_something(case: OpenCase, book: RuleBook) -> Breach | None:
    """Refuse a case about nothing."""
    del book
    if not case.asked.items:
        return nothing(0)
    return next(filter(None, (nothing(item.grams) for item in case.asked.items)), None)


def number_is_free(case: OpenCase, book: RuleBook) -> Breach | None:
    """Refuse the number of another case."""
    del book
    if case.known is None:
        return None
    return unmet(code="reclaim.number", detail=say("收回案件“{id}”已经有了，请另编号", id=case.asked.id))


def opened_is_held(case: OpenCase, book: RuleBook) -> tuple[Breach, ...]:
    """Refuse a case about more than the enterprise holds."""
    del book
    return _not_held(case.asked.items, case.held)


def still_held(case: StepCase, book: RuleBook) -> tuple[Breach, ...]:
    """Refuse to go on about more than the enterprise still holds: withdraw the case, and open one for what is left."""
    del book
    return _not_held(case.reclaim.items, case.held)


def opened_is_in_its_term(case: OpenCase, book: RuleBook) -> Breach | None:
    """Refuse a case about a right whose term is over: it has ended already, and falls back under the cap."""
    del book
    return _over(case.asked.items, area=case.area, on=case.asked.effective_on)


def is_still_in_its_term(case: StepCase, book: RuleBook) -> Breach | None:
    """Refuse to go on about a right whose term has ended meanwhile: withdraw the case, and end the term."""
    del book
    return _over(case.reclaim.items, area=case.area, on=case.asked.effective_on)


def _over(items: tuple[ReclaimItem, ...], *, area: str, on: date) -> Breach | None:
    return term_is_over((item.tranche.unit(area) for item in items), on=on)


def _not_held(items: tuple[ReclaimItem, ...], held: Mapping[Tranche, int]) -> tuple[Breach, ...]:
    asked: dict[Tranche, int] = defaultdict(int)
    for item in items:
        asked[item.tranche] += item.grams
    return tuple(
        unmet(
            code="reclaim.not_held",
            detail=say(
                "{pollutant}（{term_from}起、{term_to}前）拟收回{grams}吨/年，企业当日持有{held}吨/年（含受限）",
                pollutant=tranche.pollutant.words,
                term_from=tranche.term_from,
                term_to=tranche.term_to,
                grams=format_tonnes(grams),
                held=format_tonnes(held.get(tranche, 0)),
            ),
        )
        for tranche, grams in asked.items()
        if grams > held.get(tranche, 0)
    )


def origin_is_free(case: OpenCase, book: RuleBook) -> Breach | None:
    """Refuse to take without compensation what was paid for (rule RS-02)."""
    provision = book.provision(keys.RECLAIM_ORIGINS, on=case.asked.effective_on)
    for item in case.asked.items:
        if item.tranche.origin not in provision.value:
            return breach(
                provision,
                code="reclaim.origin",
                detail=say(
                    "来源为“{origin}”的排污权不得无偿收回，只限{origins}",
                    origin=item.tranche.origin.words,
                    origins=enumerated(Origin(code).words for code in provision.value),
                ),
            )
    return None


def ground_is_lawful(case: OpenCase, book: RuleBook) -> Breach | None:
    """Refuse a ground that the law in force does not know (rule RS-02)."""
    provision = book.provision(keys.RECLAIM_GROUNDS, on=case.asked.effective_on)
    if case.asked.ground in provision.value:
        return None
    return breach(
        provision,
        code="reclaim.ground",
        detail=say(
            "“{ground}”不在收回事由之内：{grounds}",
            ground=case.asked.ground.words,
            grounds=enumerated(ReclaimGround(code).words for code in provision.value),
        ),
    )


def event_has_happened(case: OpenCase, book: RuleBook) -> Breach | None:
    """Refuse an event from after the opening, or a project that still has time to start (rule RS-02)."""
    asked = case.asked
    if asked.occurred_on > asked.effective_on:
        return unmet(
            code="reclaim.event_day",
            detail=say("事由发生日{event}晚于立案日{day}", event=asked.occurred_on, day=asked.effective_on),
        )
    if asked.ground is not ReclaimGround.NOT_STARTED:
        return None
    provision = book.provision(keys.RECLAIM_NOT_STARTED_YEARS, on=asked.effective_on)
    until = months_after(asked.occurred_on, provision.value * _MONTHS_A_YEAR)
    if asked.effective_on > until:
        return None
    return breach(
        provision,
        code="reclaim.too_early",
        detail=say(
            "{event}批准，{years}年内（至{until}）未开工方可收回，{day}尚在期内",
            event=asked.occurred_on,
            years=provision.value,
            until=until,
            day=asked.effective_on,
        ),
    )


def facility_is_named(case: OpenCase, book: RuleBook) -> Breach | None:
    """Refuse tonnes that may have become credit already, unless the facility they come from is named."""
    del book
    asked = case.asked
    found = (
        not_named(item.tranche, facility=asked.facility, credited=case.credited.get(item.tranche, 0))
        for item in asked.items
    )
    return next(filter(None, found), None)


def reduction_is_used_once(case: StepCase, book: RuleBook) -> Breach | None:
    """Refuse a use beyond what was verified at the facility."""
    del book
    return next(filter(None, map(used_within_verified, case.cards)), None)


def notice_day_fits(case: StepCase, book: RuleBook) -> Breach | None:
    """Refuse a notice that was served before anything was opened, or after the act."""
    del book
    served = case.after.notice_served_on
    since, until = case.reclaim.occurred_on, case.asked.effective_on
    return None if served is None else day_breach("reclaim.notice_day", served, since=since, until=until)


def time_for_defence_is_over(case: StepCase, book: RuleBook) -> Breach | None:
    """Refuse to say that no defence came while there is still time for one (practice A-11)."""
    reclaim, asked = case.reclaim, case.asked
    until = reclaim.defence_until
    if case.after.statement is not None or until is None or asked.effective_on > until:
        return None
    return breach(
        book.provision(keys.RECLAIM_DEFENCE_DAYS, on=asked.effective_on),
        code="reclaim.defence_open",
        detail=say(
            "告知书{served}送达，陈述申辩至{until}；{day}尚在期内",
            served=reclaim.notice_served_on,
            until=until,
            day=asked.effective_on,
        ),
    )


def decision_follows_the_hearing(case: StepCase, book: RuleBook) -> Breach | None:
    """Refuse a decision from before the defence was heard, or the time for it passed (practice A-11)."""
    del book
    heard, day = case.reclaim.heard_on, case.asked.effective_on
    return None if heard is None else day_breach("reclaim.decision_day", day, since=heard, until=max(heard, day))


def decision_is_served_after_it(case: StepCase, book: RuleBook) -> Breach | None:
    """Refuse a service before the decision, or after the act."""
    del book
    served, since = case.after.served_on, case.reclaim.decided_on
    if served is None or since is None:
        return None
    return day_breach("reclaim.service_day", served, since=since, until=case.asked.effective_on)


def decision_has_taken_effect(case: StepCase, book: RuleBook) -> Breach | None:
    """Refuse to post a decision before the day on which it takes effect (practice A-11)."""
    reclaim, asked = case.reclaim, case.asked
    if reclaim.takes_effect_on is None or asked.effective_on >= reclaim.takes_effect_on:
        return None
    return breach(
        book.provision(keys.RECLAIM_TAKES_EFFECT, on=asked.effective_on),
        code="reclaim.not_in_effect",
        detail=say("收回决定于{effect}生效，{day}尚未生效", effect=reclaim.takes_effect_on, day=asked.effective_on),
    )


OPEN: Final[tuple[Check[OpenCase], ...]] = (
    reclaimed_is_something,
    number_is_free,
    opened_is_held,
    opened_is_in_its_term,
    origin_is_free,
    ground_is_lawful,
    event_has_happened,
    facility_is_named,
)
NOTIFY: Final[tuple[Check[StepCase], ...]] = (notice_day_fits, still_held, is_still_in_its_term)
HEAR: Final[tuple[Check[StepCase], ...]] = (time_for_defence_is_over,)
DECIDE: Final[tuple[Check[StepCase], ...]] = (decision_follows_the_hearing, still_held, is_still_in_its_term)
SERVE: Final[tuple[Check[StepCase], ...]] = (decision_is_served_after_it,)
EXECUTE: Final[tuple[Check[StepCase], ...]] = (decision_has_taken_effect, is_still_in_its_term, reduction_is_used_once)
WITHDRAW: Final[tuple[Check[StepCase], ...]] = ()
