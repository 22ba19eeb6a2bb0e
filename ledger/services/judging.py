"""Judging an act: what is so is gathered, held against the law of its day, drawn up and weighed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from ledger.domain.bookkeeping.act import State, WaitingAct
from ledger.domain.values.encoding import digest
from ledger.errors import Conflict, say
from ledger.rules import procedure as rules
from ledger.rules.judge import breaches_of, refusal
from ledger.services.acts.registers.known import area_of
from ledger.services.posting import Prepared, overdrawn, prepared, takings
from ledger.store.record_text import body_of, record_of

if TYPE_CHECKING:
    from ledger.services.act import AnyAct, Asked
    from ledger.services.desk import Desk

CONTENT: Final = "act.content"
"""The register of what each act asks for, by its reference."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """Exactly what a decision would post, and the digest by which it is named."""

    waiting: WaitingAct
    command: Any
    prepared: Prepared
    digest: str


def prepare(desk: Desk, act: AnyAct, command: Asked, *, besides: int | None = None) -> Prepared:
    """Gather, judge and draw up what a person asks for.

    :raises RuleViolation: with the breaches of the procedure and of the act together; for an area that is not the
        person's, with those of the procedure alone.
    :raises NotFound: something that the command names is not there, or not in the person's sight.
    """
    desk = desk.noting()
    facts = desk.facts(command, besides=besides, asking=desk.user)
    named: str | None = getattr(command, "area", None)
    if named is not None:
        if not desk.user.sits_in(named):
            area_of(facts, named)  # which areas there are is no secret, and a name that is none is told as such
        _require_own(desk, act, command, area=named)
    case = act.gather(facts, command)
    _require_own(desk, act, command, area=case.area)
    breaches = (
        *breaches_of(_recording(desk, act, command, area=case.area), checks=rules.RECORDING, book=desk.book),
        *breaches_of(case, checks=act.checks, book=desk.book),
    )
    if breaches:
        raise refusal(breaches)
    ready = prepared(act, case, book=desk.book)
    return _available(desk, act, ready, on=command.effective_on, besides=besides)


def _recording(desk: Desk, act: AnyAct, command: Asked, *, area: str) -> rules.StepCase:
    return rules.StepCase(
        user=desk.user,
        step=State.POSTED if act.path.value.deciding_office is None else State.RECORDED,
        hands=act.path.value,
        area=area,
        effective_on=command.effective_on,
        today=desk.today,
        closed=desk.facts(command).closed(command.effective_on),
        alike=asked_alike(desk, act.kind, area=area, on=command.effective_on).get(body_of(command))
        if desk.user.sits_in(area)
        else None,
    )


def asked_alike(desk: Desk, kind: str, *, area: str, on: date) -> dict[str, int]:
    """Return what the acts of a kind ask for that wait in an area for a day, with the reference of the first."""
    alike = (kind, area, on)
    if alike not in desk.asked:
        waiting = reversed(desk.work.docket.alike(kind, area=area, on=on))
        desk.asked[alike] = {desk.work.registers.body(CONTENT, str(each)): each for each in waiting}
    return desk.asked[alike]


def _require_own(desk: Desk, act: AnyAct, command: Asked, *, area: str) -> None:
    """Tell a person of another area only that it is not his: every other breach would speak of what is there."""
    if not desk.user.sits_in(area):
        step = _recording(desk, act, command, area=area)
        raise refusal(breaches_of(step, checks=rules.RECORDING, book=desk.book))


def _available(desk: Desk, act: AnyAct, ready: Prepared, *, on: date, besides: int | None) -> Prepared:
    """Return what was drawn up, if every account can give it: now, beside what waits, and on every day since.

    :raises RuleViolation: with every posting and every account that cannot.
    """
    unpostable = tuple(filter(None, map(rules.unpostable, ready.voucher.postings)))
    weighed = takings(desk.work, ready, besides=besides, prevails=act.prevails)
    short = {
        taken: breach
        for taken, taking in zip(ready.taken, weighed, strict=True)
        if (breach := rules.overtaken(taking)) is not None
    }
    days = () if unpostable else overdrawn(desk.work, ready, on=on, short=short)
    breaches = (*unpostable, *short.values(), *days)
    if breaches:
        raise refusal(breaches)
    return ready


def preview_of(desk: Desk, waiting: WaitingAct) -> Preview:
    """Return what a decision on an act that waits would post now.

    :raises RuleViolation: it could not be posted now; with every breach.
    """
    size = desk.work.journal.size
    known = desk.previews.get(waiting.reference)
    if known is not None and known[0] == size:
        seen: Preview = known[1]
        return seen
    seen = _previewed(desk.noting(), waiting)
    desk.previews[waiting.reference] = (size, seen)
    return seen


def _previewed(desk: Desk, waiting: WaitingAct) -> Preview:
    act = desk.act(waiting.kind)
    body = desk.work.registers.body(CONTENT, waiting.subject)
    command = record_of(act.command, body)
    case = act.gather(desk.facts(command, besides=waiting.reference), command)
    breaches = breaches_of(case, checks=act.checks, book=desk.book)
    if breaches:
        raise refusal(breaches)
    ready = prepared(act, case, book=desk.book)
    _available(desk, act, ready, on=command.effective_on, besides=waiting.reference)
    papers = [[paper.name, paper.digest] for paper in waiting.evidence]
    seen = digest([waiting.reference, waiting.kind, body, papers, ready.written]).hex()
    return Preview(waiting=waiting, command=command, prepared=ready, digest=seen)


def shown_as(desk: Desk, waiting: WaitingAct, shown: str) -> Preview:
    """Return the same, if it is still what the person saw.

    :param shown: the digest of what was seen.
    :raises Conflict: ``act.changed``.
    """
    seen = preview_of(desk, waiting)
    if seen.digest != shown:
        raise Conflict(
            say("第{reference}件将要入账的内容与您看到的不同；请重新查看后再办理", reference=waiting.reference),
            code="act.changed",
        )
    return seen
