"""What an enterprise may sell and why not more: its tranches held against the very checks of a listing.

Nothing is judged here: a case is made of what the enterprise has, and :mod:`ledger.rules` says what is breached.
Quantities are grams a year.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta, timezone
from typing import TYPE_CHECKING, Final

from sqlalchemy import func, select

from ledger.domain.bookkeeping.unit import Unit
from ledger.domain.claims.claim import Claim, Ground
from ledger.domain.claims.claim_ranking import SURPLUS, Encumbered, waited_for
from ledger.domain.registers.enterprise import Enterprise
from ledger.domain.rights.held_tranche import TrancheGrams
from ledger.domain.rights.right_acts import AssessedNeed
from ledger.domain.rights.tranche import Tranche
from ledger.errors import Breach
from ledger.projections.accounts.holding_state import HoldingState, TrancheState
from ledger.rules.claims.claim import GIVE, ClaimPaper, GivenLine, GivingCase
from ledger.rules.judge import breaches_of
from ledger.store.registers import Registers
from ledger.store.tables import account, hold, position, unit

if TYPE_CHECKING:
    from ledger.projections.view import View
    from ledger.rules.law.book import RuleBook

LEGAL_ZONE: Final = timezone(timedelta(hours=8))
NOT_PAID_FOR: Final = "tranche.not_paid_for"
"""The breach of a right whose fee was not paid."""
_MORE_THAN_FREE: Final = "claim.not_free"
"""The breach of more than the free surplus."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TrancheSale:
    """What of a tranche may be sold, and what stands against the rest.

    Attributes:
        held_by_acts: surplus that acts take which are recorded and not decided.
        waited_for: surplus that nobody holds and that standing claims wait for.
        sellable: what the checks of a listing let the holder offer today.
        breaches: what they say to the whole of the tranche.
        against_free: what they say to the surplus that nobody has or waits for; nothing where there is none.

    """

    state: TrancheState
    held_by_acts: int
    waited_for: int
    sellable: int
    breaches: tuple[Breach, ...]
    against_free: tuple[Breach, ...]

    @property
    def unit(self) -> Unit:
        """Return the tranche."""
        return self.state.unit

    @property
    def own(self) -> int:
        """Return all that the holder has of it, restricted tonnes included."""
        return self.state.amounts.in_use + self.state.amounts.surplus + self.state.restricted

    @property
    def free(self) -> int:
        """Return the surplus that nobody has or waits for."""
        return max(self.state.amounts.surplus - self.held_by_acts - self.waited_for, 0)

    @property
    def against_amount(self) -> Breach | None:
        """Return what the checks say to more than the free surplus; None where all of the tranche is free."""
        return next((breach for breach in self.breaches if breach.code == _MORE_THAN_FREE), None)

    @property
    def against_kind(self) -> tuple[Breach, ...]:
        """Return what the checks say to the tranche whatever its amount."""
        return tuple(breach for breach in self.breaches if breach.code != _MORE_THAN_FREE)

    @property
    def claims(self) -> tuple[Claim, ...]:
        """Return the standing claims to the tranche in the order of their rank."""
        return tuple(ranked.claim for ranked in self.state.claims)


@dataclass(frozen=True, slots=True, kw_only=True)
class SaleOutlook:
    """Every tranche of an enterprise with what may be sold of it, and the needs as last assessed."""

    tranches: tuple[TrancheSale, ...]
    needs: tuple[AssessedNeed, ...]

    @property
    def sellable(self) -> int:
        """Return how many grams may be offered in all; pollutants are not to be compared, so only whether any."""
        return sum(tranche.sellable for tranche in self.tranches)


def sale_outlook(view: View, state: HoldingState, *, book: RuleBook) -> SaleOutlook:
    """Return what an enterprise may sell on the day of its state.

    :raises NoProvisionInForce: no text says how claims rank on that day.
    """
    holder = state.holder.credit_code
    pending = _held_by_acts(view, holder)
    claims = tuple(Registers(view).all(Claim, owner=holder))
    return SaleOutlook(
        tranches=tuple(
            _sale(tranche, state, claims=claims, pending=pending.get(tranche.unit.code, 0), book=book)
            for tranche in state.tranches
            if tranche.amounts.covers - tranche.amounts.leased_in
        ),
        needs=tuple(Registers(view).all(AssessedNeed, owner=holder)),
    )


def tranche_of(held: Unit) -> Tranche | None:
    """Return a unit as papers name it; None for one without a term or an origin, which nobody can offer."""
    if held.pollutant is None or held.term_from is None or held.term_to is None or held.origin is None:
        return None
    return Tranche(
        pollutant=held.pollutant,
        basin=held.basin,
        term_from=held.term_from,
        term_to=held.term_to,
        origin=held.origin,
    )


def _sale(
    tranche: TrancheState, state: HoldingState, *, claims: tuple[Claim, ...], pending: int, book: RuleBook
) -> TrancheSale:
    waited = waited_for(tranche.unit, claims, on=state.on)
    sale = TrancheSale(state=tranche, held_by_acts=pending, waited_for=waited, sellable=0, breaches=(), against_free=())
    named = tranche_of(tranche.unit)
    if named is None:
        return sale
    against_free = breaches_of(_listing(sale, state, named, asked=sale.free), checks=GIVE, book=book)
    return replace(
        sale,
        sellable=0 if against_free else sale.free,
        breaches=breaches_of(_listing(sale, state, named, asked=sale.own), checks=GIVE, book=book),
        against_free=against_free if sale.free else (),
    )


def _listing(sale: TrancheSale, state: HoldingState, named: Tranche, *, asked: int) -> GivingCase:
    """Return the case of a listing that the holder might ask for today."""
    amounts = sale.state.amounts
    encumbered = Encumbered(unit=sale.unit, in_use=amounts.in_use, surplus=amounts.surplus, claims=sale.claims)
    line = GivenLine(asked=TrancheGrams(tranche=named, grams=asked), tranche=encumbered, free=sale.free)
    paper = listing_paper(state.holder, on=state.on)
    return GivingCase(on=state.on, area=str(sale.unit.area), paper=paper, lines=(line,), unsecured_yield=True)


def listing_paper(holder: Enterprise, *, on: date) -> ClaimPaper:
    """Return the paper of a listing that is only supposed."""
    return ClaimPaper(
        number="",
        ground=Ground.LISTING,
        holder=holder,
        delivered_at=datetime.combine(on, time(), tzinfo=LEGAL_ZONE),
        until=None,
        by="",
        document="",
        entries=0,
    )


def _held_by_acts(view: View, holder: str) -> Mapping[str, int]:
    """Return what waiting acts would take of a holder's surplus, by the code of the tranche."""
    rows = view.execute(
        select(unit.c.code, func.sum(hold.c.amount))
        .join_from(hold, position, position.c.id == hold.c.position_id)
        .join(account, account.c.id == position.c.account_id)
        .join(unit, unit.c.id == position.c.unit_id)
        .where(account.c.holder == holder, account.c.chart == SURPLUS)
        .group_by(unit.c.code)
    )
    return {code: int(amount) for code, amount in rows}
