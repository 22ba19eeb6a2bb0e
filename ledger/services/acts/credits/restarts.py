"""The yearly look at a closed plant, and what follows from a restart: suspended, de-recognised, owed, given back."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from ledger.domain.bookkeeping.account import account
from ledger.domain.bookkeeping.act import Path, Series, Voucher
from ledger.domain.bookkeeping.posting import Posting, converted
from ledger.domain.bookkeeping.unit import capacity
from ledger.domain.credits.closure import (
    CheckClosure,
    ClosureCheck,
    ClosureState,
    Finding,
    ProveRestart,
    ReleaseCredit,
    Restart,
)
from ledger.domain.credits.credit import CreditUse, Revocation, Shortage
from ledger.domain.credits.facility_card import FacilityCard, UseKind, card_subject
from ledger.domain.projects.confirmation import Confirmation, ConfirmationState
from ledger.domain.projects.exemption import Exemption, ExemptionState, exemption_subject
from ledger.domain.registers.facility import FacilityState
from ledger.domain.values.calendar import months_after
from ledger.domain.values.pollutant import Pollutant
from ledger.rules.credits.facility_card import with_use
from ledger.rules.credits.restart import (
    LOOKING,
    CreditHeld,
    LookCase,
    ReleaseCase,
    RestartCase,
    SourceCredit,
    credited_on,
)
from ledger.rules.law import keys
from ledger.services.act import Act
from ledger.services.acts.credits.closures import closure_of, require_state
from ledger.services.acts.credits.facility_cards import credit_of
from ledger.services.acts.registers.known import facility_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ledger.domain.bookkeeping.account import Account
    from ledger.domain.registers.facility import Facility
    from ledger.services.act import Facts


def gather_look(facts: Facts, asked: CheckClosure) -> LookCase:
    """Look up the plant and all its credit."""
    facility = facility_of(facts, asked.facility)
    require_state(facility, FacilityState.CLOSED)
    months = facts.book.provision(keys.CLOSURE_CHECK_MONTHS, on=facts.on).value
    return LookCase(
        asked=asked,
        facility=facility,
        sources=sources_of(facts, facility),
        next_due_on=months_after(facts.on, months),
    )


def gather_restart(facts: Facts, asked: ProveRestart) -> RestartCase:
    """Look up the suspected plant and all its credit."""
    facility = facility_of(facts, asked.facility)
    require_state(facility, FacilityState.RESTART_SUSPECTED)
    return RestartCase(
        asked=asked,
        facility=facility,
        sources=sources_of(facts, facility),
        right_returns=facts.book.provision(keys.RESTART_RIGHT_RETURNS, on=facts.on).value,
    )


def gather_release(facts: Facts, asked: ReleaseCredit) -> ReleaseCase:
    """Look up the suspected plant, what of its credit is suspended, and who still waits for it."""
    facility = facility_of(facts, asked.facility)
    require_state(facility, FacilityState.RESTART_SUSPECTED)
    sources = sources_of(facts, facility)
    return ReleaseCase(
        asked=asked,
        facility=facility,
        cards=tuple(source.card for source in sources),
        returns=tuple(
            (held, _goes_back_to(facts, held, source.pollutant)) for source in sources for held in source.suspended
        ),
    )


def _goes_back_to(facts: Facts, held: CreditHeld, pollutant: Pollutant) -> Account:
    """Return the account of the project that still waits for suspended credit, or else the pool."""
    area, project = held.account.area, held.account.holder
    if project is None:
        return account("C20", area=area)
    confirmation = facts.registers.find(Confirmation, project)
    exempt = facts.registers.find(Exemption, exemption_subject(project=project, pollutant=pollutant), owner=area)
    waits = (confirmation is not None and confirmation.state is ConfirmationState.ISSUED) or (
        exempt is not None and exempt.state is ExemptionState.OPEN
    )
    return account("C21", area=area, holder=project) if waits else account("C20", area=area)


def sources_of(facts: Facts, facility: Facility) -> tuple[SourceCredit, ...]:
    """Return the credit of a facility by pollutant, wherever it lies."""
    cards = (
        facts.registers.find(FacilityCard, card_subject(facility=facility.id, pollutant=pollutant))
        for pollutant in Pollutant
    )
    return tuple(source_of(facts, facility, card) for card in cards if card is not None)


def source_of(facts: Facts, facility: Facility, card: FacilityCard) -> SourceCredit:
    """Return the credit of a facility for one pollutant, wherever it lies."""
    unit = credit_of(facility, card.pollutant)
    return SourceCredit(
        card=card,
        unit=unit,
        free=_lying(facts, facility, card.pollutant, lines=("C20", "C21")),
        suspended=_lying(facts, facility, card.pollutant, lines=("C22",)),
        used=_lying(facts, facility, card.pollutant, lines=CreditUse),
        owed=-sum(
            facts.balance(each, credit_of(facility, card.pollutant, area=each.area)) for each in facts.accounts("C12")
        ),
        closure=closure_of(facts, facility=facility.id, pollutant=card.pollutant),
    )


def _lying(facts: Facts, facility: Facility, pollutant: Pollutant, *, lines: Iterable[str]) -> tuple[CreditHeld, ...]:
    found = (
        CreditHeld(account=each, unit=unit, grams=facts.balance(each, unit))
        for line in lines
        for each in facts.accounts(line)
        for unit in (credit_of(facility, pollutant, area=each.area),)
    )
    return tuple(held for held in found if held.grams > 0)


def draw_up_look(case: LookCase) -> Voucher:
    """Register the look; suspend what is unused where a restart is suspected."""
    asked, facility = case.asked, case.facility
    look = ClosureCheck(
        facility=facility.id,
        checked_on=asked.effective_on,
        finding=asked.finding,
        officers=asked.officers,
        site_record=asked.site_record,
        next_due_on=case.next_due_on,
    )
    if asked.finding is Finding.CLOSED:
        return Voucher(narration=f"关停巡查：{facility.name}未复产（{asked.site_record}）", facts=(look,))
    return Voucher(
        narration=f"关停巡查：{facility.name}疑似复产，未使用减排量待核（{asked.site_record}）",
        postings=tuple(
            Posting(
                debit=account("C22", area=held.account.area, holder=held.account.holder),
                credit=held.account,
                unit=held.unit,
                amount=held.grams,
            )
            for source in case.sources
            for held in source.free
        ),
        facts=(
            look,
            replace(facility, state=FacilityState.RESTART_SUSPECTED),
            *(replace(source.card, suspended=True) for source in case.sources),
        ),
    )


def draw_up_restart(case: RestartCase) -> Voucher:
    """De-recognise what is unused; what is used is owed after an unlawful restart, a lawful one gets its right back."""
    lawful = case.asked.restart is Restart.LAWFUL
    words = "依法复产" if lawful else "擅自复产"
    return Voucher(
        narration=f"{case.facility.name}{words}，撤销减排量认定（{case.asked.document}）",
        postings=tuple(posting for source in case.sources for posting in _restarted(case, source)),
        facts=(
            replace(case.facility, state=FacilityState.OPERATING),
            *(_card_after(source, lawful=lawful) for source in case.sources),
            *(
                replace(source.closure, state=ClosureState.RESTARTED)
                for source in case.sources
                if source.closure is not None
            ),
        ),
    )


def _restarted(case: RestartCase, source: SourceCredit) -> Iterator[Posting]:
    returns = case.gives_back and source.backed
    ground = Revocation.RIGHT_RETURNED if returns else Revocation.RIGHT_KEPT
    for held in (*source.free, *source.suspended):
        revoked = account("C39", area=held.account.area, holder=ground)
        yield Posting(debit=revoked, credit=held.account, unit=held.unit, amount=held.grams)
    area = case.facility.area
    if returns:
        yield from _right_back(case, source)
    if case.asked.restart is Restart.UNLAWFUL and source.falsely_used > 0:
        yield Posting(
            debit=account("C10", area=area),
            credit=account("C12", area=area, holder=Shortage.RESTART.holder),
            unit=source.unit,
            amount=source.falsely_used,
        )


def _right_back(case: RestartCase, source: SourceCredit) -> Iterator[Posting]:
    """Give the plant its tranches back, those that last longest first; what has ended meanwhile is unallocated."""
    area, missing = case.facility.area, source.unused
    behind = capacity(source.pollutant, area=area, basin=source.unit.basin)
    given_up = source.closure.tranches if source.closure is not None else ()
    for line in sorted(given_up, key=lambda line: line.tranche.term_to, reverse=True):
        part = min(missing, line.grams)
        if part > 0 and case.asked.effective_on < line.tranche.term_to:
            missing -= part
            yield from converted(
                debit=account("Q40", area=area, holder=case.facility.enterprise),
                credit=account("Q15", area=area),
                debited=line.tranche.unit(area),
                credited=behind,
                amount=part,
            )
    if missing:
        unallocated = account("Q20", area=area)
        yield Posting(debit=unallocated, credit=account("Q15", area=area), unit=behind, amount=missing)


def _card_after(source: SourceCredit, *, lawful: bool) -> FacilityCard:
    """Return the card after a restart: its reduction is gone, but for what other uses, or a lawful plant, stand on."""
    card = source.card
    verified = card.used - (source.unused if lawful else credited_on(card))
    after = replace(card, verified=verified, suspended=False, closes=False)
    return with_use(after, UseKind.CREDITED, -source.unused, by="restart") if source.unused else after


def draw_up_release(case: ReleaseCase) -> Voucher:
    """Put back what was suspended: into the pools, and on the accounts of the projects that still wait for it."""
    return Voucher(
        narration=f"{case.facility.name}排除复产嫌疑，减排量解除待核（{case.asked.document}）",
        postings=tuple(
            Posting(debit=back, credit=held.account, unit=held.unit, amount=held.grams) for held, back in case.returns
        ),
        facts=(
            replace(case.facility, state=FacilityState.CLOSED),
            *(replace(card, suspended=False) for card in case.cards),
        ),
    )


ACTS: Final[tuple[Act[Any, Any], ...]] = (
    Act(
        kind="closure.check",
        title="关停巡查",
        command=CheckClosure,
        series=Series.CREDITS,
        path=Path.BRANCH,
        gather=gather_look,
        checks=LOOKING,
        draw_up=draw_up_look,
        prevails=True,
    ),
    Act(
        kind="closure.restart",
        title="复产认定",
        command=ProveRestart,
        series=Series.CREDITS,
        path=Path.BRANCH_THEN_BUREAU,
        gather=gather_restart,
        checks=(),
        draw_up=draw_up_restart,
        prevails=True,
    ),
    Act(
        kind="credit.release",
        title="解除待核",
        command=ReleaseCredit,
        series=Series.CREDITS,
        path=Path.BRANCH_THEN_BUREAU,
        gather=gather_release,
        checks=(),
        draw_up=draw_up_release,
    ),
)
