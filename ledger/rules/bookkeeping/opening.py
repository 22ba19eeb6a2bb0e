"""What the opening of an area's books is judged on: that the sheet is whole and can be booked, and no law.

The lines are taken over, not judged (practice 1.1). Every wrong line is named, so that a long sheet is corrected once.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from ledger.domain.bookkeeping.opening import OpenArea, OpeningCredit, OpeningReserve, OpeningRight
from ledger.domain.credits.facility_card import FacilityCard
from ledger.domain.law.ground import unmet
from ledger.domain.registers.area import Area
from ledger.domain.registers.facility import Facility
from ledger.domain.rights.cap import Cap
from ledger.domain.rights.tranche import Tranche
from ledger.domain.values.pollutant import Pollutant
from ledger.errors import Breach, Message, enumerated, say
from ledger.rules.judge import Check
from ledger.rules.law.book import RuleBook
from ledger.rules.registers.area import basin_breach

_MOST_NAMED: Final = 20

Water = tuple[Pollutant, str | None]
"""A pollutant and, for water, the basin: what one cap counts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OpeningCase:
    """The opening sheet of an area beside what its lines name and what is registered already.

    Attributes:
        enterprises, notices: of those that the sheet names, the ones that are registered.
        facilities, cards: of the facilities that the sheet names.
        caps: the caps in force in the area; ``unallocated``: what is not given out under each.

    """

    asked: OpenArea
    area_: Area
    enterprises: frozenset[str]
    notices: frozenset[str]
    facilities: Mapping[str, Facility]
    cards: Mapping[tuple[str, Pollutant], FacilityCard]
    claims: Mapping[str, tuple[str, ...]]
    """By enterprise the numbers of the claims that are registered to its tonnes, one for each."""
    exemptions: frozenset[str]
    """Subjects of the exemptions that are registered already."""
    caps: Mapping[Water, Cap]
    unallocated: Mapping[Water, int]

    @property
    def area(self) -> str:
        """Return the area that is opened."""
        return self.asked.area


def measured(asked: OpenArea) -> Iterator[OpeningRight | OpeningReserve | OpeningCredit]:
    """Return every line that may have an unexplained part."""
    yield from asked.rights
    yield from asked.reserves
    yield from asked.credits


def lines_of(asked: OpenArea) -> int:
    """Return how many lines the sheet has."""
    return sum(map(len, (asked.caps, asked.rights, asked.reserves, asked.credits, asked.exemptions, asked.receivables)))


def waters(asked: OpenArea) -> tuple[Water, ...]:
    """Return every pollutant and basin that the sheet names, in its order."""
    named: list[Water] = [(line.pollutant, line.basin) for line in asked.caps]
    named += [(line.tranche.pollutant, line.tranche.basin) for line in asked.rights]
    named += [(line.pollutant, line.basin) for line in asked.reserves]
    named += [(line.pollutant, line.basin) for line in asked.credits]
    named += [(line.pollutant, line.basin) for line in asked.exemptions]
    return tuple(dict.fromkeys(named))


def has_a_line(case: OpeningCase, book: RuleBook) -> Breach | None:
    """Refuse an empty sheet."""
    del book
    if lines_of(case.asked):
        return None
    return unmet(code="opening.empty", detail=say("期初建账表没有一行内容"))


def names_its_basins(case: OpeningCase, book: RuleBook) -> Breach | None:
    """Refuse a water pollutant without a basin of the area, and a basin where there is no water."""
    on = case.asked.effective_on
    for pollutant, basin in waters(case.asked):
        found = basin_breach(pollutant, basin, area=case.area_, on=on, book=book)
        if found is not None:
            return found
    return None


def enterprises_are_registered(case: OpeningCase, book: RuleBook) -> Breach | None:
    """Refuse enterprises that are not registered."""
    del book
    named = (*(line.enterprise for line in case.asked.rights), *(line.payer for line in case.asked.receivables))
    return _listed(
        "opening.enterprise_missing",
        (code for code in named if code not in case.enterprises),
        lambda count, names: say("有{count}家企业尚未登记：{names}", count=count, names=names),
    )


def facilities_are_registered(case: OpeningCase, book: RuleBook) -> Breach | None:
    """Refuse facilities that are not registered in the area."""
    del book
    known = {number for number, facility in case.facilities.items() if facility.area == case.area}
    return _listed(
        "opening.facility_missing",
        (line.facility for line in case.asked.credits if line.facility not in known),
        lambda count, names: say("有{count}个设施未在本区域登记：{names}", count=count, names=names),
    )


def terms_are_not_over(case: OpeningCase, book: RuleBook) -> Breach | None:
    """Refuse rights whose term is over on the day of the opening, or ends before it begins."""
    del book
    on = case.asked.effective_on
    return _listed(
        "opening.term",
        (_named(line) for line in case.asked.rights if not line.tranche.term_from < line.tranche.term_to > on),
        lambda count, names: say("有{count}行的期限在{on}已届满或起止颠倒：{names}", count=count, on=on, names=names),
    )


def amounts_are_positive(case: OpeningCase, book: RuleBook) -> Breach | None:
    """Refuse a line of nothing; a cap may be nothing."""
    del book
    asked = case.asked
    return _listed(
        "opening.amount",
        (
            *(_named(line) for line in asked.rights if not line.grams),
            *(line.source.chinese for line in asked.reserves if not line.grams),
            *(line.facility for line in asked.credits if not line.grams),
            *(line.project for line in asked.exemptions if not line.grams),
            *(line.notice for line in asked.receivables if not line.fen),
        ),
        lambda count, names: say("有{count}行的数量或金额为零：{names}", count=count, names=names),
    )


def unexplained_within_the_line(case: OpeningCase, book: RuleBook) -> Breach | None:
    """Refuse a line of which more is unexplained than there is."""
    del book
    return _listed(
        "opening.unexplained",
        (_named(line) for line in measured(case.asked) if line.unexplained > line.grams),
        lambda count, names: say("有{count}行的待查数量大于本行数量：{names}", count=count, names=names),
    )


def claims_stand_by_themselves(case: OpeningCase, book: RuleBook) -> Breach | None:
    """Refuse claims that are business under way: a listing or a contract is ended before the books are opened."""
    del book
    under_way = (
        line.claim.number for line in case.asked.rights if line.claim is not None and line.claim.ground.unsecured
    )
    return _listed(
        "opening.claim",
        under_way,
        lambda count, names: say(
            "有{count}项挂牌或合同尚在进行，须先办结或撤回再建账：{names}", count=count, names=names
        ),
    )


def nothing_is_named_twice(case: OpeningCase, book: RuleBook) -> Breach | None:
    """Refuse two lines of the same thing, and caps and notices that are registered already."""
    del book
    asked = case.asked
    counted = Counter(
        (
            *(f"{line.pollutant}/{line.basin or '-'}" for line in asked.caps),
            *(f"{_named(line)}/{line.chart_code}/{line.claim.number if line.claim else '-'}" for line in asked.rights),
            *(f"{line.source}/{line.pollutant}/{line.basin or '-'}" for line in asked.reserves),
            *(f"{line.facility}/{line.pollutant}/{line.basin or '-'}" for line in asked.credits),
            *(f"{line.project}/{line.pollutant}" for line in asked.exemptions),
            *(line.notice for line in asked.receivables),
        )
    )
    registered = (
        *(f"{line.pollutant}/{line.basin or '-'}" for line in asked.caps if (line.pollutant, line.basin) in case.caps),
        *(line.notice for line in asked.receivables if line.notice in case.notices),
        *sorted(case.exemptions),
        *(
            line.claim.number
            for line in asked.rights
            if line.claim is not None and line.claim.number in case.claims.get(line.enterprise, ())
        ),
    )
    return _listed(
        "opening.line_repeated",
        (*(name for name, count in counted.items() if count > 1), *registered),
        lambda count, names: say("有{count}项重复或已经登记：{names}", count=count, names=names),
    )


def notices_fall_due_after_issue(case: OpeningCase, book: RuleBook) -> Breach | None:
    """Refuse a notice that fell due before it was issued, or was issued after the opening."""
    del book
    on = case.asked.effective_on
    return _listed(
        "opening.notice_days",
        (line.notice for line in case.asked.receivables if not line.issued_on <= min(line.due_on, on)),
        lambda count, names: say(
            "有{count}份缴款通知的开具日晚于到期日或建账日{on}：{names}", count=count, on=on, names=names
        ),
    )


def _named(line: OpeningRight | OpeningReserve | OpeningCredit) -> str:
    if isinstance(line, OpeningRight):
        return f"{line.enterprise}/{_tranche(line.tranche)}"
    name = line.source if isinstance(line, OpeningReserve) else line.facility
    return f"{name}/{line.pollutant}/{line.basin or '-'}"


def _tranche(tranche: Tranche) -> str:
    basin = tranche.basin or "-"
    return f"{tranche.pollutant}/{basin}/{tranche.term_from}/{tranche.term_to}/{tranche.origin.chinese}"


def _listed(code: str, names: Iterable[str], sentence: Callable[[int, Message], Message]) -> Breach | None:
    """Return the breach of all wrong lines together, or None where there is none."""
    found = tuple(dict.fromkeys(names))
    if not found:
        return None
    return unmet(code=code, detail=sentence(len(found), enumerated(found[:_MOST_NAMED])))


CHECKS: Final[tuple[Check[OpeningCase], ...]] = (
    has_a_line,
    names_its_basins,
    enterprises_are_registered,
    facilities_are_registered,
    terms_are_not_over,
    amounts_are_positive,
    unexplained_within_the_line,
    claims_stand_by_themselves,
    nothing_is_named_twice,
    notices_fall_due_after_issue,
)
