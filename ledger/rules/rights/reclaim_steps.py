"""How a reclaim goes on: the case after each step, with the days that the law counts from it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Final

from ledger.domain.rights.reclaim import (
    DecideReclaim,
    ExecuteReclaim,
    HearDefence,
    NotifyReclaim,
    ReclaimCase,
    ReclaimState,
    ServeReclaim,
    WithdrawReclaim,
)
from ledger.domain.values.calendar import months_after
from ledger.rules.law import keys
from ledger.rules.law.book import RuleBook

_DAY: Final = timedelta(days=1)


def notified(book: RuleBook, reclaim: ReclaimCase, asked: NotifyReclaim) -> ReclaimCase:
    """Return the case once its advance notice is served: the time for a defence runs."""
    days = book.provision(keys.RECLAIM_DEFENCE_DAYS, on=asked.served_on).value
    return replace(
        reclaim,
        state=ReclaimState.NOTIFIED,
        notice=asked.notice,
        notice_served_on=asked.served_on,
        defence_until=asked.served_on + days * _DAY,
    )


def heard(book: RuleBook, reclaim: ReclaimCase, asked: HearDefence) -> ReclaimCase:
    """Return the case once a defence came in, or the time for it passed."""
    del book
    return replace(reclaim, state=ReclaimState.HEARD, statement=asked.statement, heard_on=asked.effective_on)


def decided(book: RuleBook, reclaim: ReclaimCase, asked: DecideReclaim) -> ReclaimCase:
    """Return the case once it is decided."""
    del book
    return replace(reclaim, state=ReclaimState.DECIDED, decision=asked.decision, decided_on=asked.effective_on)


def served(book: RuleBook, reclaim: ReclaimCase, asked: ServeReclaim) -> ReclaimCase:
    """Return the case once the decision is served: with the last days of the remedies, and the day of its effect."""
    day = asked.served_on
    review_until = day + book.provision(keys.REMEDY_REVIEW_DAYS, on=day).value * _DAY
    suit_until = months_after(day, book.provision(keys.REMEDY_SUIT_MONTHS, on=day).value)
    takes_effect: dict[str, date] = {
        "service": day,
        "review_period": review_until + _DAY,
        "suit_period": suit_until + _DAY,
    }
    return replace(
        reclaim,
        state=ReclaimState.SERVED,
        served_on=day,
        review_until=review_until,
        suit_until=suit_until,
        takes_effect_on=takes_effect[book.provision(keys.RECLAIM_TAKES_EFFECT, on=day).value],
    )


def executed(book: RuleBook, reclaim: ReclaimCase, asked: ExecuteReclaim) -> ReclaimCase:
    """Return the case once it is posted."""
    del book
    return replace(reclaim, state=ReclaimState.EXECUTED, executed_on=asked.effective_on)


def withdrawn(book: RuleBook, reclaim: ReclaimCase, asked: WithdrawReclaim) -> ReclaimCase:
    """Return the case once it is withdrawn."""
    del book
    return replace(reclaim, state=ReclaimState.WITHDRAWN, reason=asked.reason)
