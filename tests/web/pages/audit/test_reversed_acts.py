"""Acts of every kind that can be taken back are, and every page that shows the red act, or the wrong one, is there."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from sqlalchemy import select

from ledger.store.tables import journal, movement, unit
from tests.web.city import City, form_token
from tests.web.pages.desk.forms import opened
from web.books import today

if TYPE_CHECKING:
    from flask.testing import FlaskClient

_SHOWN: Final = re.compile(r'name="(shown[^"]*)" value="([0-9a-f]{64})"')
_TRIED: Final = 3
"""Acts of one kind, from the latest back: later acts may rest on it."""
_KINDS: Final = 20
"""Kinds of which the demonstration city has an act that can be taken back, at least."""


def latest_acts(city: City) -> dict[str, list[int]]:
    """Return the last places of every kind of act that has a voucher, the latest kinds first."""
    found: dict[str, list[int]] = {}
    booked = select(journal.c.kind, journal.c.seq).where(journal.c.series.is_not(None)).order_by(journal.c.seq.desc())
    with city.book.reading() as view:
        for kind, seq in view.execute(booked):
            found.setdefault(kind, []).append(seq)
    return {kind: places[:_TRIED] for kind, places in found.items()}


def taken_back(clerk: FlaskClient, reviewer: FlaskClient, seq: int) -> str | None:
    """Have an act taken back, and return the reference of the act that does it; None where it cannot be."""
    asked = {"effective_on": today().isoformat(), "seq": str(seq), "reason": "误记"}
    answer = opened(clerk, "correction.reverse").press(asked)
    if answer.status_code != 303:
        return None
    reference = answer.headers["Location"].rpartition("/")[2]
    [(name, digest)] = _SHOWN.findall(reviewer.get(f"/desk/acts/{reference}").text)[:1]
    csrf = form_token(reviewer.get("/account").text)
    approved = reviewer.post(f"/desk/acts/{reference}/approve", data={"csrf": csrf, name: digest})
    assert approved.status_code == 303, approved.text
    return reference


def pages_about(city: City, seq: int, reference: str) -> list[str]:
    """Return the addresses of what shows a red act, or the act that it took back."""
    with city.book.reading() as view:
        [red] = view.scalars(select(journal.c.seq).where(journal.c.reverses == seq))
        sources = view.scalars(
            select(unit.c.source)
            .join(movement, movement.c.unit_id == unit.c.id)
            .where(movement.c.seq == red, unit.c.source.is_not(None))
            .distinct()
        ).all()
    places = [address.format(place) for place in (seq, red) for address in ("/entries/{}", "/desk/vouchers/{}")]
    return [*places, f"/desk/acts/{reference}", *(f"/audit/trace?source={quote(source)}" for source in sources)]


def test_whatever_is_taken_back_can_be_looked_at(own_city: City) -> None:
    clerk, reviewer, auditor = (own_city.visitor(role) for role in ("clerk", "reviewer", "auditor"))
    reversed_kinds, broken = set(), []
    for kind, places in latest_acts(own_city).items():
        for seq in places:
            reference = taken_back(clerk, reviewer, seq)
            if reference is not None:
                reversed_kinds.add(kind)
                pages = pages_about(own_city, seq, reference)
                broken += [(kind, page) for page in pages if auditor.get(page).status_code != 200]
                break

    assert broken == []
    assert len(reversed_kinds) >= _KINDS
