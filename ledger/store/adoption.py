"""Which rule book the bureau has adopted: the only one by which anything may be judged."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

from ledger.domain.bookkeeping.law import RuleBookAdoption
from ledger.domain.bookkeeping.rule_texts import digest_of, instruments_of
from ledger.store.record_text import REMOVED, record_of
from ledger.store.registers import Registers
from ledger.store.rule_books import RuleBookText
from ledger.store.statements import rows

if TYPE_CHECKING:
    from datetime import date

    from sqlalchemy import Connection

_OF_THE_OPENING: Final = "SELECT texts FROM rule_book WHERE id = (SELECT rule_book_id FROM journal WHERE seq = 1)"
_ADOPTIONS: Final = "SELECT body FROM registration WHERE register = ? AND subject = ?"
_KEPT: Final = "SELECT texts FROM rule_book WHERE digest = ?"


def adoption_at_opening(rule_book: RuleBookText, *, today: date) -> RuleBookAdoption:
    """Return the adoption of the rule book with which a book is opened."""
    return RuleBookAdoption(
        digest=rule_book.digest.hex(), adopted_on=today, instruments=instruments_of(rule_book.texts)
    )


def adopted_text(connection: Connection) -> RuleBookText:
    """Return the rule book that was adopted last.

    A book that was opened before adoptions were registered has adopted the one by which its first act was judged.
    """
    adoption = Registers(connection).find(RuleBookAdoption, RuleBookAdoption.SUBJECT)
    if adoption is None:
        found = rows(connection, _OF_THE_OPENING)
    elif adoption.files:
        return RuleBookText(texts=adoption.texts)
    else:
        found = rows(connection, _KEPT, (bytes.fromhex(adoption.digest),))
    return RuleBookText(texts=json.loads(found[0][0]))


def adopted_digests(connection: Connection) -> frozenset[str]:
    """Return the digests of all rule books that were ever adopted, the one of the opening among them."""
    name = (RuleBookAdoption.REGISTER, RuleBookAdoption.SUBJECT)
    bodies = [body for (body,) in rows(connection, _ADOPTIONS, name) if body != REMOVED]
    registered = {record_of(RuleBookAdoption, body).digest for body in bodies}
    return frozenset({*registered, *(digest_of(json.loads(texts)) for (texts,) in rows(connection, _OF_THE_OPENING))})
