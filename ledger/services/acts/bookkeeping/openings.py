"""The opening of an area's books: one closed batch from a signed sheet."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from ledger.domain.bookkeeping.account import account
from ledger.domain.bookkeeping.act import Path, Series, Voucher
from ledger.domain.bookkeeping.journal import Judgement
from ledger.domain.bookkeeping.opening import OpenArea, Opening, OpeningCredit, OpeningDifference, OpeningReceivable
from ledger.domain.bookkeeping.opening_postings import Under, claims, credit_unit, pooled, under
from ledger.domain.bookkeeping.posting import Posting
from ledger.domain.bookkeeping.unit import MONEY, capacity, duty
from ledger.domain.claims.claim import Claim
from ledger.domain.credits.facility_card import FacilityCard, UseKind, card_subject
from ledger.domain.money.payment_notice import ChargedFee, PaymentNotice
from ledger.domain.projects.exemption import Exemption
from ledger.domain.registers.enterprise import Enterprise
from ledger.domain.registers.facility import Facility
from ledger.domain.rights.award import Award
from ledger.domain.rights.cap import Cap, CapKind, cap_subject
from ledger.domain.values.quantity import format_tonnes
from ledger.errors import Conflict, say
from ledger.rules.bookkeeping.opening import CHECKS, OpeningCase, lines_of, waters
from ledger.rules.credits.facility_card import with_use
from ledger.services.act import Act
from ledger.services.acts.registers.known import area_of

if TYPE_CHECKING:
    from ledger.services.act import Facts


def gather(facts: Facts, asked: OpenArea) -> OpeningCase:
    """Look up what the lines of the sheet name, and what is registered of it already.

    :raises NotFound: ``area.missing``.
    :raises Conflict: ``opening.repeat``, the area was opened before.
    """
    area, registers = area_of(facts, asked.area), facts.registers
    opened = registers.find(Opening, asked.area)
    if opened is not None:
        raise Conflict(
            say("“{area}”已于{day}建账，不能再次建账", area=asked.area, day=opened.opened_on), code="opening.repeat"
        )
    named = {line.enterprise for line in asked.rights} | {line.payer for line in asked.receivables}
    facilities = {line.facility: facts.named(Facility, line.facility) for line in asked.credits}
    cards = {
        (line.facility, line.pollutant): registers.find(
            FacilityCard, card_subject(facility=line.facility, pollutant=line.pollutant)
        )
        for line in asked.credits
    }
    caps = {
        (pollutant, basin): registers.find(Cap, cap_subject(area=asked.area, pollutant=pollutant, basin=basin))
        for pollutant, basin in waters(asked)
    }
    free = account("Q20", area=asked.area)
    return OpeningCase(
        asked=asked,
        area_=area,
        enterprises=frozenset(code for code in named if facts.registers.find(Enterprise, code)),
        notices=frozenset(
            line.notice
            for line in asked.receivables
            if any(registers.find(kind, line.notice) is not None for kind in (PaymentNotice, Award, ChargedFee))
        ),
        facilities={number: found for number, found in facilities.items() if found is not None},
        cards={name: card for name, card in cards.items() if card is not None},
        claims={
            code: tuple(claim.number for claim in registers.all(Claim, owner=code))
            for code in {line.enterprise for line in asked.rights if line.claim is not None}
        },
        exemptions=frozenset(
            exemption.subject
            for exemption in _exemptions(asked)
            if registers.find(Exemption, exemption.subject, owner=asked.area) is not None
        ),
        caps={water: cap for water, cap in caps.items() if cap is not None},
        unallocated={
            water: facts.available(free, capacity(water[0], area=asked.area, basin=water[1]))
            for water, cap in caps.items()
            if cap is not None
        },
    )


def draw_up(case: OpeningCase) -> Voucher:
    """Post the sheet pollutant by pollutant, then credits, exemptions and receivables; register what it says."""
    asked = case.asked
    parts = [under(asked, *water, unallocated=case.unallocated) for water in waters(asked)]
    notices = [_notice(line, asked) for line in asked.receivables]
    return Voucher(
        narration=f"期初建账：{asked.area}（{asked.document}，共{lines_of(asked)}行，接收，未判定）",
        postings=(
            *(posting for part in parts for posting in part.postings()),
            *(posting for line in asked.credits for posting in pooled(line, area=asked.area)),
            *_owed(asked),
            *(_receivable(notice) for notice in notices),
        ),
        facts=(
            Opening(area=asked.area, opened_on=asked.effective_on, document=asked.document, lines=lines_of(asked)),
            *(cap for part in parts for cap in _cap(asked, part)),
            *_differences(asked, parts),
            *(_card(case, line) for line in asked.credits),
            *_exemptions(asked),
            *claims(asked, entered={code: len(numbers) for code, numbers in case.claims.items()}),
            *notices,
        ),
    )


def _cap(asked: OpenArea, part: Under) -> Iterator[Cap]:
    """Yield the cap that the opening sets: as stated, or what is given out where no paper states any."""
    if part.cap is None or not (part.cap or part.stated is not None):
        return
    stated = [line for line in asked.caps if (line.pollutant, line.basin) == (part.pollutant, part.basin)]
    yield Cap(
        area=asked.area,
        pollutant=part.pollutant,
        basin=part.basin,
        kind=stated[0].kind if stated else CapKind.NONE_PUBLISHED,
        grams=part.cap,
        document=stated[0].document if stated else asked.document,
    )


def _differences(asked: OpenArea, parts: list[Under]) -> Iterator[OpeningDifference]:
    for part in parts:
        if part.unexplained:
            beyond = f"；发放超过总量{format_tonnes(part.excess)}吨/年" if part.excess else ""
            yield _difference(asked, part.unit.code, part.unexplained, f"期初建账待查{beyond}")
    for line in asked.credits:
        if line.unexplained:
            yield _difference(asked, credit_unit(line, area=asked.area).code, line.unexplained, "期初建账待查")


def _difference(asked: OpenArea, unit: str, grams: int, remark: str) -> OpeningDifference:
    return OpeningDifference(area=asked.area, unit=unit, grams=grams, remark=remark)


def _card(case: OpeningCase, line: OpeningCredit) -> FacilityCard:
    """Return the card of a facility on which the credit is verified and used."""
    known = case.cards.get((line.facility, line.pollutant))
    card = known or FacilityCard(facility=line.facility, pollutant=line.pollutant)
    verified = replace(
        card,
        verified=card.verified + line.grams,
        operating_since=card.operating_since or line.operating_since,
        recognised_on=card.recognised_on or line.recognised_on,
        backing=card.backing or line.backing,
    )
    return with_use(verified, UseKind.CREDITED, line.grams, by=case.asked.document)


def _owed(asked: OpenArea) -> Iterator[Posting]:
    for line in asked.exemptions:
        yield Posting(
            debit=account("E20", area=asked.area, holder=line.project),
            credit=account("E10", area=asked.area),
            unit=duty(line.pollutant, area=asked.area, basin=line.basin),
            amount=line.grams,
        )


def _exemptions(asked: OpenArea) -> Iterator[Exemption]:
    for line in asked.exemptions:
        yield Exemption(
            project=line.project,
            area=asked.area,
            pollutant=line.pollutant,
            basin=line.basin,
            grams=line.grams,
            registered_on=asked.effective_on,
        )


def _notice(line: OpeningReceivable, asked: OpenArea) -> PaymentNotice:
    """Return the notice with what is outstanding of it; what it was charged for stands in the books before ours."""
    return PaymentNotice(
        number=line.notice,
        area=asked.area,
        payer=line.payer,
        charge=line.charge,
        charged_for=line.notice,
        assessed=line.fen,
        issued_on=line.issued_on,
        due_on=line.due_on,
        computation=f"期初建账：{asked.document}",
    )


def _receivable(notice: PaymentNotice) -> Posting:
    return Posting(debit=notice.receivable, credit=notice.due_to_treasury, unit=MONEY, amount=notice.assessed)


ACTS: Final[tuple[Act[Any, Any], ...]] = (
    Act(
        kind="opening.area",
        title="期初建账",
        command=OpenArea,
        series=Series.OPENING,
        path=Path.ANY_OFFICE,
        gather=gather,
        checks=CHECKS,
        draw_up=draw_up,
        judgement=Judgement.RECORDED,
    ),
)
