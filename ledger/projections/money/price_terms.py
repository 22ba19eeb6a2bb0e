"""The price in what an act registers: the multiplication line by line, the sum, the term, and the published standard.

It is shown before the act is decided, so that whoever signs for tonnes sees the money that they bring with them, as the
payment notice will state it later.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from ledger.domain.bookkeeping.journal import Registration
from ledger.domain.money.fee import RATIO_SCALE, FeeLine, PartYear, Years, computed, years_of
from ledger.domain.money.payment_notice import Charge, ChargedFee
from ledger.domain.money.price_basis import PriceBasis
from ledger.domain.money.price_standard import PriceStandard, standard_on
from ledger.domain.rights.award import Award, AwardState
from ledger.domain.rights.buy_back import BuyBack
from ledger.domain.rights.reserve_lot import ReserveLot
from ledger.domain.rights.transfer import Transfer, TransferState
from ledger.domain.values.calendar import Term
from ledger.domain.values.pollutant import Pollutant
from ledger.errors import Message, say
from ledger.rules.law import keys
from ledger.rules.law.book import NoProvisionInForce, RuleBook
from ledger.rules.money.award_fee import fee_of_award
from ledger.rules.rights.term import years_of_term
from ledger.store.record_text import REMOVED, record_of

if TYPE_CHECKING:
    from ledger.domain.money.fee import ComputedLine
    from ledger.domain.rights.tranche import Tranche
    from ledger.store.registers import Registers


@dataclass(frozen=True, slots=True, kw_only=True)
class PricedLine:
    """One pollutant with its price.

    Attributes:
        grams: the quantity a year.
        ratio: what it is multiplied by, in 1/10,000.
        unit_price: in 1/10,000 yuan a tonne; None where only the whole price was agreed on.
        years: the years that are paid for; None where the price is for the whole term.
        amount: in fen.
        term: None where it is not known yet.
        standard: the published standard in force on the day of the act; None where there is none.

    """

    pollutant: Pollutant
    grams: int
    ratio: int = RATIO_SCALE
    unit_price: int | None = None
    basis: PriceBasis | None = None
    years: Years | None = None
    amount: int
    term: Term | None = None
    standard: PriceStandard | None = None

    @property
    def at_a_ratio(self) -> bool:
        """Return whether more is paid for than is received."""
        return self.ratio != RATIO_SCALE


@dataclass(frozen=True, slots=True, kw_only=True)
class PriceTerms:
    """What is paid for what, under the name that the price has."""

    name: Message
    lines: tuple[PricedLine, ...]

    @property
    def total(self) -> int:
        """Return the sum in fen."""
        return sum(line.amount for line in self.lines)


_PRICED: Final[Mapping[str, type[Any]]] = {
    kind.REGISTER: kind for kind in (Award, BuyBack, ChargedFee, ReserveLot, Transfer)
}


def priced_facts(registrations: Iterable[Registration]) -> list[Any]:
    """Return, of what an act registered, the records that state a price; none of what it took back."""
    priced = (each for each in registrations if each.register in _PRICED and each.body != REMOVED)
    return [record_of(_PRICED[each.register], each.body) for each in priced]


def price_terms(facts: Iterable[object], *, registers: Registers, on: date, book: RuleBook) -> tuple[PriceTerms, ...]:
    """Return the terms of every price that is agreed on, or asked for, in what an act registers.

    :param on: the day from which the act counts.
    """
    reading = _Reading(registers=registers, on=on, book=book)
    return tuple(terms for fact in facts if (terms := reading.terms(fact)) is not None)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Reading:
    """The registers and the law of the day of an act."""

    registers: Registers
    on: date
    book: RuleBook

    def terms(self, fact: object) -> PriceTerms | None:
        """Return the terms of a record; None where it states no price that is agreed on now, or no law says how."""
        found = self._named(fact)
        if found is None:
            return None
        name, lines = found
        try:
            return PriceTerms(name=name, lines=tuple(lines))
        except NoProvisionInForce:
            return None

    def _named(self, fact: object) -> tuple[Message, Iterator[PricedLine]] | None:
        match fact:
            case Award(state=AwardState.AWARDED):
                return say("成交价款"), self._award(fact)
            case ChargedFee():
                return say("应缴价款"), self._charged(fact)
            case Transfer(state=TransferState.CONTRACTED, settled=0):
                return say("合同价款"), self._transfer(fact)
            case BuyBack(paid=0):
                return say("回购价款"), self._buy_back(fact)
            case ReserveLot(withdrawn=False):
                return say("起始价"), self._lot(fact)
        return None

    def _award(self, award: Award) -> Iterator[PricedLine]:
        fee = fee_of_award(award.lines, years=award.term_years, on=self.on, book=self.book)
        yield from (self._computed(line, term=award.term) for line in fee.lines)

    def _charged(self, fee: ChargedFee) -> Iterator[PricedLine]:
        award = self.registers.find(Award, fee.charged_for) if fee.charge is Charge.PUBLIC_SALE else None
        if award is not None:
            yield from self._award(award)
            return
        term = Term(starts=fee.starts, ends=fee.ends)
        years = years_of(term, PartYear(self.book.provision(keys.FEE_PART_YEAR, on=self.on).value))
        yield from (self._computed(computed(line, years=years), term=term) for line in fee.lines)

    def _transfer(self, sale: Transfer) -> Iterator[PricedLine]:
        for line in sale.lines:
            yield PricedLine(
                pollutant=line.tranche.pollutant,
                grams=line.grams,
                amount=line.price,
                term=_term_of(line.tranche),
                standard=self._standard(line.tranche.pollutant),
            )

    def _buy_back(self, found: BuyBack) -> Iterator[PricedLine]:
        yield PricedLine(
            pollutant=found.tranche.pollutant,
            grams=found.grams,
            unit_price=found.unit_price,
            basis=PriceBasis.WHOLE_TERM,
            amount=found.amount,
            term=_term_of(found.tranche),
            standard=self._standard(found.tranche.pollutant),
        )

    def _lot(self, lot: ReserveLot) -> Iterator[PricedLine]:
        line = FeeLine(pollutant=lot.pollutant, grams=lot.grams, unit_price=lot.start_price, basis=lot.basis)
        years = Years(count=years_of_term(self.book, on=self.on))
        yield self._computed(computed(line, years=years), term=None)

    def _computed(self, found: ComputedLine, *, term: Term | None) -> PricedLine:
        line = found.line
        return PricedLine(
            pollutant=line.pollutant,
            grams=line.grams,
            ratio=found.ratio,
            unit_price=line.unit_price,
            basis=line.basis,
            years=found.years if line.basis is PriceBasis.YEAR else None,
            amount=found.amount,
            term=term,
            standard=self._standard(line.pollutant),
        )

    def _standard(self, pollutant: Pollutant) -> PriceStandard | None:
        return standard_on(tuple(self.registers.all(PriceStandard, owner=pollutant.value)), self.on)


def _term_of(tranche: Tranche) -> Term:
    return Term(starts=tranche.term_from, ends=tranche.term_to)
