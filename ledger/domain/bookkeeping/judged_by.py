"""By which provisions a posted act was judged: what an auditor counts when he asks what hangs on an assumption."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar


@dataclass(frozen=True, slots=True, kw_only=True)
class AppliedProvision:
    """One version of a key, as the rule book of the act has it; ``authority`` is enacted, by_analogy or assumed."""

    key: str
    instrument: str
    article: str
    authority: str
    effective_from: date


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgedBy:
    """The provisions that were asked for while an act was gathered, judged and drawn up for its posting."""

    REGISTER: ClassVar[str] = "judged_by"

    reference: int
    provisions: tuple[AppliedProvision, ...]

    @property
    def subject(self) -> str:
        """Return the act's reference."""
        return str(self.reference)
