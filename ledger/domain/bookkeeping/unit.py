"""What is posted: a tranche of rights, a reduction credit, or money.

The tranche is pollutant × area × term × origin. A balance of a pollutant on a day is the sum of the tranches
in force on that day, which is why a cap can be checked over time.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Final

from ledger.domain.values.calendar import Term
from ledger.domain.values.encoding import join_code
from ledger.domain.values.pollutant import Pollutant
from ledger.domain.values.worded import Worded
from ledger.errors import say


class UnitKind(Worded):
    """The three kinds of things that are counted."""

    RIGHT = "right", say("排污权")
    """An emission right, in grams a year for a term."""
    OFFSET = "offset", say("减排量")
    """A reduction credit, or the duty to deliver one, in grams a year."""
    MONEY = "money", say("人民币")
    """Money, in fen."""


class Origin(Worded):
    """How the first holder of a tranche got it; decides what may be done with it."""

    FREE = "free", say("无偿取得")
    """Confirmed or allocated without payment."""
    FIXED_PRICE = "fixed_price", say("定额有偿取得")
    """The fixed-price fee was paid for it, at first or afterwards."""
    RESERVE_SALE = "reserve_sale", say("储备出让")
    """Sold out of the government reserve: paid for."""
    OFFSET = "offset", say("减排量替代取得")
    """Given to an ordinary project whose need was covered by reduction credits."""
    UNKNOWN = "unknown", say("来源不详")
    """Taken over from a record that does not say."""

    @property
    def paid(self) -> bool:
        """Return whether the right was paid for: only then may it be sold, pledged or leased (CS61 art. 14)."""
        return self in {Origin.FIXED_PRICE, Origin.RESERVE_SALE}


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """One kind of thing that balances by itself; two units are never added."""

    kind: UnitKind
    pollutant: Pollutant | None = None
    area: str | None = None
    basin: str | None = None
    term_from: date | None = None
    term_to: date | None = None
    """First day after the term: terms are half-open."""
    origin: Origin | None = None
    source: str | None = None
    """The facility whose reduction a credit is: every gram of credit can be traced to it."""

    code: str = field(init=False, compare=False, repr=False)
    """The text that names this unit and no other; ``-`` stands where a member does not apply."""

    def __post_init__(self) -> None:
        parts = (self.kind, self.pollutant, self.area, self.basin, self.term_from, self.term_to, self.origin)
        written = join_code(*("-" if part is None else str(part) for part in parts))
        # The eighth part came later than the first books: a unit without it keeps the code that they know.
        code = written if self.source is None else f"{written}/{join_code(self.source)}"
        object.__setattr__(self, "code", code)

    def over(self, day: date) -> bool:
        """Return whether the term has ended by a day."""
        return self.term_to is not None and self.term_to <= day


MONEY: Final = Unit(kind=UnitKind.MONEY)
"""Chinese yuan, counted in fen."""


def capacity(pollutant: Pollutant, *, area: str, basin: str | None) -> Unit:
    """Return the unit of the cap, of what is unallocated under it, and of the reserve: no term, no origin."""
    return Unit(kind=UnitKind.RIGHT, pollutant=pollutant, area=area, basin=basin)


def right(pollutant: Pollutant, *, area: str, basin: str | None, term: Term, origin: Origin) -> Unit:
    """Return a tranche of rights that an enterprise holds."""
    return Unit(
        kind=UnitKind.RIGHT,
        pollutant=pollutant,
        area=area,
        basin=basin,
        term_from=term.starts,
        term_to=term.ends,
        origin=origin,
    )


def credit(pollutant: Pollutant, *, area: str, basin: str | None, source: str) -> Unit:
    """Return the reduction credit of one facility."""
    return Unit(kind=UnitKind.OFFSET, pollutant=pollutant, area=area, basin=basin, source=source)


def duty(pollutant: Pollutant, *, area: str, basin: str | None) -> Unit:
    """Return the duty to deliver reduction credits, whatever facility they will come from."""
    return Unit(kind=UnitKind.OFFSET, pollutant=pollutant, area=area, basin=basin)
