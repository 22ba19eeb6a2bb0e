"""What a discharge permit is judged on when it is registered, and which of its yearly values counts on a day.

Source: PWXK art. 14 (a permit is valid five years); the table of the national permit platform has five columns, from
the first to the fifth year.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from ledger.domain.law.ground import unmet
from ledger.domain.registers.enterprise import Enterprise
from ledger.domain.registers.facility import Facility
from ledger.domain.registers.permit import (
    YEARS_PRINTED,
    LimitKind,
    Permit,
    PermittedEmission,
    RegisterPermit,
    last_day_of,
)
from ledger.domain.values.credit_code import LENGTH, parse_credit_code
from ledger.domain.values.pollutant import Pollutant
from ledger.errors import Breach, InvalidValue, enumerated, say
from ledger.rules.judge import Check, breach
from ledger.rules.law import keys
from ledger.rules.law.book import RuleBook
from ledger.rules.registers.enterprise import inactive


@dataclass(frozen=True, slots=True, kw_only=True)
class PermitCase:
    """A permit beside its enterprise, its facility and the periods registered of its enterprise's permits."""

    asked: RegisterPermit
    enterprise: Enterprise
    facility: Facility | None
    registered: tuple[Permit, ...]

    @property
    def area(self) -> str:
        """Return where the permit is used: the area of the facility, or of the enterprise."""
        return self.enterprise.area if self.facility is None else self.facility.area

    @property
    def record(self) -> Permit | None:
        """Return the permit as it is to be registered; None where its period is not said."""
        asked = self.asked
        if asked.valid_from is None or asked.valid_until is None:
            return None
        return Permit(
            number=asked.number,
            enterprise=asked.enterprise,
            facility=asked.facility,
            valid_from=asked.valid_from,
            valid_until=asked.valid_until,
            limits=asked.limits,
        )


def permitted(permit: Permit, pollutant: Pollutant, *, on: date, book: RuleBook) -> tuple[LimitKind, int | None]:
    """Return what a permit allows of a pollutant in the year of a day that it covers: the kind, and grams if limited.

    A pollutant that the permit does not name is not limited by it.

    :raises NoProvisionInForce: nothing says how the years of a permit are counted on that day.
    """
    limit = permit.limit_of(pollutant)
    if limit is None:
        return LimitKind.NOT_LIMITED, None
    if limit.kind is not LimitKind.LIMITED:
        return limit.kind, None
    by_calendar = book.provision(keys.PERMIT_LIMIT_YEAR, on=on).value == "calendar_year"
    year = on.year - permit.valid_from.year + 1 if by_calendar else permit.year_of(on)
    return limit.kind, limit.yearly[min(year, len(limit.yearly)) - 1]


def holder_is_active(case: PermitCase, book: RuleBook) -> Breach | None:
    """Refuse a permit of an enterprise that has ended."""
    del book
    return inactive(case.enterprise)


def number_is_its_own(case: PermitCase, book: RuleBook) -> Breach | None:
    """Refuse a permit number that begins with the credit code of another enterprise."""
    del book
    code = case.asked.number[:LENGTH]
    if code == case.asked.enterprise or not _is_credit_code(code):
        return None
    return unmet(
        code="permit.of_another",
        detail=say(
            "许可证编号{number}属于{code}，不属于{enterprise}",
            number=case.asked.number,
            code=code,
            enterprise=case.asked.enterprise,
        ),
    )


def facility_is_its_own(case: PermitCase, book: RuleBook) -> Breach | None:
    """Refuse a facility of another enterprise."""
    del book
    if case.facility is None or case.facility.enterprise == case.asked.enterprise:
        return None
    return unmet(
        code="permit.facility",
        detail=say(
            "设施“{facility}”登记于{owner}，不属于{enterprise}",
            facility=case.facility.id,
            owner=case.facility.enterprise or "—",
            enterprise=case.asked.enterprise,
        ),
    )


def says_how_long(case: PermitCase, book: RuleBook) -> Breach | None:
    """Refuse a permit without validity, or one that ends before it begins."""
    del book
    record = case.record
    if record is None:
        return unmet(
            code="permit.without_validity", detail=say("许可证{number}没有写明有效期起止", number=case.asked.number)
        )
    if record.valid_from <= record.valid_until:
        return None
    return unmet(
        code="permit.dates",
        detail=say("许可证的截止日{until}早于起始日{first}", until=record.valid_until, first=record.valid_from),
    )


def is_not_too_long(case: PermitCase, book: RuleBook) -> Breach | None:
    """Refuse a permit of more years than the law gives (PWXK art. 14)."""
    record = case.record
    if record is None:
        return None
    provision = book.provision(keys.PERMIT_YEARS, on=record.valid_from)
    latest = last_day_of(record.valid_from, years=provision.value)
    if record.valid_until <= latest:
        return None
    return breach(
        provision,
        code="permit.too_long",
        detail=say(
            "许可证有效期{years}年，自{first}起至多到{latest}，现为{until}",
            years=provision.value,
            first=record.valid_from,
            latest=latest,
            until=record.valid_until,
        ),
    )


def periods_do_not_overlap(case: PermitCase, book: RuleBook) -> Breach | None:
    """Refuse a period that shares days with another one of the same number."""
    del book
    record = case.record
    if record is None:
        return None
    for other in case.registered:
        apart = record.valid_until < other.valid_from or other.valid_until < record.valid_from
        if other.number == record.number and other.valid_from != record.valid_from and not apart:
            return unmet(
                code="permit.overlaps",
                detail=say(
                    "许可证{number}已登记{first}至{until}的有效期，与{asked_first}至{asked_until}重叠",
                    number=record.number,
                    first=other.valid_from,
                    until=other.valid_until,
                    asked_first=record.valid_from,
                    asked_until=record.valid_until,
                ),
            )
    return None


def permit_changes(case: PermitCase, book: RuleBook) -> Breach | None:
    """Refuse what is registered already."""
    del book
    if case.record not in case.registered:
        return None
    return unmet(code="permit.registered", detail=say("许可证{number}已经如此登记", number=case.asked.number))


def names_each_pollutant_once(case: PermitCase, book: RuleBook) -> Breach | None:
    """Refuse a permit that names no pollutant, or one of them twice."""
    del book
    named = [limit.pollutant for limit in case.asked.limits]
    repeated = sorted({pollutant for pollutant in named if named.count(pollutant) > 1})
    if named and not repeated:
        return None
    return unmet(
        code="permit.pollutants",
        detail=say("许可证应逐一写明因子，且不重复；现重复：{names}", names=enumerated(repeated)),
    )


def limits_are_whole(case: PermitCase, book: RuleBook) -> Breach | None:
    """Refuse a limit that is neither five values, nor said not to be set, nor unknown with a reason and a day."""
    del book
    partial = [limit.pollutant for limit in case.asked.limits if not _is_whole(limit, on=case.asked.effective_on)]
    if not partial:
        return None
    return unmet(
        code="permit.limits",
        detail=say(
            "{names}：许可排放量应写明{years}年的数值，或注明不设限值，或注明未知并写明原因和补录日期（晚于{day}）",
            names=enumerated(partial),
            years=YEARS_PRINTED,
            day=case.asked.effective_on,
        ),
    )


def _is_whole(limit: PermittedEmission, *, on: date) -> bool:
    if limit.kind is LimitKind.LIMITED:
        return len(limit.yearly) == YEARS_PRINTED
    if limit.kind is LimitKind.NOT_LIMITED:
        return not limit.yearly
    return not limit.yearly and bool(limit.reason) and limit.fill_by is not None and limit.fill_by > on


def _is_credit_code(text: str) -> bool:
    try:
        parse_credit_code(text)
    except InvalidValue:
        return False
    return True


CHECKS: Final[tuple[Check[PermitCase], ...]] = (
    holder_is_active,
    number_is_its_own,
    facility_is_its_own,
    says_how_long,
    is_not_too_long,
    periods_do_not_overlap,
    permit_changes,
    names_each_pollutant_once,
    limits_are_whole,
)
