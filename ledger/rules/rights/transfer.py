"""What the contract of a sale from one enterprise to another is judged on.

Source: G38 art. 9 (basins, thermal power, areas that do not attain), TR-08 and CA-07 (the seller's surplus, the buyer's
need), FE-06 (only what was paid for), TR-06 (off-platform sales; assumption 42).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from ledger.domain.claims.claim import Claim
from ledger.domain.claims.claim_ranking import Encumbered
from ledger.domain.credits.facility_card import FacilityCard
from ledger.domain.law.ground import unmet
from ledger.domain.projects.project import Project
from ledger.domain.registers.area import Area
from ledger.domain.registers.attainment import Attainment
from ledger.domain.registers.enterprise import Enterprise
from ledger.domain.rights.transfer import ContractTransfer, TransferLine, TransferMode
from ledger.domain.values.pollutant import Medium
from ledger.domain.values.quantity import format_tonnes
from ledger.errors import Breach, say
from ledger.rules.claims.claim import ClaimPaper, named_twice, not_free
from ledger.rules.credits.facility_card import not_named, sold_once
from ledger.rules.judge import Check, breach
from ledger.rules.law import keys
from ledger.rules.law.book import RuleBook
from ledger.rules.projects.need import Kind, elsewhere, of_another
from ledger.rules.registers.area import basin_breach
from ledger.rules.registers.enterprise import inactive
from ledger.rules.rights.tranche import not_in_force, not_paid_for, nothing, partly_paid


@dataclass(frozen=True, slots=True, kw_only=True)
class SoldLine:
    """What is sold of one tranche; ``free`` is what the seller can give of it: surplus, or what he had listed.

    ``listing`` is the claim of the listing that it comes from; ``credited`` the credit of the seller's facilities for
    which no right was given up, of the tranche's kind; ``paid`` how much of the tranche is paid for while instalments
    are outstanding.
    """

    asked: TransferLine
    tranche: Encumbered
    free: int
    listing: Claim | None
    credited: int
    paid: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ContractCase:
    """A contract beside the parties, the areas, the seller's tranches and the buyer's need.

    Attributes:
        attainment: the bulletin of the year before; None where none is recorded.
        wanting: what the project still needs to acquire of each pollutant and basin, in grams.
        cards: of the seller's facilities that lines name, as they would be once the tonnes are delivered.

    """

    asked: ContractTransfer
    paper: ClaimPaper
    buyer: Enterprise
    seller_area: Area
    buyer_area: Area
    lines: tuple[SoldLine, ...]
    attainment: Attainment | None
    project: Project | None
    wanting: Mapping[Kind, int]
    unsecured_yield: bool
    cards: tuple[FacilityCard, ...] = ()

    @property
    def area(self) -> str:
        """Return the area of the seller's rights."""
        return self.asked.seller_area

    @property
    def across_areas(self) -> bool:
        """Return whether the tonnes leave their area."""
        return self.asked.seller_area != self.asked.buyer_area


def contract_is_something(case: ContractCase, book: RuleBook) -> Breach | None:
    """Refuse a contract without lines, with a line of nothing, or with two lines of one tranche."""
    del book
    lines = case.asked.lines
    if not lines:
        return nothing(0)
    empty = next(filter(None, (nothing(line.grams) for line in lines)), None)
    return empty or named_twice([line.tranche.unit.code for line in case.lines])


def mode_fits_the_lines(case: ContractCase, book: RuleBook) -> Breach | None:
    """Refuse a listed sale of what was not listed, and a negotiated one of what stands in a listing."""
    del book
    listed = case.asked.mode is TransferMode.LISTED
    if all((line.listing is not None) is listed for line in case.asked.lines):
        return None
    return unmet(
        code="transfer.mode",
        detail=say("挂牌转让的每一行须指明挂牌编号，协议转让的不指明；现为“{mode}”", mode=case.asked.mode.words),
    )


def contract_is_signed(case: ContractCase, book: RuleBook) -> Breach | None:
    """Refuse a contract from after the day on which it takes effect, or from a minute to come."""
    del book
    signed, day = case.paper.delivered_on, case.asked.effective_on
    if signed <= day and case.paper.to_come:
        detail = say("合同签订时刻{signed}尚未到", signed=case.asked.contracted_at)
        return unmet(code="transfer.contract_day", detail=detail)
    if signed <= day:
        return None
    return unmet(code="transfer.contract_day", detail=say("合同签订日{signed}晚于生效日{day}", signed=signed, day=day))


def parties_are_two(case: ContractCase, book: RuleBook) -> Breach | None:
    """Refuse a sale to oneself, and parties that have ended."""
    del book
    seller, buyer = case.paper.holder, case.buyer
    if seller.credit_code == buyer.credit_code:
        return unmet(code="transfer.same_party", detail=say("受让方与出让方同为“{name}”", name=buyer.name))
    return inactive(seller) or inactive(buyer)


def sold_is_in_force(case: ContractCase, book: RuleBook) -> Breach | None:
    """Refuse rights that are not in force."""
    del book
    day = case.asked.effective_on
    return next(filter(None, (not_in_force(line.asked.tranche, on=day) for line in case.lines)), None)


def sold_was_paid_for(case: ContractCase, book: RuleBook) -> Breach | None:
    """Refuse rights that were free of charge: they are paid for first (FE-06; assumption 41)."""
    provision = book.provision(keys.DISPOSAL_PAID_ONLY, on=case.asked.effective_on)
    if not provision.value:
        return None
    return next(filter(None, (not_paid_for(line.asked.tranche, provision) for line in case.lines)), None)


def sold_is_wholly_paid(case: ContractCase, book: RuleBook) -> Breach | None:
    """Refuse what of a tranche the instalments that came in do not pay for (FE-06; assumption 41)."""
    law = book.provision(keys.DISPOSAL_PAID_ONLY, on=case.asked.effective_on)
    found = (
        partly_paid(line.asked.tranche, grams=line.asked.grams, paid=line.paid, provision=law) for line in case.lines
    )
    return next(filter(None, found), None) if law.value else None


def sold_is_surplus(case: ContractCase, book: RuleBook) -> Breach | None:
    """Refuse more than the determined surplus that is free, or than is left of the listing (CA-07, TR-08)."""
    del book
    for line in case.lines:
        asked = line.asked
        found = not_free(asked.tranche, grams=asked.grams, free=line.free)
        if found is not None:
            return found
    return None


def water_stays_in_its_basin(case: ContractCase, book: RuleBook) -> Breach | None:
    """Refuse to sell water rights out of their basin (G38)."""
    found = (
        basin_breach(
            line.tranche.pollutant, line.tranche.basin, area=case.buyer_area, on=case.asked.effective_on, book=book
        )
        for line in case.asked.lines
    )
    return next(filter(None, found), None)


def thermal_power_stays_among_itself(case: ContractCase, book: RuleBook) -> Breach | None:
    """Refuse air rights between thermal power and other sectors, own power plants being thermal power (G38)."""
    seller, buyer = case.paper.holder, case.buyer
    air = [line.tranche.pollutant for line in case.asked.lines if line.tranche.pollutant.medium is Medium.AIR]
    if not air or seller.thermal_power is buyer.thermal_power:
        return None
    thermal, other = (seller, buyer) if seller.thermal_power else (buyer, seller)
    return breach(
        book.provision(keys.TRADE_THERMAL_POWER, on=case.asked.effective_on),
        code="transfer.thermal_power",
        detail=say(
            "“{thermal}”属火电（含自备电厂），“{other}”不属，不得相互交易{pollutant}",
            thermal=thermal.name,
            other=other.name,
            pollutant=air[0].words,
        ),
    )


def area_that_does_not_attain_gets_no_more(case: ContractCase, book: RuleBook) -> Breach | None:
    """Refuse tonnes from another area for a pollutant of which the quality was not reached last year (G38)."""
    if case.attainment is None or not case.across_areas:
        return None
    lacking = [
        line.tranche.pollutant for line in case.asked.lines if line.tranche.pollutant in case.attainment.not_attained
    ]
    if not lacking:
        return None
    return breach(
        book.provision(keys.TRADE_NOT_ATTAINED, on=case.asked.effective_on),
        code="transfer.not_attained",
        detail=say(
            "{year}年{pollutant}环境质量未达到要求，不得从“{giving}”转入“{taking}”增加其总量",
            year=case.attainment.year,
            pollutant=lacking[0].words,
            giving=case.asked.seller_area,
            taking=case.asked.buyer_area,
        ),
    )


def facilities_are_named(case: ContractCase, book: RuleBook) -> Breach | None:
    """Refuse tonnes that may have become credit already, unless the facility they come from is named."""
    del book
    found = (not_named(line.asked.tranche, facility=line.asked.facility, credited=line.credited) for line in case.lines)
    return next(filter(None, found), None)


def reduction_is_sold_once(case: ContractCase, book: RuleBook) -> tuple[Breach, ...]:
    """Refuse to sell a reduction that was used otherwise (practice 6.2)."""
    del book
    return sold_once(case.cards)


def buyer_needs_it(case: ContractCase, book: RuleBook) -> Breach | None:
    """Refuse a buyer who names neither a project nor an assessment, or buys what his own project does not need (TR-08).

    Tonnes that come to another area than the project's, or of another basin, are none that it needs.
    """
    del book
    project = case.project
    if project is None:
        if case.asked.need:
            return None
        return unmet(code="transfer.no_need", detail=say("受让方须指明项目或核定需要的文件（TR-08）"))
    bought: dict[Kind, int] = {}
    for line in case.asked.lines:
        kind = (line.tranche.pollutant, line.tranche.basin)
        bought[kind] = bought.get(kind, 0) + line.grams
    unfit = of_another(project, buyer=case.buyer.credit_code)
    unfit = unfit or elsewhere(project, area=case.asked.buyer_area, named=bought)
    if unfit is not None:
        return unfit
    for (pollutant, basin), grams in bought.items():
        wanting = max(case.wanting.get((pollutant, basin), 0), 0)
        if grams > wanting:
            return unmet(
                code="transfer.beyond_need",
                detail=say(
                    "项目“{project}”尚需{pollutant}{wanting}吨/年，受让{grams}吨/年超出需要",
                    project=project.id,
                    pollutant=pollutant.words,
                    wanting=format_tonnes(wanting),
                    grams=format_tonnes(grams),
                ),
            )
    return None


def sale_is_on_a_platform(case: ContractCase, book: RuleBook) -> Breach | None:
    """Refuse an off-platform sale where the law in force refuses it; else the sale only bears the flag (TR-06)."""
    if case.asked.platform:
        return None
    provision = book.provision(keys.TRADE_OFF_PLATFORM, on=case.asked.effective_on)
    if provision.value == "flagged":
        return None
    return breach(provision, code="transfer.off_platform", detail=say("平台之外不得交易；合同未指明平台"))


CONTRACT: Final[tuple[Check[ContractCase], ...]] = (
    contract_is_something,
    mode_fits_the_lines,
    contract_is_signed,
    parties_are_two,
    water_stays_in_its_basin,
    thermal_power_stays_among_itself,
    area_that_does_not_attain_gets_no_more,
    sold_is_in_force,
    sold_was_paid_for,
    sold_is_wholly_paid,
    sold_is_surplus,
    facilities_are_named,
    reduction_is_sold_once,
    buyer_needs_it,
    sale_is_on_a_platform,
)
