"""Lists of holdings and of registers: cut into pages inside the database, each row once, on both engines."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

import pytest

from ledger.domain.bookkeeping.journal import JournalEntry, Judgement, Registration
from ledger.domain.bookkeeping.unit import Unit
from ledger.domain.registers.enterprise import Enterprise
from ledger.domain.values.encoding import digest
from ledger.projections.accounts.balance_list import BalanceFilter, Grouping, balance_page
from ledger.projections.accounts.balance_tallies import Alike, balance_tallies
from ledger.projections.accounts.holding_list import HoldingFilter, HoldingLine, holding_page
from ledger.projections.accounts.holding_tallies import AlikeHeld, holding_tallies
from ledger.projections.registers.claims import holding_certificate
from ledger.projections.registers.page import register_page
from ledger.store.record_text import REMOVED, registration_of
from ledger.store.registers import Registers
from tests.services.acts.bureau import LAW, Bureau, opened
from tests.services.acts.claimants import COD, MILL, OPENED, freeze, listing, minute, pledge, with_rights
from tests.services.acts.conftest import FIRST_DAY, new_book

DAY = date(2026, 3, 2)


@pytest.fixture
def mill(database_url: str) -> Iterator[Bureau]:
    """Lend a mill with 17 t of COD: 4 t pledged, 2 t listed, and a court that wants 20 t."""
    book = new_book(database_url)
    bureau = with_rights(opened(book, today=FIRST_DAY))
    bureau.do("pledge.register", pledge("质1", 4, at=minute(DAY, 9)))
    bureau.do("listing.open", listing("牌1", 2, at=minute(DAY, 10)))
    bureau.do("freeze.deliver", freeze("冻1", 20, at=minute(DAY, 16, 58)))
    yield bureau
    book.close()


def listed(bureau: Bureau, asked: HoldingFilter, *, limit: int) -> list[HoldingLine]:
    """Return every line, read by pages."""
    with bureau.book.reading() as view:
        found = holding_page(view, asked, limit=limit)
        lines = list(found.lines)
        while found.following is not None:
            found = holding_page(view, asked, after=found.following, limit=limit)
            lines += found.lines
    return lines


@pytest.mark.parametrize("day", [OPENED, DAY])
@pytest.mark.parametrize("limit", [1, 2, 100])
def test_the_list_of_holdings_says_what_the_certificate_says(mill: Bureau, day: date, limit: int) -> None:
    with mill.book.reading() as view:
        certificate = holding_certificate(view, MILL, book=LAW, on=day)

    lines = listed(mill, HoldingFilter(on=day, holder=MILL), limit=limit)

    assert {line.unit: (line.in_use, line.surplus, line.restricted, line.leased_in) for line in lines} == {
        tranche.unit: (tranche.in_use, tranche.surplus, sum(tranche.restricted.values()), tranche.leased_in)
        for tranche in certificate.tranches
    }


def test_holdings_are_filtered(mill: Bureau) -> None:
    everything = listed(mill, HoldingFilter(), limit=3)

    assert listed(mill, HoldingFilter(pollutant=COD), limit=3) == [
        line for line in everything if line.unit.pollutant is COD
    ]
    assert listed(mill, HoldingFilter(area=everything[0].area), limit=100) == [
        line for line in everything if line.area == everything[0].area
    ]
    assert listed(mill, HoldingFilter(area="%"), limit=3) == []
    assert len(set(everything)) == len(everything) > 1


def last_day_of(unit: Unit) -> str | None:
    return None if unit.term_to is None else (unit.term_to - timedelta(days=1)).isoformat()


HELD_ALIKE = {
    AlikeHeld.HOLDER: lambda line: line.holder,
    AlikeHeld.AREA: lambda line: line.area,
    AlikeHeld.LAST_DAY: lambda line: last_day_of(line.unit),
    AlikeHeld.ORIGIN: lambda line: line.unit.origin,
}
BALANCES_ALIKE = {
    Alike.HOLDER: lambda row: row.account.holder,
    Alike.AREA: lambda row: row.account.area,
    Alike.LINE: lambda row: row.account.chart.code,
    Alike.LAST_DAY: lambda row: last_day_of(row.unit),
}


@pytest.mark.parametrize("by", AlikeHeld)
@pytest.mark.parametrize("limit", [1, 100])
def test_holdings_that_are_alike_add_up_to_their_lines(mill: Bureau, by: AlikeHeld, limit: int) -> None:
    expected: dict[object, list[int]] = {}
    for line in listed(mill, HoldingFilter(on=DAY), limit=100):
        totals = expected.setdefault((HELD_ALIKE[by](line), line.unit.pollutant), [0] * 5)
        for place, figure in enumerate((1, line.in_use, line.surplus, line.restricted, line.leased_in)):
            totals[place] += figure

    found = []
    with mill.book.reading() as view:
        tallies, following = holding_tallies(view, HoldingFilter(on=DAY), by=by, limit=limit)
        found += tallies
        while following is not None:
            tallies, following = holding_tallies(view, HoldingFilter(on=DAY), by=by, after=following, limit=limit)
            found += tallies
    named = [
        (str(each.last_day) if each.last_day else None) if by is AlikeHeld.LAST_DAY else each.name for each in found
    ]
    assert {
        (name, each.pollutant): [each.count, each.in_use, each.surplus, each.restricted, each.leased_in]
        for name, each in zip(named, found, strict=True)
    } == expected
    assert len(found) == len(expected) > 0


@pytest.mark.parametrize("by", Alike)
@pytest.mark.parametrize("limit", [2, 100])
def test_balances_that_are_alike_add_up_to_their_lines(mill: Bureau, by: Alike, limit: int) -> None:
    expected: dict[object, list[int]] = {}
    found = []
    with mill.book.reading() as view:
        for row in balance_page(view, BalanceFilter(on=DAY), by=Grouping.HOLDER, limit=1000).rows:
            totals = expected.setdefault((BALANCES_ALIKE[by](row), row.unit.kind, row.unit.pollutant), [0, 0])
            totals[0] += 1
            totals[1] += row.amount
        tallies, following = balance_tallies(view, BalanceFilter(on=DAY), by=by, limit=limit)
        found += tallies
        while following is not None:
            tallies, following = balance_tallies(view, BalanceFilter(on=DAY), by=by, after=following, limit=limit)
            found += tallies
    named = [(str(each.last_day) if each.last_day else None) if by is Alike.LAST_DAY else each.name for each in found]
    assert {
        (name, each.kind, each.pollutant): [each.count, each.amount] for name, each in zip(named, found, strict=True)
    } == expected
    assert len(found) == len(expected) > 0


def register_anew(bureau: Bureau, *facts: Registration) -> None:
    """Register facts past every rule."""
    with bureau.desk("市局经办") as desk:
        desk.work.journal.append(
            JournalEntry(
                key="exercise:anew",
                request_digest=digest("anew"),
                kind="exercise",
                effective_on=DAY,
                actor="test",
                narration="exercise",
                judgement=Judgement.ADMINISTRATIVE,
                registrations=facts,
            )
        )


@pytest.mark.parametrize("limit", [1, 2, 100])
def test_a_register_is_read_by_pages_as_it_stands_now(mill: Bureau, limit: int) -> None:
    with mill.book.reading() as view:
        renamed, gone, *_ = Registers(view).all(Enterprise)
    register_anew(
        mill,
        registration_of(replace(renamed, name="更名后的示例企业")),
        Registration(register=Enterprise.REGISTER, subject=gone.subject, body=REMOVED),
    )
    with mill.book.reading() as view:
        whole = Registers(view).all(Enterprise)
        found = register_page(view, Enterprise, members={}, chosen=lambda _: True, limit=limit)
        records = list(found.records)
        while found.following is not None:
            found = register_page(
                view, Enterprise, members={}, chosen=lambda _: True, after=found.following, limit=limit
            )
            records += found.records
        of_area = register_page(view, Enterprise, members={"area": whole[0].area}, chosen=lambda _: True, limit=100)
        by_name = register_page(
            view, Enterprise, members={}, chosen=lambda each: each == whole[-1], text=whole[-1].name, limit=100
        )
        nothing = register_page(view, Enterprise, members={}, chosen=lambda _: True, text='%"', limit=100)

    assert records == whole
    assert gone not in records
    assert records[0].name == "更名后的示例企业"
    assert list(of_area.records) == [each for each in whole if each.area == whole[0].area]
    assert list(by_name.records) == [whole[-1]]
    assert nothing.records == ()
