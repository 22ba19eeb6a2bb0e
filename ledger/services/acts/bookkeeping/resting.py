"""Which later acts rest on what an act registered: they are taken back before it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from ledger.domain.bookkeeping.reliance import RELIANCES, YEAR
from ledger.store.record_text import REMOVED, record_of, register_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ledger.domain.bookkeeping.act import PostedAct
    from ledger.domain.bookkeeping.journal import Registration
    from ledger.services.act import Facts


def resting_on(facts: Facts, act: PostedAct) -> tuple[int, ...]:
    """Return the places of the later acts that registered the same subjects, or name what would no longer be so."""
    found = set(facts.past.later(act.seq, act.registrations))
    for fact in act.registrations:
        found |= _naming(facts, act, fact)
    return tuple(sorted(found))


def _naming(facts: Facts, act: PostedAct, fact: Registration) -> set[int]:
    before = facts.past.body_before(act.seq, fact.register, fact.subject)
    stays = before is not None and before != REMOVED
    found = set[int]()
    for reliance in RELIANCES:
        register = register_of(reliance.of, None)
        if fact.register.partition("/")[0] != register or (stays and not reliance.changed):
            continue
        name = reliance.named(record_of(reliance.of, fact.body))
        found |= {
            place
            for place, kind, command in facts.past.naming(name, behind=act.seq)
            if reliance.holds(kind, frozenset(_members(msgspec.json.decode(command))), name)
        }
    return found


def _members(content: Any) -> Iterator[tuple[str, str]]:
    """Yield every member of a command and of its lines that holds a text, with the text."""
    match content:
        case dict():
            for member, value in content.items():
                texts = value if isinstance(value, list) else [value]
                yield from ((member, text) for text in texts if isinstance(text, str))
                yield from _members(value)
            if isinstance(day := content.get("effective_on"), str):
                yield YEAR, day[:4]
            if isinstance(day := content.get("through"), str):
                yield YEAR, day[:4]
        case list():
            for line in content:
                yield from _members(line)
        case _:
            return
