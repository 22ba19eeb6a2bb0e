"""The credit of unregistered sources, recognised in the pool of their branch."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from ledger.domain.bookkeeping.account import account
from ledger.domain.bookkeeping.act import Path, Series, Voucher
from ledger.domain.bookkeeping.posting import Posting
from ledger.domain.credits.reduction import RecogniseCredit
from ledger.domain.registers.facility import FacilityState
from ledger.domain.values.quantity import format_tonnes
from ledger.rules.credits.recognition import RECOGNITION, RecognitionCase
from ledger.services.act import Act
from ledger.services.acts.credits.departures import gone_unnamed
from ledger.services.acts.credits.facility_cards import HELD_ON, card_of, credit_of
from ledger.services.acts.registers.known import facility_of

if TYPE_CHECKING:
    from ledger.domain.registers.facility import Facility
    from ledger.domain.values.pollutant import Pollutant
    from ledger.services.act import Facts


def gather_recognition(facts: Facts, asked: RecogniseCredit) -> RecognitionCase:
    """Look up the facility, its card, and what rights its enterprise holds."""
    facility = facility_of(facts, asked.facility)
    return RecognitionCase(
        asked=asked,
        facility=facility,
        card=card_of(facts, facility=asked.facility, pollutant=asked.pollutant),
        rights_held=_rights_held(facts, facility, asked.pollutant),
        gone=gone_unnamed(facts, facility, asked.pollutant),
    )


def _rights_held(facts: Facts, facility: Facility, pollutant: Pollutant) -> int:
    if facility.enterprise is None:
        return 0
    return sum(
        amount
        for line in HELD_ON
        for unit, amount in facts.holdings(account(line, area=facility.area, holder=facility.enterprise))
        if unit.pollutant is pollutant
    )


def draw_up_recognition(case: RecognitionCase) -> Voucher:
    """Debit the pool of the branch, credit what was recognised."""
    asked, facility = case.asked, case.facility
    closed = (replace(facility, state=FacilityState.CLOSED),) if case.card.closes else ()
    return Voucher(
        narration=(
            f"认定未登记源减排量：{facility.name} {asked.pollutant.chinese}{format_tonnes(asked.grams)}吨/年"
            f"（{asked.document}）"
        ),
        postings=(
            Posting(
                debit=account("C20", area=facility.area),
                credit=account("C10", area=facility.area),
                unit=credit_of(facility, asked.pollutant),
                amount=asked.grams,
            ),
        ),
        facts=(case.recognised, *closed),
    )


ACTS: Final[tuple[Act[Any, Any], ...]] = (
    Act(
        kind="credit.recognise",
        title="认定未登记源减排量",
        command=RecogniseCredit,
        series=Series.CREDITS,
        path=Path.BRANCH_THEN_BUREAU,
        gather=gather_recognition,
        checks=RECOGNITION,
        draw_up=draw_up_recognition,
    ),
)
