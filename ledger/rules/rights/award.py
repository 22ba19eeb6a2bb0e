"""What is judged when tonnes of the reserve are awarded to an enterprise.

Source: CS61 art. 9 (public sale); G38 art. 9 (basins); rule TR-08 (buyers are limited to those who need it); assumption
ASSUME-38 (conditions of the buyer). The floor of the price is that of other places.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from ledger.domain.law.ground import unmet
from ledger.domain.money.fee import RATIO_SCALE, Fee
from ledger.domain.money.price_standard import PriceStandard
from ledger.domain.projects.project import Project
from ledger.domain.registers.area import Area
from ledger.domain.registers.enterprise import Enterprise
from ledger.domain.rights.award import Award, AwardLine, AwardMethod, MakeAward
from ledger.domain.rights.reserve_lot import ReserveLot
from ledger.domain.values.calendar import Term
from ledger.domain.values.pollutant import Pollutant
from ledger.domain.values.quantity import format_tonnes, format_yuan
from ledger.errors import Breach, enumerated, say
from ledger.rules.judge import Check, breach
from ledger.rules.law import keys
from ledger.rules.law.book import RuleBook
from ledger.rules.money.fee import number_taken
from ledger.rules.money.price_floor import Price, below_floor, below_start, no_price
from ledger.rules.projects.need import Kind, elsewhere
from ledger.rules.registers.area import basin_breach
from ledger.rules.registers.enterprise import inactive
from ledger.rules.rights.reserve_lot import ratio_below_one
from ledger.rules.rights.term import term_over
from ledger.rules.rights.tranche import nothing

_FINEST_PURCHASE: Final = 100
"""Purchases are written with four decimals of a tonne; a finer need is rounded up to the next of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AwardCase:
    """An award beside its buyer, its project, its lots and the standards.

    Attributes:
        number_taken: whether something that is no award is charged for under its number.
        overdue: what the buyer owes on notices whose last day of payment has passed, in fen.
        starts: the first day of the term; None where the law lets it run from a day that nobody named.
        years: the length of the term.
        lots: the lots that the lines name, by number; a number without a lot is not among them.
        standards: the price standard in force, by pollutant.
        fee: what it costs for the whole term.
        wanting: what the project still needs to acquire of each pollutant and basin, in grams.

    """

    asked: MakeAward
    area_: Area
    known: Award | None
    number_taken: bool
    buyer: Enterprise
    overdue: int
    project: Project | None
    wanting: Mapping[Kind, int]
    starts: date | None
    years: int
    lots: Mapping[str, ReserveLot]
    standards: Mapping[Pollutant, PriceStandard]
    fee: Fee

    @property
    def area(self) -> str:
        """Return the area of the reserve."""
        return self.asked.area


def award_number_is_free(case: AwardCase, book: RuleBook) -> Breach | None:
    """Refuse the number of another award."""
    del book
    if case.known is None:
        return None
    return unmet(code="award.number", detail=say("成交“{id}”已经有了，请另编号", id=case.asked.id))


def award_number_charges_nothing_else(case: AwardCase, book: RuleBook) -> Breach | None:
    """Refuse the number of a fee at a fixed price, or of a debt that was taken over."""
    del book
    return number_taken(case.asked.id, taken=case.number_taken)


def award_is_something(case: AwardCase, book: RuleBook) -> Breach | None:
    """Refuse an award without lines, or with a line of nothing."""
    del book
    if not case.asked.lines:
        return nothing(0)
    return next(filter(None, (nothing(line.grams) for line in case.asked.lines)), None)


def method_is_lawful(case: AwardCase, book: RuleBook) -> Breach | None:
    """Refuse a way of sale that the law in force does not know (CS61 art. 9)."""
    asked = case.asked
    provision = book.provision(keys.AWARD_METHODS, on=asked.effective_on)
    if asked.method in provision.value:
        return None
    return breach(
        provision,
        code="award.method",
        detail=say(
            "出让方式“{method}”不在现行方式之内：{methods}",
            method=asked.method.words,
            methods=enumerated(AwardMethod(code).words for code in provision.value),
        ),
    )


def contract_is_signed(case: AwardCase, book: RuleBook) -> Breach | None:
    """Refuse a contract from after the award takes effect."""
    del book
    asked = case.asked
    if asked.contracted_on <= asked.effective_on:
        return None
    return unmet(
        code="award.contract_day",
        detail=say("合同签订日{contracted}晚于成交生效日{day}", contracted=asked.contracted_on, day=asked.effective_on),
    )


def buyer_is_active(case: AwardCase, book: RuleBook) -> Breach | None:
    """Refuse a buyer that has ended."""
    return inactive(case.buyer) if _asked_for(case, "active", book) else None


def buyer_has_no_arrears(case: AwardCase, book: RuleBook) -> Breach | None:
    """Refuse a buyer who is late with another payment."""
    provision = book.provision(keys.AWARD_BUYER_CONDITIONS, on=case.asked.effective_on)
    if case.overdue == 0 or not _asked_for(case, "no_arrears", book):
        return None
    return breach(
        provision,
        code="buyer.arrears",
        detail=say(
            "“{name}”逾期未缴{overdue}元，应为{nothing}元；缴清后方可受让",
            name=case.buyer.name,
            overdue=format_yuan(case.overdue),
            nothing=format_yuan(0),
        ),
    )


def project_is_the_buyers(case: AwardCase, book: RuleBook) -> Breach | None:
    """Refuse a project of another enterprise."""
    provision = book.provision(keys.AWARD_BUYER_CONDITIONS, on=case.asked.effective_on)
    project = case.project
    if project is None or project.enterprise == case.asked.buyer or not _asked_for(case, "known_project", book):
        return None
    return breach(
        provision,
        code="award.project_of_another",
        detail=say(
            "项目“{project}”属于{owner}，不属于受让方{buyer}",
            project=project.id,
            owner=project.enterprise,
            buyer=case.asked.buyer,
        ),
    )


def project_is_where_the_tonnes_are(case: AwardCase, book: RuleBook) -> Breach | None:
    """Refuse tonnes of another area or basin than the project's (G38 art. 9)."""
    del book
    return elsewhere(case.project, area=case.area, named=[(line.pollutant, line.basin) for line in case.asked.lines])


def project_needs_it(case: AwardCase, book: RuleBook) -> Breach | None:
    """Refuse more than the project was assessed to need and has not acquired yet (rule TR-08)."""
    if case.project is None or not _asked_for(case, "known_project", book):
        return None
    asked_for: dict[Kind, int] = {}
    for line in case.asked.lines:
        asked_for[line.pollutant, line.basin] = asked_for.get((line.pollutant, line.basin), 0) + line.grams
    for (pollutant, basin), grams in asked_for.items():
        wanting = max(case.wanting.get((pollutant, basin), 0), 0)
        if grams > -(-wanting // _FINEST_PURCHASE) * _FINEST_PURCHASE:
            return breach(
                book.provision(keys.AWARD_BUYER_CONDITIONS, on=case.asked.effective_on),
                code="award.beyond_need",
                detail=say(
                    "项目“{project}”尚需{pollutant}{wanting}吨/年，成交{grams}吨/年超出需要",
                    project=case.project.id,
                    pollutant=pollutant.words,
                    wanting=format_tonnes(wanting),
                    grams=format_tonnes(grams),
                ),
            )
    return None


def lines_name_their_basin(case: AwardCase, book: RuleBook) -> Breach | None:
    """Refuse a water pollutant without a basin of the area."""
    asked = case.asked
    found = (
        basin_breach(line.pollutant, line.basin, area=case.area_, on=asked.effective_on, book=book)
        for line in asked.lines
    )
    return next(filter(None, found), None)


def ratio_is_not_below_one(case: AwardCase, book: RuleBook) -> Breach | None:
    """Refuse a line that would deliver more than the reserve gives (ASSUME-06)."""
    ratio = min((line.ratio for line in case.asked.lines), default=RATIO_SCALE)
    return ratio_below_one(ratio, on=case.asked.effective_on, book=book)


def lines_fit_their_lots(case: AwardCase, book: RuleBook) -> Breach | None:
    """Refuse a line that names a lot that is not noticed, or that is of another pollutant, basin, source or ratio."""
    del book
    for line in case.asked.lines:
        lot = case.lots.get(line.lot) if line.lot is not None else None
        if line.lot is None or (lot is not None and _same(line, lot) and lot.area == case.area):
            continue
        return unmet(
            code="award.lot",
            detail=say(
                "标的“{lot}”不是已公告的{pollutant}（{source}，{basin}）标的，或倍数不同",
                lot=line.lot,
                pollutant=line.pollutant.words,
                source=line.source.words,
                basin=line.basin or "—",
            ),
        )
    return None


def price_keeps_the_floor(case: AwardCase, book: RuleBook) -> Breach | None:
    """Refuse a price of nothing, below the standard, or below the start price of the lot."""
    on = case.asked.effective_on
    for line in case.asked.lines:
        price = Price(unit_price=line.unit_price, basis=line.basis, years=case.years)
        lot = case.lots.get(line.lot) if line.lot is not None else None
        found = no_price(price, line.pollutant) or below_floor(
            price, case.standards.get(line.pollutant), on=on, book=book
        )
        found = found or (None if lot is None else below_start(price, lot))
        if found is not None:
            return found
    return None


def term_has_its_first_day(case: AwardCase, book: RuleBook) -> Breach | None:
    """Refuse a term whose first day is not known, or another than the law says (ASSUME-03), and one that is over."""
    asked = case.asked
    if case.starts is not None and asked.term_starts in {None, case.starts}:
        day = max(asked.contracted_on, asked.effective_on)
        return term_over(Term.of_years(starts=case.starts, years=case.years), on=day, book=book)
    return breach(
        book.provision(keys.TERM_STARTS, on=asked.effective_on),
        code="term.starts",
        detail=say(
            "有效期应自{starts}起算，填写的是{asked}",
            starts=case.starts or say("投产之日"),
            asked=asked.term_starts or say("（未填）"),
        ),
    )


def _asked_for(case: AwardCase, condition: str, book: RuleBook) -> bool:
    return condition in book.provision(keys.AWARD_BUYER_CONDITIONS, on=case.asked.effective_on).value


def _same(line: AwardLine, lot: ReserveLot) -> bool:
    return (line.pollutant, line.basin, line.source, line.ratio) == (lot.pollutant, lot.basin, lot.source, lot.ratio)


CHECKS: Final[tuple[Check[AwardCase], ...]] = (
    award_number_is_free,
    award_number_charges_nothing_else,
    award_is_something,
    method_is_lawful,
    contract_is_signed,
    buyer_is_active,
    buyer_has_no_arrears,
    project_is_the_buyers,
    project_is_where_the_tonnes_are,
    project_needs_it,
    lines_name_their_basin,
    ratio_is_not_below_one,
    lines_fit_their_lots,
    price_keeps_the_floor,
    term_has_its_first_day,
)
