"""What is judged when standing claims end, are renewed, take up later tonnes, or are executed by a ruling.

Source: practice §6.3 and fact 9; the interpretation of the Civil Procedure Law on how long freezes last.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from ledger.domain.claims.claim import Claim
from ledger.domain.claims.claim_acts import EndClaim, LapseFreeze, RenewFreeze, TakeUpFreeze, TransferByRuling
from ledger.domain.claims.claim_ranking import Encumbered
from ledger.domain.law.ground import unmet
from ledger.domain.projects.acquired import Acquired
from ledger.domain.projects.project import Project
from ledger.domain.registers.area import Area
from ledger.domain.registers.enterprise import Enterprise
from ledger.domain.rights.handing_over import AreaCaps, HandedByRuling
from ledger.domain.rights.right_acts import Renewal
from ledger.domain.values.quantity import format_tonnes
from ledger.errors import Breach, say
from ledger.rules.claims.claim import too_long
from ledger.rules.judge import Check, breach
from ledger.rules.law import keys
from ledger.rules.law.book import RuleBook
from ledger.rules.projects.need import elsewhere, of_another
from ledger.rules.registers.area import basin_breach
from ledger.rules.registers.enterprise import inactive
from ledger.rules.rights.tranche import nothing, term_is_over


@dataclass(frozen=True, slots=True, kw_only=True)
class StandingPaper:
    """The standing claims of one paper, and every tranche to which it has any, with all claims to it."""

    holder: Enterprise
    claims: tuple[Claim, ...]
    tranches: tuple[Encumbered, ...]
    unsecured_yield: bool

    @property
    def area(self) -> str:
        """Return the area of the rights."""
        return str(self.claims[0].unit.area)

    @property
    def until(self) -> date | None:
        """Return the last day of the claims."""
        return self.claims[0].until


@dataclass(frozen=True, slots=True, kw_only=True)
class EndCase:
    """A paper whose claims end because somebody says so."""

    asked: EndClaim
    paper: StandingPaper

    @property
    def area(self) -> str:
        """Return the area of the rights."""
        return self.paper.area


@dataclass(frozen=True, slots=True, kw_only=True)
class LapseCase:
    """A freeze that may have ended by itself."""

    asked: LapseFreeze
    paper: StandingPaper

    @property
    def area(self) -> str:
        """Return the area of the rights."""
        return self.paper.area


@dataclass(frozen=True, slots=True, kw_only=True)
class RenewCase:
    """A freeze that is to go on."""

    asked: RenewFreeze
    paper: StandingPaper

    @property
    def area(self) -> str:
        """Return the area of the rights."""
        return self.paper.area


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeUpCase:
    """A freeze that still waits for tonnes.

    ``parts`` are what its claims without a tranche take of tranches that have some free.
    """

    asked: TakeUpFreeze
    paper: StandingPaper
    parts: tuple[tuple[Claim, Encumbered, int], ...]
    next_part: int

    @property
    def area(self) -> str:
        """Return the area of the rights."""
        return self.paper.area


@dataclass(frozen=True, slots=True, kw_only=True)
class RulingCase:
    """A ruling that hands frozen tonnes over; ``taken`` is what each claim of the freeze gives.

    ``held`` is what the freeze holds itself of each line, in the order of the lines; ``acquired`` what the project
    acquired before, ``handed`` what rulings took from the holder before, ``renewals`` what was
    renewed of the tonnes, with whoever has them then.
    """

    asked: TransferByRuling
    paper: StandingPaper
    held: tuple[int, ...]
    taken: tuple[tuple[Claim, int], ...]
    buyer: Enterprise
    buyer_area: Area
    project: Project | None
    acquired: tuple[Acquired, ...]
    handed: tuple[HandedByRuling, ...]
    renewals: tuple[Renewal, ...]
    caps: tuple[AreaCaps, ...]

    @property
    def area(self) -> str:
        """Return the area of the rights."""
        return self.paper.area


def last_day_is_over(case: LapseCase, book: RuleBook) -> Breach | None:
    """Refuse to let a freeze lapse that has its time still to run."""
    del book
    until, day = case.paper.until, case.asked.effective_on
    if until is not None and until < day:
        return None
    return unmet(code="freeze.not_over", detail=say("冻结至{until}，{day}尚未期满", until=until or "—", day=day))


def still_frozen(case: RenewCase | TakeUpCase | RulingCase, book: RuleBook) -> Breach | None:
    """Refuse to build on a freeze that has lapsed: the court delivers a new order, with a new rank."""
    until, day = case.paper.until, case.asked.effective_on
    if until is None or day <= until:
        return None
    return breach(
        book.provision(keys.FREEZE_YEARS, on=day),
        code="freeze.over",
        detail=say("冻结已于{until}期满，{day}已失效；须由法院重新送达", until=until, day=day),
    )


def renewed_for_longer(case: RenewCase, book: RuleBook) -> Breach | None:
    """Refuse a renewal that ends no later than what it renews."""
    del book
    until = case.paper.until
    if until is None or case.asked.until > until:
        return None
    return unmet(
        code="freeze.not_longer",
        detail=say("续行至{renewed}，不晚于原期限{until}", renewed=case.asked.until, until=until),
    )


def renewal_keeps_its_time(case: RenewCase, book: RuleBook) -> Breach | None:
    """Refuse a renewal that is longer than a freeze may be."""
    asked, until = case.asked, case.paper.until
    return None if until is None else too_long(since=until, until=asked.until, on=asked.effective_on, book=book)


def later_tonnes_are_frozen(case: TakeUpCase, book: RuleBook) -> Breach | None:
    """Refuse where the law in force freezes only what there was at the delivery (assumption 43)."""
    provision = book.provision(keys.FREEZE_LATER_TONNES, on=case.asked.effective_on)
    if provision.value:
        return None
    return breach(
        provision,
        code="freeze.no_later_tonnes",
        detail=say("按现行规定，冻结不及于送达之后取得的排污权"),
    )


def something_is_free(case: TakeUpCase, book: RuleBook) -> Breach | None:
    """Refuse where nothing waits, or nothing has come."""
    del book
    queued = sum(claim.queued for claim in case.paper.claims)
    free = {tranche.unit.code: tranche.in_use + tranche.surplus for tranche in case.paper.tranches}
    free |= {tranche.unit.code: tranche.in_use + tranche.surplus for _, tranche, _ in case.parts}
    there_is = sum(free.values())
    if queued and there_is:
        return None
    return unmet(
        code="freeze.nothing_to_take_up",
        detail=say(
            "轮候{queued}吨/年，未受限{free}吨/年，没有可以补冻的",
            queued=format_tonnes(queued),
            free=format_tonnes(there_is),
        ),
    )


def ruling_is_something(case: RulingCase, book: RuleBook) -> Breach | None:
    """Refuse a ruling about nothing."""
    del book
    return next(
        filter(None, (nothing(line.grams) for line in case.asked.lines)), None if case.asked.lines else nothing(0)
    )


def ruling_takes_its_own(case: RulingCase, book: RuleBook) -> Breach | None:
    """Refuse more than the freeze holds itself: what is queued belongs first to those before it (practice 6.3)."""
    del book
    for line, held in zip(case.asked.lines, case.held, strict=True):
        if line.grams > held:
            return unmet(
                code="ruling.not_held",
                detail=say(
                    "该冻结实际冻结{pollutant}{held}吨/年，少于裁定过户的{grams}吨/年；轮候的部分不能过户",
                    pollutant=line.pollutant.words,
                    held=format_tonnes(held),
                    grams=format_tonnes(line.grams),
                ),
            )
    return None


def ruling_keeps_the_basin(case: RulingCase, book: RuleBook) -> Breach | None:
    """Refuse to hand water rights over to an area outside their basin (G38)."""
    found = (
        basin_breach(line.pollutant, line.basin, area=case.buyer_area, on=case.asked.effective_on, book=book)
        for line in case.asked.lines
    )
    return next(filter(None, found), None)


def ruled_is_in_its_term(case: RulingCase, book: RuleBook) -> Breach | None:
    """Refuse to hand over rights whose term is over: there is nothing left to buy (CS61 art. 12)."""
    del book
    return term_is_over((claim.unit for claim, _ in case.taken), on=case.asked.effective_on)


def ruling_names_another(case: RulingCase, book: RuleBook) -> Breach | None:
    """Refuse a buyer that is the holder, or has ended."""
    del book
    if case.buyer.credit_code == case.paper.holder.credit_code:
        return unmet(code="transfer.same_party", detail=say("受让方与出让方同为“{name}”", name=case.buyer.name))
    return inactive(case.buyer)


def ruling_names_the_buyers_project(case: RulingCase, book: RuleBook) -> tuple[Breach, ...]:
    """Refuse to count the tonnes for a project of another, or for one in another area or basin."""
    del book
    taken = [(claim.unit.pollutant, claim.unit.basin) for claim, _ in case.taken]
    named = [(pollutant, basin) for pollutant, basin in taken if pollutant is not None]
    found = (
        of_another(case.project, buyer=case.buyer.credit_code),
        elsewhere(case.project, area=case.asked.buyer_area, named=named),
    )
    return tuple(each for each in found if each is not None)


LAPSE: Final[tuple[Check[LapseCase], ...]] = (last_day_is_over,)
RENEW: Final[tuple[Check[RenewCase], ...]] = (still_frozen, renewed_for_longer, renewal_keeps_its_time)
TAKE_UP: Final[tuple[Check[TakeUpCase], ...]] = (still_frozen, later_tonnes_are_frozen, something_is_free)
RULING: Final[tuple[Check[RulingCase], ...]] = (
    still_frozen,
    ruling_is_something,
    ruling_takes_its_own,
    ruled_is_in_its_term,
    ruling_names_another,
    ruling_keeps_the_basin,
    ruling_names_the_buyers_project,
)
