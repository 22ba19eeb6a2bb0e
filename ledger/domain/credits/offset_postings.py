"""The postings of reduction credits: held for a project, released, retired, and the right that the project gets."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ledger.domain.bookkeeping.account import Account, account
from ledger.domain.bookkeeping.posting import Posting, converted
from ledger.domain.bookkeeping.unit import Origin, capacity, duty, right
from ledger.domain.credits.offset import Portion, Source, unit_of
from ledger.domain.values.calendar import Term
from ledger.domain.values.pollutant import Pollutant


@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    """One pollutant of a project whose emission is to be covered by credits."""

    project: str
    area: str
    pollutant: Pollutant
    basin: str | None = None

    @property
    def held(self) -> Account:
        """Return the account of what is held for the project."""
        return account("C21", area=self.area, holder=self.project)

    @property
    def pool(self) -> Account:
        """Return the pool of the branch."""
        return account("C20", area=self.area)


def hold(need: Need, sources: Sequence[Source]) -> Iterator[Posting]:
    """Take credits out of the branch's pool and hold them for the project."""
    return _moved(need, sources, debit=need.held, credit=need.pool)


def release(need: Need, sources: Sequence[Source]) -> Iterator[Posting]:
    """Give credits that were held for the project back to the branch's pool."""
    return _moved(need, sources, debit=need.pool, credit=need.held)


def _moved(need: Need, sources: Sequence[Source], *, debit: Account, credit: Account) -> Iterator[Posting]:
    for source in sources:
        unit = unit_of(source, pollutant=need.pollutant, area=need.area, basin=need.basin)
        yield Posting(debit=debit, credit=credit, unit=unit, amount=source.grams)


def retire(need: Need, parts: Sequence[Portion], *, into: str, out_of: Account) -> Iterator[Posting]:
    """Retire credits: what covers the need into ``into`` (C30 or C31), what the ratio adds into C32."""
    for part in parts:
        unit = unit_of(part.source, pollutant=need.pollutant, area=need.area, basin=need.basin)
        for code, grams in ((into, part.covering), ("C32", part.net_gain)):
            if grams:
                retired = account(code, area=need.area, holder=need.project)
                yield Posting(debit=retired, credit=out_of, unit=unit, amount=grams)


def give_right(need: Need, parts: Sequence[Portion], *, enterprise: str, term: Term) -> Iterator[Posting]:
    """Give the enterprise the right that its covered emission needs.

    A right fell away with a registered source and lies in Q15 where the facility stands; nothing fell away with an
    unregistered one, so the right then comes out of what is unallocated there (CS61 art. 3: never above the cap).
    """
    held = account("Q40", area=need.area, holder=enterprise)
    tranche = right(need.pollutant, area=need.area, basin=need.basin, term=term, origin=Origin.OFFSET)
    for part in parts:
        if part.covering:
            source = part.source
            yield from converted(
                debit=held,
                credit=account("Q15" if source.backed else "Q20", area=source.area),
                debited=tranche,
                credited=capacity(need.pollutant, area=source.area, basin=need.basin),
                amount=part.covering,
                through="Q12" if source.area == need.area else "Q11",
            )


def owe_exemption(need: Need, grams: int, *, cancelled: bool = False) -> Posting:
    """Enter what the branch owes for an exempt pollutant of a project, or take it out."""
    owed, owing = account("E20", area=need.area, holder=need.project), account("E10", area=need.area)
    return _duty(need, grams, debit=owed, credit=owing, turned=cancelled)


def owe_early_draw(need: Need, grams: int, *, settled: bool = False) -> Posting:
    """Enter what a project draws early, or settle it."""
    drawn, owing = (account(code, area=need.area, holder=need.project) for code in ("E30", "E31"))
    return _duty(need, grams, debit=drawn, credit=owing, turned=settled)


def _duty(need: Need, grams: int, *, debit: Account, credit: Account, turned: bool) -> Posting:
    unit = duty(need.pollutant, area=need.area, basin=need.basin)
    if turned:
        debit, credit = credit, debit
    return Posting(debit=debit, credit=credit, unit=unit, amount=grams)
