"""Whatever is done with credit, in whatever order, the rights given up for it are where the credit says they are."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import date
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ledger.domain.credits.closure import ProveRestart, ReleaseCredit, Restart
from ledger.domain.credits.credit import (
    CreditToProvince,
    CreditToReserve,
    CreditUse,
    DispatchCredit,
    MakeGoodCredit,
    SourceGrams,
)
from ledger.errors import LedgerError
from ledger.projections.checks.control_identities import identities
from ledger.projections.checks.credit_identities import credit_identities
from ledger.projections.registers.credit_users import users_of
from ledger.store.book import Book
from ledger.store.verification import verify as verify_book
from tests.properties.fresh_books import copies_of
from tests.services.acts.bureau import CITY, EAST, WEST, Bureau, opened
from tests.services.acts.conftest import FIRST_DAY, new_book
from tests.services.acts.plants import (
    BOILER,
    PLANT,
    SO2,
    TONNE,
    boiler_credit,
    card,
    close,
    closed_plant,
    held_for,
    retired_for,
    suspected,
    verify,
)

if TYPE_CHECKING:
    from tests.properties.fresh_books import FreshUrl

DAY = date(2026, 6, 1)
KEYS_OF_THE_PLANT = 100
"""More than the plant's closure has used."""
Step = Callable[[Bureau], object]

grams = st.integers(1, 12).map(lambda tonnes: tonnes * TONNE)
areas = st.sampled_from([EAST, WEST, CITY])
branches = st.sampled_from([EAST, WEST])


def sources(amount: int, facility: str) -> tuple[SourceGrams, ...]:
    return (SourceGrams(source=facility, grams=amount),)


def dispatched(amount: int, branch: str, to_the_city: bool, facility: str) -> Step:
    giving, taking = (branch, CITY) if to_the_city else (CITY, branch)
    command = DispatchCredit(
        effective_on=DAY,
        from_area=giving,
        to_area=taking,
        pollutant=SO2,
        sources=sources(amount, facility),
        document="示例",
    )
    return lambda bureau: bureau.do("credit.dispatch", command)


def into_reserve(amount: int, area: str, facility: str) -> Step:
    command = CreditToReserve(
        effective_on=DAY, area=area, pollutant=SO2, sources=sources(amount, facility), document="示例"
    )
    return lambda bureau: bureau.do("credit.to_reserve", command)


def given_away(amount: int, area: str, facility: str) -> Step:
    command = CreditToProvince(
        effective_on=DAY, area=area, pollutant=SO2, sources=sources(amount, facility), document="示例"
    )
    return lambda bureau: bureau.do("credit.to_province", command)


def used(need: int, ratio: int, area: str, exempt: bool) -> Step:
    return lambda bureau: retired_for(bureau, "示例项目1号", area=area, need=need, taken=need * ratio, exempt=exempt)


def held(amount: int, area: str) -> Step:
    return lambda bureau: held_for(bureau, "示例项目2号", area=area, grams=amount)


def restarted(kind: Restart) -> Step:
    def step(bureau: Bureau) -> None:
        bureau.do("closure.check", suspected(DAY))
        bureau.do("closure.restart", ProveRestart(effective_on=DAY, facility=PLANT, restart=kind, document="示例"))

    return step


def cleared(bureau: Bureau) -> None:
    bureau.do("closure.check", suspected(DAY))
    bureau.do("credit.release", ReleaseCredit(effective_on=DAY, facility=PLANT, document="示例"))


def closed_again(bureau: Bureau) -> None:
    bureau.do("reduction.verify", verify(PLANT, 100 * TONNE, on=DAY))
    bureau.do("facility.close", close(10 * TONNE, on=DAY))


def made_good(amount: int, pool: str) -> Step:
    def step(bureau: Bureau) -> None:
        with bureau.book.reading() as connection:
            users = [user for user in users_of(connection, PLANT) if user.used]
        for user in users:
            command = MakeGoodCredit(
                effective_on=DAY,
                facility=PLANT,
                pollutant=SO2,
                use=CreditUse(user.account.chart.code),
                used_in=user.account.area,
                user=user.account.holder,
                pool=pool,
                sources=sources(min(amount, user.grams), BOILER),
                document="示例",
            )
            bureau.do("credit.make_good", command)

    return step


facilities = st.sampled_from([PLANT, PLANT, BOILER])
steps = st.lists(
    st.one_of(
        st.builds(dispatched, grams, branches, st.booleans(), facilities),
        st.builds(into_reserve, grams, areas, facilities),
        st.builds(given_away, grams, areas, facilities),
        st.builds(used, grams, st.integers(1, 2), areas, st.booleans()),
        st.builds(held, grams, areas),
        st.builds(restarted, st.sampled_from(Restart)),
        st.just(cleared),
        st.just(closed_again),
        st.builds(made_good, grams, areas),
    ),
    min_size=6,
    max_size=12,
)


@pytest.fixture(scope="module")
def lend(tmp_path_factory: pytest.TempPathFactory) -> FreshUrl:
    """Return what lends copies of a book in which a plant has closed, whose credit lies in three pools."""
    url = f"sqlite:///{tmp_path_factory.mktemp('closed') / 'plant.sqlite'}"
    book = new_book(url)
    bureau = opened(book, today=FIRST_DAY)
    closed_plant(bureau, grams=100 * TONNE)
    boiler_credit(bureau, grams=60 * TONNE, on=date(2026, 2, 2))
    for spread in (dispatched(60 * TONNE, EAST, True, PLANT), dispatched(30 * TONNE, WEST, False, PLANT)):
        spread(bureau)
    book.close()
    return copies_of(url)


@settings(max_examples=12)
@given(steps=steps)
def test_rights_given_up_for_credit_are_where_the_credit_says(steps: list[Step], lend: FreshUrl) -> None:
    with lend() as url:
        book = Book.open(url)
        bureau = Bureau(book, today=DAY, keys=KEYS_OF_THE_PLANT)
        closed_once_more = False
        for step in steps:
            with suppress(LedgerError):
                step(bureau)
            with book.reading() as connection:
                assert [found for found in credit_identities(connection) if not found.holds] == []
                assert [found for found in identities(connection) if not found.holds] == []
            owed = -bureau.balance("C12", EAST, "restart")
            # A plant that closes once more has a new reduction; what was used falsely before stays owed.
            closed_once_more |= step is closed_again
            shortfall = max(0, -card(bureau).remaining)
            assert owed >= shortfall if closed_once_more else owed == shortfall
        with book.reading() as connection:
            assert verify_book(connection, full=True).findings == ()
        book.close()
