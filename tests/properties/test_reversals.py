"""After any acts and reversals all sums hold; when everything is taken back, the latest first, nothing is left."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.strategies import DataObject

from ledger.domain.bookkeeping.opening import Against, ClearDifference, OpenArea, OpeningReserve, OpeningRight
from ledger.domain.bookkeeping.reversal import ReverseAct
from ledger.domain.bookkeeping.unit import Origin
from ledger.domain.registers.enterprise import Enterprise
from ledger.domain.rights.award import ReserveSource
from ledger.domain.rights.cap import CapKind, SetCap
from ledger.domain.rights.tranche import Tranche
from ledger.domain.values.pollutant import Pollutant
from ledger.errors import LedgerError
from ledger.projections.accounts.annual_balance import annual_balance
from ledger.projections.accounts.balances import balances
from ledger.projections.accounts.trial_balance import trial_balance
from ledger.services.act import Asked
from ledger.store.book import Book
from ledger.store.verification import verify
from tests.projections.account_summary import account_summary
from tests.properties.fresh_books import fresh_books
from tests.services.acts.bureau import EAST, WEST, Bureau, opened

DAY = date(2026, 6, 5)
MILL = "91371500MA00DEM012"
POLLUTANTS = (Pollutant.SULPHUR_DIOXIDE, Pollutant.NITROGEN_OXIDES)
YEAR = date(2026, 1, 1), date(2026, 12, 31)

grams = st.integers(1, 200) | st.integers(1, 10**12)
areas = st.sampled_from((EAST, WEST))


def tranche(pollutant: Pollutant) -> Tranche:
    return Tranche(pollutant=pollutant, term_from=YEAR[0], term_to=date(2031, 1, 1), origin=Origin.FREE)


caps = st.builds(
    SetCap,
    effective_on=st.just(DAY),
    area=areas,
    pollutant=st.sampled_from(POLLUTANTS),
    kind=st.just(CapKind.ABSOLUTE),
    grams=grams,
    document=st.just("示例文件"),
)
reserves = st.builds(
    OpeningReserve,
    source=st.sampled_from(ReserveSource),
    pollutant=st.just(POLLUTANTS[0]),
    grams=grams,
    unexplained=st.integers(-200, 1),
)
rights = st.builds(
    OpeningRight,
    enterprise=st.just(MILL),
    tranche=st.sampled_from(POLLUTANTS).map(tranche),
    surplus=st.booleans(),
    grams=grams,
    unexplained=st.integers(-200, 1),
)
openings = st.builds(
    OpenArea,
    effective_on=st.just(DAY),
    area=areas,
    document=st.just("示例表"),
    reserves=st.lists(reserves, max_size=2, unique_by=lambda line: line.source).map(tuple),
    rights=st.lists(rights, min_size=1, max_size=2, unique_by=lambda line: line.tranche).map(tuple),
)
clearings = st.builds(
    ClearDifference,
    effective_on=st.just(DAY),
    area=areas,
    pollutant=st.just(POLLUTANTS[0]),
    grams=st.integers(1, 200),
    against=st.sampled_from((Against.CAP, Against.UNALLOCATED)),
    reason=st.just("示例"),
    document=st.just("示例文件"),
)
KINDS = {SetCap: "cap.set", OpenArea: "opening.area", ClearDifference: "opening.clear_difference"}
acts: st.SearchStrategy[Asked] = caps | openings | clearings


@dataclass
class Exercise:
    """A bureau, and the places of what was posted and not taken back."""

    bureau: Bureau
    posted: list[int]

    def do(self, command: Asked) -> None:
        """Do an act, where it is not refused."""
        try:
            self.posted.append(self.bureau.do(KINDS[type(command)], command))
        except LedgerError:
            return

    def take_back(self, place: int) -> bool:
        """Take an act back, where nothing was built on it."""
        try:
            self.bureau.do("correction.reverse", ReverseAct(effective_on=DAY, seq=place, reason="示例"))
        except LedgerError:
            return False
        self.posted.remove(place)
        return True

    def sums_hold(self) -> None:
        """Compare the trial balance, the summary of accounts and the annual table with the balances."""
        with self.bureau.book.reading() as connection:
            assert trial_balance(connection).balanced
            now = {(row.account, row.unit): row.amount for row in balances(connection)}
            lines = account_summary(connection, starts=YEAR[0], ends=YEAR[1])
            assert {(line.account, line.unit): line.closing for line in lines if line.closing} == now
            stocks = sum(row.closing for row in annual_balance(connection, year=2026))
            assert stocks == sum(
                amount for (held, _), amount in now.items() if held.chart.code in {"Q20", "Q30", "Q40", "Q41"}
            )


@contextmanager
def exercise(url: str) -> Iterator[Exercise]:
    book = Book.open(url)
    try:
        bureau = opened(book, today=DAY)
        bureau.register(Enterprise(credit_code=MILL, name="示例化工", area=EAST))
        yield Exercise(bureau=bureau, posted=[])
    finally:
        book.close()


def test_whatever_is_done_can_be_taken_back_until_nothing_is_left(tmp_path: Path) -> None:
    lend = fresh_books(f"sqlite:///{tmp_path / 'empty.sqlite'}")

    @given(data=st.data())
    @settings(max_examples=25)
    def anything(data: DataObject) -> None:
        with lend() as url, exercise(url) as done:
            for _ in range(data.draw(st.integers(4, 10), label="steps")):
                if done.posted and data.draw(st.booleans(), label="take one back"):
                    done.take_back(data.draw(st.sampled_from(done.posted), label="which"))
                else:
                    done.do(data.draw(acts, label="act"))
            done.sums_hold()
            for place in reversed(done.posted.copy()):
                assert done.take_back(place), place
            with done.bureau.book.reading() as connection:
                assert balances(connection) == []
                assert account_summary(connection, starts=YEAR[0], ends=YEAR[1]) == []
                assert verify(connection).findings == ()

    anything()
