"""Fixtures of every test: a database of its own, on each engine; and no skip where CI runs the tests."""

from __future__ import annotations

import os
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, TypeVar

import pytest
from hypothesis import settings

from tests.postgres import MISSING, Server, running_server

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator

_SERVER = pytest.StashKey[Server | None]()
_LONGEST_NAMED = 60  # bytes
_Report = TypeVar("_Report", pytest.TestReport, pytest.CollectReport)

# A deadline would measure the machine, which may run both workers and a database server on two cores.
settings.register_profile("patient", settings.default, deadline=None)
settings.load_profile("patient")


class _WorkerController(Protocol):
    """What pytest-xdist hands over for each worker it is about to start."""

    config: pytest.Config
    workerinput: dict[str, object]


def pytest_configure(config: pytest.Config) -> None:
    """Start one PostgreSQL server for the run, in the background; workers are told where it is."""
    worker_input = getattr(config, "workerinput", None)
    if worker_input is None:
        stack = ExitStack()
        config.stash[_SERVER] = stack.enter_context(running_server())
        config.add_cleanup(stack.close)
    else:
        folder = worker_input["postgres_folder"]
        config.stash[_SERVER] = Server(folder=Path(folder)) if folder else None


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Keep the tests of a module that stand before a served book on one worker, which then makes that book once."""
    for item in items:
        path = item.path.relative_to(Path(__file__).parent)
        if path.parts[0] in {"browser", "web"} and item.get_closest_marker("xdist_group") is None:
            item.add_marker(pytest.mark.xdist_group(path.as_posix()))


def pytest_make_parametrize_id(val: object, argname: str) -> str | None:
    """Name a test of a file by its argument: a file may hold the moment it was made, and workers compare names."""
    return argname if isinstance(val, bytes) and len(val) > _LONGEST_NAMED else None


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: _WorkerController) -> None:
    """Tell a worker of pytest-xdist the folder of the server."""
    server = node.config.stash[_SERVER]
    node.workerinput["postgres_folder"] = str(server.folder) if server else ""


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Fail a test that was skipped, where CI runs the tests."""
    return _unskipped((yield))


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """Fail a module that was skipped, where CI runs the tests."""
    return _unskipped((yield))


def _unskipped(report: _Report) -> _Report:
    if os.environ.get("CI") == "true" and report.skipped and not hasattr(report, "wasxfail"):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr
        report.outcome = "failed"
        report.longrepr = f"CI=true allows no skip. {reason}"
    return report


@pytest.fixture(scope="session")
def _postgres_server(pytestconfig: pytest.Config) -> Server:
    server = pytestconfig.stash[_SERVER]
    if server is None:
        pytest.skip(MISSING)
    server.wait_until_ready()
    return server


@pytest.fixture
def postgres_url(_postgres_server: Server) -> Iterator[str]:
    """Address of a fresh, empty PostgreSQL database, dropped after the test."""
    with _postgres_server.database() as url:
        yield url


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    """Address of an SQLite file that does not exist yet."""
    return f"sqlite:///{tmp_path / 'ledger.sqlite'}"


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> str:
    """Address of a fresh database: the test runs once on each engine."""
    fixture = {"sqlite": "sqlite_url", "postgresql": "postgres_url"}[request.param]
    url: str = request.getfixturevalue(fixture)
    return url
