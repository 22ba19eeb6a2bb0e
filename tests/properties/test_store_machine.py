"""Any sequence of acts, in any cut into batches and units of work, leaves the store as the model says."""

from __future__ import annotations

from collections import Counter
from contextlib import ExitStack
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test
from sqlalchemy.exc import DatabaseError

from ledger.domain.values.encoding import digest
from ledger.errors import LedgerError
from ledger.projections.accounts.balances import balances
from ledger.store.book import Book
from ledger.store.verification import verify
from tests.properties import model, posting
from tests.properties.fresh_books import fresh_books
from tests.store.conftest import LAW, NOW

if TYPE_CHECKING:
    from tests.properties.fresh_books import FreshUrl

days = st.sampled_from(posting.DAYS)
drafts = st.tuples(days, st.lists(posting.moves(), min_size=1, max_size=3))
"""An act without its key."""
batches = st.lists(st.lists(drafts, min_size=1, max_size=3), min_size=1, max_size=3)
"""The acts of a unit of work; each list is written before the next is appended."""


class _StoreMachine(RuleBasedStateMachine):
    """The store and the model, side by side."""

    def __init__(self, fresh_url: FreshUrl, done: Counter[str]) -> None:
        super().__init__()
        self.resources = ExitStack()
        self.url = self.resources.enter_context(fresh_url())
        self.book = Book.open(self.url)
        self.ledger = model.Ledger(posting.BOUNDS)
        self.done = done
        self.keys = 0

    def act(self, draft: tuple[int, list[model.Move]]) -> model.Act:
        self.keys += 1
        day, moves = draft
        return model.Act(f"act {self.keys}", day, tuple(moves))

    def work(self, unit: list[list[model.Act]], *, commit: bool = True) -> None:
        """Do one unit of work in the store and in the model; both accept it, or both refuse it for one reason."""
        expected, code = self.ledger, "accepted"
        try:
            for batch in unit:
                expected = expected.written(batch)
        except model.Refused as refusal:
            expected, code = self.ledger, refusal.code
        assert self.attempt(unit, commit=commit) == code
        self.done[code] += sum(map(len, unit))
        if commit:
            self.ledger = expected

    def attempt(self, unit: list[list[model.Act]], *, commit: bool) -> str:
        with self.book.unit_of_work(recorded_at=NOW, rule_book=LAW) as work:
            try:
                for batch in unit:
                    for act in batch:
                        work.journal.append(posting.entry(work, act))
                    work.journal.flush()
                if commit:
                    work.commit()
            except LedgerError as refusal:
                with pytest.raises((LedgerError, DatabaseError)):  # what was refused cannot be committed after all
                    work.commit()
                return refusal.problem_code
        return "accepted"

    @rule(draft=drafts)
    def one_act(self, draft: tuple[int, list[model.Move]]) -> None:
        self.work([[self.act(draft)]])

    @rule(day=days, amount=st.integers(5, 40), words=st.sampled_from(["Q40 Acme", 'Q40 聊城 "螺栓"', "Q41 a/b%2F"]))
    def a_holder_gets_something(self, day: int, amount: int, words: str) -> None:
        self.work([[self.act((day, [model.Move(f"{words}|COD", "opening|COD", amount)]))]])

    @rule(unit=batches)
    def a_unit_of_work(self, unit: list[list[tuple[int, list[model.Move]]]]) -> None:
        self.work([[self.act(draft) for draft in batch] for batch in unit])

    @rule(unit=batches)
    def a_unit_of_work_that_is_left(self, unit: list[list[tuple[int, list[model.Move]]]]) -> None:
        self.work([[self.act(draft) for draft in batch] for batch in unit], commit=False)

    @rule(data=st.data(), day=days, extra=st.integers(0, 3))
    def a_position_is_emptied_or_overdrawn(self, data: st.DataObject, day: int, extra: int) -> None:
        held = {name: amount for name, amount in self.ledger.balances().items() if amount > 0 and "Q4" in name}
        if held:
            name = data.draw(st.sampled_from(sorted(held)))
            source = f"opening|{name.partition('|')[2]}"
            self.work([[self.act((day, [model.Move(source, name, held[name] + extra)]))]])

    @precondition(lambda self: self.ledger.acts)
    @rule(data=st.data(), day=days, changes_content=st.booleans(), draft=drafts)
    def a_key_comes_again(
        self, data: st.DataObject, day: int, changes_content: bool, draft: tuple[int, list[model.Move]]
    ) -> None:
        known = data.draw(st.sampled_from(self.ledger.acts))
        # Without its reversal: which of two broken constraints a database names first is its own affair.
        again = model.Act(known.key, *((day, tuple(draft[1])) if changes_content else (known.day, known.moves)))

        with self.book.unit_of_work(recorded_at=NOW, rule_book=LAW) as work:
            assert work.journal.find(known.key) == (self.ledger.place(known), digest([known.key, known.day]))
            assert work.journal.find("never used") is None

        self.work([[self.act(draft)], [again]])

    @precondition(lambda self: self.ledger.acts)
    @rule(data=st.data(), day=days)
    def an_act_is_reversed(self, data: st.DataObject, day: int) -> None:
        known = data.draw(st.sampled_from(self.ledger.acts))
        back = [model.Move(move.credit, move.debit, move.amount) for move in reversed(known.moves)]
        self.keys += 1
        self.work([[model.Act(f"act {self.keys}", day, tuple(back), reverses=self.ledger.place(known))]])

    @rule()
    def the_book_is_opened_anew(self) -> None:
        self.book.close()
        self.book = Book.open(self.url)
        self.done["opened"] += 1

    @rule(data=st.data(), day=st.one_of(st.none(), days))
    def balances_are_read(self, data: st.DataObject, day: int | None) -> None:
        size = 1 + len(self.ledger.acts)
        known_at = data.draw(st.one_of(st.none(), st.integers(0, size)))
        with self.book.reading() as connection:
            found = balances(connection, on=day and posting.day(day), as_known_at=known_at, include_zero=True)
        units = {unit.code: name for name, unit in posting.UNITS.items()}
        self.done["read"] += 1
        limits: dict[str, Any] = {} if day is None else {"day": day}
        expected = self.ledger.balances(**limits, **({} if known_at is None else {"known_at": known_at}))
        assert {
            f"{row.account.chart.code} {row.account.holder or ''}".strip() + f"|{units[row.unit.code]}": row.amount
            for row in found
        } == {name: expected[name] for name in self.ledger.latest_days()}

    @invariant()
    def the_tables_are_those_of_the_model(self) -> None:
        posting.check_against(self.book, self.ledger)

    def teardown(self) -> None:
        try:
            posting.check_root(self.book)
            with self.book.reading() as connection:
                assert verify(connection, full=True).findings == ()
        finally:
            self.book.close()
            self.resources.close()


def run(url: str, *, examples: int, steps: int) -> Counter[str]:
    """Try the machine on copies of an empty book and return what was done."""
    lend, done = fresh_books(url), Counter[str]()
    run_state_machine_as_test(
        lambda: _StoreMachine(lend, done),
        settings=settings(
            max_examples=examples,
            stateful_step_count=steps,
            deadline=None,
            print_blob=True,
            suppress_health_check=list(HealthCheck),
        ),
    )
    return done


def test_the_store_does_what_the_model_does(database_url: str) -> None:
    done = run(database_url, examples=25, steps=25)

    assert done["accepted"]
    assert done["balance.overdrawn"]
    assert done["idempotency.reused"]


@pytest.mark.slow
def test_the_store_does_what_the_model_does_for_twenty_thousand_operations(database_url: str) -> None:
    done = run(database_url, examples=300, steps=50)

    assert done.total() >= 20_000
