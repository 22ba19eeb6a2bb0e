"""Which text of the law judged an act: every rule book that was ever used is kept, found by its digest."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from sqlalchemy import func, insert, select

from ledger.domain.bookkeeping.rule_texts import digest_of
from ledger.domain.values.encoding import canonical_json
from ledger.store.statements import rows
from ledger.store.tables import rule_book

if TYPE_CHECKING:
    from sqlalchemy import Connection

_NUMBER: Final = "SELECT id FROM rule_book WHERE digest = ?"


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleBookText:
    """A rule book as it is kept: its files by name, and the digest that follows from them."""

    texts: Mapping[str, str]
    digest: bytes = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "digest", bytes.fromhex(digest_of(self.texts)))


def keep(connection: Connection, text: RuleBookText) -> int:
    """Return the number under which a rule book is kept, keeping it first if it is new."""
    known = rows(connection, _NUMBER, (text.digest,))
    if known:
        return int(known[0][0])
    number: int = (connection.scalar(select(func.max(rule_book.c.id))) or 0) + 1
    connection.execute(insert(rule_book).values(id=number, digest=text.digest, texts=canonical_json(dict(text.texts))))
    return number
