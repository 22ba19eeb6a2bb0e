"""What lies on desks, and what became of each act: the same on both engines."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from ledger.domain.bookkeeping.act import State
from ledger.domain.bookkeeping.reversal import ReverseAct
from ledger.domain.people.absence import Absence
from ledger.errors import NotFound
from ledger.projections.desk.absences import Steads
from ledger.projections.desk.act_file import act_file, asked_of, effects, reference_at, shown_postings
from ledger.projections.desk.acts import ActFilter, acts
from ledger.projections.desk.vouchers import first_year, printed_voucher, series_of, vouchers
from ledger.projections.desk.work import DeskWork, desk_work, waiting_acts
from ledger.services import procedure
from ledger.services.catalogue import ACTS
from tests.services.acts.bureau import EAST, PERSONS, WEST, Bureau, opened
from tests.services.acts.conftest import FIRST_DAY, new_book
from tests.services.acts.rights import TONNE, confirm, open_for_business, retain, surplus

HANDS = {kind: act.path.value for kind, act in ACTS.items()}


@pytest.fixture
def bureau(database_url: str) -> Iterator[Bureau]:
    """Lend a bureau in whose eastern area one enterprise holds 10 t of COD."""
    book = new_book(database_url)
    bureau = opened(book, today=FIRST_DAY)
    open_for_business(bureau)
    bureau.do("right.confirm_existing", confirm(10 * TONNE))
    yield bureau
    book.close()


def desk(bureau: Bureau, name: str) -> DeskWork:
    person = PERSONS[name]
    with bureau.book.reading() as view:
        return desk_work(waiting_acts(view, area=person.area), person, hands=HANDS)


def listed(bureau: Bureau, **wanted: object) -> list[int]:
    with bureau.book.reading() as view:
        return [row.act.reference for row in acts(view, ActFilter(**wanted)).rows]  # type: ignore[arg-type]  # named by the test


def references(rows: object) -> list[int]:
    return [row.act.reference for row in rows]  # type: ignore[attr-defined]  # a pile of any kind


def test_each_act_lies_on_the_desk_of_who_takes_the_next_step(bureau: Bureau) -> None:
    checked = bureau.record("right.determine_surplus", surplus(4 * TONNE, need=6 * TONNE))
    decided = bureau.record("reserve.retain", retain(5 * TONNE))

    assert references(desk(bureau, "东区复核").to_check) == [checked]
    assert references(desk(bureau, "市局审批").to_decide) == [decided]
    assert references(desk(bureau, "东区经办").on_the_way) == [checked]
    assert references(desk(bureau, "市局经办").on_the_way) == [decided]
    assert desk(bureau, "西区复核").count == 0
    assert desk(bureau, "财务").count == 0

    with bureau.desk("市局审批") as reviewer:
        procedure.send_back(reviewer, decided, reason="文号不全")
    assert references(desk(bureau, "市局经办").returned) == [decided]
    assert desk(bureau, "市局审批").count == 0


def test_acts_are_found_by_state_kind_area_maker_day_and_words(bureau: Bureau) -> None:
    waiting = bureau.record("reserve.retain", retain(5 * TONNE))
    rejected = bureau.record("reserve.retain", retain(6 * TONNE))
    with bureau.desk("市局审批") as reviewer:
        procedure.reject(reviewer, rejected, reason="100%不需要_")

    assert listed(bureau)[:2] == [rejected, waiting]
    assert listed(bureau, waiting=True) == [waiting]
    assert listed(bureau, state=State.RECORDED) == [waiting]
    assert waiting not in listed(bureau, waiting=False)
    assert listed(bureau, state=State.REJECTED) == [rejected]
    assert listed(bureau, kind="reserve.retain") == [rejected, waiting]
    assert listed(bureau, area=WEST) == []
    assert len(listed(bureau, area=EAST)) == 4
    assert listed(bureau, maker="市局经办", waiting=True) == [waiting]
    assert listed(bureau, text="100%不需要_") == [rejected]
    assert listed(bureau, text="100_") == []
    assert waiting in listed(bureau, text=str(waiting))
    assert len(listed(bureau, first=date(2026, 1, 10), last=date(2026, 1, 10))) == 3


def test_pages_follow_one_another_without_gap_or_overlap(bureau: Bureau) -> None:
    every = listed(bureau)
    with bureau.book.reading() as view:
        first = acts(view, ActFilter(), limit=1)
        rest = acts(view, ActFilter(), before=first.before)

    assert [row.act.reference for row in (*first.rows, *rest.rows)] == every
    assert rest.before is None


def test_the_file_of_an_act_tells_its_way_and_what_it_posted(bureau: Bureau) -> None:
    reference = bureau.record("reserve.retain", retain(5 * TONNE))
    with bureau.desk("市局审批") as reviewer:
        procedure.send_back(reviewer, reference, reason="应为8吨")
    with bureau.desk("市局经办") as clerk:
        procedure.correct(clerk, reference, retain(8 * TONNE))
    bureau.decide(reference)
    with bureau.book.reading() as view:
        file = act_file(view, reference)
        assert file.posted is not None
        assert reference_at(view, file.posted.seq) == reference
        assert reference_at(view, 1) is None

    assert [step.state for step in file.way] == [State.RECORDED, State.RETURNED, State.RECORDED, State.POSTED]
    assert [step.person for step in file.way] == ["市局经办", "市局审批", "市局经办", "市局审批"]
    assert asked_of(file, ACTS["reserve.retain"].command) == retain(8 * TONNE)
    assert [movement.amount for movement in file.posted.movements] == [8 * TONNE]


def test_an_act_that_there_is_not_has_no_file(bureau: Bureau) -> None:
    with bureau.book.reading() as view, pytest.raises(NotFound):
        act_file(view, 999)


def test_a_preview_shows_balances_before_and_after_and_a_reversal_in_red(bureau: Bureau) -> None:
    seq = bureau.do("reserve.retain", retain(5 * TONNE))
    reversal = bureau.record(
        "correction.reverse", ReverseAct(effective_on=date(2026, 1, 20), seq=seq, reason="重复登记")
    )
    with bureau.desk("市局审批") as reviewer:
        voucher = procedure.preview(reviewer, reversal).prepared.voucher
    with bureau.book.reading() as view:
        [red] = shown_postings(view, voucher)
        found = {
            effect.account.chart.code: (effect.before, effect.change, effect.after)
            for effect in effects(view, voucher.postings)
        }

    assert (red.debit.chart.code, red.credit.chart.code, red.amount) == ("Q30", "Q20", -5 * TONNE)
    assert found["Q30"] == (5 * TONNE, -5 * TONNE, 0)


def test_vouchers_are_found_by_series_number_month_and_area(bureau: Bureau) -> None:
    seq = bureau.do("reserve.retain", retain(5 * TONNE))
    with bureau.book.reading() as view:
        assert first_year(view) == 2026
        assert series_of(view, years=(2026, 2025), names=("量", "费")) == ("量-2026",)
        rows = vouchers(view, "量-2026")
        assert [row.number for row in rows] == [1, 2, 3]
        assert [row.number for row in vouchers(view, "量-2026", after=2)] == [3]
        assert vouchers(view, "量-2026", month=date(2026, 2, 1)) == ()
        assert vouchers(view, "量-2026", area=WEST) == ()
        slip = printed_voucher(view, seq)
        with pytest.raises(NotFound):
            printed_voucher(view, 1)

    assert [(line.debit, line.credit) for line in slip.lines] == [(5 * TONNE, 0), (0, 5 * TONNE)]
    assert list(slip.totals.values()) == [5 * TONNE]
    assert (slip.act.maker, slip.act.decider) == ("市局经办", "市局审批")


def test_a_step_was_taken_in_the_stead_of_who_was_entered_before_it(bureau: Bureau) -> None:
    reference = bureau.record("reserve.retain", retain(5 * TONNE))
    day = date(2026, 1, 10)
    bureau.register(Absence(person="另一审批", deputy="市局审批", first=day, last=day, noted_by="另一审批"))
    with bureau.desk("市局审批") as reviewer:
        procedure.reject(reviewer, reference, reason="依据不足")
    bureau.register(Absence(person="第三审批", deputy="市局审批", first=day, last=day, noted_by="第三审批"))
    with bureau.book.reading() as view:
        steads = Steads(view)
        recorded, rejected = act_file(view, reference).way

    assert steads.of(recorded, day=day, maker="市局经办") == ()
    assert steads.of(rejected, day=day, maker="市局经办") == ("另一审批",)
    assert steads.of(rejected, day=date(2026, 1, 11), maker="市局经办") == ()
