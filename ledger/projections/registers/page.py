"""A page of one register: what was last registered of each subject, filtered inside the database, in subject order.

Records are canonical JSON: a member's value stands in the text as it is written, so the database looks for the text and
the record itself is asked again. A page goes on from the subject at which the last one ended.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Generic

from sqlalchemy import select, tuple_

from ledger.domain.values.encoding import canonical_json
from ledger.projections.accounts.held import bytewise
from ledger.store.record_text import REMOVED, R, record_of, register_of
from ledger.store.tables import registration

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ledger.projections.view import View

_READ_AT_ONCE: Final = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterPage(Generic[R]):
    """Records in the order of their subjects; ``following`` is the subject after which the next page begins."""

    records: tuple[R, ...]
    following: str | None


def register_page(
    view: View,
    kind: type[R],
    *,
    members: Mapping[str, str],
    chosen: Callable[[R], bool],
    text: str | None = None,
    after: str | None = None,
    limit: int,
) -> RegisterPage[R]:
    """Return a page of the records that are chosen.

    :param members: the written values of members of the record itself, such as ``area``.
    :param chosen: asked of each record that the database finds.
    :param text: what stands anywhere in the record.
    """
    found: list[R] = []
    place = after
    while len(found) <= limit:
        bodies = _bodies(view, kind, members=members, text=text, after=place)
        records = [record_of(kind, body) for body in bodies]
        wanted = (record for record in records if has_members(record, members) and chosen(record))
        found += [record for record, _ in zip(wanted, range(limit + 1 - len(found)), strict=False)]
        if len(bodies) < _READ_AT_ONCE:
            break
        place = records[-1].subject
    following = found[limit - 1].subject if len(found) > limit else None
    return RegisterPage(records=tuple(found[:limit]), following=following)


def _bodies(
    view: View, kind: type[R], *, members: Mapping[str, str], text: str | None, after: str | None
) -> Sequence[str]:
    subject = bytewise(registration.c.subject, view)
    later = registration.alias("later")
    of_one_subject = (later.c.register == registration.c.register) & (later.c.subject == registration.c.subject)
    comes_later = tuple_(later.c.seq, later.c.n) > tuple_(registration.c.seq, registration.c.n)
    written = [f"{canonical_json(name)}:{canonical_json(value)}" for name, value in members.items()]
    if text is not None:
        written.append(canonical_json(text)[1:-1])
    statement = (
        select(registration.c.body)
        .where(
            registration.c.register == register_of(kind, None),
            registration.c.body != REMOVED,
            *(registration.c.body.contains(part, autoescape=True) for part in written),
            ~select(later.c.seq).where(of_one_subject, comes_later).exists(),
        )
        .order_by(subject)
        .limit(_READ_AT_ONCE)
    )
    return view.scalars(statement if after is None else statement.where(subject > after)).all()


def has_members(record: R, members: Mapping[str, str]) -> bool:
    """Return whether members of a record are what is written of them."""
    return all(str(getattr(record, name)) == value for name, value in members.items())
