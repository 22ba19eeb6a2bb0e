"""Which later acts rest on what an act registered: they are taken back before it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import msgspec

from ledger.domain.bookkeeping.reliance import RELIANCES, YEAR
from ledger.domain.projects.exemption import Exemption
from ledger.domain.registers.attainment import Attainment
from ledger.rules.credits.offset import day_of_exemption_ratio
from ledger.store.record_text import REMOVED, record_of, register_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ledger.domain.bookkeeping.act import PostedAct
    from ledger.domain.bookkeeping.journal import Registration
    from ledger.services.act import Facts

_RETIRES: Final = "exemption.retire"


def resting_on(facts: Facts, act: PostedAct) -> tuple[int, ...]:
    """Return the places of the later acts that registered the same subjects, or name what would no longer be so."""
    found = set(facts.past.later(act.seq, act.registrations))
    for fact in act.registrations:
        found |= _naming(facts, act, fact)
        found |= _retired_at_its_ratio(facts, act, fact)
    return tuple(sorted(found))


def _retired_at_its_ratio(facts: Facts, act: PostedAct, fact: Registration) -> set[int]:
    """Return the later retirements of any exemption whose ratio follows the bulletin that the act recorded.

    Neither a retirement nor its command names the year: what it retired was entered in it, perhaps long before.
    """
    if fact.register != register_of(Attainment, None):
        return set()
    year = record_of(Attainment, fact.body).year + 1
    return {
        later.seq
        for later in facts.past.of_kind(_RETIRES, behind=act.seq)
        for each in later.registrations
        if each.register.partition("/")[0] == register_of(Exemption, None)
        and day_of_exemption_ratio(
            record_of(Exemption, each.body).registered_on, on=later.effective_on, book=facts.book
        ).year
        == year
    }


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
        case list():
            for line in content:
                yield from _members(line)
        case _:
            return
