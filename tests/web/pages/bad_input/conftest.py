"""A small city in which everything is tried in vain, and a clerk of its bureau before every door."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from ledger.domain.people.actor import Office, Role, User
from tests.web.city import City, copied, let_in, opened
from tests.web.pages.bad_input.doors import Desk

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.web.conftest import CommandLine

CLERK = User(name="示例录入", role=Role.CLERK, office=Office.BUREAU)


@pytest.fixture(scope="session")
def tried_city(_city_file: tuple[Path, dict[str, User]], tmp_path_factory: pytest.TempPathFactory) -> Iterator[City]:
    """Return a copy of the small city in which no test leaves anything in the books."""
    path, persons = _city_file
    copy = opened(copied(path, tmp_path_factory.mktemp("tried")), persons)
    let_in(copy.book, CLERK)
    yield copy
    copy.book.close()


@pytest.fixture(scope="session")
def desk(tried_city: City) -> Desk:
    """Return the desk of a clerk of the bureau."""
    return Desk(tried_city, CLERK.name)


@pytest.fixture(autouse=True)
def nothing_is_recorded(request: pytest.FixtureRequest) -> Iterator[None]:
    """See that the head of the journal is what it was, root and all, after whatever was tried in the shared city."""
    if "desk" not in request.fixturenames:
        yield
        return
    desk: Desk = request.getfixturevalue("desk")
    before = desk.head()
    yield
    assert desk.head() == before


@pytest.fixture
def clerks_line(command_line: CommandLine, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> CommandLine:
    """Return the command line at which the clerk imports into the city."""
    monkeypatch.setenv("LEDGER_USER", CLERK.name)
    monkeypatch.setenv("LEDGER_TOKEN", "a token")
    url = desk.city.book.engine.url.render_as_string()

    def call(*words: str, given: bytes = b"") -> tuple[int, Any]:
        return command_line("import", "-", *words, "--database", url, "--json", given=given)

    return call
