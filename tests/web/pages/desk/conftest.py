"""A bureau of exercises with the web in front of it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.services.acts.bureau import opened
from tests.services.acts.conftest import FIRST_DAY, new_book
from tests.services.acts.rights import TONNE, confirm, open_for_business
from tests.web.pages.desk.bureau_pages import BureauPages, pages_of


@pytest.fixture
def pages(sqlite_url: str) -> Iterator[BureauPages]:
    """Lend a bureau in whose eastern area one enterprise holds 10 t of COD of a cap of 100 t, with its pages."""
    book = new_book(sqlite_url)
    bureau = opened(book, today=FIRST_DAY)
    open_for_business(bureau)
    bureau.do("right.confirm_existing", confirm(10 * TONNE))
    yield pages_of(bureau)
    book.close()
