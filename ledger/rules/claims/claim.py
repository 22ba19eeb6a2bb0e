"""What is judged when a holder gives a claim to his rights, or a court or an authority takes one.

Source: rules TR-08, CA-07 (only determined surplus is disposed of), FE-06 and MG-02 (only what was paid for), practice
§6.3 and fact 9 (an order takes effect when it is delivered, for three years at most; it is never refused for want of
tonnes, the rest is queued).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from typing import Final

from ledger.domain.claims.claim import Ground
from ledger.domain.claims.claim_acts import SeizedPollutant
from ledger.domain.claims.claim_ranking import Encumbered
from ledger.domain.law.ground import unmet
from ledger.domain.registers.area import Area
from ledger.domain.registers.enterprise import Enterprise
from ledger.domain.rights.held_tranche import TrancheGrams
from ledger.domain.rights.tranche import Tranche
from ledger.domain.values.calendar import LONGEST_TERM_YEARS, Term
from ledger.domain.values.quantity import format_tonnes
from ledger.errors import Breach, enumerated, say
from ledger.rules.judge import Check, breach
from ledger.rules.law import keys
from ledger.rules.law.book import RuleBook
from ledger.rules.registers.area import basin_breach
from ledger.rules.registers.enterprise import inactive
from ledger.rules.rights.tranche import not_in_force, not_paid_for, nothing, partly_paid

_LEGAL_ZONE: Final = timezone(timedelta(hours=8))


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimPaper:
    """The paper that a claim rests on.

    Attributes:
        delivered_at: the minute that gives the rank; booked_at: that of the booking, None where nothing is booked.
        entries: how many claims to what the holder has were entered before.
        parts: how many of them were of this paper.

    """

    number: str
    ground: Ground
    holder: Enterprise
    delivered_at: datetime
    until: date | None
    by: str
    document: str
    entries: int
    parts: int = 0
    booked_at: datetime | None = None

    @property
    def to_come(self) -> bool:
        """Return whether the paper is booked before the minute of which it speaks."""
        return self.booked_at is not None and self.delivered_at > self.booked_at

    @property
    def delivered_on(self) -> date:
        """Return the legal day of the delivery."""
        return self.delivered_at.astimezone(_LEGAL_ZONE).date()


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenLine:
    """What a holder gives of one tranche; ``free`` is the surplus that nobody has or waits for.

    ``paid`` is how much of it is paid for while instalments are outstanding.
    """

    asked: TrancheGrams
    tranche: Encumbered
    free: int
    paid: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class GivingCase:
    """A pledge or a listing; ``unsecured_yield`` is the law of the ranks."""

    on: date
    area: str
    paper: ClaimPaper
    lines: tuple[GivenLine, ...]
    unsecured_yield: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SeizedLine:
    """What is taken of one pollutant, and the tranches of it that the holder has."""

    asked: SeizedPollutant
    tranches: tuple[Encumbered, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SeizureCase:
    """A freeze or a suspension."""

    on: date
    area_: Area
    paper: ClaimPaper
    lines: tuple[SeizedLine, ...]
    unsecured_yield: bool

    @property
    def area(self) -> str:
        """Return the area of the rights."""
        return self.area_.name


def given_once(case: GivingCase, book: RuleBook) -> Breach | None:
    """Refuse a paper about nothing, or one that names a tranche twice."""
    del book
    named = [line.tranche.unit.code for line in case.lines]
    return _nothing_in(line.asked.grams for line in case.lines) or named_twice(named)


def taken_once(case: SeizureCase, book: RuleBook) -> Breach | None:
    """Refuse an order about nothing, or one that names a pollutant of a basin twice."""
    del book
    named = [f"{line.asked.pollutant}{line.asked.basin or ''}" for line in case.lines]
    return _nothing_in(line.asked.grams for line in case.lines) or named_twice(named)


def holder_is_active(case: GivingCase, book: RuleBook) -> Breach | None:
    """Refuse a holder that has ended; a court may still freeze what stands in its name."""
    del book
    return inactive(case.paper.holder)


def delivered_by_then(case: GivingCase | SeizureCase, book: RuleBook) -> Breach | None:
    """Refuse to book a claim before the day on which it came about, or before its minute."""
    del book
    paper = case.paper
    if paper.to_come and paper.delivered_on <= case.on:
        detail = say("送达或登记的时刻{delivered}尚未到", delivered=paper.delivered_at.astimezone(_LEGAL_ZONE))
        return unmet(code="claim.not_yet_delivered", detail=detail)
    if paper.delivered_on <= case.on:
        return None
    return unmet(
        code="claim.not_yet_delivered",
        detail=say("送达或登记于{delivered}，晚于生效日{day}", delivered=paper.delivered_on, day=case.on),
    )


def ends_later(case: GivingCase | SeizureCase, book: RuleBook) -> Breach | None:
    """Refuse a claim whose last day is before its first."""
    del book
    paper = case.paper
    if paper.until is None or paper.until >= paper.delivered_on:
        return None
    return unmet(
        code="claim.ends_before",
        detail=say("截止日{until}早于起始日{delivered}", until=paper.until, delivered=paper.delivered_on),
    )


def given_is_in_force(case: GivingCase, book: RuleBook) -> Breach | None:
    """Refuse rights that are not in force."""
    del book
    return next(filter(None, (not_in_force(line.asked.tranche, on=case.on) for line in case.lines)), None)


def given_was_paid_for(case: GivingCase, book: RuleBook) -> Breach | None:
    """Refuse rights that were free of charge: they are paid for first (FE-06; assumption 41)."""
    provision = book.provision(keys.DISPOSAL_PAID_ONLY, on=case.on)
    if not provision.value:
        return None
    return next(filter(None, (not_paid_for(line.asked.tranche, provision) for line in case.lines)), None)


def given_is_wholly_paid(case: GivingCase, book: RuleBook) -> Breach | None:
    """Refuse what of a tranche the instalments that came in do not pay for (FE-06; assumption 41)."""
    law = book.provision(keys.DISPOSAL_PAID_ONLY, on=case.on)
    found = (
        partly_paid(line.asked.tranche, grams=line.asked.grams, paid=line.paid, provision=law) for line in case.lines
    )
    return next(filter(None, found), None) if law.value else None


def given_is_free_surplus(case: GivingCase, book: RuleBook) -> Breach | None:
    """Refuse more than the determined surplus that is free: what is in use is not for sale (CA-07, TR-08)."""
    del book
    found = (not_free(line.asked.tranche, grams=line.asked.grams, free=line.free) for line in case.lines)
    return next(filter(None, found), None)


def pledge_ends_with_the_right(case: GivingCase, book: RuleBook) -> Breach | None:
    """Refuse a pledge for longer than the right has to run (MG-01; assumption 44)."""
    provision = book.provision(keys.PLEDGE_WITHIN_TERM, on=case.on)
    until = case.paper.until
    if until is None or not provision.value:
        return None
    for line in case.lines:
        if until >= line.asked.tranche.term_to:
            return breach(
                provision,
                code="pledge.beyond_term",
                detail=say(
                    "抵（质）押至{until}，超过排污权的有效期（至{term_to}前）",
                    until=until,
                    term_to=line.asked.tranche.term_to,
                ),
            )
    return None


def taken_names_its_basin(case: SeizureCase, book: RuleBook) -> Breach | None:
    """Refuse a water pollutant without a basin of the area: the entry would find no tonnes."""
    found = (
        basin_breach(line.asked.pollutant, line.asked.basin, area=case.area_, on=case.on, book=book)
        for line in case.lines
    )
    return next(filter(None, found), None)


def freeze_keeps_its_time(case: SeizureCase, book: RuleBook) -> Breach | None:
    """Refuse a last day beyond what a court may order."""
    until = case.paper.until
    return None if until is None else too_long(since=case.paper.delivered_on, until=until, on=case.on, book=book)


def too_long(*, since: date, until: date, on: date, book: RuleBook) -> Breach | None:
    """Return the breach of a freeze that would last longer than the law in force lets it."""
    provision = book.provision(keys.FREEZE_YEARS, on=on)
    lasting = (count for count in range(1, LONGEST_TERM_YEARS) if until <= _anniversary(since, count))
    years = next(lasting, LONGEST_TERM_YEARS)
    if provision.value.holds(years):
        return None
    return breach(
        provision,
        code="freeze.too_long",
        detail=say(
            "冻结自{since}至{until}，最长{limit}年（至{last}）；请核对文书",
            since=since,
            until=until,
            limit=provision.value.limit,
            last=_anniversary(since, provision.value.limit),
        ),
    )


def _anniversary(day: date, years: int) -> date:
    return Term.of_years(starts=day, years=years).ends


def not_free(tranche: Tranche, *, grams: int, free: int) -> Breach | None:
    """Return the breach of more than the free surplus of a tranche."""
    if grams <= free:
        return None
    return unmet(
        code="claim.not_free",
        detail=say(
            "{pollutant}可处分的富余排污权{free}吨/年，少于所需的{grams}吨/年；在用、受限和轮候中的不能处分",
            pollutant=tranche.pollutant.words,
            free=format_tonnes(free),
            grams=format_tonnes(grams),
        ),
    )


def _nothing_in(amounts: Iterable[int]) -> Breach | None:
    return next(filter(None, (nothing(grams) for grams in tuple(amounts) or (0,))), None)


def named_twice(named: list[str]) -> Breach | None:
    """Return the breach of a paper that names the same thing twice."""
    repeated = sorted({name for name in named if named.count(name) > 1})
    if not repeated:
        return None
    return unmet(code="claim.twice", detail=say("同一份文书中重复：{names}", names=enumerated(repeated)))


GIVE: Final[tuple[Check[GivingCase], ...]] = (
    given_once,
    holder_is_active,
    delivered_by_then,
    ends_later,
    given_is_in_force,
    given_was_paid_for,
    given_is_wholly_paid,
    given_is_free_surplus,
)
PLEDGE: Final[tuple[Check[GivingCase], ...]] = (*GIVE, pledge_ends_with_the_right)
SUSPEND: Final[tuple[Check[SeizureCase], ...]] = (taken_once, delivered_by_then, ends_later, taken_names_its_basin)
FREEZE: Final[tuple[Check[SeizureCase], ...]] = (*SUSPEND, freeze_keeps_its_time)
