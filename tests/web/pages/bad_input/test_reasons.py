"""Bad texts as the reason for which an act is returned, rejected or taken back: refused, and kept as typed."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING

import pytest

from ledger.domain.bookkeeping.act import State
from tests.bad_input.catalogue import SAYS, BadValue, Door, Turned
from tests.bad_input.texts import TEXTS
from tests.services.acts.bureau import opened
from tests.services.acts.conftest import FIRST_DAY, new_book
from tests.services.acts.rights import TONNE, open_for_business, retain
from tests.web.pages.bad_input.doors import refused
from tests.web.pages.desk.bureau_pages import BureauPages, pages_of

if TYPE_CHECKING:
    from collections.abc import Iterator

MAKERS = {"return": "市局审批", "reject": "市局审批", "withdraw": "市局经办"}
REASONS = [bad for bad in TEXTS if not isinstance(bad.answer_at(Door.FORM), Turned) and len(bad.value) < 10**4]


@pytest.fixture(scope="module")
def waiting(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[BureauPages, int]]:
    """Lend the pages of a bureau, and an act that waits there."""
    book = new_book(f"sqlite:///{tmp_path_factory.mktemp('reasons') / 'ledger.sqlite'}")
    bureau = opened(book, today=FIRST_DAY)
    open_for_business(bureau)
    reference = bureau.record("reserve.retain", retain(TONNE))
    yield pages_of(bureau), reference
    book.close()


@pytest.mark.parametrize("bad", REASONS, ids=lambda bad: f"{bad.number}-{bad.name}")
def test_a_bad_reason_is_refused_and_kept(bad: BadValue, waiting: tuple[BureauPages, int]) -> None:
    pages, reference = waiting
    before = pages.bureau.size

    for step, person in MAKERS.items():
        answer = pages.send(person, f"/desk/acts/{reference}/{step}", reason=bad.value)

        code = "field.required" if not bad.value.strip() else str(bad.answer_at(Door.FORM))
        assert re.search(SAYS[code], refused(answer))
        typed = re.search(r'<textarea[^>]* name="reason"[^>]*>\n?(.*?)</textarea>', answer.text, re.DOTALL)
        assert typed is not None
        assert unescape(typed[1]) == bad.value.strip()
    assert pages.state(reference) is State.RECORDED
    assert pages.bureau.size == before
