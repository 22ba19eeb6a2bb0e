"""Whatever is kept back, confirmed, renewed and ended: no day exceeds the cap, and two reckonings of it agree."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from hypothesis import given, settings
from hypothesis import strategies as st

from ledger.domain.rights.right_acts import EndTerm, RenewRight
from ledger.domain.values.pollutant import Pollutant
from ledger.errors import LedgerError
from ledger.projections.checks.cap_days import cap_days
from ledger.services.act import Asked
from ledger.services.acts.rights.given_out import cap_days_of
from ledger.store.book import Book
from tests.properties.fresh_books import fresh_books
from tests.services.acts.bureau import EAST, HAI, Bureau, opened
from tests.services.acts.rights import FREE, HOLDER, OTHER, confirm, open_for_business, retain, set_cap, surplus

if TYPE_CHECKING:
    from tests.properties.fresh_books import FreshUrl

LAST_DAY = date(2031, 6, 1)
FIRST_TERM = FREE
SECOND_TERM = replace(FREE, term_from=date(2031, 1, 10), term_to=date(2036, 1, 10))
DAYS = (date(2026, 1, 10), date(2028, 7, 1), date(2031, 1, 10), date(2031, 5, 1))

grams = st.integers(1, 12)
days = st.sampled_from(DAYS)
holders = st.sampled_from((HOLDER, HOLDER, OTHER))


@st.composite
def asked(draw: st.DrawFn) -> tuple[str, Asked]:
    """Draw an act; some cannot be done, and are refused."""
    on, enterprise, amount = draw(days), draw(holders), draw(grams)
    tranche = FIRST_TERM if on < SECOND_TERM.term_from else SECOND_TERM
    match draw(st.sampled_from(["confirm", "renew", "renew", "end", "end", "surplus", "retain", "cap"])):
        case "confirm":
            return "right.confirm_existing", confirm(amount, on=tranche.term_from, enterprise=enterprise)
        case "renew":
            return "right.renew", RenewRight(
                effective_on=on,
                area=EAST,
                enterprise=enterprise,
                former=FIRST_TERM,
                grams=amount,
                document="示例核定表",
            )
        case "end":
            return "right.end_term", EndTerm(
                effective_on=FIRST_TERM.term_to, area=EAST, enterprise=enterprise, tranche=FIRST_TERM
            )
        case "surplus":
            return "right.determine_surplus", surplus(amount, need=0, tranche=tranche, on=on)
        case "retain":
            return "reserve.retain", replace(retain(amount), effective_on=on)
        case _:
            return "cap.set", set_cap(draw(st.integers(5, 25)), on=on)


def test_no_day_exceeds_the_cap_and_both_reckonings_agree(tmp_path: Path) -> None:
    lend = fresh_books(f"sqlite:///{tmp_path / 'empty.sqlite'}")

    @settings(max_examples=40)
    @given(st.lists(asked(), max_size=8))
    def hold(acts: list[tuple[str, Asked]]) -> None:
        _hold(lend, acts)

    hold()


def _hold(lend: FreshUrl, acts: list[tuple[str, Asked]]) -> None:
    with lend() as url:
        book = Book.open(url)
        bureau = opened(book, today=LAST_DAY)
        open_for_business(bureau, cap=20)
        for kind, command in (("right.confirm_existing", confirm(12)), *acts):
            try:
                bureau.do(kind, command)
            except LedgerError:
                continue
        _compare(bureau)
        book.close()


def _compare(bureau: Bureau) -> None:
    with bureau.desk("市局经办") as desk:
        facts = desk.facts(set_cap(1))
        given_out = cap_days_of(facts, Pollutant.COD, area=EAST, basin=HAI)
    with bureau.book.reading() as connection:
        reckoned = cap_days(connection, area=EAST, pollutant=Pollutant.COD, basin=HAI)
    assert all(day.excess <= 0 for day in reckoned)
    assert all(day.in_force == given_out.in_force(day.day) for day in reckoned if day.day >= LAST_DAY)
    assert reckoned[-1].limit == given_out.limit
