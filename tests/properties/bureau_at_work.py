"""The bureau's real services and the model of it, side by side: every step is taken at both."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import fields, is_dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Any

from ledger.domain.people.actor import User
from ledger.errors import LedgerError, RuleViolation
from ledger.rules.law.loader import read_book
from ledger.services import procedure
from ledger.services.catalogue import ACTS
from ledger.services.desk import Desk
from ledger.store.book import Book
from ledger.store.rule_books import RuleBookText
from ledger.store.unit_of_work import UnitOfWork
from tests.properties.bureau_asks_law import FIGURES, law_with
from tests.properties.bureau_model import KINDS, Books, Hands, Plan, Refused, Unpostable, Waiting
from tests.properties.bureau_model_law import AS_SHIPPED, exempt_to
from tests.services.acts.bureau import BRANCHES, LAW, PERSONS

LAWS = {figure: read_book(law_with(figure)) for figure in FIGURES} | {AS_SHIPPED: LAW}
"""The rule books by the figure in which they differ."""
REVIEWER = "市局审批"


def codes_of(call: Callable[[], Any]) -> tuple[frozenset[str], Any]:
    """Return why something is refused, and what it returned where it is not."""
    try:
        return frozenset(), call()
    except LedgerError as error:
        codes = frozenset(breach.code for breach in error.breaches) if isinstance(error, RuleViolation) else frozenset()
        return codes or frozenset({error.problem_code}), None


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


def out_of_sight(codes: frozenset[str]) -> bool:
    """Return whether nothing is said but that something, which may be another area's, is not there."""
    return len(codes) == 1 and next(iter(codes)).endswith(".missing")


def names_others(books: Books, command: Any, person: User) -> bool:
    """Return whether a person of a branch names, or speaks for, what belongs to another area than his own."""
    if person.area is None:
        return False
    named = set(_texts(command))
    things = (
        thing
        for register in books.registers.values()
        for subject, thing in register.items()
        if not named.isdisjoint({subject} if isinstance(subject, str) else set(_texts(subject)))
    )
    areas = {area for thing in things for name, each in thing.items() for area in _areas(name, each)}
    return bool((areas | (named & {*BRANCHES})) - {person.area, None})


def _areas(name: str, value: Any) -> Iterator[Any]:
    """Yield the area that a member of a thing names, or the unit in it."""
    if name in {"area", "lender", "borrower"} or name.endswith("_area"):
        yield value
    elif hasattr(value, "area"):
        yield value.area


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple | list | frozenset):
        for each in value:
            yield from _texts(each)
    elif is_dataclass(value) and not isinstance(value, type):
        for member in fields(value):
            yield from _texts(getattr(value, member.name))


class Bureau:
    """Takes steps in the ledger and in the model, and asserts that both do the same."""

    def __init__(self, book: Book, books: Books, done: Counter[str]) -> None:
        self.book = book
        self.books = books
        self.done = done
        self.stack = ExitStack()
        self.work: UnitOfWork | None = None
        self.steps = 0
        self.law = LAW

    def desk(self, name: str) -> Desk:
        """Return a person's desk in the unit of work that is open."""
        adopted = LAWS[exempt_to(self.books)]
        if adopted is not self.law:
            self.leave(commit=True)
            self.law = adopted
        if self.work is None:
            moment = datetime.combine(self.books.today, time(15), tzinfo=UTC) + timedelta(milliseconds=self.steps)
            text = RuleBookText(texts=self.law.texts)
            self.work = self.stack.enter_context(self.book.unit_of_work(recorded_at=moment, rule_book=text))
        return Desk(work=self.work, book=self.law, acts=ACTS, user=PERSONS[name], today=self.books.today)

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

    @staticmethod
    def agree(what: str, expected: frozenset[str], found: frozenset[str], command: Any = None) -> None:
        """Assert that both refused for exactly the same reasons, or neither."""
        assert expected == found, f"{what}: the model {sorted(expected)}, the ledger {sorted(found)}; {command}"

    # What a person does.

    def record(self, kind: str, command: Any, *, by: str | None = None) -> int | None:
        """Record an act; return its reference where it was accepted and waits."""
        area, plan, refused = self.expected(kind, command)
        hands = KINDS[kind].hands
        person = PERSONS[by or clerk_of(hands, area)]
        expected = refused.codes if refused is not None else frozenset()
        apart = not sits_in(person, area)
        if refused is None or refused.judged or (apart and getattr(command, "area", None) == area):
            of_every_act = {
                "date.future": command.effective_on > self.books.today,
                "period.closed": self.books.closed(command.effective_on),
                "person.not_allowed": not self.may_record(person, hands, area),
                "act.duplicate_waiting": self.waits_already(kind, command) and not apart,
            }
            common = frozenset(code for code, holds in of_every_act.items() if holds)
            expected = common if common and (apart or isinstance(refused, Unpostable)) else expected | common
        key = f"asked {self.books.size} {self.steps}"
        desk = self.desk(person.name)
        found, recorded = codes_of(lambda: procedure.record(desk, command, kind=kind, key=key))
        if out_of_sight(found) and found != expected and names_others(self.books, command, person):
            expected = found
        self.agree(f"record {kind}", expected, found, command)
        self.count(kind if hands.decides is None else "record", found)
        self.done[f"{kind} {'refused' if found else 'recorded'}"] += 1
        if recorded is None or plan is None:
            return None
        self.books.size += 1
        assert recorded.reference == self.books.size
        if hands.decides is None:
            self.books.post(kind, command, plan)
            self.done[f"{kind} posted"] += 1
            return None
        act = Waiting(kind, command, plan.area, person.name, holds=plan.takes())
        self.books.waiting[recorded.reference] = act
        return int(recorded.reference)

    def waits_already(self, kind: str, command: Any) -> bool:
        """Return whether the same is asked for by an act that is neither decided nor returned."""
        return any(
            act.kind == kind and act.command == command and act.state in {"recorded", "checked"}
            for act in self.books.waiting.values()
        )

    def expected(self, kind: str, command: Any) -> tuple[str, Plan | None, Refused | None]:
        """Return what the model says of an act: its area, what it would do, or why it is refused."""
        try:
            plan = self.books.judge(kind, command)
        except Refused as refusal:
            area = refusal.area if refusal.area is not None else getattr(command, "area", "")
            return str(area), None, refusal
        return plan.area, plan, None

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
        found, posted = self.shown(reference, person, procedure.approve)
        self.agree(f"approve {act.kind}", expected, found, act.command)
        self.count("approve", found)
        if found or plan is None:
            return False
        number = self.books.post(act.kind, act.command, plan)
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
        _, plan, refused = self.expected(act.kind, act.command)
        self.books.deciding = None
        if refused is not None:
            return refused.codes, None
        if hands.first_check != (state == "checked" or act.state == "checked"):
            return frozenset({"act.state"}), None
        if state == "checked" and act.state == "checked":
            return frozenset({"act.state"}), None
        office = "branch" if state == "checked" else hands.decides
        fits = str(person.role) == "reviewer" and str(person.office) == office
        reasons = {
            "person.not_allowed": not fits,
            "person.same": person.name in {act.maker, act.checker},
            "period.closed": state == "posted" and self.books.closed(act.command.effective_on),
        }
        return frozenset(code for code, holds in reasons.items() if holds), plan

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
