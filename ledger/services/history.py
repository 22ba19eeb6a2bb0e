"""Record published rounds as history: booked as printed, not judged.

A round is known by place and number. The same round again is recognised and books nothing; another content under
the same place and number is refused.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ledger.domain.bookkeeping.journal import JournalEntry, Judgement, Movement, Registration
from ledger.domain.rounds.historical_postings import RoundAct, acts_of
from ledger.domain.rounds.historical_round import HistoricalRound
from ledger.domain.values.encoding import canonical_json, digest
from ledger.errors import Conflict, say

if TYPE_CHECKING:
    from ledger.store.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordedRound:
    """The answer to one round: where it stands in the journal, and whether it was there before."""

    round: HistoricalRound
    seq: int
    acts: int
    recognised: bool


def record_round(work: UnitOfWork, round_: HistoricalRound, *, printed: Mapping[str, Any], actor: str) -> RecordedRound:
    """Book one round.

    :param printed: the round as it was read, member for member; kept in the register of rounds.
    :param actor: who imports it.
    :raises Conflict: ``round.changed``, the round is recorded with another content.
    :raises InvalidValue: ``number.range``, a figure beyond what a column holds.
    """
    content = digest(printed)
    key = f"round:{round_.subject}"
    known = work.journal.find(key)
    if known is not None:
        if known[1] != content:
            raise Conflict(
                say(
                    "“{place}”第{number}批已经入账，且内容与本文件不同；未入账",
                    place=round_.place,
                    number=round_.number,
                ),
                code="round.changed",
            )
        return RecordedRound(round=round_, seq=known[0], acts=0, recognised=True)
    book = _Entries(round=round_, content=content, actor=actor)
    first = work.journal.append(book.registration(key, printed))
    for act in acts_of(round_):
        work.journal.append(book.act(work, act))
    return RecordedRound(round=round_, seq=first, acts=work.journal.size - first + 1, recognised=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Entries:
    """How the acts of one round are written."""

    round: HistoricalRound
    content: bytes
    actor: str

    def registration(self, key: str, printed: Mapping[str, Any]) -> JournalEntry:
        register = Registration(register="round", subject=self.round.subject, body=canonical_json(printed))
        return self._entry(key, "recorded", "登记历史批次", registrations=(register,))

    def act(self, work: UnitOfWork, act: RoundAct) -> JournalEntry:
        particulars = {
            "act": act.step,
            "term_assumed": self.round.printed_term_years is None,
            **act.particulars,
        }
        fact = Registration(register="round.act", subject=self.round.subject, body=canonical_json(particulars))
        movements = tuple(
            Movement(
                work.position(posting.debit, posting.unit), work.position(posting.credit, posting.unit), posting.amount
            )
            for posting in act.postings
        )
        key = f"round:{self.round.subject}:{act.name}"
        return self._entry(key, act.step, act.narration, movements=movements, registrations=(fact,))

    def _entry(
        self,
        key: str,
        step: str,
        what: str,
        *,
        movements: tuple[Movement, ...] = (),
        registrations: tuple[Registration, ...],
    ) -> JournalEntry:
        return JournalEntry(
            key=key,
            request_digest=self.content,
            kind=f"round.{step}",
            effective_on=self.round.held_on,
            actor=self.actor,
            narration=f"{what}（{self.round.place}，第{self.round.number}批，历史记录）",
            judgement=Judgement.RECORDED,
            movements=movements,
            registrations=registrations,
        )
