"""Commands by which law is adopted: the shipped book, and copies of it in which one figure is another."""

from __future__ import annotations

from typing import Any

from ledger.domain.bookkeeping.law import AdoptLaw, RuleFile
from tests.properties.bureau_asks import Clerk, ask
from tests.properties.bureau_asks_rights import PAPER
from tests.properties.bureau_model_law import AS_SHIPPED, STANDS_IN
from tests.services.acts.bureau import LAW

FIGURES = (AS_SHIPPED, 50_000, 99_999)
"""Grams up to which a pollutant is exempt."""


def law_with(figure: int) -> dict[str, str]:
    """Return the texts of the shipped rule book with another figure."""
    shipped = LAW.texts[STANDS_IN]
    text = shipped.replace("other = { at_most = 0.1 }", f"other = {{ at_most = {figure / 1_000_000} }}")
    return {**LAW.texts, STANDS_IN: text}


@ask("law.adopt", "registers")
def adopt(clerk: Clerk) -> Any:
    """A book, mostly another than the adopted one, seldom a faulty one; and all that seldom, as it is long to read."""
    if not clerk.seldom(4):
        return None
    texts = law_with(clerk.one_of(FIGURES)) if not clerk.seldom(10) else {"示例.toml": "x = 1"}
    return AdoptLaw(
        effective_on=clerk.today,
        files=tuple(RuleFile(name=name, text=text) for name, text in sorted(texts.items())),
        document=PAPER,
        corrigendum=None if clerk.seldom(4) else "示例",
    )
