"""What a service asks of a unit of work is answered in step with its pending acts, and opens or writes nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import func, select

from ledger.domain.bookkeeping.account import account
from ledger.domain.bookkeeping.unit import Origin, Unit, UnitKind, credit, right
from ledger.domain.values.calendar import Term
from ledger.domain.values.encoding import digest
from ledger.domain.values.pollutant import Pollutant
from ledger.errors import Conflict, Unavailable
from ledger.store.book import Book
from ledger.store.overdraft import Overdrawn
from ledger.store.tables import journal, position
from ledger.store.verification import verify
from tests.store.conftest import COD, LAW, NOW, TODAY, entry, post

if TYPE_CHECKING:
    from ledger.store.unit_of_work import UnitOfWork

ACME = account("Q40", area="Testville", holder="Acme")
BOLT = account("Q40", area="Testville", holder="Bolt")
PAID = right(
    Pollutant.COD,
    area="Testville",
    basin="徒骇河",
    term=Term(starts=date(2026, 1, 1), ends=date(2029, 1, 1)),
    origin=Origin.FIXED_PRICE,
)


def held(work: UnitOfWork) -> dict[str, int]:
    """Return what Acme and Bolt hold by their names, all units together."""
    return {each.holder or "": sum(amount for _, amount in work.holdings(each)) for each in (ACME, BOLT)}


def pending(work: UnitOfWork) -> int:
    return work.journal.size - work.journal.written


def test_looking_for_a_position_opens_none(book: Book) -> None:
    post(book, "opening", "Q40 Acme", "opening", 10)

    with book.unit_of_work(recorded_at=NOW, rule_book=LAW) as work:
        known, none = work.find_position(ACME, COD), work.find_position(BOLT, COD)
        unit_none = work.find_position(ACME, PAID)
        opened = work.position(BOLT, COD)
        assert work.find_position(BOLT, COD) is opened

    with book.reading() as connection:
        assert connection.scalar(select(func.count()).select_from(position)) == 2
    assert known is not None
    assert (none, unit_none) == (None, None)


def test_balances_are_in_step_with_pending_acts_without_writing_them(book: Book) -> None:
    post(book, "opening", "Q40 Acme", "opening", 10)

    with book.unit_of_work(recorded_at=NOW, rule_book=LAW) as work:
        acme = work.position(ACME, COD)
        assert work.balance(acme) == 10
        work.journal.append(entry(work, "sale", "Q40 Bolt", "Q40 Acme", 4))
        assert (work.balance(acme), work.balance(work.position(BOLT, COD)), pending(work)) == (6, 4, 1)
        work.journal.flush()
        assert (work.balance(acme), held(work)) == (6, {"Acme": 6, "Bolt": 4})
        work.journal.append(entry(work, "back", "Q40 Acme", "Q40 Bolt", 4))
        assert (held(work), pending(work)) == ({"Acme": 10, "Bolt": 0}, 1)
        assert work.holdings(BOLT) == ()
        work.commit()


def test_a_balance_that_was_asked_for_is_still_guarded(book: Book) -> None:
    post(book, "opening", "Q40 Acme", "opening", 10)

    with book.unit_of_work(recorded_at=NOW, rule_book=LAW) as work:
        assert held(work) == {"Acme": 10, "Bolt": 0}
        work.journal.append(entry(work, "sale", "Q40 Bolt", "Q40 Acme", 11))
        with pytest.raises(Overdrawn):
            work.commit()


def test_asking_for_the_balance_of_an_opened_position_does_not_move_it(book: Book) -> None:
    with book.unit_of_work(recorded_at=NOW, rule_book=LAW) as work:
        assert work.balance(work.position(BOLT, COD)) == 0
        work.journal.append(entry(work, "opening", "Q40 Acme", "opening", 10))
        with pytest.raises(ValueError, match="never moved"):
            work.commit()


def test_holdings_name_every_unit_in_the_order_of_the_codes(book: Book) -> None:
    later = Unit(kind=UnitKind.RIGHT, pollutant=Pollutant.SULPHUR_DIOXIDE, area="Testville")
    with book.unit_of_work(recorded_at=NOW, rule_book=LAW) as work:
        for number, unit in enumerate((later, PAID, COD), 1):
            work.journal.append(entry(work, f"opening {number}", "Q40 Acme", "opening", number, unit=unit))
        work.commit()

    opened_anew = Book.open(book.engine.url)
    for either in (book, opened_anew):
        with either.unit_of_work(recorded_at=NOW, rule_book=LAW) as work:
            assert work.holdings(ACME) == ((COD, 3), (PAID, 2), (later, 1))
            assert work.holdings(account("Q40", area="Elsewhere", holder="Acme")) == ()
    opened_anew.close()


def test_a_position_of_a_unit_of_work_that_was_left_is_forgotten(book: Book) -> None:
    post(book, "opening", "Q40 Acme", "opening", 10)
    with book.unit_of_work(recorded_at=NOW, rule_book=LAW) as work:
        work.journal.append(entry(work, "sale", "Q40 Bolt", "Q40 Acme", 4))
        work.journal.flush()
        assert held(work) == {"Acme": 6, "Bolt": 4}

    with book.unit_of_work(recorded_at=NOW, rule_book=LAW) as work:
        assert (held(work), work.find_position(BOLT, COD)) == ({"Acme": 10, "Bolt": 0}, None)
        assert work.accounts("Q40") == (ACME,)


def test_the_accounts_of_a_line_of_the_chart_are_listed_by_area(book: Book) -> None:
    unit = credit(Pollutant.COD, area="Testville", basin="徒骇河", source="B/1")
    with book.unit_of_work(recorded_at=NOW, rule_book=LAW) as work:
        work.journal.append(entry(work, "1", "C20 B/1", "C10", 5, unit=unit))
        work.journal.append(entry(work, "2", "C20 A", "C10", 5, unit=unit))
        for _ in ("pending", "recorded"):
            assert [each.code for each in work.accounts("C20")] == ["C20:Testville/A", "C20:Testville/B%2F1"]
            work.journal.flush()
        assert work.accounts("C20", area="Testville") == work.accounts("C20")
        assert work.accounts("C20", area="Elsewhere") == ()
        assert work.accounts("C21") == ()
        work.commit()
    with book.reading() as connection:
        assert verify(connection, full=True).findings == ()


def test_a_key_is_found_before_its_act_is_written(book: Book) -> None:
    with book.unit_of_work(recorded_at=NOW, rule_book=LAW) as work:
        place = work.journal.append(entry(work, "opening", "Q40 Acme", "opening", 10))
        answer = (place, digest(["Q40 Acme", "opening", 10, TODAY.isoformat()]))
        assert (work.journal.find("opening"), work.journal.find("other"), pending(work)) == (answer, None, 1)
        work.journal.flush()
        assert (work.journal.find("opening"), work.journal.find("other")) == (answer, None)


def test_an_act_that_was_dated_back_says_so_until_its_days_were_looked_at(book: Book) -> None:
    post(book, "opening", "Q40 Acme", "opening", 10, on=date(2026, 3, 5))
    post(book, "more", "Q40 Acme", "opening", 10, on=date(2026, 5, 5))

    with book.unit_of_work(recorded_at=NOW, rule_book=LAW) as work:
        work.journal.append(entry(work, "today", "Q40 Bolt", "Q40 Acme", 1))
        assert not work.journal.backdated
        work.journal.append(entry(work, "back", "Q40 Bolt", "Q40 Acme", 9, on=date(2026, 4, 5)))
        assert work.journal.backdated
        work.journal.flush()
        assert not work.journal.backdated
        work.journal.append(entry(work, "too far", "Q40 Bolt", "Q40 Acme", 1, on=date(2026, 3, 4)))
        with pytest.raises(Overdrawn, match="余额不足"):
            work.journal.flush()


def numbered(work: UnitOfWork, key: str, *, series: str = "量-2026", number: int | None = None) -> int:
    """Append an act with the next number of a series, or with another one, and return the number."""
    given = work.next_number(series) if number is None else number
    plain = entry(work, key, "Q40 Acme", "opening", 1)
    work.journal.append(replace(plain, series=series, number=given))
    return given


def test_numbers_of_a_series_follow_each_other_whether_written_or_pending(book: Book) -> None:
    with book.unit_of_work(recorded_at=NOW, rule_book=LAW) as work:
        first = [numbered(work, "1"), numbered(work, "2"), numbered(work, "3", series="费-2026")]
        work.journal.flush()
        second = [numbered(work, "4"), numbered(work, "5", series="费-2026")]
        work.commit()
    with book.unit_of_work(recorded_at=NOW, rule_book=LAW) as work:
        third = [numbered(work, "6"), numbered(work, "7", series="费-2027")]
        work.commit()

    assert (first, second, third) == ([1, 2, 1], [3, 2], [4, 1])
    with book.reading() as connection:
        assert verify(connection, full=True).findings == ()


def test_pending_numbers_count_when_a_series_is_asked_for_the_first_time(book: Book) -> None:
    with book.unit_of_work(recorded_at=NOW, rule_book=LAW) as work:
        numbered(work, "1", number=1)
        numbered(work, "2", number=2)
        assert work.next_number("量-2026") == 3


def test_a_number_is_used_once(book: Book) -> None:
    with book.unit_of_work(recorded_at=NOW, rule_book=LAW) as work:
        numbered(work, "1", number=1)
        numbered(work, "2", number=1)
        with pytest.raises(Unavailable) as refusal:
            work.commit()

    assert refusal.value.problem_code == "journal.refused"


def test_a_gap_in_a_series_is_found(book: Book) -> None:
    with book.unit_of_work(recorded_at=NOW, rule_book=LAW) as work:
        for key, number in (("1", 1), ("2", 3), ("3", 4), ("4", 2)):
            numbered(work, key, number=number)
        work.commit()

    with book.reading() as connection:
        found = [(finding.code, finding.where) for finding in verify(connection).findings]

    assert found == [("series.gap", "journal/3"), ("series.gap", "journal/5")]


def test_an_act_is_reversed_once(book: Book) -> None:
    place = post(book, "opening", "Q40 Acme", "opening", 10)

    def reverse(key: str) -> None:
        with book.unit_of_work(recorded_at=NOW, rule_book=LAW) as work:
            plain = entry(work, key, "opening", "Q40 Acme", 5)
            work.journal.append(replace(plain, reverses=place))
            work.commit()

    reverse("first")
    with pytest.raises(Conflict, match="已经冲销过") as refusal:
        reverse("second")

    assert refusal.value.problem_code == "reversal.repeated"
    with book.reading() as connection:
        assert connection.scalar(select(func.count()).select_from(journal)) == 3
