"""What the registers say of one enterprise: found by its credit code in the texts, so that no register is read whole.

Records are canonical JSON; the last one of a subject counts, and only if it still names the enterprise.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Generic

from sqlalchemy import select, tuple_

from ledger.domain.values.encoding import canonical_json, day_of
from ledger.errors import NotFound, say
from ledger.projections.accounts.held import bytewise
from ledger.store.record_text import REMOVED, R, record_of, register_of
from ledger.store.tables import journal, registration

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement, Select

    from ledger.projections.view import View


@dataclass(frozen=True, slots=True, kw_only=True)
class Registered(Generic[R]):
    """A record, and the day from which it counts."""

    record: R
    effective_on: date


def registered_of(view: View, kind: type[R], *, member: str, value: str) -> list[Registered[R]]:
    """Return the records of a register one of whose members has a value, in the order of their subjects.

    :param member: a member of the record itself, such as ``payer``; ``value`` is its text.
    """
    later = registration.alias("later")
    of_one_subject = (later.c.register == registration.c.register) & (later.c.subject == registration.c.subject)
    comes_later = tuple_(later.c.seq, later.c.n) > tuple_(registration.c.seq, registration.c.n)
    statement = (
        select(registration.c.body, journal.c.effective_on)
        .join(journal, journal.c.seq == registration.c.seq)
        .where(
            registration.c.register == register_of(kind, None),
            registration.c.body.contains(_written(member, value), autoescape=True),
            ~select(later.c.seq).where(of_one_subject, comes_later).exists(),
        )
        .order_by(bytewise(registration.c.subject, view))
    )
    found = (
        Registered(record=record_of(kind, body), effective_on=day_of(day)) for body, day in view.execute(statement)
    )
    return [each for each in found if getattr(each.record, member) == value]


def records_of(view: View, kind: type[R], *, member: str, value: str) -> list[R]:
    """Return the same without the days."""
    return [each.record for each in registered_of(view, kind, member=member, value=value)]


def registered(view: View, kind: type[R], subject: str) -> Registered[R] | None:
    """Return what was last registered of a subject, or None where nothing is so of it."""
    row = view.execute(
        select(registration.c.body, journal.c.effective_on)
        .join(journal, journal.c.seq == registration.c.seq)
        .where(registration.c.register == register_of(kind, None), registration.c.subject == subject)
        .order_by(registration.c.seq.desc(), registration.c.n.desc())
        .limit(1)
    ).one_or_none()
    if row is None or row.body == REMOVED:
        return None
    return Registered(record=record_of(kind, row.body), effective_on=day_of(row.effective_on))


def as_registered(view: View, kind: type[R], *, owner: str | None = None, known_at: int) -> list[R]:
    """Return what a register, or its owner's part, said when the journal had come to a place.

    :param known_at: the last place that counts.
    """
    last = _last_of_each(view, registration.c.register == register_of(kind, owner), registration.c.seq <= known_at)
    bodies: list[str] = list(view.scalars(last))
    return [record_of(kind, body) for body in bodies if body != REMOVED]


def first_day_of(view: View, kind: type[R], subject: str, *, member: str, value: str) -> date | None:
    """Return the day from which a subject first had a value in a member, or None if it never had."""
    day = view.scalar(
        select(journal.c.effective_on)
        .join(registration, registration.c.seq == journal.c.seq)
        .where(
            registration.c.register == register_of(kind, None),
            registration.c.subject == subject,
            registration.c.body.contains(_written(member, value), autoescape=True),
        )
        .order_by(registration.c.seq)
        .limit(1)
    )
    return None if day is None else day_of(day)


def _written(member: str, value: str) -> str:
    """Write a member as it stands in canonical JSON."""
    return f"{canonical_json(member)}:{canonical_json(value)}"


def place_of(view: View, kind: type[R], subject: str, *, known_at: int) -> tuple[int, R]:
    """Return where a subject was last registered when the journal had come to a place, and what was said of it.

    :raises NotFound: ``registration.missing``.
    """
    row = view.execute(
        select(registration.c.seq, registration.c.body)
        .where(
            registration.c.register == register_of(kind, None),
            registration.c.subject == subject,
            registration.c.seq <= known_at,
        )
        .order_by(registration.c.seq.desc(), registration.c.n.desc())
        .limit(1)
    ).one_or_none()
    if row is None or row.body == REMOVED:
        raise NotFound(
            say("登记簿“{register}”中没有“{subject}”", register=register_of(kind, None), subject=subject),
            code="registration.missing",
        )
    return row.seq, record_of(kind, row.body)


def _last_of_each(view: View, *conditions: ColumnElement[bool]) -> Select[tuple[str]]:
    """Select the bodies last registered of each subject among the registrations that meet the conditions."""
    chosen = select(registration).where(*conditions).subquery("chosen")
    later = select(registration).where(*conditions).subquery("later")
    comes_later = tuple_(later.c.seq, later.c.n) > tuple_(chosen.c.seq, chosen.c.n)
    superseded = select(later.c.seq).where(later.c.subject == chosen.c.subject, comes_later).exists()
    return select(chosen.c.body).where(~superseded).order_by(bytewise(chosen.c.subject, view))
