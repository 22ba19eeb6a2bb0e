"""Bad input for every act of the catalogue: refused with a stable code, and nothing of it stays in the book.

Each act stands where the first example of the posting manual is about to do it, and is made bad in every way.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from typing import Any, Final
from uuid import uuid4

import pytest
from sqlalchemy import select

from ledger.domain.bookkeeping.period import ClosedPeriod, month_end
from ledger.domain.people.actor import Office
from ledger.domain.registers.enterprise import Enterprise
from ledger.errors import LedgerError
from ledger.services import procedure
from ledger.services.catalogue import ACTS
from ledger.services.desk import Desk
from ledger.store.registers import Registers
from ledger.store.tables import registration
from schemas.malformed import Malformed
from tests.services.acts import bad_input
from tests.services.acts.bad_input import Change, Prepared, done_in_vain, never_committed, prepared
from tests.services.acts.bureau import PERSONS, Bureau
from tests.web.recorded import contents

Refusal = tuple[str, ...]
"""The codes of a refusal; empty where nothing was refused."""
DAY: Final = timedelta(days=1)
KINDS: Final = [pytest.param(kind, marks=pytest.mark.xdist_group(kind)) for kind in sorted(ACTS)]
NEED_NOT_BE_REGISTERED: Final = {
    ("project.intake", "legal_person"): "stands behind the enterprise, and may have its seat elsewhere",
}
_STEPS_OF_WHAT_WAITS: Final[Mapping[str, Callable[[Desk, int], object]]] = {
    "check": lambda desk, reference: procedure.check(desk, reference, shown="0" * 64),
    "return": lambda desk, reference: procedure.send_back(desk, reference, reason="示例"),
    "reject": lambda desk, reference: procedure.reject(desk, reference, reason="示例"),
    "withdraw": lambda desk, reference: procedure.withdraw(desk, reference, reason="示例"),
}
MAY_BE_DONE_AGAIN: Final = {
    "closure.check": "a facility is looked at again and again",
    "confirmation.refuse": "a confirmation may be asked for again, and refused again",
    "credit.to_province": "more of the same credit, as long as there is some",
    "credit.to_reserve": "more of the same credit, as long as there is some",
    "fee.reduce": "a notice may be reduced more than once, by no more than is assessed in all",
    "law.adopt": "the bureau of the exercises goes on by the law of its first day",
    "project.intake": "a project is taken in again as long as nothing is decided on it",
    "reduction.report": "the owner may report again",
    "reduction.verify": "another sheet takes the place of the first",
    "reserve.retain": "more may be retained, as long as it is unallocated",
    "right.take_into_use": "more may be taken into use, as long as it is surplus",
}
"""What may be recorded once more under a key of its own, and why."""


@pytest.fixture(scope="module", params=KINDS)
def example(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Prepared:
    """Lend an act with the book in which it is about to be done; it is prepared once for all tests of the kind."""
    return prepared(request.param, tmp_path_factory.mktemp("prepared"))


@pytest.fixture
def bureau(example: Prepared, tmp_path: Path) -> Iterator[Bureau]:
    """Lend the bureau at work on a copy of that book."""
    bureau = example.bureau(tmp_path / "copy.sqlite")
    yield bureau
    bureau.book.close()


def refusal_of(deed: Callable[[], object]) -> Refusal:
    """Return the codes of a refusal; whatever else goes wrong is no refusal, and fails the test."""
    try:
        deed()
    except LedgerError as refusal:
        return (refusal.problem_code, *(breach.code for breach in refusal.breaches))
    except Malformed as refusal:
        return tuple(fault.code for fault in refusal.errors)
    return ()


@contextmanager
def nothing_stays_of_it(bureau: Bureau) -> Iterator[None]:
    """See that the head of the journal and the rows of every table, the balances among them, are what they were."""
    url = str(bureau.book.engine.url)
    before = contents(url)
    yield
    assert contents(url) == before


def record(bureau: Bureau, kind: str, command: Any, *, by: str, key: str = "") -> int:
    """Record an act today, under a key of its own where none is given, and return its reference."""
    with bureau.desk(by) as desk:
        return procedure.record(desk, command, kind=kind, key=key or uuid4().hex).reference


def record_in_vain(bureau: Bureau, kind: str, command: Any, *, by: str) -> None:
    """Record an act in a unit of work that is thrown away."""
    with never_committed(bureau) as desk_of:
        procedure.record(desk_of(by), command, kind=kind, key=uuid4().hex)


def decide(bureau: Bureau, step: Callable[..., object], reference: int, *, by: str, shown: str = "") -> None:
    """Take a step of an act in somebody's name, who saw it as it is now, or something else."""
    with bureau.desk(by) as desk:
        step(desk, reference, shown=shown or procedure.preview(desk, reference).digest)


def refusals(bureau: Bureau, example: Prepared, changes: Iterable[Change]) -> dict[str, Refusal]:
    """Record every change in the name of the person whose task the act is."""
    maker = bureau.maker_of(example.kind, example.command())

    def deed(content: dict[str, Any]) -> Callable[[], object]:
        return lambda: record(bureau, example.kind, example.command(content), by=maker)

    return {what: refusal_of(deed(content)) for what, content in changes}


def posted_or_refused(bureau: Bureau, example: Prepared, changes: Iterable[Change]) -> None:
    """Do every change and throw it away; any answer will do, but only a refusal or none is one."""
    for what, content in changes:
        try:
            done_in_vain(bureau, example.kind, example.command(content))
        except (LedgerError, Malformed):
            continue
        except Exception as error:
            error.add_note(f"{example.kind}: {what}")
            raise


def test_an_act_that_lacks_something_is_refused(example: Prepared) -> None:
    changes = bad_input.without_one(example.kind, example.content)

    answers = {what: refusal_of(lambda content=content: example.command(content)) for what, content in changes}

    assert set(answers.values()) == {("field.required",)}


def test_an_act_with_a_member_of_the_wrong_form_is_refused(example: Prepared) -> None:
    changes = bad_input.malformed(example.kind, example.content)

    answers = {what: refusal_of(lambda content=content: example.command(content)) for what, content in changes}

    assert [what for what, codes in answers.items() if not codes] == []


def test_an_act_that_names_what_is_not_there_is_refused(example: Prepared, bureau: Bureau) -> None:
    with bureau.book.reading() as connection:
        known = set(connection.scalars(select(registration.c.subject)))
    known -= {str(example.content[name]) for kind, name in NEED_NOT_BE_REGISTERED if kind == example.kind}

    with nothing_stays_of_it(bureau):
        answers = refusals(bureau, example, bad_input.naming_nobody(example.kind, example.content, known))

    assert [what for what, codes in answers.items() if not codes] == []


def test_an_act_that_names_another_area_or_enterprise_is_posted_or_refused(example: Prepared, bureau: Bureau) -> None:
    with bureau.book.reading() as connection:
        enterprises = [each.credit_code for each in Registers(connection).all(Enterprise)]

    with nothing_stays_of_it(bureau):
        posted_or_refused(bureau, example, bad_input.naming_another(example.kind, example.content, enterprises))


def test_the_least_and_the_greatest_number_or_day_is_posted_or_refused(example: Prepared, bureau: Bureau) -> None:
    with nothing_stays_of_it(bureau):
        done_in_vain(bureau, example.kind, example.command())
        posted_or_refused(bureau, example, bad_input.at_the_ends(example.kind, example.content))


def test_an_act_that_is_dated_back_is_refused_or_leaves_every_day_within_bounds(
    example: Prepared, bureau: Bureau
) -> None:
    days = bad_input.days_before(bureau, example.command().effective_on)

    with nothing_stays_of_it(bureau):
        posted_or_refused(bureau, example, bad_input.dated_back(example.content, days))


def test_an_act_is_refused_to_whoever_does_not_handle_it(example: Prepared, bureau: Bureau) -> None:
    hands, area = ACTS[example.kind].path.value, bureau.area_of(example.kind, example.command())
    others = {
        person.name: person.office is Office.BRANCH
        for person in PERSONS.values()
        if not (person.role is hands.records and person.office in hands.recording_offices and person.sits_in(area))
    }

    def deed(name: str) -> Callable[[], object]:
        return lambda: record(bureau, example.kind, example.command(), by=name)

    with nothing_stays_of_it(bureau):
        answers = {name: refusal_of(deed(name)) for name in others}

    told = {name: codes for name, codes in answers.items() if "person.not_allowed" not in codes}
    assert {name: codes for name, codes in told.items() if not others[name] or not is_missing(codes)} == {}


def is_missing(codes: Refusal) -> bool:
    """Return whether nothing is said but that something is not there: what is another area's is not."""
    return len(codes) == 1 and codes[0].endswith(".missing")


def test_an_act_that_was_done_is_not_done_again(example: Prepared, bureau: Bureau) -> None:
    command = example.command()
    maker = bureau.maker_of(example.kind, command)
    reference = record(bureau, example.kind, command, by=maker, key="once")
    if not at_once(example):
        bureau.decide(reference)

    with nothing_stays_of_it(bureau):
        recognised = record(bureau, example.kind, command, by=maker, key="once")
        again = refusal_of(lambda: record_in_vain(bureau, example.kind, command, by=maker))

    assert recognised == reference
    assert bool(again) is (example.kind not in MAY_BE_DONE_AGAIN)


def test_an_act_of_a_day_that_takes_none_is_refused(example: Prepared, bureau: Bureau) -> None:
    command = example.command()
    closed_through = month_end(command.effective_on)
    waiting = record(bureau, example.kind, command, by=bureau.maker_of(example.kind, command))
    bureau.register(ClosedPeriod(through=closed_through))
    days = {"period.closed": command.effective_on, "date.range": date(1999, 12, 31), "date.future": bureau.today + DAY}

    with nothing_stays_of_it(bureau):
        answers = refusals(bureau, example, [(code, on_the_day(example, day)) for code, day in days.items()])
    decided = () if at_once(example) else refusal_of(lambda: bureau.decide(waiting))

    assert {code: codes for code, codes in answers.items() if code not in codes} == {}
    assert at_once(example) or {"period.closed", "period.not_next"} & {*decided}


def at_once(example: Prepared) -> bool:
    """Return whether the act needs no decision."""
    return ACTS[example.kind].path.value.deciding_office is None


def on_the_day(example: Prepared, day: date) -> dict[str, Any]:
    """Return the content of the example on another day."""
    return {**example.content, "effective_on": day.isoformat()}


def test_an_act_is_decided_by_nobody_but_the_right_persons_who_saw_it_as_it_is(
    example: Prepared, bureau: Bureau
) -> None:
    hands, command = ACTS[example.kind].path.value, example.command()
    reference = record(bureau, example.kind, command, by=bureau.maker_of(example.kind, command))
    area = bureau.waiting(reference).area
    steps = [(procedure.check, f"{area}复核")] * hands.first_check
    if not at_once(example):
        of_branch = hands.deciding_office is Office.BRANCH
        steps += [(procedure.approve, f"{area}复核" if of_branch else "市局审批")]

    def tried(step: Callable[..., object], by: str, shown: str = "") -> Refusal:
        return refusal_of(lambda: decide(bureau, step, reference, by=by, shown=shown))

    for step, decider in steps:
        with nothing_stays_of_it(bureau):
            stale = tried(step, decider, "0" * 64)
            others = {name: tried(step, name) for name in PERSONS if name != decider}
            early = tried(procedure.approve, "市局审批") if step is procedure.check else ("act.state",)
        assert stale == ("act.changed",)
        assert [name for name, codes in others.items() if not codes] == []
        assert early == ("act.state",)
        decide(bureau, step, reference, by=decider)

    with nothing_stays_of_it(bureau):
        again = {tried(procedure.approve, name) for name in PERSONS}
        after = {name: _too_late(bureau, step, reference) for name, step in _STEPS_OF_WHAT_WAITS.items()}
        after["correct"] = _too_late(bureau, lambda desk, act: procedure.correct(desk, act, command), reference)
    assert again <= {("act.state",), ("act.missing",)}
    assert set(after.values()) == {("act.state",)}


def _too_late(bureau: Bureau, step: Callable[[Desk, int], object], reference: int) -> Refusal:
    """Return why an act that is posted does not take a step, whoever asks for it."""
    with never_committed(bureau) as desk_of:
        return refusal_of(lambda: step(desk_of("市局经办"), reference))
