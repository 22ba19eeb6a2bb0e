"""Which rule book the bureau has adopted, and the command by which it adopts another."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from ledger.domain.values.forms import FileText, Remark


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleFile:
    """One file of a rule book: its path within the book, and its text."""

    name: str
    text: FileText


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleBookAdoption:
    """The rule book that judges from now on; who adopted it stands in the journal beside it.

    ``files`` is empty for the book that came with the opening, which the first act names and the store keeps.
    """

    REGISTER: ClassVar[str] = "rule_book_adoption"
    SUBJECT: ClassVar[str] = "in_force"

    digest: str
    """Hexadecimal SHA-256, see :mod:`ledger.domain.bookkeeping.rule_texts`."""
    adopted_on: date
    instruments: tuple[str, ...]
    document: str | None = None
    files: tuple[RuleFile, ...] = ()

    @property
    def subject(self) -> str:
        """Return the one subject of this register."""
        return self.SUBJECT

    @property
    def texts(self) -> dict[str, str]:
        """Return the files by name."""
        return {file.name: file.text for file in self.files}


@dataclass(frozen=True, slots=True, kw_only=True)
class AdoptLaw:
    """Adopt a whole rule book; ``document`` is the resolution.

    ``corrigendum`` says that days are corrected on which the book in force had other values: only then may it change
    what was law before the day of adoption.
    """

    effective_on: date
    files: tuple[RuleFile, ...]
    document: str
    corrigendum: Remark | None = None
