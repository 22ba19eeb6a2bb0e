"""What the report of a reduction, and its verification, are judged on.

Source: HF197 part 3: a source of credit was in operation before the current five-year plan, and its reduction is the
base-year emission less the emission after the measure.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from ledger.domain.credits.facility_card import FacilityCard
from ledger.domain.credits.reduction import ReportedReduction, ReportReduction, VerifyReduction
from ledger.domain.law.ground import unmet
from ledger.domain.registers.area import Area
from ledger.domain.registers.facility import Facility
from ledger.domain.values.pollutant import Medium
from ledger.domain.values.quantity import format_tonnes
from ledger.errors import Breach, say
from ledger.rules.credits import facility_card
from ledger.rules.judge import Check, breach
from ledger.rules.law import keys
from ledger.rules.law.book import RuleBook
from ledger.rules.registers.area import basin_breach
from ledger.rules.rights.tranche import nothing


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportCase:
    """A reduction that is reported to be finished."""

    asked: ReportReduction
    facility: Facility

    @property
    def area(self) -> str:
        """Return the area of the facility."""
        return self.facility.area


def was_finished(case: ReportCase, book: RuleBook) -> Breach | None:
    """Refuse to list a measure that is not finished."""
    del book
    return _unfinished(case.asked.finished_on, on=case.asked.effective_on)


def reports_something(case: ReportCase, book: RuleBook) -> Breach | None:
    """Refuse a reduction of nothing."""
    del book
    return nothing(case.asked.grams)


REPORT: Final[tuple[Check[ReportCase], ...]] = (was_finished, reports_something)


def _unfinished(finished: date, *, on: date) -> Breach | None:
    if finished <= on:
        return None
    return unmet(
        code="reduction.unfinished",
        detail=say("减排措施于{finished}完成，晚于办理日{on}", finished=finished, on=on),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class VerificationCase:
    """A verification sheet beside the card that it changes."""

    asked: VerifyReduction
    area_: Area
    facility: Facility
    card: FacilityCard
    reported: ReportedReduction | None

    @property
    def area(self) -> str:
        """Return the area of the facility."""
        return self.facility.area

    @property
    def verified(self) -> FacilityCard:
        """Return the card as it is after the verification."""
        asked = self.asked
        return replace(
            self.card,
            verified=asked.grams,
            base_year=asked.base_year,
            operating_since=asked.operating_since,
            sewage_works=asked.sewage_works,
            closes=asked.closes,
            verified_on=asked.effective_on,
        )


def discharges_into_its_basin(case: VerificationCase, book: RuleBook) -> Breach | None:
    """Refuse a water pollutant of a facility that is registered without a basin of its area (G38)."""
    asked = case.asked
    basin = case.facility.basin if asked.pollutant.medium is Medium.WATER else None
    return basin_breach(asked.pollutant, basin, area=case.area_, on=asked.effective_on, book=book)


def reduces(case: VerificationCase, book: RuleBook) -> Breach | None:
    """Refuse a sheet by which the emission did not fall."""
    asked = case.asked
    if asked.grams > 0:
        return None
    return breach(
        book.provision(keys.CREDIT_PLAN_PERIOD, on=asked.effective_on),
        code="reduction.none",
        detail=say(
            "基准年排放量{base}吨、措施后{after}吨，没有减排",
            base=format_tonnes(asked.base_emission),
            after=format_tonnes(asked.emission_after),
        ),
    )


def is_finished(case: VerificationCase, book: RuleBook) -> Breach | None:
    """Refuse to verify a measure that is not finished."""
    del book
    return _unfinished(case.asked.finished_on, on=case.asked.effective_on)


def follows_the_base_year(case: VerificationCase, book: RuleBook) -> Breach | None:
    """Refuse a measure that was finished before the year that it is counted from had ended."""
    del book
    asked = case.asked
    if asked.finished_on.year > asked.base_year:
        return None
    return unmet(
        code="reduction.base_year",
        detail=say(
            "减排措施于{finished}完成，不晚于基准年{base}年，不能以该年排放量为基准",
            finished=asked.finished_on,
            base=asked.base_year,
        ),
    )


def has_begun_to_operate(case: VerificationCase, book: RuleBook) -> Breach | None:
    """Refuse a facility that, by its sheet, comes into operation only after the day of the act."""
    del book
    asked = case.asked
    if asked.operating_since <= asked.effective_on:
        return None
    return unmet(
        code="reduction.not_operating",
        detail=say("设施投产日{since}晚于核定日{day}", since=asked.operating_since, day=asked.effective_on),
    )


def officers_looked(case: VerificationCase, book: RuleBook) -> Breach | None:
    """Refuse a site record of too few officers."""
    return enough_officers(case.asked.officers, on=case.asked.effective_on, book=book)


def enough_officers(officers: tuple[str, ...], *, on: date, book: RuleBook) -> Breach | None:
    """Refuse a site record that fewer different officers signed than the law wants."""
    provision = book.provision(keys.VERIFICATION_OFFICERS, on=on)
    count = len(set(officers))
    if provision.value.holds(count):
        return None
    return breach(
        provision,
        code="officers.too_few",
        detail=say("现场记录由{count}人签字，应不少于{least}人", count=count, least=provision.value.limit),
    )


def covers_what_is_used(case: VerificationCase, book: RuleBook) -> Breach | None:
    """Refuse to verify less than what was used already, and to verify a source whose restart is suspected."""
    del book
    return facility_card.used_within_verified(case.verified)


VERIFICATION: Final[tuple[Check[VerificationCase], ...]] = (
    discharges_into_its_basin,
    reduces,
    is_finished,
    follows_the_base_year,
    has_begun_to_operate,
    officers_looked,
    covers_what_is_used,
)
