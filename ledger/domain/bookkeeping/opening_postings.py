"""The postings of an opening: what is given out stands under the cap, what no paper explains on 待查 (Q90, C90)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from ledger.domain.bookkeeping.account import Account, account
from ledger.domain.bookkeeping.opening import OpenArea, OpeningCredit, OpeningReserve, OpeningRight
from ledger.domain.bookkeeping.posting import Posting, converted
from ledger.domain.bookkeeping.unit import Unit, capacity, credit
from ledger.domain.claims.claim import Claim
from ledger.domain.credits.facility_card import Backing
from ledger.domain.values.pollutant import Pollutant


@dataclass(frozen=True, slots=True, kw_only=True)
class Under:
    """All that a sheet gives out of one pollutant and basin, under one cap; in grams a year."""

    area: str
    pollutant: Pollutant
    basin: str | None
    stated: int | None
    """The cap on the sheet, or None where the sheet states none."""
    unallocated: int | None
    """What is not given out under the cap that is registered, or None where none is."""
    rights: tuple[OpeningRight, ...]
    reserves: tuple[OpeningReserve, ...]
    backed: tuple[OpeningCredit, ...]
    """Credits with which a right fell away (Q15)."""

    @property
    def unit(self) -> Unit:
        """Return the unit of the cap."""
        return capacity(self.pollutant, area=self.area, basin=self.basin)

    @property
    def lines(self) -> tuple[OpeningRight | OpeningReserve | OpeningCredit, ...]:
        """Return every line that is given out under the cap."""
        return (*self.rights, *self.reserves, *self.backed)

    @property
    def proved(self) -> int:
        """Return what the papers prove to be given out."""
        return sum(line.grams - line.unexplained for line in self.lines)

    @property
    def cap(self) -> int | None:
        """Return the cap that the opening sets: the stated one, or what is given out where no paper states any."""
        if self.stated is not None:
            return self.stated
        return self.proved if self.unallocated is None else None

    @property
    def excess(self) -> int:
        """Return by how much more is given out than the cap leaves."""
        room = self.unallocated if self.cap is None else self.cap
        return max(self.proved - (room or 0), 0)

    @property
    def unexplained(self) -> int:
        """Return what is there beyond what the papers explain; negative where they prove more than there is."""
        return self.excess + sum(line.unexplained for line in self.lines)

    def postings(self) -> Iterator[Posting]:
        """Yield the cap, what is beyond it, then line by line what is given out."""
        free, difference = account("Q20", area=self.area), account("Q90", area=self.area)
        yield from _amount(free, account("Q10", area=self.area), self.unit, self.cap or 0)
        yield from _amount(free, difference, self.unit, self.excess)
        for right in self.rights:
            held = account(right.chart_code, area=self.area, holder=right.enterprise)
            yield from self._given(held, right.tranche.unit(self.area), right.grams, right.unexplained)
        for reserve in self.reserves:
            kept = account("Q30", area=self.area, holder=reserve.source)
            yield from self._given(kept, self.unit, reserve.grams, reserve.unexplained)
        for line in self.backed:
            yield from self._given(account("Q15", area=self.area), self.unit, line.grams, line.unexplained)

    def _given(self, to: Account, unit: Unit, grams: int, unexplained: int) -> Iterator[Posting]:
        free, difference = account("Q20", area=self.area), account("Q90", area=self.area)
        for source, amount in ((free, grams - max(unexplained, 0)), (difference, unexplained)):
            if amount > 0:
                yield from converted(debit=to, credit=source, debited=unit, credited=self.unit, amount=amount)
        yield from _amount(difference, free, self.unit, -unexplained)


def under(
    asked: OpenArea, pollutant: Pollutant, basin: str | None, *, unallocated: Mapping[tuple[Pollutant, str | None], int]
) -> Under:
    """Return what a sheet gives out of one pollutant and basin."""
    water = (pollutant, basin)
    stated = [line.grams for line in asked.caps if (line.pollutant, line.basin) == water]
    return Under(
        area=asked.area,
        pollutant=pollutant,
        basin=basin,
        stated=stated[0] if stated else None,
        unallocated=unallocated.get(water),
        rights=tuple(line for line in asked.rights if (line.tranche.pollutant, line.tranche.basin) == water),
        reserves=tuple(line for line in asked.reserves if (line.pollutant, line.basin) == water),
        backed=tuple(
            line for line in asked.credits if (line.pollutant, line.basin) == water and line.backing is Backing.RIGHT
        ),
    )


def claims(asked: OpenArea, *, entered: Mapping[str, int]) -> Iterator[Claim]:
    """Yield the claims under which rights stand; the earlier delivered has the earlier place.

    :param entered: how many claims to the tonnes of each holder are registered already.
    """
    places, parts = dict(entered), Counter[tuple[str, str]]()
    restricted = [(line.claim.delivered_at, line, line.claim) for line in asked.rights if line.claim is not None]
    for delivered_at, line, claim in sorted(restricted, key=lambda each: each[0]):
        holder = line.enterprise
        places[holder] = places.get(holder, 0) + 1
        parts[holder, claim.number] += 1
        yield Claim(
            number=claim.number,
            part=parts[holder, claim.number],
            holder=holder,
            ground=claim.ground,
            unit=line.tranche.unit(asked.area),
            grams=line.grams,
            held=line.grams,
            in_use=0 if line.surplus else line.grams,
            delivered_at=delivered_at,
            entry=places[holder],
            until=claim.until,
            by=claim.by,
            document=claim.document,
        )


def credit_unit(line: OpeningCredit, *, area: str) -> Unit:
    """Return the credit of a line."""
    return credit(line.pollutant, area=area, basin=line.basin, source=line.facility)


def pooled(line: OpeningCredit, *, area: str) -> Iterator[Posting]:
    """Yield what puts a credit into the pool: recognised as far as papers prove it, the rest from 待查."""
    pool, recognised, difference = (account(code, area=area) for code in ("C20", "C10", "C90"))
    unit = credit_unit(line, area=area)
    yield from _amount(pool, recognised, unit, line.grams - max(line.unexplained, 0))
    yield from _amount(pool, difference, unit, line.unexplained)
    yield from _amount(difference, recognised, unit, -line.unexplained)


def _amount(debit: Account, credited: Account, unit: Unit, amount: int) -> Iterator[Posting]:
    if amount > 0:
        yield Posting(debit=debit, credit=credited, unit=unit, amount=amount)
