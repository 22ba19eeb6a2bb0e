"""A provision as it stood: out of the rule book that judged, which the books keep for ever."""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from ledger.domain.bookkeeping.judged_by import JudgedBy
from ledger.domain.values.encoding import canonical_json
from ledger.errors import Message, NotFound, say
from ledger.projections.audit.handled import added
from ledger.rules.law.book import RuleBook
from ledger.rules.law.keys import named_key
from ledger.rules.law.loader import read_book
from ledger.rules.law.provision import Provision
from ledger.store.tables import registration, rule_book

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from ledger.projections.audit.handled import FollowedHandling, Tally
    from ledger.projections.view import View

_BOOKS_READ = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptBook:
    """A rule book that the books keep; ``acts`` were recorded under it, from place ``first`` on."""

    digest: str
    first: int
    acts: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownProvision:
    """One version of a key in one rule book; ``others`` are the versions before and after it."""

    meaning: Message
    version: Provision[Any]
    others: tuple[Provision[Any], ...]
    file: str
    """The name of the text that it stands in."""


def kept_books(view: View, *, handling: FollowedHandling) -> tuple[KeptBook, ...]:
    """Return the rule books under which acts were recorded, in the order of their first act.

    :param handling: of the whole book.
    """
    under: dict[int, list[Tally]] = defaultdict(list)
    for handled, tally in handling.seen_by(view).items():
        under[handled.rule_book].append(tally)
    digests = {
        number: bytes(digest).hex() for number, digest in view.execute(select(rule_book.c.id, rule_book.c.digest))
    }
    together = ((digests[number], added(tallies)) for number, tallies in under.items())
    found = (KeptBook(digest=digest, first=tally.first, acts=tally.acts) for digest, tally in together)
    return tuple(sorted(found, key=lambda book: book.first))


def kept_law(connection: Connection, digest: str) -> RuleBook:
    """Return a rule book by its hexadecimal digest.

    :raises NotFound: ``rule_book.unknown``.
    """
    try:
        wanted = bytes.fromhex(digest)
    except ValueError:
        wanted = b""
    texts = connection.scalar(select(rule_book.c.texts).where(rule_book.c.digest == wanted))
    if texts is None:
        raise NotFound(say("账簿没有保存摘要为“{digest}”的规则书", digest=digest[:64]), code="rule_book.unknown")
    return _read(texts)


def provision_at(connection: Connection, key: str, *, digest: str, on: date) -> ShownProvision:
    """Return the version of a key that a rule book has for a day.

    :raises NotFound: ``rule_book.unknown``, or ``provision.unknown``: the book has no such key, or none for that day.
    """
    book = kept_law(connection, digest)
    versions = book.versions.get(key, ())
    version = next((version for version in versions if version.in_force(on)), None)
    if version is None:
        raise NotFound(say("该规则书在{day}没有规定项“{key}”", day=on, key=key), code="provision.unknown")
    return ShownProvision(
        meaning=named_key(key).meaning,
        version=version,
        others=tuple(other for other in versions if other is not version),
        file=_file_of(book, version),
    )


def acts_judged_by(
    connection: Connection, key: str, *, effective_from: date, before: int | None, limit: int
) -> tuple[int, ...]:
    """Return the places of acts that one version of a key judged, the latest first.

    :param effective_from: the first day of the version.
    """
    # Canonical JSON has the members of a provision in the order of their names, these two beside each other.
    members = f'"effective_from":"{effective_from}","instrument":'
    named = f'"key":{canonical_json(key)}}}'
    statement = (
        select(registration.c.seq, registration.c.body)
        .where(
            registration.c.register == JudgedBy.REGISTER,
            registration.c.body.contains(members, autoescape=True),
            registration.c.body.contains(named, autoescape=True),
        )
        .order_by(registration.c.seq.desc())
    )
    if before is not None:
        statement = statement.where(registration.c.seq < before)
    found = []
    for seq, body in connection.execute(statement, execution_options={"yield_per": limit}):
        versions = {(each["key"], each["effective_from"]) for each in json.loads(body)["provisions"]}
        if (key, effective_from.isoformat()) in versions:
            found.append(seq)
        if len(found) == limit:
            break
    return tuple(found)


@lru_cache(maxsize=_BOOKS_READ)
def _read(texts: str) -> RuleBook:
    return read_book(json.loads(texts))


def _file_of(book: RuleBook, version: Provision[Any]) -> str:
    """Return the file that names the instrument of a provision."""
    marks = (f'id = "{version.instrument.id}"', f"id = '{version.instrument.id}'")
    return next((name for name in sorted(book.texts) if any(mark in book.texts[name] for mark in marks)), "")
