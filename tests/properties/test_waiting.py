"""Recorded, corrected, decided, written or left, in any order: registers and docket say what dictionaries say."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ledger.domain.bookkeeping.account import Account, account
from ledger.domain.bookkeeping.act import UNDECIDED, State, WaitingAct
from ledger.store.book import Book
from ledger.store.verification import verify
from tests.properties.fresh_books import fresh_books
from tests.store.conftest import COD, LAW, NOW, TODAY, entry
from tests.store.exercise import step

if TYPE_CHECKING:
    from ledger.store.unit_of_work import UnitOfWork

HOLDERS = ("Acme", "Bolt", "Coil")
ACCOUNTS: dict[str, Account] = {name: account("Q40", area="Testville", holder=name) for name in HOLDERS}
HELD = 1_000

holds = st.dictionaries(st.sampled_from(HOLDERS), st.integers(1, 50), max_size=2)
record = st.tuples(st.just("record"), holds)
change = st.tuples(st.sampled_from([state.value for state in State]), st.integers(0, 5), holds)
flush = st.tuples(st.just("flush"))
units = st.lists(st.tuples(st.booleans(), st.lists(record | change | flush, max_size=6)), min_size=1, max_size=5)
"""Units of work: whether each is committed, and its steps."""


@dataclass
class Waiting:
    """The model: the acts by reference, as last registered."""

    acts: dict[int, WaitingAct] = field(default_factory=dict)

    def held(self, holder: str, *, besides: int | None = None) -> int:
        """Return what waits of what somebody holds."""
        code = ACCOUNTS[holder].code
        return sum(
            amount
            for act in self.acts.values()
            if act.state in UNDECIDED and act.reference != besides
            for account_code, _, amount in act.holds
            if account_code == code
        )

    def pending(self) -> list[tuple[int, State]]:
        """Return the acts that nobody has decided."""
        return [(act.reference, act.state) for _, act in sorted(self.acts.items()) if act.state in UNDECIDED]


def taken(amounts: dict[str, int]) -> tuple[tuple[str, str, int], ...]:
    return tuple((ACCOUNTS[name].code, COD.code, amount) for name, amount in amounts.items())


def take(work: UnitOfWork, model: Waiting, doing: tuple[object, ...]) -> None:
    """Take one step in the store and in the model."""
    match doing:
        case ("flush",):
            work.journal.flush()
            return
        case ("record", dict(amounts)):
            act = WaitingAct(
                reference=work.journal.size + 1,
                kind="exercise",
                area="Testville",
                state=State.RECORDED,
                effective_on=TODAY,
                maker="clerk",
                holds=taken(amounts),
            )
        case (str(state), int(which), dict(amounts)) if model.acts:
            known = model.acts[sorted(model.acts)[which % len(model.acts)]]
            waits = State(state) in {State.RECORDED, State.CHECKED}
            act = replace(known, state=State(state), holds=taken(amounts) if waits else ())
        case _:
            return
    model.acts[act.reference] = act
    step(work, act)


def compare(work: UnitOfWork, model: Waiting) -> None:
    """Compare everything that can be asked for."""
    assert [(act.reference, act.state) for act in work.docket.pending()] == model.pending()
    found = work.registers.all(WaitingAct)
    assert sorted(found, key=lambda act: act.reference) == [act for _, act in sorted(model.acts.items())]
    for reference, act in model.acts.items():
        assert work.registers.find(WaitingAct, str(reference)) == act
    for holder in HOLDERS:
        position = work.find_position(ACCOUNTS[holder], COD)
        assert position is not None
        assert work.docket.held(position) == model.held(holder)
        for reference in model.acts:
            assert work.docket.held(position, besides=reference) == model.held(holder, besides=reference)


def opened(book: Book) -> None:
    """Let everybody hold something."""
    with book.unit_of_work(recorded_at=NOW, rule_book=LAW) as work:
        for name in HOLDERS:
            work.journal.append(entry(work, f"opening {name}", f"Q40 {name}", "opening", HELD))
        work.commit()


@pytest.mark.parametrize("examples", [40, pytest.param(1_000, marks=pytest.mark.slow)])
def test_registers_and_docket_do_what_dictionaries_do(database_url: str, examples: int) -> None:
    lend = fresh_books(database_url)

    @settings(max_examples=examples, deadline=None, suppress_health_check=list(HealthCheck))
    @given(units=units)
    def run(units: list[tuple[bool, list[tuple[object, ...]]]]) -> None:
        with ExitStack() as stack:
            book = Book.open(stack.enter_context(lend()))
            stack.callback(book.close)
            opened(book)
            model = Waiting()
            for committed, steps in units:
                attempt = Waiting(dict(model.acts))
                with book.unit_of_work(recorded_at=NOW, rule_book=LAW) as work:
                    compare(work, attempt)
                    for doing in steps:
                        take(work, attempt, doing)
                        compare(work, attempt)
                    if committed:
                        work.commit()
                        model = attempt
            with book.reading() as connection:
                assert verify(connection, full=True).findings == ()

    run()
