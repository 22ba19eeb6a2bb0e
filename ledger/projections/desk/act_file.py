"""The file of one act: every step with who took it and when, what it asks for, its papers, and what it posted."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Final

from ledger.domain.bookkeeping.act import State, WaitingAct
from ledger.domain.values.encoding import day_of, moment_of
from ledger.errors import NotFound, say
from ledger.projections.accounts.entry import RecordedEntry, RecordedMovement, entry
from ledger.store.record_text import T, record_of
from ledger.store.statements import rows

if TYPE_CHECKING:
    from ledger.domain.bookkeeping.account import Account
    from ledger.domain.bookkeeping.act import Voucher
    from ledger.domain.bookkeeping.posting import Posting
    from ledger.domain.bookkeeping.unit import Unit
    from ledger.projections.view import View

_STEPS: Final = (
    "SELECT j.seq, j.recorded_at, j.effective_on, j.actor, j.approver, j.narration, a.body,"
    " (SELECT c.body FROM registration c WHERE c.seq = j.seq AND c.register = 'act.content' AND c.subject = a.subject)"
    " FROM registration a JOIN journal j ON j.seq = a.seq"
    " WHERE a.register = 'act' AND a.subject = ? ORDER BY j.seq"
)
_REVERSAL: Final = "SELECT seq FROM journal WHERE reverses = ?"
_ACT_AT: Final = "SELECT subject FROM registration WHERE seq = ? AND n = 1 AND register = 'act'"
_UNDER_KEY: Final = "SELECT seq FROM journal WHERE key = ?"
_OPENED: Final = "SELECT id FROM account WHERE code = ?"
_BALANCE: Final = (
    "SELECT balance.amount FROM balance JOIN position ON position.id = balance.position_id"
    " JOIN account ON account.id = position.account_id JOIN unit ON unit.id = position.unit_id"
    " WHERE account.code = ? AND unit.code = ?"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class WayStep:
    """One step of an act: who took it, when, and what it led to; ``asked`` where it says anew what is asked for."""

    seq: int
    taken_at: datetime
    day: date
    """The day from which the step counts."""
    person: str
    state: State
    narration: str
    reason: str | None
    asked: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ActFile:
    """All there is about one act; ``posted`` once it is decided, ``reversed_by`` the place of its reversal."""

    act: WaitingAct
    way: tuple[WayStep, ...]
    asked: str
    """What it asks for, as the register has it; see :func:`asked_of`."""
    posted: RecordedEntry | None
    reversed_by: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """What postings make of one account's balance in one unit, in grams or fen; debits less credits."""

    account: Account
    unit: Unit
    before: int
    change: int

    @property
    def after(self) -> int:
        """Return the balance once all is posted."""
        return self.before + self.change


def act_file(view: View, reference: int) -> ActFile:
    """Return the file of an act.

    :raises NotFound: ``act.missing``.
    """
    found = rows(view, _STEPS, (str(reference),))
    if not found:
        raise NotFound(say("没有第{reference}件业务", reference=reference), code="act.missing")
    way = tuple(_step(row) for row in found)
    act = record_of(WaitingAct, found[-1][6])
    asked = [step.asked for step in way if step.asked is not None]
    posted = entry(view, way[-1].seq) if act.state is State.POSTED else None
    reversals = rows(view, _REVERSAL, (way[-1].seq,)) if posted is not None else []
    return ActFile(
        act=act,
        way=way,
        asked=asked[-1],
        posted=posted,
        reversed_by=reversals[0][0] if reversals else None,
    )


def asked_of(file: ActFile, command: type[T]) -> T:
    """Return what an act asks for as its command.

    :param command: the class of the command of the act's kind.
    """
    return record_of(command, file.asked)


def recorded_under(view: View, key: str) -> int | None:
    """Return the reference of the act that was recorded under an idempotency key; None while there is none."""
    found = rows(view, _UNDER_KEY, (key,))
    return int(found[0][0]) if found else None


def reference_at(view: View, seq: int) -> int | None:
    """Return the reference of the act of which a place of the journal is a step; None where it is of none."""
    found = rows(view, _ACT_AT, (seq,))
    return int(found[0][0]) if found else None


def _step(row: tuple[Any, ...]) -> WayStep:
    seq, taken_at, day, actor, approver, narration, body, content = row
    state = record_of(WaitingAct, body)
    return WayStep(
        seq=seq,
        taken_at=moment_of(taken_at),
        day=day_of(day),
        person=approver or actor,
        state=state.state,
        narration=narration,
        reason=state.reason,
        asked=content,
    )


def shown_postings(view: View, voucher: Voucher) -> tuple[RecordedMovement, ...]:
    """Return what a voucher posts as it will be shown: what takes back a movement in red, on the sides it stood on."""
    wrong = () if voucher.reverses is None else entry(view, voucher.reverses).movements
    taken_back = {(movement.debit, movement.credit, movement.unit, movement.amount) for movement in wrong}
    found = []
    for posting in voucher.postings:
        red = (posting.credit, posting.debit, posting.unit, posting.amount) in taken_back
        found.append(
            RecordedMovement(
                debit=posting.credit if red else posting.debit,
                credit=posting.debit if red else posting.credit,
                unit=posting.unit,
                amount=-posting.amount if red else posting.amount,
            )
        )
    return tuple(found)


def opened_accounts(view: View, postings: Iterable[RecordedMovement]) -> frozenset[str]:
    """Return the codes of the accounts of postings that are opened; the first act on an account opens it."""
    codes = {side.code for posting in postings for side in (posting.debit, posting.credit)}
    return frozenset(code for code in codes if rows(view, _OPENED, (code,)))


def effects(view: View, postings: Iterable[Posting]) -> tuple[Effect, ...]:
    """Return what postings would make of every balance that they touch, in the order in which they touch them."""
    changes: dict[tuple[Account, Unit], int] = defaultdict(int)
    for posting in postings:
        changes[posting.debit, posting.unit] += posting.amount
        changes[posting.credit, posting.unit] -= posting.amount
    return tuple(
        Effect(account=account, unit=unit, before=_balance(view, account, unit), change=change)
        for (account, unit), change in changes.items()
    )


def _balance(view: View, account: Account, unit: Unit) -> int:
    found = rows(view, _BALANCE, (account.code, unit.code))
    return int(found[0][0]) if found else 0
