"""Reductions reported and verified, on the cards of their facilities."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from ledger.domain.bookkeeping.act import Path, Series, Voucher
from ledger.domain.bookkeeping.unit import Unit, credit
from ledger.domain.credits.facility_card import FacilityCard, card_subject
from ledger.domain.credits.reduction import ReportedReduction, ReportReduction, VerifyReduction
from ledger.domain.values.pollutant import Medium, Pollutant
from ledger.domain.values.quantity import format_tonnes
from ledger.rules.credits.reduction import REPORT, VERIFICATION, ReportCase, VerificationCase
from ledger.services.act import Act
from ledger.services.acts.registers.known import area_of, facility_of

if TYPE_CHECKING:
    from ledger.domain.registers.facility import Facility
    from ledger.services.act import Facts

HELD_ON: Final = ("Q40", "Q41", "Q42.1", "Q42.2", "Q42.3", "Q42.4", "Q42.5")
"""The accounts on which an enterprise holds rights, restricted ones included."""


def card_of(facts: Facts, *, facility: str, pollutant: Pollutant) -> FacilityCard:
    """Return the card of a facility for a pollutant, or an empty one while nothing was verified."""
    found = facts.registers.find(FacilityCard, card_subject(facility=facility, pollutant=pollutant))
    return found or FacilityCard(facility=facility, pollutant=pollutant)


def credit_of(facility: Facility, pollutant: Pollutant, *, area: str | None = None) -> Unit:
    """Return the credit of a facility, as it is counted in its own area or in another."""
    return credit(pollutant, area=area or facility.area, basin=basin_of(facility, pollutant), source=facility.id)


def basin_of(facility: Facility, pollutant: Pollutant) -> str | None:
    """Return the basin of a facility's discharge of a pollutant; air has none."""
    return facility.basin if pollutant.medium is Medium.WATER else None


def gather_report(facts: Facts, asked: ReportReduction) -> ReportCase:
    """Look up the facility."""
    return ReportCase(asked=asked, facility=facility_of(facts, asked.facility))


def list_report(case: ReportCase) -> Voucher:
    """Put the reduction on the list; it counts nowhere."""
    asked = case.asked
    return Voucher(
        narration=f"登记待核减排量：{case.facility.name} {asked.pollutant.chinese}{format_tonnes(asked.grams)}吨/年",
        facts=(
            ReportedReduction(
                facility=asked.facility,
                pollutant=asked.pollutant,
                measure=asked.measure,
                grams=asked.grams,
                finished_on=asked.finished_on,
                document=asked.document,
            ),
        ),
    )


def gather_verification(facts: Facts, asked: VerifyReduction) -> VerificationCase:
    """Look up the facility, its card, and what was reported."""
    facility = facility_of(facts, asked.facility)
    return VerificationCase(
        asked=asked,
        area_=area_of(facts, facility.area),
        facility=facility,
        card=card_of(facts, facility=asked.facility, pollutant=asked.pollutant),
        reported=facts.registers.find(ReportedReduction, asked.pollutant, owner=asked.facility),
    )


def draw_up_verification(case: VerificationCase) -> Voucher:
    """Set the verified total of the card, and take the report off the list."""
    asked = case.asked
    reported = () if case.reported is None else (replace(case.reported, verified=True),)
    return Voucher(
        narration=(
            f"核定减排量：{case.facility.name} {asked.pollutant.chinese}{format_tonnes(asked.grams)}吨/年"
            f"（{asked.sheet}，现场记录{asked.site_record}：{'、'.join(asked.officers)}）"
        ),
        facts=(case.verified, *reported),
    )


ACTS: Final[tuple[Act[Any, Any], ...]] = (
    Act(
        kind="reduction.report",
        title="登记待核减排量",
        command=ReportReduction,
        series=Series.REGISTERS,
        path=Path.AT_ONCE,
        gather=gather_report,
        checks=REPORT,
        draw_up=list_report,
    ),
    Act(
        kind="reduction.verify",
        title="核定减排量",
        command=VerifyReduction,
        series=Series.REGISTERS,
        path=Path.BRANCH_THEN_BUREAU,
        gather=gather_verification,
        checks=VERIFICATION,
        draw_up=draw_up_verification,
    ),
)
