"""What credit of an unregistered source is recognised on, and what every recognition writes on a card.

Source: HF197 part 3 (which reductions may be a source), practice 6.2 (one gram, one use).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from ledger.domain.credits.facility_card import Backing, FacilityCard, UseKind
from ledger.domain.credits.reduction import RecogniseCredit
from ledger.domain.law.ground import unmet
from ledger.domain.registers.facility import Facility
from ledger.domain.values.quantity import format_tonnes
from ledger.errors import Breach, say
from ledger.rules.credits import facility_card
from ledger.rules.judge import Check
from ledger.rules.law.book import RuleBook
from ledger.rules.rights.tranche import nothing


@dataclass(frozen=True, slots=True, kw_only=True)
class RecognitionCase:
    """Credit of an unregistered source beside its card."""

    asked: RecogniseCredit
    facility: Facility
    card: FacilityCard
    rights_held: int
    """Rights of the pollutant that the facility's enterprise holds in its area."""
    gone: int
    """Rights that it gave away without saying of which facility, in grams."""

    @property
    def area(self) -> str:
        """Return the area of the facility."""
        return self.facility.area

    @property
    def recognised(self) -> FacilityCard:
        """Return the card after the recognition."""
        asked = self.asked
        return recognised(self.card, grams=asked.grams, backing=Backing.NONE, on=asked.effective_on, by=asked.document)


def recognised(card: FacilityCard, *, grams: int, backing: Backing, on: date, by: str) -> FacilityCard:
    """Return a card after grams of it were recognised as credit."""
    used = facility_card.with_use(card, UseKind.CREDITED, grams, by=by)
    return replace(used, backing=backing, recognised_on=card.recognised_on or on)


def recognises_something(case: RecognitionCase, book: RuleBook) -> Breach | None:
    """Refuse credit of nothing."""
    del book
    return nothing(case.asked.grams)


def is_unregistered(case: RecognitionCase, book: RuleBook) -> Breach | None:
    """Refuse a source whose enterprise holds a right: its reduction becomes credit by giving the right up."""
    del book
    if not case.rights_held:
        return None
    return unmet(
        code="credit.right_held",
        detail=say(
            "设施“{facility}”所属企业持有{pollutant}排污权{grams}吨/年，不是未登记源；请以“关停转入减排量库”或“富余排污权转为减排量”办理",
            facility=case.facility.name,
            pollutant=case.asked.pollutant.words,
            grams=format_tonnes(case.rights_held),
        ),
    )


def is_not_gone_already(case: RecognitionCase, book: RuleBook) -> Breach | None:
    """Refuse what may have gone to the reserve or to others as a right: one gram, one use (practice 6.2).

    Where nobody said which facility a right came from, its tonnes are not to be had of any facility of the enterprise.
    """
    del book
    if not case.gone or case.recognised.remaining >= case.gone:
        return None
    return unmet(
        code="credit.right_gone",
        detail=say(
            "设施“{facility}”的{pollutant}减排量核定后尚余{remaining}吨/年；所属企业另有{gone}吨/年排污权已收回、回购、转让、出租、"
            "经裁定过户或分立划出，未注明出自其他设施，不能再认定{grams}吨/年。该权利出自其他设施的，先冲销原业务，注明设施后重新办理",
            facility=case.facility.name,
            pollutant=case.asked.pollutant.words,
            remaining=format_tonnes(case.card.remaining),
            gone=format_tonnes(case.gone),
            grams=format_tonnes(case.asked.grams),
        ),
    )


def is_not_backed(case: RecognitionCase, book: RuleBook) -> Breach | None:
    """Refuse to mix credit with and without a right behind it on one card."""
    del book
    return one_backing(case.card, Backing.NONE)


def one_backing(card: FacilityCard, backing: Backing) -> Breach | None:
    """Refuse a card whose earlier credit was recognised on the other footing."""
    if card.backing in {None, backing}:
        return None
    return unmet(
        code="credit.other_backing",
        detail=say(
            "设施“{facility}”的{pollutant}减排量先前按{former}认定，不能再按{asked}认定",
            facility=card.facility,
            pollutant=card.pollutant.words,
            former=_BACKING[card.backing],
            asked=_BACKING[backing],
        ),
    )


_BACKING: Final = {Backing.RIGHT: say("有排污权的源"), Backing.NONE: say("未登记源")}


def is_a_source(case: RecognitionCase, book: RuleBook) -> Breach | None:
    """Refuse a facility that came into operation within the current plan."""
    return facility_card.operating_before_the_plan(case.card, on=case.asked.effective_on, book=book)


def is_verified(case: RecognitionCase, book: RuleBook) -> Breach | None:
    """Refuse more than is verified and not used otherwise."""
    del book
    return facility_card.used_within_verified(case.recognised)


RECOGNITION: Final[tuple[Check[RecognitionCase], ...]] = (
    recognises_something,
    is_unregistered,
    is_not_gone_already,
    is_not_backed,
    is_a_source,
    is_verified,
)
