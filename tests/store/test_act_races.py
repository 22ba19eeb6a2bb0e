"""Sixteen processes at one act, one balance, one card or one list: half at the command line, half at desks."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

import pytest
from sqlalchemy import select

from ledger.domain.projects.project import Project
from ledger.projections.accounts.entry import RecordedEntry, entries
from ledger.projections.checks.control_identities import identities
from ledger.projections.checks.credit_identities import credit_identities
from ledger.services import procedure
from ledger.services.catalogue import ACTS
from ledger.services.users import token_digest
from ledger.store.registers import Registers
from ledger.store.tables import docket
from ledger.store.verification import verify
from schemas.command import read_command
from tests.services.acts.bureau import AREAS, EAST, PERSONS, Bureau
from tests.services.acts.conftest import FIRST_DAY, new_book
from tests.services.acts.project_exercise import cap, content_of, do, firm, table_line
from tests.services.acts.project_exercise import verify as verify_reduction
from tests.store.act_racers import TOKEN, Try

ROOT: Final = Path(__file__).parents[2]
PROCESSES: Final = 16
FIRM: Final = "91371500MA00DEM012"
BUYER: Final = "91371500MA00DEM025"
WAYS: Final = ("cli", "services") * (PROCESSES // 2)
TONNE: Final = 1_000_000
TERM: Final = {"term_from": "2025-01-01", "term_to": "2030-01-01", "origin": "reserve_sale"}


@pytest.fixture
def bureau(database_url: str) -> Iterator[Bureau]:
    """Lend a bureau whose persons have tokens, on each engine."""
    book = new_book(database_url)
    bureau = Bureau(book, today=FIRST_DAY)
    digest = token_digest(TOKEN)
    bureau.register(*AREAS, *(replace(person, token_digest=digest) for person in PERSONS.values()))
    yield bureau
    book.close()


def race(bureau: Bureau, tries: list[Try]) -> list[tuple[str, ...]]:
    """Let all go at once; return the codes of each refusal in the order of the tries, none where a try was done."""
    url = bureau.book.engine.url.render_as_string(hide_password=False)
    bureau.book.engine.dispose()
    racers = subprocess.run(
        [sys.executable, "-m", "tests.store.act_racers", url],
        cwd=ROOT,
        input=json.dumps(tries),
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert racers.stderr == ""
    answers = {number: tuple(codes) for number, codes in json.loads(racers.stdout)}
    return [answers[number] for number in range(len(tries))]


def recording(kind: str, commands: list[dict[str, Any]], *, by: str) -> list[Try]:
    """Return a try for each command: half at the command line, half at desks."""
    return [
        {"way": way, "by": by, "line": {"act": kind, "command": command, "key": f"race {number}"}}
        for number, (way, command) in enumerate(zip(WAYS, commands, strict=True))
    ]


def approving(references: list[int], shown: list[str], *, by: str, ways: tuple[str, ...] = WAYS) -> list[Try]:
    """Return a try for each approval; who does not say what was shown looks first."""
    return [
        {"way": way, "by": by, "line": {"step": "approve", "reference": reference, "shown": digest}}
        for way, reference, digest in zip(ways, references, shown, strict=True)
    ]


def seen(bureau: Bureau, references: list[int], *, by: str) -> list[str]:
    """Return the digest of what each approval would post now."""
    with bureau.desk(by) as desk:
        return [procedure.preview(desk, reference).digest for reference in references]


def waiting(bureau: Bureau) -> list[int]:
    """Return the references of what waits for a decision, in order."""
    with bureau.book.reading() as connection:
        return list(connection.scalars(select(docket.c.reference).order_by(docket.c.reference)))


def posted(bureau: Bureau, kind: str) -> list[RecordedEntry]:
    """Return what was posted of a kind, in the order of the journal."""
    with bureau.book.reading() as connection:
        return [entry for entry in entries(connection, limit=1_000) if entry.kind == kind]


def proved(bureau: Bureau) -> None:
    """See that everything adds up and is proved, whoever came first."""
    with bureau.book.reading() as connection:
        assert verify(connection, full=True).findings == ()
        assert [found for found in identities(connection) if not found.holds] == []
        assert [found for found in credit_identities(connection) if not found.holds] == []


def decided(bureau: Bureau, *, by: str) -> Counter[tuple[str, ...]]:
    """Have all that waits approved at once at as many desks, where everybody looks again until he knows."""
    references = waiting(bureau)
    ways = ("patient",) * len(references)
    return Counter(race(bureau, approving(references, ["look"] * len(references), by=by, ways=ways)))


def recorded(bureau: Bureau, kind: str, commands: list[dict[str, Any]]) -> list[int]:
    """Record acts one after another, checked as far as they need it, and return their references."""
    references = [bureau.record(kind, read_command(ACTS[kind].command, command)) for command in commands]
    if ACTS[kind].path.value.first_check:
        with bureau.desk(f"{EAST}复核") as desk:
            for reference in references:
                procedure.check(desk, reference, shown=procedure.preview(desk, reference).digest)
    return references


def award(number: int) -> dict[str, Any]:
    """Return an award of ten tonnes out of the reserve."""
    line = {"pollutant": "SO2", "grams": "10", "source": "retained", "unit_price": "1000", "basis": "per_tonne_year"}
    return {
        "effective_on": "2026-03-02",
        "id": f"示例成交{number}",
        "area": EAST,
        "buyer": FIRM,
        "method": "negotiated",
        "lines": [line],
        "contracted_on": "2026-03-01",
        "document": "示例纪要2号",
    }


def reserve_of_fifty_tonnes(bureau: Bureau) -> None:
    firm(bureau, FIRM)
    cap(bureau, "SO2", "100")
    do(bureau, "reserve.retain", "2026-01-06", area=EAST, pollutant="SO2", grams="50", document="示例纪要1号")


@pytest.mark.slow
def test_of_sixteen_who_approve_one_act_one_posts_it(bureau: Bureau) -> None:
    reserve_of_fifty_tonnes(bureau)
    [reference] = recorded(bureau, "award.make", [award(1)])
    [digest] = seen(bureau, [reference], by="市局审批")

    answers = race(bureau, approving([reference] * PROCESSES, [digest] * PROCESSES, by="市局审批"))

    assert Counter(answers) == {(): 1, ("act.state",): PROCESSES - 1}
    [entry] = posted(bureau, "award.make")
    assert (entry.series, entry.number, entry.approver) == ("量-2026", 3, "市局审批")
    assert (bureau.balance("Q30", EAST, "retained"), bureau.balance("Q32", EAST, "示例成交1")) == (
        40 * TONNE,
        10 * TONNE,
    )
    proved(bureau)


@pytest.mark.slow
def test_of_sixteen_awards_out_of_tonnes_for_five_five_wait_and_are_posted(bureau: Bureau) -> None:
    reserve_of_fifty_tonnes(bureau)

    answers = race(bureau, recording("award.make", [award(number) for number in range(PROCESSES)], by="市局经办"))

    assert Counter(answers) == {(): 5, ("balance.insufficient",): PROCESSES - 5}
    assert decided(bureau, by="市局审批") == {(): 5}
    assert [entry.number for entry in posted(bureau, "award.make")] == [3, 4, 5, 6, 7]
    assert (bureau.balance("Q30", EAST, "retained"), waiting(bureau)) == (0, [])
    proved(bureau)


def contract(number: int) -> dict[str, Any]:
    """Return the sale of ten tonnes of one enterprise to another."""
    line = {"tranche": {"pollutant": "SO2", **TERM}, "grams": "10", "price": "1000"}
    return {
        "effective_on": "2026-03-02",
        "number": f"示例合同{number}",
        "seller": FIRM,
        "seller_area": EAST,
        "buyer": BUYER,
        "buyer_area": EAST,
        "mode": "negotiated",
        "platform": "示例交易平台",
        "contracted_at": "2026-03-02T09:00:00+08:00",
        "need": "示例核定意见",
        "lines": [line],
    }


@pytest.mark.slow
def test_of_sixteen_contracts_for_surplus_for_five_five_wait_and_are_posted(bureau: Bureau) -> None:
    firm(bureau, FIRM)
    firm(bureau, BUYER)
    right = {"enterprise": FIRM, "tranche": {"pollutant": "SO2", **TERM}, "grams": "50", "surplus": True}
    do(bureau, "opening.area", "2026-01-06", area=EAST, document="示例期初建账表", rights=[right])

    answers = race(
        bureau, recording("transfer.contract", [contract(number) for number in range(PROCESSES)], by="市局经办")
    )

    assert Counter(answers) == {(): 5, ("claim.not_free",): PROCESSES - 5}
    assert decided(bureau, by="市局审批") == {(): 5}
    assert (bureau.balance("Q41", EAST, FIRM), bureau.balance("Q42.2", EAST, FIRM)) == (0, 50 * TONNE)
    proved(bureau)


@pytest.mark.slow
def test_a_reduction_that_was_verified_is_used_once_however_many_use_it_at_once(bureau: Bureau) -> None:
    do(bureau, "facility.register", "2026-01-06", id="示例锅炉房", name="示例锅炉房", area=EAST)
    verify_reduction(bureau, "示例锅炉房", "SO2", "5")
    use = {
        "effective_on": "2026-03-02",
        "facility": "示例锅炉房",
        "pollutant": "SO2",
        "grams": "1",
    }
    uses = [{**use, "document": f"示例认定{number:02}"} for number in range(PROCESSES)]
    references = recorded(bureau, "credit.recognise", uses)

    first = race(bureau, approving(references, seen(bureau, references, by="市局审批"), by="市局审批"))
    rest = decided(bureau, by="市局审批")

    assert Counter(first) == {(): 1, ("act.changed",): PROCESSES - 1}
    assert rest == {(): 4, ("card.overused",): PROCESSES - 5}
    assert (bureau.balance("C20", EAST), len(posted(bureau, "credit.recognise"))) == (5 * TONNE, 5)
    proved(bureau)


@pytest.mark.slow
def test_a_split_project_is_flagged_in_whatever_order_its_parts_come_in(bureau: Bureau) -> None:
    firm(bureau, FIRM)
    names = [f"示例项目{number:02}" for number in range(PROCESSES)]
    parts = [content_of(name, table_line("PM", "0.03"), site=f"示例{name}厂址") for name in names]
    commands = [{"effective_on": "2026-02-02", **part} for part in parts]

    taken_in = race(bureau, recording("project.intake", commands, by=f"{EAST}经办"))

    assert taken_in == [()] * PROCESSES
    assert decided(bureau, by=f"{EAST}复核") == {(): PROCESSES}
    with bureau.book.reading() as connection:
        flags = {each.id: each.adds_up_with for each in Registers(connection).all(Project)}
    order = [project for entry in posted(bureau, "project.intake") for project in subjects(entry, Project.REGISTER)]
    assert sorted(order) == names
    for place, project in enumerate(order):
        # three projects of 0.03 t keep the limit of 0.1 t together; the fourth does not
        assert flags[project] == (tuple(sorted(order[:place])) if place >= 3 else ())
    proved(bureau)


def subjects(entry: RecordedEntry, register: str) -> list[str]:
    """Return what an act registered in a register."""
    return [fact.subject for fact in entry.registrations if fact.register == register]
