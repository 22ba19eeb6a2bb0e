"""The auditor in front of the small demonstration city."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask.testing import FlaskClient


@pytest.fixture
def auditor(visitor: Callable[[str], FlaskClient]) -> FlaskClient:
    """Return a browser at which the auditor has logged in."""
    return visitor("auditor")
