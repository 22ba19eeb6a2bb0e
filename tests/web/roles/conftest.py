"""A small city before which every kind of visitor stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.web.city import City, found, opened

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Iterator[City]:
    """Return a city of the module's own: its tests try everything there."""
    path = tmp_path_factory.mktemp("founded") / "city.sqlite"
    made = opened(path, found(path))
    yield made
    made.book.close()
