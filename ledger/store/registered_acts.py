"""What the registers of acts and of periods say, gathered while the journal is read: the docket is made of it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from ledger.domain.bookkeeping.act import UNDECIDED, State, WaitingAct
from ledger.domain.bookkeeping.period import ClosedPeriod
from ledger.domain.values.encoding import day_number
from ledger.errors import say

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ledger.store.findings import Findings

READ_REGISTERS: Final = frozenset({WaitingAct.REGISTER, ClosedPeriod.REGISTER})
"""The registers whose bodies are read."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """An act that waits: its row in the docket, and what it holds by account and unit."""

    row: tuple[Any, ...]
    holds: Mapping[tuple[str, str], int]


class RegisteredActs:
    """Takes registrations in the order of the journal, and keeps what follows from them."""

    def __init__(self, findings: Findings) -> None:
        self._findings = findings
        self.waiting: dict[int, Waiting] = {}
        """The acts that no one has decided, by reference."""
        self.papers: dict[str, set[str]] = {}
        """The digests of evidence that acts name, with the media types they name, if they do."""
        self.closings: list[tuple[int, int]] = []
        """Places at which periods were closed or opened again, and the day through which they were closed since."""

    def take(self, seq: int, n: int, register: str, subject: str, body: str) -> None:
        """Take a registration of one of :data:`READ_REGISTERS`."""
        try:
            content = json.loads(body)
            if register == WaitingAct.REGISTER:
                self._take_act(seq, int(subject), content)
            elif subject == ClosedPeriod.SUBJECT:
                through = content.get("through")
                self.closings.append((seq, day_number(date.fromisoformat(through)) if through else 0))
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
            detail = say("“{register}”的登记内容不可能由本程序写入", register=register)
            self._findings.add("registration.content", f"registration/{seq}/{n}", detail)

    def _take_act(self, seq: int, reference: int, content: Mapping[str, Any]) -> None:
        for paper in content.get("evidence", ()):
            named = self.papers.setdefault(paper["digest"], set())
            named |= {paper["media_type"]} if "media_type" in paper else set()
        state = State(content["state"])
        if state not in UNDECIDED:
            self.waiting.pop(reference, None)
            return
        day = day_number(date.fromisoformat(content["effective_on"]))
        self.waiting[reference] = Waiting(
            row=(reference, content["kind"], content["area"], state.value, content["maker"], day, seq),
            holds={(account, unit): amount for account, unit, amount in content.get("holds", ())},
        )
