"""Sales out of the reserve: awarded, undone. The delivery is in :mod:`ledger.services.acts.rights.deliveries`."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from ledger.domain.bookkeeping.account import account
from ledger.domain.bookkeeping.act import Path, Series, Voucher
from ledger.domain.bookkeeping.posting import Posting
from ledger.domain.bookkeeping.unit import capacity
from ledger.domain.rights.award import Award, AwardLine, AwardState, MakeAward, UndoAward
from ledger.domain.rights.reserve_lot import ReserveLot
from ledger.domain.values.quantity import format_tonnes
from ledger.errors import Conflict, NotFound, say
from ledger.rules.money.award_fee import fee_of_award
from ledger.rules.money.price_floor import NO_STANDARD
from ledger.rules.rights.award import CHECKS, AwardCase
from ledger.rules.rights.delivery import UNDO, UndoCase
from ledger.rules.rights.term import first_day_of_award, years_of_term
from ledger.services.act import Act
from ledger.services.acts.money.charged import charges_otherwise
from ledger.services.acts.money.paid import overdue_of, owed_in_all
from ledger.services.acts.projects.needed import still_needed
from ledger.services.acts.registers.known import area_of, enterprise_of, project_of, standard_of

if TYPE_CHECKING:
    from ledger.domain.bookkeeping.account import Account
    from ledger.domain.bookkeeping.unit import Unit
    from ledger.services.act import Facts


def gather_award(facts: Facts, asked: MakeAward) -> AwardCase:
    """Look up the buyer with its arrears, the project with what it still needs, the lots, standards and the term."""
    project = None if asked.project is None else project_of(facts, asked.project)
    lots = (facts.registers.find(ReserveLot, line.lot) for line in asked.lines if line.lot is not None)
    standards = ((line.pollutant, standard_of(facts, line.pollutant, facts.on)) for line in asked.lines)
    years = years_of_term(facts.book, on=facts.on)
    return AwardCase(
        asked=asked,
        area_=area_of(facts, asked.area),
        known=facts.registers.find(Award, asked.id),
        number_taken=charges_otherwise(facts, asked.id, award=True),
        buyer=enterprise_of(facts, asked.buyer),
        overdue=overdue_of(facts, asked.buyer),
        project=project,
        wanting={} if project is None else still_needed(facts, project),
        starts=first_day_of_award(
            facts.book, awarded_on=asked.effective_on, contracted_on=asked.contracted_on, named=asked.term_starts
        ),
        years=years,
        lots={lot.id: lot for lot in lots if lot is not None and not lot.withdrawn},
        standards={pollutant: standard for pollutant, standard in standards if standard is not None},
        fee=fee_of_award(asked.lines, years=years, on=facts.on, book=facts.book),
    )


def draw_up_award(case: AwardCase) -> Voucher:
    """Debit what is awarded, credit the lots or the reserve; the reserve gives the purchase times its ratio."""
    asked = case.asked
    compared = all(line.pollutant in case.standards for line in asked.lines)
    starts = case.starts or asked.contracted_on
    return Voucher(
        narration=f"成交{asked.id}（{case.buyer.name}，{asked.document}）：{case.fee.words}，自{starts}起{case.years}年"
        f"{'' if compared else NO_STANDARD}",
        postings=tuple(
            Posting(
                debit=awarded_to(asked.area, asked.id),
                credit=account("Q30", area=asked.area, holder=line.source)
                if line.lot is None
                else account("Q31", area=asked.area, holder=line.lot),
                unit=reserve_unit(asked.area, line),
                amount=line.given,
            )
            for line in asked.lines
        ),
        facts=(
            Award(
                id=asked.id,
                area=asked.area,
                buyer=asked.buyer,
                lines=asked.lines,
                contracted_on=asked.contracted_on,
                term_starts=starts,
                term_years=case.years,
                project=asked.project,
                method=asked.method,
                document=asked.document,
            ),
        ),
    )


def _words(lines: tuple[AwardLine, ...]) -> str:
    return "、".join(f"{line.pollutant.chinese}{format_tonnes(line.grams)}吨/年" for line in lines)


def awarded_to(area: str, award: str) -> Account:
    """Return the account of what an award waits to deliver."""
    return account("Q32", area=area, holder=award)


def reserve_unit(area: str, line: AwardLine) -> Unit:
    """Return what the tonnes of a line are counted in while they are in the reserve."""
    return capacity(line.pollutant, area=area, basin=line.basin)


def award_of(facts: Facts, number: str) -> Award:
    """Return an award that is neither delivered nor undone.

    :raises NotFound: ``award.missing``.
    :raises Conflict: ``award.state``.
    """
    award = facts.registers.find(Award, number)
    if award is None:
        raise NotFound(say("没有成交“{number}”", number=number), code="award.missing")
    if award.state is not AwardState.AWARDED:
        raise Conflict(
            say("成交“{number}”的状态是“{state}”，不能办理", number=number, state=award.state.words), code="award.state"
        )
    return award


def gather_undo(facts: Facts, asked: UndoAward) -> UndoCase:
    """Look up the award and what was paid on it."""
    award = award_of(facts, asked.id)
    return UndoCase(asked=asked, award=award, received=owed_in_all(facts, award.id).received)


def draw_up_undo(case: UndoCase) -> Voucher:
    """Debit the reserve where the tonnes came from, credit what was awarded."""
    award = case.award
    return Voucher(
        narration=f"解除成交{award.id}：{_words(award.lines)}退回储备，{case.asked.reason}",
        postings=tuple(
            Posting(
                debit=account("Q30", area=award.area, holder=line.source),
                credit=awarded_to(award.area, award.id),
                unit=reserve_unit(award.area, line),
                amount=line.given,
            )
            for line in award.lines
        ),
        facts=(replace(award, state=AwardState.UNDONE),),
    )


ACTS: Final[tuple[Act[Any, Any], ...]] = (
    Act(
        kind="award.make",
        title="储备排污权成交",
        command=MakeAward,
        series=Series.RIGHTS,
        path=Path.BUREAU,
        gather=gather_award,
        checks=CHECKS,
        draw_up=draw_up_award,
    ),
    Act(
        kind="award.undo",
        title="解除成交",
        command=UndoAward,
        series=Series.RIGHTS,
        path=Path.BUREAU,
        gather=gather_undo,
        checks=UNDO,
        draw_up=draw_up_undo,
    ),
)
