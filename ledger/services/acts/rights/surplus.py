"""Surplus: determined, taken back into use, and paid up before it can be disposed of."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from ledger.domain.bookkeeping.account import account
from ledger.domain.bookkeeping.act import Path, Series, Voucher
from ledger.domain.bookkeeping.posting import Posting, converted
from ledger.domain.bookkeeping.unit import Origin
from ledger.domain.claims.claim import queues_following
from ledger.domain.rights.renewed import Moved
from ledger.domain.rights.right_acts import AssessedNeed, DetermineSurplus, PayUp, TakeIntoUse
from ledger.domain.values.quantity import format_tonnes
from ledger.rules.rights.surplus import DETERMINE, INTO_USE, PAY_UP, IntoUseCase, PayUpCase, SurplusCase
from ledger.services.act import Act
from ledger.services.acts.claims.claimed import claims_to
from ledger.services.acts.money.paid import paid_fee_of
from ledger.services.acts.projects.needed import needed_by_projects
from ledger.services.acts.registers.known import area_of, enterprise_of
from ledger.services.acts.rights.allocation import fee_used
from ledger.services.acts.rights.renewed import renewals_following

if TYPE_CHECKING:
    from ledger.domain.rights.tranche import Tranche
    from ledger.services.act import Facts


def gather_surplus(facts: Facts, asked: DetermineSurplus) -> SurplusCase:
    """Look up all that the enterprise has in use and in force of the pollutant, and what its projects need of it."""
    tranche = asked.tranche
    in_use = account("Q40", area=asked.area, holder=asked.enterprise)
    return SurplusCase(
        asked=asked,
        area_=area_of(facts, asked.area),
        enterprise=enterprise_of(facts, asked.enterprise),
        for_projects=needed_by_projects(facts, asked),
        in_use=sum(
            facts.available(in_use, unit)
            for unit, _ in facts.holdings(in_use)
            if (unit.pollutant, unit.area, unit.basin) == (tranche.pollutant, asked.area, tranche.basin)
            and unit.term_from is not None
            and unit.term_to is not None
            and unit.term_from <= facts.on < unit.term_to
        ),
    )


def _need(asked: DetermineSurplus | TakeIntoUse, grams: int) -> AssessedNeed:
    return AssessedNeed(
        enterprise=asked.enterprise,
        area=asked.area,
        pollutant=asked.tranche.pollutant,
        basin=asked.tranche.basin,
        grams=grams,
        assessed_on=asked.effective_on,
        document=asked.document,
    )


def draw_up_surplus(case: SurplusCase) -> Voucher:
    """Debit the surplus of the enterprise, credit what it has in use; register the need that was assessed."""
    asked = case.asked
    return Voucher(
        narration=(
            f"核定富余（{case.enterprise.name}）：{asked.tranche.pollutant.chinese}{format_tonnes(asked.grams)}吨/年，"
            f"核定需要{format_tonnes(asked.need)}吨/年（{asked.document}）"
        ),
        postings=(
            Posting(
                debit=account("Q41", area=asked.area, holder=asked.enterprise),
                credit=account("Q40", area=asked.area, holder=asked.enterprise),
                unit=asked.tranche.unit(asked.area),
                amount=asked.grams,
            ),
        ),
        facts=(_need(asked, asked.need),),
    )


def gather_into_use(facts: Facts, asked: TakeIntoUse) -> IntoUseCase:
    """Look up the enterprise."""
    return IntoUseCase(
        asked=asked,
        area_=area_of(facts, asked.area),
        enterprise=enterprise_of(facts, asked.enterprise),
    )


def draw_up_into_use(case: IntoUseCase) -> Voucher:
    """Debit what the enterprise has in use, credit its surplus; register the need where it has changed."""
    asked = case.asked
    return Voucher(
        narration=(
            f"富余转入在用（{case.enterprise.name}）：{asked.tranche.pollutant.chinese}"
            f"{format_tonnes(asked.grams)}吨/年（{asked.document}）"
        ),
        postings=(
            Posting(
                debit=account("Q40", area=asked.area, holder=asked.enterprise),
                credit=account("Q41", area=asked.area, holder=asked.enterprise),
                unit=asked.tranche.unit(asked.area),
                amount=asked.grams,
            ),
        ),
        facts=() if asked.need is None else (_need(asked, asked.need),),
    )


def gather_pay_up(facts: Facts, asked: PayUp) -> PayUpCase:
    """Look up the enterprise, the fee, and what follows the tonnes: who waits for them, and that they were renewed."""
    tranche, grams = asked.tranche, asked.in_use + asked.surplus
    free, paid = tranche.unit(asked.area), _paid(tranche).unit(asked.area)
    moved = Moved(giver=asked.enterprise, taker=asked.enterprise, was=free, becomes=paid, grams=grams)
    return PayUpCase(
        asked=asked,
        area_=area_of(facts, asked.area),
        enterprise=enterprise_of(facts, asked.enterprise),
        fee=paid_fee_of(
            facts, asked.fee_case, pollutant=tranche.pollutant, area=asked.area, basin=tranche.basin, whole=True
        ),
        claims=queues_following(claims_to(facts, asked.enterprise), unit=free, to=paid, grams=grams, on=facts.on),
        renewals=renewals_following(facts, (moved,)),
    )


def _paid(tranche: Tranche) -> Tranche:
    return replace(tranche, origin=Origin.FIXED_PRICE)


def draw_up_pay_up(case: PayUpCase) -> Voucher:
    """Turn the free tranche into a paid one, on the accounts on which it stands; who waits for it follows."""
    asked = case.asked
    free, paid = asked.tranche, _paid(asked.tranche)
    parts = (("Q40", asked.in_use), ("Q41", asked.surplus))
    return Voucher(
        narration=(
            f"补缴有偿使用费（{case.enterprise.name}）：{free.pollutant.chinese}{format_tonnes(case.grams)}吨/年"
            f"（收费事项{asked.fee_case}）"
        ),
        postings=tuple(
            posting
            for line, grams in parts
            if grams
            for posting in converted(
                debit=account(line, area=asked.area, holder=asked.enterprise),
                credit=account(line, area=asked.area, holder=asked.enterprise),
                debited=paid.unit(asked.area),
                credited=free.unit(asked.area),
                amount=grams,
            )
        ),
        facts=(fee_used(case.fee, asked.enterprise, case.grams, on=asked.effective_on), *case.claims, *case.renewals),
    )


ACTS: Final[tuple[Act[Any, Any], ...]] = (
    Act(
        kind="right.determine_surplus",
        title="核定富余排污权",
        command=DetermineSurplus,
        series=Series.RIGHTS,
        path=Path.BRANCH_THEN_BUREAU,
        gather=gather_surplus,
        checks=DETERMINE,
        draw_up=draw_up_surplus,
    ),
    Act(
        kind="right.take_into_use",
        title="富余排污权转入在用",
        command=TakeIntoUse,
        series=Series.RIGHTS,
        path=Path.BRANCH_THEN_BUREAU,
        gather=gather_into_use,
        checks=INTO_USE,
        draw_up=draw_up_into_use,
    ),
    Act(
        kind="right.pay_up",
        title="补缴有偿使用费",
        command=PayUp,
        series=Series.RIGHTS,
        path=Path.BUREAU,
        gather=gather_pay_up,
        checks=PAY_UP,
        draw_up=draw_up_pay_up,
    ),
)
