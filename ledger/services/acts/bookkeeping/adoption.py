"""The adoption of a rule book: two persons, the whole book, and from then on it judges."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from ledger.domain.bookkeeping.act import Path, Series, Voucher
from ledger.domain.bookkeeping.law import AdoptLaw, RuleBookAdoption
from ledger.domain.bookkeeping.rule_texts import instruments_of
from ledger.rules.law.adoption import CHECKS, LawCase
from ledger.rules.law.loader import FaultyRuleBook, read_book
from ledger.services.act import Act

if TYPE_CHECKING:
    from ledger.services.act import Facts


def gather(facts: Facts, asked: AdoptLaw) -> LawCase:
    """Read the proposed book beside the one that judges, which is the adopted one."""
    try:
        proposed = read_book({file.name: file.text for file in asked.files})
    except FaultyRuleBook as error:
        return LawCase(asked=asked, adopted=facts.book, proposed=None, faults=error.faults)
    return LawCase(asked=asked, adopted=facts.book, proposed=proposed)


def draw_up(case: LawCase) -> Voucher:
    """Register the book with its texts."""
    asked = case.asked
    texts = {file.name: file.text for file in asked.files}
    instruments = instruments_of(texts)
    adoption = RuleBookAdoption(
        digest="" if case.proposed is None else case.proposed.digest,
        adopted_on=asked.effective_on,
        instruments=instruments,
        document=asked.document,
        files=asked.files,
    )
    return Voucher(
        narration=f"采用规则书{adoption.digest[:12]}（{asked.document}）：{'、'.join(instruments)}", facts=(adoption,)
    )


ACTS: Final[tuple[Act[Any, Any], ...]] = (
    Act(
        kind="law.adopt",
        title="采用规则书",
        command=AdoptLaw,
        series=Series.REGISTERS,
        path=Path.BUREAU,
        gather=gather,
        checks=CHECKS,
        draw_up=draw_up,
    ),
)
