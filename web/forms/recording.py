"""Recording what was typed: once under the key of its form, with the papers that lie with the draft."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ledger.domain.bookkeeping.act import Paper, State, WaitingAct
from ledger.errors import Conflict
from ledger.services import drafts, procedure
from web.forms.keeping import left_out

if TYPE_CHECKING:
    from ledger.domain.people.draft import Draft
    from ledger.services.desk import Desk
    from web.context import Context


def record_form(context: Context, kind: str, command: Any, *, key: str, draft: Draft) -> int:
    """Record a form, or the correction of a returned act, and return the reference of the act.

    :raises RuleViolation: with every breach; nothing is recorded.
    :raises Conflict: ``idempotency.reused``, the form was recorded with another content.
    :raises NotFound: something that the command names is not there.
    """
    with context.desk() as desk:
        papers = _kept(context, desk, draft)
        if draft.reference is not None:
            reference = _corrected(desk, draft, draft.reference, command, papers)
        else:
            name = key_in_journal(desk.user.name, key)
            reference = procedure.record(
                desk, command, kind=kind, key=name, evidence=papers or _known_papers(desk, name)
            ).reference
        context.look_anew()
        desk.work.commit()
    return reference


def key_in_journal(person: str, key: str) -> str:
    """Return the idempotency key under which the form of a person stands in the journal once it is recorded."""
    return f"form:{person}:{key}"


def _kept(context: Context, desk: Desk, draft: Draft) -> tuple[Paper, ...]:
    found = []
    for paper in drafts.papers_of(context.view, draft.id):
        content = drafts.paper_content(context.view, draft.id, paper.name)
        if content is not None:
            digest = desk.work.evidence.keep(content, paper.media_type).hex()
            found.append(Paper(name=paper.name, digest=digest, media_type=paper.media_type))
    return tuple(found)


def _known_papers(desk: Desk, key: str) -> tuple[Paper, ...]:
    """Return the papers of the act that was recorded under the key: its draft, and the papers in it, are gone."""
    known = desk.work.journal.find(key)
    act = None if known is None else desk.work.registers.find(WaitingAct, str(known[0]))
    return () if act is None else act.evidence


def _corrected(desk: Desk, draft: Draft, reference: int, command: Any, papers: tuple[Paper, ...]) -> int:
    act = desk.work.registers.find(WaitingAct, str(reference))
    former = () if act is None else act.evidence
    names, without = {paper.name for paper in papers}, left_out(draft)
    former = tuple(paper for paper in former if paper.digest not in without)
    evidence = (*(paper for paper in former if paper.name not in names), *papers)
    try:
        return procedure.correct(desk, reference, command, evidence=evidence).reference
    except Conflict:
        if act is not None and act.maker == desk.user.name and act.state is State.RECORDED:
            return reference  # the button was pressed twice
        raise
