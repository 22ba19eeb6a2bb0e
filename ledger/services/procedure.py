"""How an act goes through the offices: recorded, checked, returned or rejected, decided and posted.

Every step is an act of the journal, so that who did what, and when, is proved with the rest. What a recorded act
would take waits for it (decision 0003); whoever decides names the digest of exactly what he saw.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from ledger.domain.bookkeeping.act import Paper, State, WaitingAct
from ledger.domain.bookkeeping.journal import JournalEntry, Judgement, Registration
from ledger.domain.values.encoding import digest
from ledger.errors import Conflict, Message, say
from ledger.rules import procedure as rules
from ledger.rules.judge import breaches_of, refusal
from ledger.services.absences import stands_in
from ledger.services.desk import Desk, missing
from ledger.services.judging import CONTENT, Preview, asked_alike, prepare, preview_of, shown_as
from ledger.services.posting import post
from ledger.store.docket import PendingAct
from ledger.store.record_text import body_of, registration_of

if TYPE_CHECKING:
    from ledger.services.act import Asked


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded:
    """The answer to a recording: the act's reference, and whether it was recorded before under the same key.

    Attributes:
        state: what became of an act that was recorded before; None for a new one.
        reversed: whether it was posted and taken back since.

    """

    reference: int
    recognised: bool = False
    state: State | None = None
    reversed: bool = False

    @property
    def became(self) -> Message | None:
        """Return in words what became of an act that was recorded before."""
        if self.reversed:
            return say("已入账，后已冲销")
        return None if self.state is None else self.state.words


@dataclass(frozen=True, slots=True, kw_only=True)
class Posted:
    """The answer to a decision: the act's place in the journal and its number."""

    reference: int
    seq: int
    series: str
    number: int


def record(desk: Desk, command: Asked, *, kind: str, key: str, evidence: tuple[Paper, ...] = ()) -> Recorded:
    """Record an act; one that needs no decision is posted at once.

    :param key: the idempotency key: the same key with the same content gives the same answer, for ever.
    :raises RuleViolation: with every breach; nothing is recorded.
    :raises Conflict: ``idempotency.reused``, the key stands for another content.
    :raises NotFound: something that the command names is not there.
    """
    act = desk.act(kind)
    asked = digest([kind, body_of(command), [[paper.name, paper.digest] for paper in evidence]])
    known = desk.work.journal.find(key)
    if known is not None:
        if known[1] != asked:
            raise Conflict(say("幂等键已经用于另一内容；未入账"), code="idempotency.reused")
        return _recognised(desk, known[0])
    reference = desk.work.journal.size + 1
    ready = prepare(desk, act, command)
    waiting = WaitingAct(
        reference=reference,
        kind=kind,
        area=ready.case.area,
        state=State.RECORDED,
        effective_on=command.effective_on,
        maker=desk.user.name,
        evidence=evidence,
        holds=ready.holds,
    )
    content = Registration(register=CONTENT, subject=waiting.subject, body=body_of(command))
    _step(desk, waiting, key=key, request=asked, narration=ready.voucher.narration, content=(content,))
    if act.path.value.deciding_office is None:
        post(desk.work, act, ready, replace(waiting, state=State.POSTED), effective_on=command.effective_on)
        _waits_no_more(desk, waiting)
    return Recorded(reference=reference)


def _recognised(desk: Desk, reference: int) -> Recorded:
    """Return what became of an act that was recorded before."""
    waiting = desk.work.registers.find(WaitingAct, str(reference))
    posted = desk.work.journal.find(f"act:{reference}")
    return Recorded(
        reference=reference,
        recognised=True,
        state=None if waiting is None else waiting.state,
        reversed=posted is not None and desk.work.past.reversal_of(posted[0]) is not None,
    )


def correct(desk: Desk, reference: int, command: Asked, *, evidence: tuple[Paper, ...] = ()) -> Recorded:
    """Record the corrected content of an act that was returned; only its maker may.

    :raises Conflict: ``act.state``, the act was not returned.
    :raises RuleViolation: with every breach; nothing is recorded.
    """
    waiting = desk.waiting(reference, State.RETURNED)
    _require_maker(desk, waiting)
    act = desk.act(waiting.kind)
    ready = prepare(desk, act, command, besides=reference)
    corrected = replace(
        waiting,
        area=ready.case.area,
        state=State.RECORDED,
        effective_on=command.effective_on,
        checker=None,
        evidence=evidence,
        holds=ready.holds,
        reason=None,
    )
    content = Registration(register=CONTENT, subject=waiting.subject, body=body_of(command))
    _step(desk, corrected, narration=ready.voucher.narration, content=(content,))
    return Recorded(reference=reference)


def check(desk: Desk, reference: int, *, shown: str) -> None:
    """Pass an act on to the decision: the first check by the branch of its area (初审, LC25 art. 6).

    :param shown: the digest of what the person saw, see :func:`preview`.
    :raises Conflict: ``act.state`` or ``act.changed``.
    :raises RuleViolation: with every breach.
    """
    waiting = desk.waiting(reference, State.RECORDED)
    if not desk.act(waiting.kind).path.value.first_check:
        raise Conflict(say("第{reference}件不需要初审", reference=reference), code="act.state")
    seen = shown_as(desk, waiting, shown)
    _require(rules.HANDLING, desk, waiting, State.CHECKED)
    checked = replace(waiting, state=State.CHECKED, checker=desk.user.name, holds=seen.prepared.holds)
    _step(desk, checked, narration=f"初审通过：{seen.prepared.voucher.narration}")


def send_back(desk: Desk, reference: int, *, reason: str) -> None:
    """Return an act to its maker, who may correct it; it takes nothing meanwhile.

    :raises Conflict: ``act.state``.
    """
    _end(desk, desk.waiting(reference, State.RECORDED, State.CHECKED), State.RETURNED, reason)


def reject(desk: Desk, reference: int, *, reason: str) -> None:
    """Reject an act for good.

    :raises Conflict: ``act.state``.
    """
    _end(desk, desk.waiting(reference, State.RECORDED, State.CHECKED), State.REJECTED, reason)


def withdraw(desk: Desk, reference: int, *, reason: str) -> None:
    """Take back an act that is not decided; only its maker may, or who stands in for him (decision 0013).

    :raises Conflict: ``act.state``.
    """
    waiting = desk.waiting(reference, State.RECORDED, State.CHECKED, State.RETURNED)
    if not stands_in(desk.work.registers, desk.user.name, for_person=waiting.maker, on=desk.today):
        _require_maker(desk, waiting)
    _step(desk, replace(waiting, state=State.WITHDRAWN, holds=(), reason=reason), narration=f"撤回：{reason}")


def preview(desk: Desk, reference: int) -> Preview:
    """Return what a decision on an act would post now.

    :raises RuleViolation: it could not be posted now; with every breach.
    """
    return preview_of(desk, desk.waiting(reference, State.RECORDED, State.CHECKED))


def approve(desk: Desk, reference: int, *, shown: str) -> Posted:
    """Decide on an act and post it with the next number of its series.

    :param shown: the digest of what the person saw, see :func:`preview`.
    :raises Conflict: ``act.state``, or ``act.changed`` if what would be posted is no longer what was seen.
    :raises RuleViolation: with every breach; nothing is posted.
    """
    waiting = desk.waiting(reference, State.RECORDED, State.CHECKED)
    act = desk.act(waiting.kind)
    if act.path.value.first_check and waiting.state is not State.CHECKED:
        raise Conflict(say("第{reference}件尚未初审", reference=reference), code="act.state")
    _require(rules.DECIDING, desk, waiting, State.POSTED)
    seen = shown_as(desk, waiting, shown)
    decided = replace(waiting, state=State.POSTED, decider=desk.user.name)
    seq, series, number = post(desk.work, act, seen.prepared, decided, effective_on=waiting.effective_on)
    _waits_no_more(desk, waiting)
    return Posted(reference=reference, seq=seq, series=series, number=number)


def _require(checks: tuple[Any, ...], desk: Desk, waiting: WaitingAct, step: State) -> None:
    case = rules.StepCase(
        user=desk.user,
        step=step,
        hands=desk.act(waiting.kind).path.value,
        area=waiting.area,
        maker=waiting.maker,
        checker=waiting.checker,
        effective_on=waiting.effective_on,
        today=desk.today,
        closed=desk.facts(waiting).closed(waiting.effective_on),
    )
    breaches = breaches_of(case, checks=checks, book=desk.book)
    if breaches:
        raise refusal(breaches)


def _require_maker(desk: Desk, waiting: WaitingAct) -> None:
    if desk.user.name != waiting.maker:
        raise missing(waiting.reference)


def _end(desk: Desk, waiting: WaitingAct, state: State, reason: str) -> None:
    _require(rules.HANDLING, desk, waiting, state)
    words = {State.RETURNED: "退回", State.REJECTED: "不予批准"}[state]
    ended = replace(waiting, state=state, holds=(), reason=reason)
    _step(desk, ended, narration=f"{words}：{reason}")


def _step(
    desk: Desk,
    waiting: WaitingAct,
    *,
    narration: str,
    key: str = "",
    request: bytes = b"",
    content: tuple[Registration, ...] = (),
) -> None:
    """Write one step that posts nothing, and put what waits in its place."""
    work = desk.work
    fact = registration_of(waiting)
    seq = work.journal.append(
        JournalEntry(
            key=key or f"act:{waiting.reference}:{work.journal.size + 1}",
            request_digest=request or digest(fact.body),
            kind=f"act.{waiting.state}",
            effective_on=desk.today,
            actor=desk.user.name,
            narration=narration,
            judgement=Judgement.JUDGED,
            registrations=(fact, *content),
            attachments=len(waiting.evidence),
        )
    )
    if waiting.state in {State.RETURNED, State.REJECTED, State.WITHDRAWN}:
        _waits_no_more(desk, waiting)
    if waiting.state in {State.REJECTED, State.WITHDRAWN}:
        work.docket.remove(waiting.reference)
        return
    pending = PendingAct(
        reference=waiting.reference,
        kind=waiting.kind,
        area=waiting.area,
        state=waiting.state,
        maker=waiting.maker,
        effective_on=waiting.effective_on,
        seq=seq,
    )
    work.docket.put(pending, holds=waiting.holds)
    for asked in content:
        asked_alike(desk, waiting.kind, area=waiting.area, on=waiting.effective_on)[asked.body] = waiting.reference


def _waits_no_more(desk: Desk, waiting: WaitingAct) -> None:
    desk.asked.pop((waiting.kind, waiting.area, waiting.effective_on), None)
