"""What is given out under a cap, tranche by tranche, read from the accounts through which tonnes become rights."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import TYPE_CHECKING

from ledger.domain.bookkeeping.account import account
from ledger.domain.bookkeeping.unit import capacity
from ledger.domain.rights.cap import Cap, cap_subject
from ledger.rules.rights.cap_days import CapDays, Issued

if TYPE_CHECKING:
    from ledger.domain.values.pollutant import Pollutant
    from ledger.services.act import Facts


def cap_of(facts: Facts, pollutant: Pollutant, *, area: str, basin: str | None) -> Cap | None:
    """Return the cap as it was last set, or None."""
    return facts.registers.find(Cap, cap_subject(area=area, pollutant=pollutant, basin=basin))


def cap_days_of(facts: Facts, pollutant: Pollutant, *, area: str, basin: str | None) -> CapDays:
    """Return the cap and what is given out under it, by term.

    Every gram of a tranche came to its holders through Q12 (within the area), Q11 (from another area) or Q90 (taken
    over without a proof); what these accounts have given is what is out, whoever holds it and under whatever claim.
    What a reversal brought back to them while somebody still holds it (Q45) is out as well: it is given out to nobody
    else before it has been made good.
    """
    cap = -facts.balance(account("Q10", area=area), capacity(pollutant, area=area, basin=basin))
    moved_in = 0
    issued: dict[tuple[date, date], int] = defaultdict(int)
    ways_out = [account(line, area=area) for line in ("Q11", "Q12", "Q90")]
    for way_out in (*ways_out, *facts.accounts("Q45", area=area)):
        for unit, amount in facts.holdings(way_out):
            if (unit.pollutant, unit.area, unit.basin) != (pollutant, area, basin):
                continue
            moved_in -= amount if way_out.chart.code == "Q11" else 0
            if unit.term_from is not None and unit.term_to is not None:
                issued[unit.term_from, unit.term_to] -= amount
    return CapDays(
        limit=cap + moved_in,
        issued=tuple(
            Issued(term_from=starts, term_to=ends, grams=grams) for (starts, ends), grams in sorted(issued.items())
        ),
    )
