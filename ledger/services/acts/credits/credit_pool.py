"""Reduction credit on its way: dispatched, lent and returned, turned into reserve, given to the province."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from ledger.domain.bookkeeping.account import account
from ledger.domain.bookkeeping.act import Path, Series, Voucher
from ledger.domain.bookkeeping.posting import Posting, converted
from ledger.domain.bookkeeping.unit import Unit, capacity, credit
from ledger.domain.credits.credit import (
    CreditLoan,
    CreditToProvince,
    CreditToReserve,
    DispatchCredit,
    LendCredit,
    ReturnCredit,
    SourceGrams,
)
from ledger.domain.credits.facility_card import UseKind
from ledger.domain.registers.area import PROVINCE
from ledger.domain.registers.facility import Facility
from ledger.domain.rights.award import ReserveSource
from ledger.domain.values.quantity import format_tonnes
from ledger.errors import Conflict, NotFound, say
from ledger.rules.credits import credit as rules
from ledger.rules.credits.credit import PoolCase, PoolLine
from ledger.rules.credits.facility_card import with_use
from ledger.services.act import Act
from ledger.services.acts.credits.facility_cards import card_of
from ledger.services.acts.registers.known import area_of, facility_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ledger.domain.credits.facility_card import FacilityCard
    from ledger.domain.values.pollutant import Pollutant
    from ledger.services.act import Facts


def lines_of(facts: Facts, sources: Iterable[SourceGrams], *, pollutant: Pollutant, pool: str) -> tuple[PoolLine, ...]:
    """Look up the facility and the card of every source; ``pool`` is the area from whose pool they are taken."""
    return tuple(
        PoolLine(
            asked=line,
            facility=_source_of(facts, line.source, pool=pool),
            card=card_of(facts, facility=line.source, pollutant=pollutant),
        )
        for line in sources
    )


def _source_of(facts: Facts, number: str, *, pool: str) -> Facility:
    """Return the facility of a source; one of another area too, where the pool holds what was borrowed of it.

    :raises NotFound: ``facility.missing``.
    """
    lent = facts.registers.find(Facility, number)
    if lent is not None and any(unit.source == number for unit, _ in facts.holdings(account("C20", area=pool))):
        return lent
    return facility_of(facts, number)


def gather_dispatch(facts: Facts, asked: DispatchCredit) -> PoolCase:
    """Look up both areas and the sources."""
    return PoolCase(
        asked=asked,
        on=asked.effective_on,
        pollutant=asked.pollutant,
        basin=asked.basin,
        giving=area_of(facts, asked.from_area),
        taking=area_of(facts, asked.to_area),
        lines=lines_of(facts, asked.sources, pollutant=asked.pollutant, pool=asked.from_area),
    )


def gather_loan(facts: Facts, asked: LendCredit) -> PoolCase:
    """Look up both branches and the sources; the number of the loan must be new."""
    if facts.registers.find(CreditLoan, asked.loan) is not None:
        raise Conflict(say("调剂单“{loan}”已经登记", loan=asked.loan), code="loan.exists")
    return PoolCase(
        asked=asked,
        on=asked.effective_on,
        pollutant=asked.pollutant,
        basin=asked.basin,
        giving=area_of(facts, asked.lender),
        taking=area_of(facts, asked.borrower),
        lines=lines_of(facts, asked.sources, pollutant=asked.pollutant, pool=asked.lender),
    )


def gather_return(facts: Facts, asked: ReturnCredit) -> PoolCase:
    """Look up the loan, whose borrower now gives and whose lender takes."""
    loan = facts.named(CreditLoan, asked.loan)
    if loan is None:
        raise NotFound(say("没有登记编号为“{loan}”的调剂单", loan=asked.loan), code="loan.missing")
    return PoolCase(
        asked=asked,
        on=asked.effective_on,
        pollutant=loan.pollutant,
        basin=loan.basin,
        giving=area_of(facts, loan.borrower),
        taking=area_of(facts, loan.lender),
        lines=lines_of(facts, asked.sources, pollutant=loan.pollutant, pool=loan.borrower),
        loan=loan,
    )


def gather_leaving(facts: Facts, asked: CreditToReserve | CreditToProvince) -> PoolCase:
    """Look up the area and the sources."""
    return PoolCase(
        asked=asked,
        on=asked.effective_on,
        pollutant=asked.pollutant,
        basin=asked.basin,
        giving=area_of(facts, asked.area),
        lines=lines_of(facts, asked.sources, pollutant=asked.pollutant, pool=asked.area),
    )


def credit_in(case: PoolCase, line: PoolLine, *, area: str) -> Unit:
    """Return a source's credit as it lies in the pool of an area."""
    return credit(case.pollutant, area=area, basin=case.basin, source=line.facility.id)


def _to_the_other_pool(case: PoolCase) -> tuple[Posting, ...]:
    """Move the credit between two pools; the right behind it stays in the area of its facility (Q15)."""
    giving, taking = case.giving.name, (case.taking or case.giving).name
    return tuple(
        posting
        for line in case.lines
        for posting in converted(
            debit=account("C20", area=taking),
            credit=account("C20", area=giving),
            debited=credit_in(case, line, area=taking),
            credited=credit_in(case, line, area=giving),
            amount=line.grams,
            through="C11",
        )
    )


def _words(case: PoolCase) -> str:
    sources = "、".join(f"{line.facility.name}{format_tonnes(line.grams)}吨/年" for line in case.lines)
    return f"{case.pollutant.chinese}（{sources}）"


def draw_up_dispatch(case: PoolCase) -> Voucher:
    """Move credit between the city's pool and that of a branch."""
    asked: DispatchCredit = case.asked
    return Voucher(
        narration=f"调剂减排量：{asked.from_area}→{asked.to_area} {_words(case)}（{asked.document}）",
        postings=_to_the_other_pool(case),
    )


def draw_up_loan(case: PoolCase) -> Voucher:
    """Move credit to the borrower, and register what it owes."""
    asked: LendCredit = case.asked
    loan = CreditLoan(
        loan=asked.loan,
        lender=asked.lender,
        borrower=asked.borrower,
        pollutant=asked.pollutant,
        basin=asked.basin,
        grams=case.grams,
        lent_on=asked.effective_on,
        due_on=asked.due_on,
    )
    return Voucher(
        narration=(f"借出减排量：{asked.lender}→{asked.borrower} {_words(case)}，{asked.due_on}前归还（{asked.loan}）"),
        postings=_to_the_other_pool(case),
        facts=(loan,),
    )


def draw_up_return(case: PoolCase) -> Voucher:
    """Move credit back to the lender, and register what is still owed."""
    asked: ReturnCredit = case.asked
    loan = case.loan
    return Voucher(
        narration=f"归还减排量：{case.giving.name} {_words(case)}（{asked.loan}，{asked.document}）",
        postings=_to_the_other_pool(case),
        facts=() if loan is None else (replace(loan, returned=loan.returned + case.grams),),
    )


def draw_up_to_reserve(case: PoolCase) -> Voucher:
    """Turn the right behind the credit into reserve, and the credit into what was turned into reserve."""
    asked: CreditToReserve = case.asked
    return Voucher(
        narration=f"减排量转入政府储备：{asked.area} {_words(case)}（{asked.document}）",
        postings=tuple(posting for line in case.lines for posting in _into_reserve(case, line, of=asked.area)),
    )


def draw_up_to_province(case: PoolCase) -> Voucher:
    """Turn credit into reserve of the province; the card says where it went."""
    asked: CreditToProvince = case.asked
    return Voucher(
        narration=f"减排量上交省级：{asked.area} {_words(case)}（{asked.document}）",
        postings=tuple(posting for line in case.lines for posting in _into_reserve(case, line, of=PROVINCE)),
        facts=tuple(given_to_province(line.card, line.grams, by=asked.document) for line in case.lines),
    )


def _into_reserve(case: PoolCase, line: PoolLine, *, of: str) -> Iterator[Posting]:
    """Yield the right, out of the area of the facility, where one was given up; and the credit, out of the pool."""
    pool, home = case.giving.name, line.facility.area
    if line.backed:
        yield from converted(
            debit=account("Q30", area=of, holder=ReserveSource.CONVERTED),
            credit=account("Q15", area=home),
            debited=capacity(case.pollutant, area=of, basin=case.basin),
            credited=capacity(case.pollutant, area=home, basin=case.basin),
            amount=line.grams,
            through="Q11",
        )
    yield from converted(
        debit=account("C33", area=of),
        credit=account("C20", area=pool),
        debited=credit_in(case, line, area=of),
        credited=credit_in(case, line, area=pool),
        amount=line.grams,
        through="C11",
    )


def given_to_province(card: FacilityCard, grams: int, *, by: str) -> FacilityCard:
    """Return the card after credit of it was given to the province: no longer in the pool, and still used once."""
    return with_use(with_use(card, UseKind.CREDITED, -grams, by=by), UseKind.TO_PROVINCE, grams, by=by)


ACTS: Final[tuple[Act[Any, Any], ...]] = (
    Act(
        kind="credit.dispatch",
        title="市县调剂减排量",
        command=DispatchCredit,
        series=Series.CREDITS,
        path=Path.BUREAU,
        gather=gather_dispatch,
        checks=rules.DISPATCH,
        draw_up=draw_up_dispatch,
    ),
    Act(
        kind="credit.loan",
        title="借出减排量",
        command=LendCredit,
        series=Series.CREDITS,
        path=Path.ANY_OFFICE,
        gather=gather_loan,
        checks=rules.LOAN,
        draw_up=draw_up_loan,
    ),
    Act(
        kind="credit.return",
        title="归还减排量",
        command=ReturnCredit,
        series=Series.CREDITS,
        path=Path.ANY_OFFICE,
        gather=gather_return,
        checks=rules.RETURN,
        draw_up=draw_up_return,
    ),
    Act(
        kind="credit.to_reserve",
        title="减排量转入政府储备",
        command=CreditToReserve,
        series=Series.CREDITS,
        path=Path.BUREAU,
        gather=gather_leaving,
        checks=rules.TO_RESERVE,
        draw_up=draw_up_to_reserve,
    ),
    Act(
        kind="credit.to_province",
        title="减排量上交省级",
        command=CreditToProvince,
        series=Series.CREDITS,
        path=Path.BUREAU,
        gather=gather_leaving,
        checks=rules.TO_PROVINCE,
        draw_up=draw_up_to_province,
    ),
)
