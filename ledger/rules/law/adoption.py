"""What the adoption of a rule book is judged on: it can be used, it is another, and it leaves the past alone.

A version that has governed acts is never edited silently: who corrects it says so, and why.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from ledger.domain.bookkeeping.law import AdoptLaw
from ledger.domain.law.ground import unmet
from ledger.domain.registers.area import WHOLE_CITY
from ledger.errors import Breach, enumerated, say
from ledger.rules.judge import Check
from ledger.rules.law.book import RuleBook
from ledger.rules.law.loader import Fault
from ledger.rules.law.provision import Provision


@dataclass(frozen=True, slots=True, kw_only=True)
class LawCase:
    """A rule book beside the one that is adopted; ``proposed`` is None where it has ``faults``."""

    asked: AdoptLaw
    adopted: RuleBook
    proposed: RuleBook | None
    faults: tuple[Fault, ...] = ()

    @property
    def area(self) -> str:
        """Return that law is the whole city's."""
        return WHOLE_CITY


def book_is_whole(case: LawCase, book: RuleBook) -> Breach | None:
    """Refuse a book with faults, naming every one."""
    del book
    if not case.faults:
        return None
    return unmet(
        code="rule_book.faulty",
        detail=say(
            "规则书有{count}处错误：{faults}",
            count=len(case.faults),
            faults="；".join(str(fault.message) for fault in case.faults),
        ),
    )


def law_changes(case: LawCase, book: RuleBook) -> Breach | None:
    """Refuse the book that is adopted."""
    del book
    if case.proposed is None or case.proposed.digest != case.adopted.digest:
        return None
    return unmet(code="law.unchanged", detail=say("规则书（{digest}）已经采用", digest=case.adopted.digest[:12]))


def past_is_left_alone(case: LawCase, book: RuleBook) -> Breach | None:
    """Refuse other values on days before the adoption, unless they are said to be a correction."""
    del book
    if case.proposed is None or case.asked.corrigendum:
        return None
    rewritten = sorted(rewritten_keys(case.adopted, case.proposed, before=case.asked.effective_on))
    if not rewritten:
        return None
    return unmet(
        code="law.rewrites_past",
        detail=say(
            "{day}以前的规定有改动：{keys}；如系更正，请写明更正理由",
            day=case.asked.effective_on,
            keys=enumerated(rewritten),
        ),
    )


def rewritten_keys(adopted: RuleBook, proposed: RuleBook, *, before: date) -> Iterator[str]:
    """Yield the keys of the adopted book that have another value on some day before ``before``."""
    for key, versions in adopted.versions.items():
        others = proposed.versions.get(key, ())
        edges = {day for each in (*versions, *others) for day in (each.effective_from, each.effective_until)}
        if any(_stated(versions, day) != _stated(others, day) for day in edges if day is not None and day < before):
            yield key


def _stated(versions: tuple[Provision[Any], ...], day: date) -> object:
    return next((version.stated for version in versions if version.in_force(day)), None)


CHECKS: Final[tuple[Check[LawCase], ...]] = (book_is_whole, law_changes, past_is_left_alone)
