"""The file of an act as a page shows it: what it asks for, what it would post, which steps are this person's."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ledger.domain.bookkeeping.act import State
from ledger.domain.people.actor import OF_THE_BUREAU, Office, Role
from ledger.errors import LedgerError
from ledger.projections.desk.absences import Steads
from ledger.projections.desk.act_file import ActFile, act_file, asked_of, effects, opened_accounts, shown_postings
from ledger.projections.desk.work import may_decide
from ledger.projections.money.price_terms import price_terms, priced_facts
from ledger.services import procedure
from ledger.services.absences import stands_in
from ledger.services.catalogue import ACTS
from ledger.services.desk import missing
from web.books import LEGAL_ZONE
from web.context import current
from web.pages.desk.asked import Member, members_of
from web.pages.desk.followed import HANDS, title_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ledger.domain.people.actor import User
    from ledger.projections.accounts.entry import RecordedMovement
    from ledger.projections.desk.act_file import Effect, WayStep
    from ledger.projections.money.price_terms import PriceTerms
    from ledger.services.judging import Preview

_UNDER_WAY = frozenset({State.RECORDED, State.CHECKED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Steps:
    """Which steps of an act are this person's now."""

    check: bool
    approve: bool
    send_back: bool
    withdraw: bool
    correct: bool
    reverse: bool

    @property
    def any(self) -> bool:
        """Return whether there is one."""
        return any((self.check, self.approve, self.send_back, self.withdraw, self.correct, self.reverse))


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownFile:
    """Everything that the page of an act shows; ``refusal`` is why nothing could be posted now."""

    file: ActFile
    title: str
    members: tuple[Member, ...]
    steps: Steps
    preview: Preview | None
    postings: tuple[RecordedMovement, ...]
    """What a decision would post, as it will be shown."""
    opened: frozenset[str]
    """The codes of its accounts that are opened already."""
    effects: tuple[Effect, ...]
    prices: tuple[PriceTerms, ...]
    """The prices that are agreed on in what it registers, or would register."""
    refusal: LedgerError | None
    steads: Mapping[int, tuple[str, ...]]
    """By the place of a step, in whose stead it was taken."""

    @property
    def assumed(self) -> tuple[Any, ...]:
        """Return the provisions behind the act that no text of this place enacts."""
        applied = () if self.preview is None else self.preview.prepared.applied
        return tuple(provision for provision in applied if provision.authority != "enacted")


def file_of(reference: int) -> ShownFile:
    """Return the file of an act of the person's area.

    :raises NotFound: ``act.missing``: there is none, or it is another area's.
    """
    context = current()
    file = act_file(context.view, reference)
    if not context.person.sits_in(file.act.area):
        raise missing(reference)
    steps = _steps(file, context.person)
    preview, refusal = _preview(file, context.person)
    postings = () if preview is None else preview.prepared.voucher.postings
    shown = () if preview is None else shown_postings(context.view, preview.prepared.voucher)
    return ShownFile(
        file=file,
        title=title_of(file.act.kind),
        members=members_of(asked_of(file, ACTS[file.act.kind].command)),
        steps=steps,
        preview=preview,
        postings=shown,
        opened=opened_accounts(context.view, shown),
        effects=effects(context.view, postings),
        prices=_prices(file, preview),
        refusal=refusal,
        steads=_steads(file),
    )


def _steps(file: ActFile, person: User) -> Steps:
    act, hands = file.act, HANDS[file.act.kind]
    others = person.name not in {act.maker, act.checker}
    own = others and act.state in _UNDER_WAY and may_decide(act, person, hands)
    checks = hands.first_check and act.checker is None
    waits = act.state in {*_UNDER_WAY, State.RETURNED}
    context = current()
    his = act.maker == person.name
    return Steps(
        check=own and checks,
        approve=own and not checks,
        send_back=own,
        withdraw=waits and (his or stands_in(context.registers, person.name, for_person=act.maker, on=context.today)),
        correct=his and act.state is State.RETURNED,
        reverse=act.state is State.POSTED
        and file.reversed_by is None
        and file.posted is not None
        and file.posted.reverses is None
        and not act.kind.startswith("period.")
        and person.role is Role.CLERK
        and person.office is not Office.BRANCH,
    )


def _preview(file: ActFile, person: User) -> tuple[Preview | None, LedgerError | None]:
    """Return what a decision would post now; auditors cannot ask, because asking takes the right to write."""
    if file.act.state not in _UNDER_WAY or person.role not in OF_THE_BUREAU:
        return None, None
    try:
        with current().desk() as desk:
            return procedure.preview(desk, file.act.reference), None
    except LedgerError as error:
        return None, error


def _prices(file: ActFile, preview: Preview | None) -> tuple[PriceTerms, ...]:
    context = current()
    facts: Sequence[object] = () if preview is None else preview.prepared.voucher.facts
    if file.posted is not None:
        facts = priced_facts(file.posted.registrations)
    return price_terms(facts, registers=context.registers, on=file.act.effective_on, book=context.law)


def _steads(file: ActFile) -> Mapping[int, tuple[str, ...]]:
    known = Steads(current().view)
    return {step.seq: known.of(step, day=_day(step), maker=file.act.maker) for step in file.way}


def _day(step: WayStep) -> Any:
    return step.taken_at.astimezone(LEGAL_ZONE).date()
