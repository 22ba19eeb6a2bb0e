"""The bureau's real services and the model of it, side by side: every step is taken at both."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from contextlib import ExitStack
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from ledger.domain.actor import User
from ledger.domain.unit import Unit as LedgerUnit
from ledger.errors import LedgerError, RuleViolation
from ledger.projections.balances import balances
from ledger.services import procedure
from ledger.services.catalogue import ACTS
from ledger.services.desk import Desk
from ledger.store.book import Book
from ledger.store.rule_books import RuleBookText
from ledger.store.unit_of_work import UnitOfWork
from tests.properties.bureau_model import KINDS, Books, Hands, Plan, Refused, Waiting
from tests.properties.bureau_units import Account, Position, Unit
from tests.services.acts.bureau import BRANCHES, LAW, PERSONS

LAW_TEXT = RuleBookText(texts=LAW.texts)
REVIEWER = "市局审批"
SURE = frozenset(
    {
        *("balance.insufficient", "balance.overdrawn", "period.closed", "date.future"),
        *("person.not_allowed", "person.same", "act.missing", "act.state"),
    }
)
"""Reasons that every act has in common; the manual does not name all the others."""
HOLDS = (
    "SELECT account.chart, account.area, account.holder, unit.code, sum(hold.amount) FROM hold"
    " JOIN position ON position.id = hold.position_id JOIN account ON account.id = position.account_id"
    " JOIN unit ON unit.id = position.unit_id GROUP BY account.chart, account.area, account.holder, unit.code"
)


def codes_of(call: Callable[[], Any]) -> tuple[frozenset[str], Any]:
    """Return why something is refused, and what it returned where it is not."""
    try:
        return frozenset(), call()
    except LedgerError as error:
        codes = frozenset(breach.code for breach in error.breaches) if isinstance(error, RuleViolation) else frozenset()
        return codes or frozenset({error.problem_code}), None


def position_of(line: str, area: str, holder: str | None, unit: LedgerUnit) -> Position:
    """Return a position of the ledger as the model names it."""
    named = (unit.pollutant, unit.area, unit.basin, unit.term_from, unit.term_to, unit.origin, unit.source)
    texts = (part if isinstance(part, date) or part is None else str(part) for part in named)
    return Position(Account(line, area, holder), Unit(str(unit.kind), *texts))  # type: ignore[arg-type]  # the texts of a unit, and its days


def clerk_of(hands: Hands, area: str) -> str:
    """Return whose task it is to record an act."""
    if hands.role == "finance":
        return "财务"
    return f"{area}经办" if "branch" in hands.offices and area in BRANCHES else "市局经办"


def reviewer_of(area: str) -> str:
    """Return who decides for the branch of an area."""
    return f"{area}复核" if area in BRANCHES else REVIEWER


def sits_in(person: User, area: str) -> bool:
    """Return whether the acts of an area are a person's business."""
    return person.area is None or person.area == area


class Bureau:
    """Takes steps in the ledger and in the model, and asserts that both do the same."""

    def __init__(self, book: Book, books: Books, done: Counter[str]) -> None:
        self.book = book
        self.books = books
        self.done = done
        self.stack = ExitStack()
        self.work: UnitOfWork | None = None
        self.steps = 0

    def desk(self, name: str) -> Desk:
        """Return a person's desk in the unit of work that is open."""
        if self.work is None:
            moment = datetime.combine(self.books.today, time(1), tzinfo=UTC) + timedelta(milliseconds=self.steps)
            self.work = self.stack.enter_context(self.book.unit_of_work(recorded_at=moment, rule_book=LAW_TEXT))
        return Desk(work=self.work, book=LAW, acts=ACTS, user=PERSONS[name], today=self.books.today)

    def leave(self, *, commit: bool) -> None:
        """End the unit of work that is open."""
        if self.work is not None:
            if commit:
                self.work.commit()
            self.work = None
            self.stack.close()

    def count(self, step: str, refused: frozenset[str]) -> None:
        """Count a step."""
        self.steps += 1
        self.done["operations"] += 1
        self.done[f"{step} {'refused' if refused else 'accepted'}"] += 1

    def agree(self, what: str, expected: frozenset[str], found: frozenset[str], command: Any = None) -> None:
        """Assert that both refused, or neither: and that whatever bears the same name in every act was the reason."""
        for_one_reason = expected & found or not (expected <= SURE or found <= SURE)
        same = bool(for_one_reason) if expected and found else expected == found
        assert same, f"{what}: the model {sorted(expected)}, the ledger {sorted(found)}; {command}"

    # What a person does.

    def record(self, kind: str, command: Any, *, by: str | None = None) -> int | None:
        """Record an act; return its reference where it was accepted and waits."""
        area, plan, expected = self.expected(kind, command)
        hands = KINDS[kind].hands
        person = PERSONS[by or clerk_of(hands, area)]
        if command.effective_on > self.books.today:
            expected |= {"date.future"}
        if not self.may_record(person, hands, area):
            expected |= {"person.not_allowed"}
        key = f"asked {self.books.size} {self.steps}"
        desk = self.desk(person.name)
        found, recorded = codes_of(lambda: procedure.record(desk, command, kind=kind, key=key))
        self.agree(f"record {kind}", expected, found, command)
        self.count(kind if hands.decides is None else "record", found)
        self.done[f"{kind} {'refused' if found else 'recorded'}"] += 1
        if recorded is None or plan is None:
            return None
        self.books.size += 1
        assert recorded.reference == self.books.size
        if hands.decides is None:
            self.books.post(kind, plan, command.effective_on)
            self.done[f"{kind} posted"] += 1
            return None
        act = Waiting(kind, command, plan.area, person.name, holds=plan.takes(), key=key)
        self.books.waiting[recorded.reference] = act
        return int(recorded.reference)

    def expected(self, kind: str, command: Any) -> tuple[str, Plan | None, frozenset[str]]:
        """Return what the model says of an act: its area, what it would do, or why it is refused."""
        try:
            plan = self.books.judge(kind, command)
        except Refused as refusal:
            area = refusal.area if refusal.area is not None else getattr(command, "area", "")
            return str(area), None, refusal.codes
        return plan.area, plan, frozenset()

    @staticmethod
    def may_record(person: User, hands: Hands, area: str) -> bool:
        """Return whether a person records acts of a kind in an area."""
        return str(person.role) == hands.role and str(person.office) in hands.offices and sits_in(person, area)

    def check(self, reference: int, *, by: str | None = None) -> bool:
        """Have the branch check an act first."""
        act = self.books.waiting[reference]
        person = PERSONS[by or reviewer_of(act.area)]
        expected, plan = self.judged_again(reference, person, "checked")
        found = self.shown(reference, person, procedure.check)[0]
        self.agree(f"check {act.kind}", expected, found, act.command)
        self.count("check", found)
        if not found and plan is not None:
            act.state, act.checker, act.holds = "checked", person.name, plan.takes()
            self.books.size += 1
        return not found

    def approve(self, reference: int, *, by: str | None = None) -> bool:
        """Have an act decided and posted."""
        act = self.books.waiting[reference]
        hands = KINDS[act.kind].hands
        person = PERSONS[by or (reviewer_of(act.area) if hands.decides == "branch" else REVIEWER)]
        expected, plan = self.judged_again(reference, person, "posted")
        overdrawn = plan is not None and not expected and self.books.overdrawn(plan, act.command.effective_on)
        if overdrawn:
            self.leave(commit=True)
            expected = frozenset({"balance.overdrawn"})
        found, posted = self.shown(reference, person, procedure.approve)
        self.agree(f"approve {act.kind}", expected, found, act.command)
        self.count("approve", found)
        if overdrawn:
            self.leave(commit=False)
        if found or plan is None:
            return False
        number = self.books.post(act.kind, plan, act.command.effective_on)
        assert (posted.seq, posted.series, posted.number) == (self.books.size, *number)
        del self.books.waiting[reference]
        self.done[f"{act.kind} posted"] += 1
        return True

    def judged_again(self, reference: int, person: User, state: str) -> tuple[frozenset[str], Plan | None]:
        """Return what the model says when an act is looked at again."""
        act = self.books.waiting[reference]
        hands = KINDS[act.kind].hands
        if not sits_in(person, act.area):
            return frozenset({"act.missing"}), None
        if act.state == "returned":
            return frozenset({"act.state"}), None
        self.books.deciding = reference
        _, plan, codes = self.expected(act.kind, act.command)
        self.books.deciding = None
        wanted = {"recorded"} if state == "checked" or not hands.first_check else {"checked"}
        wanted |= {"recorded", "checked"} if state == "posted" and not hands.first_check else set()
        if act.state not in wanted or (state == "checked" and not hands.first_check):
            return codes | {"act.state"}, None
        office = "branch" if state == "checked" else hands.decides
        if str(person.role) != "reviewer" or str(person.office) != office:
            codes |= {"person.not_allowed"}
        if person.name in {act.maker, act.checker}:
            codes |= {"person.same"}
        return codes, plan

    def shown(self, reference: int, person: User, step: Callable[..., Any]) -> tuple[frozenset[str], Any]:
        """Take a step with the digest of what the person sees."""
        desk = self.desk(person.name)
        return codes_of(lambda: step(desk, reference, shown=procedure.preview(desk, reference).digest))

    def end(self, reference: int, step: str, *, by: str | None = None) -> None:
        """Return an act, reject it, or take it back."""
        act = self.books.waiting[reference]
        hands = KINDS[act.kind].hands
        waits_for_branch = hands.first_check and act.checker is None
        deciding = "branch" if waits_for_branch else hands.decides
        reviewer = reviewer_of(act.area) if deciding == "branch" else REVIEWER
        person = PERSONS[by or (act.maker if step == "withdraw" else reviewer)]
        states = {"recorded", "checked", "returned"} if step == "withdraw" else {"recorded", "checked"}
        if not sits_in(person, act.area):
            expected = frozenset({"act.missing"})
        elif act.state not in states:
            expected = frozenset({"act.state"})
        elif step == "withdraw":
            expected = frozenset({"act.missing"} if person.name != act.maker else ())
        else:
            fits = str(person.role) == "reviewer" and str(person.office) == deciding
            expected = frozenset(() if fits else {"person.not_allowed"})
            expected |= {"person.same"} if person.name in {act.maker, act.checker} else set()
        call = {"return": procedure.send_back, "reject": procedure.reject, "withdraw": procedure.withdraw}[step]
        desk = self.desk(person.name)
        found, _ = codes_of(lambda: call(desk, reference, reason="示例"))
        self.agree(f"{step} {act.kind}", expected, found)
        self.count(step, found)
        if found:
            return
        self.books.size += 1
        act.holds = {}
        if step == "return":
            act.state = "returned"
        else:
            del self.books.waiting[reference]

    # What must be the same.

    def compare(self) -> None:
        """Compare every balance, what waits, and what it holds."""
        self.leave(commit=True)
        with self.book.reading() as connection:
            found = {
                position_of(row.account.chart.code, row.account.area, row.account.holder, row.unit): row.amount
                for row in balances(connection)
            }
            pending = [
                (int(reference), str(kind), str(state))
                for reference, kind, state in connection.exec_driver_sql(
                    "SELECT reference, kind, state FROM docket ORDER BY reference"
                )
            ]
            held = sum(int(row[-1]) for row in connection.exec_driver_sql(HOLDS))
        expected = {place: amount for place, amount in self.books.amounts.items() if amount}
        assert found == expected, sorted(set(found.items()) ^ set(expected.items()), key=str)
        waiting = sorted(self.books.waiting.items())
        assert pending == [(reference, act.kind, act.state) for reference, act in waiting]
        assert held == sum(amount for _, act in waiting for amount in act.holds.values())
