"""The demonstration city: three years of acts through the offices, and books that hold in the end."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from ledger.domain.bookkeeping.act import State, WaitingAct
from ledger.domain.claims.claim import Claim, ClaimState
from ledger.domain.people.actor import Role
from ledger.domain.projects.project import Project
from ledger.domain.projects.project_traits import Regime
from ledger.domain.registers.area import Area
from ledger.domain.registers.enterprise import Enterprise
from ledger.projections.checks.control_identities import identities
from ledger.projections.checks.credit_identities import credit_identities
from ledger.projections.export.selection import Selection
from ledger.projections.money.arrears import arrears
from ledger.projections.projects.exemption_gaps import branch_gaps, exemption_gaps
from ledger.rules.law.loader import BOOKS, load_book
from ledger.store.book import Book
from ledger.store.registers import Registers
from ledger.store.verification import verify
from tests.projections.second_ledgers import CHECKS, check, text_of
from tests.web.conftest import CommandLine
from web.demo.city import LAST_DAY, Access, found_city

pytestmark = pytest.mark.xdist_group("demonstration city")


@dataclass(frozen=True)
class City:
    """The city as it stands on its last day."""

    book: Book
    access: tuple[Access, ...]


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Iterator[City]:
    path: Path = tmp_path_factory.mktemp("city") / "city.sqlite"
    book, access = found_city(f"sqlite:///{path}", law=load_book(BOOKS), progress=lambda _: None)
    yield City(book, access)
    book.close()


def test_it_has_eleven_areas_two_basins_and_its_projects(city: City) -> None:
    with city.book.reading() as connection:
        registers = Registers(connection)
        areas = [area for area in registers.all(Area) if not area.city]
        regimes = Counter(project.regime for project in registers.all(Project))
        enterprises = len(registers.all(Enterprise))

    assert len(areas) == 11
    assert len({basin for area in areas for basin in area.basins}) == 2
    assert regimes.total() == 2_380
    assert min(regimes[regime] for regime in (Regime.EXEMPT, Regime.ORDINARY, Regime.IN_SCOPE)) > 100
    assert enterprises == 400


def test_every_act_was_decided_by_another_person_than_recorded_it(city: City) -> None:
    with city.book.reading() as connection:
        alone = connection.exec_driver_sql(
            "SELECT count(*) FROM journal WHERE number IS NOT NULL AND (approver IS NULL OR approver = actor)"
        ).scalar_one()

    assert alone == 0


def test_every_identity_holds_and_verification_finds_nothing(city: City) -> None:
    with city.book.reading() as connection:
        assert [identity for identity in identities(connection) if not identity.holds] == []
        assert [identity for identity in credit_identities(connection) if not identity.holds] == []
        assert verify(connection, full=True).findings == ()


def test_it_has_what_a_city_has(city: City) -> None:
    with city.book.reading() as connection:
        kinds = set(connection.exec_driver_sql("SELECT kind FROM journal").scalars())
        claims = Registers(connection).everywhere(Claim)
        overdue = [line for line in arrears(connection, on=LAST_DAY).lines if line.days_overdue > 0]
        missing = branch_gaps(exemption_gaps(connection, Registers(connection), book=load_book(BOOKS), on=LAST_DAY))

    assert {"transfer.deliver", "fee.instalment_plan", "correction.reverse", "period.close_month"} <= kinds
    assert {claim.ground for claim in claims if claim.state is ClaimState.STANDING} >= {"pledge", "judicial_freeze"}
    assert overdue
    assert missing


def test_its_rounds_reconcile_but_for_the_misprint_of_the_last(city: City, command_line: CommandLine) -> None:
    url = str(city.book.engine.url)

    assert [command_line("reconcile", str(n), "--database", url, "--json")[0] for n in range(1, 8)] == [0] * 6 + [1]


def test_one_person_of_each_role_is_shown_and_a_clerk_and_a_reviewer_of_a_branch(city: City) -> None:
    shown = [(access.user.role.value, access.user.area is not None) for access in city.access]

    assert len(set(shown)) == len(shown) == 10
    assert {role for role, _ in shown} == set(Role)
    assert {role for role, of_branch in shown if of_branch} == {"clerk", "reviewer"}


def test_some_acts_have_papers_a_few_share_one_and_the_most_have_none(city: City) -> None:
    with city.book.reading() as connection:
        acts = [act for act in Registers(connection).all(WaitingAct) if act.state is State.POSTED]
        behind = Counter(paper.digest for act in acts for paper in act.evidence)
        kept = connection.exec_driver_sql("SELECT media_type, count(*) FROM evidence GROUP BY media_type").all()

    with_papers = sum(bool(act.evidence) for act in acts)
    assert len(acts) / 8 < with_papers < len(acts) / 5
    assert {count for count in behind.values() if count > 1} == {2}
    assert 5 < sum(count > 1 for count in behind.values()) < 60
    assert {media_type for media_type, _ in kept} == {"application/pdf", "text/plain"}


@pytest.mark.parametrize("tool", CHECKS)
def test_other_ledgers_accept_its_export(city: City, tool: str, tmp_path: Path) -> None:
    if shutil.which(CHECKS[tool][0]) is None:
        pytest.skip(f"{tool} is not installed; on Debian: apt-get install {tool}")
    result = check(tool, text_of(city.book, tool, Selection()), tmp_path)

    assert (result.returncode, result.stdout + result.stderr) == (0, "")
