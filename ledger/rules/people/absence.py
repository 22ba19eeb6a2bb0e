"""What an absence is judged on: the deputy does the same work in the same place, and is there.

Source: the habit of the bureau (AB 角制度). The rule of two persons is not touched: a deputy signs with his own name,
and whoever took one step of an act takes no other, in whosever stead.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from ledger.domain.law.ground import unmet
from ledger.domain.people.absence import Absence
from ledger.domain.people.actor import OF_THE_BUREAU, Role, User
from ledger.errors import Breach, say
from ledger.rules.judge import Check
from ledger.rules.law.book import RuleBook


@dataclass(frozen=True, slots=True, kw_only=True)
class AbsenceCase:
    """An absence to be entered, beside the persons concerned and the absences that are known."""

    asked: Absence
    entered_by: User
    person: User
    deputy: User
    known: tuple[Absence, ...]
    today: date


def is_entered_by_his_own(case: AbsenceCase, book: RuleBook) -> Breach | None:
    """Refuse whoever is neither the person nor a reviewer of his office."""
    del book
    by, person = case.entered_by, case.person
    if by.name == person.name or (by.role is Role.REVIEWER and (by.office, by.area) == (person.office, person.area)):
        return None
    return unmet(
        code="absence.not_allowed",
        detail=say("“{person}”的离岗由本人或本机构的审核人员登记", person=person.name),
    )


def days_fit(case: AbsenceCase, book: RuleBook) -> Breach | None:
    """Refuse an absence that ends before it begins, or that is over."""
    del book
    asked = case.asked
    if asked.first <= asked.last and asked.last >= case.today:
        return None
    return unmet(
        code="absence.days",
        detail=say(
            "离岗自{first}至{last}：末日不得早于首日，也不得早于今日{today}",
            first=asked.first,
            last=asked.last,
            today=case.today,
        ),
    )


def deputy_does_the_same(case: AbsenceCase, book: RuleBook) -> Breach | None:
    """Refuse a deputy with another role, office or area, a disabled one, and the person himself."""
    del book
    person, deputy = case.person, case.deputy
    same = (person.role, person.office, person.area) == (deputy.role, deputy.office, deputy.area)
    if same and deputy.name != person.name and not deputy.disabled and person.role in OF_THE_BUREAU:
        return None
    return unmet(
        code="absence.deputy",
        detail=say("代理人须与“{person}”角色、机构、区域均相同，且在用、不是本人", person=person.name),
    )


def deputy_is_there(case: AbsenceCase, book: RuleBook) -> Breach | None:
    """Refuse a deputy who is away himself on one of the days."""
    del book
    asked = case.asked
    for known in case.known:
        if known.person == asked.deputy and known.overlaps(asked.first, asked.last):
            return unmet(
                code="absence.deputy_away",
                detail=say(
                    "“{deputy}”自{first}至{last}也离岗", deputy=asked.deputy, first=known.first, last=known.last
                ),
            )
    return None


def stands_in_for_nobody(case: AbsenceCase, book: RuleBook) -> Breach | None:
    """Refuse the absence of a person who stands in for another meanwhile."""
    del book
    asked = case.asked
    for known in case.known:
        if known.deputy == asked.person and known.overlaps(asked.first, asked.last):
            return unmet(
                code="absence.stands_in",
                detail=say(
                    "“{person}”自{first}至{last}代理“{other}”；请先为其另定代理人",
                    person=asked.person,
                    first=known.first,
                    last=known.last,
                    other=known.person,
                ),
            )
    return None


CHECKS: Final[tuple[Check[AbsenceCase], ...]] = (
    is_entered_by_his_own,
    days_fit,
    deputy_does_the_same,
    deputy_is_there,
    stands_in_for_nobody,
)
"""What is checked when an absence is entered, or its last day is moved."""
