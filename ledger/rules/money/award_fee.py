"""What an award costs, for its contract as for its notice: line by line, by the law of a day."""

from __future__ import annotations

from datetime import date

from ledger.domain.money.fee import RATIO_SCALE, Fee, FeeLine, Years, computed
from ledger.domain.rights.award import AwardLine
from ledger.rules.law import keys
from ledger.rules.law.book import RuleBook


def fee_of_award(lines: tuple[AwardLine, ...], *, years: int, on: date, book: RuleBook) -> Fee:
    """Return the price of the lines of an award for the whole term.

    :raises NoProvisionInForce: something is bought at a ratio, and no text says which quantity is paid for.
    """
    at_a_ratio = any(line.ratio != RATIO_SCALE for line in lines)
    purchased = at_a_ratio and book.provision(keys.FEE_PRICED_QUANTITY, on=on).value == "purchased"
    return Fee(
        lines=tuple(
            computed(
                FeeLine(
                    pollutant=line.pollutant,
                    basin=line.basin,
                    grams=line.grams,
                    unit_price=line.unit_price,
                    basis=line.basis,
                ),
                years=Years(count=years),
                ratio=line.ratio if purchased else RATIO_SCALE,
            )
            for line in lines
        )
    )
