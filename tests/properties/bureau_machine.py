"""The machine that takes any acts in any order at the bureau and at its model, and compares them."""

from __future__ import annotations

import time
from collections import Counter
from contextlib import ExitStack
from datetime import timedelta
from importlib import import_module
from random import Random
from typing import TYPE_CHECKING, Any, Final

from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule, run_state_machine_as_test

from ledger.store.book import Book
from tests.properties.bureau_asks import ASKS, FAMILIES, Ask, Clerk
from tests.properties.bureau_at_work import Bureau
from tests.properties.bureau_compared import check_the_books, compare
from tests.properties.bureau_model import KINDS, Books
from tests.properties.fresh_books import copies_of
from tests.services.acts.bureau import PERSONS, opened
from tests.services.acts.conftest import FIRST_DAY, new_book

if TYPE_CHECKING:
    from tests.properties.fresh_books import FreshUrl

MODELLED: Final = (
    *("rights", "money", "deposits", "registers", "credits", "restarts", "tenure", "corrections", "projects"),
    *("exemptions", "law", "claims", "transfers", "succession", "openings", "pool", "reclaims"),
)
ASKED_FOR: Final = (
    *("rights", "money", "registers", "credits", "tenure", "corrections", "projects", "transfers", "openings"),
    *("reclaims", "restarts", "claims", "succession", "law", "instalments"),
)
for _name in MODELLED:
    import_module(f"tests.properties.bureau_model_{_name}")
for _name in ASKED_FOR:
    import_module(f"tests.properties.bureau_asks_{_name}")
MATTERS: Final = import_module("tests.properties.bureau_matters").MATTERS

FOUNDATION: Final = (
    *("enterprise.register", "facility.register", "cap.set", "reserve.retain", "attainment.record"),
    *("right.confirm_existing", "reduction.verify", "credit.recognise"),
)
"""What a city begins with."""
PATIENCE: Final = 4
"""How often something is asked for until it is done, where a matter is to go on."""

whims = st.integers(0, 2**32 - 1)
"""What decides everything about some operations."""
many, few = st.integers(5, 25), st.integers(1, 6)
"""How many operations there are in one unit of work."""


class _BureauMachine(RuleBasedStateMachine):
    """The bureau's services and the model, side by side."""

    def __init__(self, fresh_url: FreshUrl, done: Counter[str]) -> None:
        super().__init__()
        self.resources = ExitStack()
        self.book = Book.open(self.resources.enter_context(fresh_url()))
        self.bureau = Bureau(self.book, Books(today=FIRST_DAY, size=1), done)
        self.books = self.bureau.books
        self.asked = 0

    def do(self, family: str, mood: int, acts: int) -> None:
        """Ask for acts of a family and have most of them decided, all in one unit of work."""
        for _ in range(acts):
            clerk = self.clerk(mood)
            kind, asked = clerk.one_of(FAMILIES[family])
            by = clerk.one_of(sorted(PERSONS)) if clerk.seldom(40) else None
            self.ask_for(kind, asked(clerk), by=by, decided=not clerk.seldom(8))
        compare(self.bureau)

    def clerk(self, mood: int) -> Clerk:
        """Return somebody who asks, in a mood that decides everything about what he asks."""
        self.asked += 1
        return Clerk(self.books, Random(f"{mood} {self.asked}"))  # noqa: S311 - no secret is made of it

    def ask_for(self, kind: str, command: Any, *, by: str | None = None, decided: bool = True) -> bool:
        """Record an act and take it through the hands that it needs; return whether it was posted."""
        reference = self.bureau.record(kind, command, by=by) if command else None
        if reference is None or not decided:
            return False
        if KINDS[kind].hands.first_check and not self.bureau.check(reference):
            return False
        return self.bureau.approve(reference)

    @initialize(mood=whims)
    def the_city_is_founded(self, mood: int) -> None:
        clerk = self.clerk(mood)
        for kind in FOUNDATION:
            for _ in range(10):
                self.ask_for(kind, ASKS[kind](clerk))
        compare(self.bureau)

    @rule(family=st.sampled_from(sorted(FAMILIES)), mood=whims, acts=many)
    def acts_of_a_family(self, family: str, mood: int, acts: int) -> None:
        self.do(family, mood, acts)

    @rule(families=st.lists(st.sampled_from(sorted(FAMILIES)), min_size=2, max_size=5), mood=whims, acts=few)
    def acts_of_some_families(self, families: list[str], mood: int, acts: int) -> None:
        for family in families:
            self.do(family, mood, acts)

    @rule(matter=st.sampled_from(sorted(MATTERS)), mood=whims)
    def a_matter_goes_its_way(self, matter: str, mood: int) -> None:
        for step in MATTERS[matter]:
            if isinstance(step, int):
                self.time_passes(step)
            else:
                self.go_on(*step, mood)
        compare(self.bureau)

    def go_on(self, kind: str, asked: Ask, mood: int) -> None:
        """Ask for a kind of act until it is done, or patience ends."""
        for _ in range(PATIENCE):
            if self.ask_for(kind, asked(self.clerk(mood))):
                break

    @precondition(lambda self: self.books.waiting)
    @rule(mood=whims, steps=many)
    def the_desks_are_cleared(self, mood: int, steps: int) -> None:
        for _ in range(steps):
            clerk = self.clerk(mood)
            reference = clerk.some(sorted(self.books.waiting))
            if reference is None:
                break
            by = clerk.one_of(sorted(PERSONS)) if clerk.seldom(8) else None
            step = clerk.one_of(["check", "approve", "approve", "return", "reject", "withdraw"])
            if step == "check":
                self.bureau.check(reference, by=by)
            elif step == "approve":
                self.bureau.approve(reference, by=by)
            else:
                self.bureau.end(reference, step, by=by)
        compare(self.bureau)

    @rule(mood=whims)
    def the_year_is_closed(self, mood: int) -> None:
        for waiting in sorted(self.books.waiting):
            self.bureau.end(waiting, "withdraw")
        months = (self.books.today - FIRST_DAY).days // 30
        for kind in ["period.close_month"] * min(months, 12) + ["period.close_year"]:
            self.ask_for(kind, ASKS[kind](self.clerk(mood)))
        compare(self.bureau)
        check_the_books(self.bureau, full=False)

    @rule(days=st.sampled_from([1, 3, 10, 40, 40, 100, 400]))
    def time_passes(self, days: int) -> None:
        self.books.today += timedelta(days=days)

    def teardown(self) -> None:
        try:
            self.bureau.leave(commit=True)
            check_the_books(self.bureau, full=True)
        finally:
            self.bureau.leave(commit=False)
            self.book.close()
            self.resources.close()


def run(url: str, *, examples: int, steps: int, chance: int) -> Counter[str]:
    """Try the machine on copies of a book with areas and persons, and return what was done.

    What fails is told as it was: making it shorter would take longer than to find it, and the same chance, a seed,
    finds it again.
    """
    book = new_book(url)
    opened(book, today=FIRST_DAY)
    with book.reading() as connection:
        size = int(connection.exec_driver_sql("SELECT size FROM head").scalar_one())
    book.close()
    lend, done = copies_of(url), Counter[str]()

    def machine() -> _BureauMachine:
        new = _BureauMachine(lend, done)
        new.books.size = size
        return new

    started = time.process_time()
    print(f"chance {chance}")  # noqa: T201 - what failed is found again by it
    run_state_machine_as_test(
        seed(chance)(machine),  # type: ignore[arg-type]  # what makes a machine does as well as its class
        settings=settings(
            max_examples=examples,
            stateful_step_count=steps,
            deadline=None,
            phases=[Phase.generate],
            database=None,
            print_blob=False,
            report_multiple_bugs=False,
            suppress_health_check=list(HealthCheck),
        ),
    )
    done["seconds"] = int(time.process_time() - started)
    return done
