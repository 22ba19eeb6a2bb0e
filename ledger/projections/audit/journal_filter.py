"""Which acts of the journal are looked for: conditions that combine, each of them checked inside the database."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import TYPE_CHECKING, Final

from sqlalchemy import func, or_, select, union_all

from ledger.domain.bookkeeping.act import WaitingAct
from ledger.domain.bookkeeping.journal import Judgement
from ledger.domain.bookkeeping.unit import UnitKind
from ledger.domain.values.encoding import canonical_json, day_number, microseconds
from ledger.domain.values.pollutant import Pollutant
from ledger.projections.accounts.holders import holders_like
from ledger.store.tables import account, journal, movement, position, registration, unit

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy import ColumnElement, Connection, Select

_FEW: Final = 60_000
"""Movements, of both sides together, up to which all acts that moved there are collected; of more, some are found soon,
looking at one act after the other from the end of the journal."""

HISTORY: Final = ("round.opening", "round.notice", "round.sale")
"""Acts that are booked as printed, without a voucher of the bureau."""

_STEP: Final = registration.alias("step")
_MOVED: Final = movement.alias("moved")
"""Under names of their own, so that the condition can stand in any statement that selects from the journal."""


@dataclass(frozen=True, slots=True, kw_only=True)
class JournalFilter:
    """Conditions that an act must meet all together; one that is None, or false, leaves nothing out.

    Attributes:
        effective_from, effective_to: first and last effective day.
        recorded_from, recorded_before: the moments of recording, the second excluded.
        area: the act's own, or that of an account which it moves.
        line: code of a line of the chart; ``holder``: part of a name or a code, of an account which it moves.
        measure: rights, credits or money; ``least`` and ``most`` are grams or fen of one movement.
        person: recorded or decided it; ``actor`` recorded, ``approver`` decided it.
        reversals: acts that take back another; ``papers``: whether papers belong to it.
        booked: acts that count in the books, by their voucher's number or as history; no step on the way there.
        text: part of the narration.
        within: the one area that the reader may see.
        first, last: the places of the journal among which the acts are, where that is known.

    """

    effective_from: date | None = None
    effective_to: date | None = None
    recorded_from: datetime | None = None
    recorded_before: datetime | None = None
    kind: str | None = None
    series: str | None = None
    number: int | None = None
    area: str | None = None
    line: str | None = None
    holder: str | None = None
    pollutant: Pollutant | None = None
    measure: UnitKind | None = None
    least: int | None = None
    most: int | None = None
    person: str | None = None
    actor: str | None = None
    approver: str | None = None
    judgement: Judgement | None = None
    reversals: bool = False
    booked: bool = False
    papers: bool | None = None
    text: str | None = None
    within: str | None = None
    first: int | None = None
    last: int | None = None

    @property
    def everything(self) -> bool:
        """Return whether nothing is left out."""
        return all(getattr(self, field.name) in {None, False} for field in fields(self) if field.name != "papers") and (
            self.papers is None
        )

    @property
    def moves(self) -> bool:
        """Return whether the act must move something."""
        asked = (self.line, self.holder, self.pollutant, self.measure, self.least, self.most)
        return any(value is not None for value in asked)


def conditions_of(connection: Connection, asked: JournalFilter) -> list[ColumnElement[bool]]:
    """Return the conditions on ``journal``."""
    found = [
        *_between(asked),
        *_of_the_act(asked),
        *(in_area(area) for area in (asked.area, asked.within) if area is not None),
    ]
    if asked.moves:
        found.append(_moving(connection, asked))
    return found


def _between(asked: JournalFilter) -> list[ColumnElement[bool]]:
    found = []
    if asked.first is not None:
        found.append(journal.c.seq >= asked.first)
    if asked.last is not None:
        found.append(journal.c.seq <= asked.last)
    if asked.effective_from is not None:
        found.append(journal.c.effective_on >= day_number(asked.effective_from))
    if asked.effective_to is not None:
        found.append(journal.c.effective_on <= day_number(asked.effective_to))
    if asked.recorded_from is not None:
        found.append(journal.c.recorded_at >= microseconds(asked.recorded_from))
    if asked.recorded_before is not None:
        found.append(journal.c.recorded_at < microseconds(asked.recorded_before))
    return found


def _of_the_act(asked: JournalFilter) -> list[ColumnElement[bool]]:
    exact = (
        (journal.c.kind, asked.kind),
        (journal.c.series, asked.series),
        (journal.c.number, asked.number),
        (journal.c.actor, asked.actor),
        (journal.c.approver, asked.approver),
        (journal.c.judgement, asked.judgement and asked.judgement.value),
    )
    found = [column == value for column, value in exact if value is not None]
    if asked.person is not None:
        found.append(or_(journal.c.actor == asked.person, journal.c.approver == asked.person))
    if asked.reversals:
        found.append(journal.c.reverses.is_not(None))
    if asked.booked:
        found.append(or_(journal.c.series.is_not(None), journal.c.kind.in_(HISTORY)))
    if asked.papers is not None:
        found.append(journal.c.attachments > 0 if asked.papers else journal.c.attachments == 0)
    if asked.text is not None:
        found.append(journal.c.narration.icontains(asked.text, autoescape=True))
    return found


def in_area(area: str) -> ColumnElement[bool]:
    """Return whether an act is one of an area, or moves an account there."""
    # Members of a body stand in the order of their names, so the area of an act is the first of them.
    beginning = f'{{"area":{canonical_json(area)},'
    own = select(_STEP.c.seq).where(
        _STEP.c.seq == journal.c.seq,
        _STEP.c.register == WaitingAct.REGISTER,
        func.substr(_STEP.c.body, 1, len(beginning)) == beginning,
    )
    held_there = _gathered(select(position.c.id).join(account).where(account.c.area == area))
    moved = select(_MOVED.c.seq).where(
        _MOVED.c.seq == journal.c.seq, or_(_MOVED.c.debit.in_(held_there), _MOVED.c.credit.in_(held_there))
    )
    return or_(own.exists(), moved.exists())


def _moving(connection: Connection, asked: JournalFilter) -> ColumnElement[bool]:
    """Return whether one movement of an act meets what is asked of its account, unit and amount."""
    amounts = []
    if asked.least is not None:
        amounts.append(movement.c.amount >= asked.least)
    if asked.most is not None:
        amounts.append(movement.c.amount <= asked.most)
    positions = _positions(connection, asked)
    if positions is None:
        return select(movement.c.seq).where(movement.c.seq == journal.c.seq, *amounts).exists()
    sides = [
        select(movement.c.seq).where(side.in_(positions), *amounts) for side in (movement.c.debit, movement.c.credit)
    ]
    if _many(connection, sides):
        either = or_(movement.c.debit.in_(positions), movement.c.credit.in_(positions))
        return select(movement.c.seq).where(movement.c.seq == journal.c.seq, either, *amounts).exists()
    return journal.c.seq.in_(union_all(*sides))


def _many(connection: Connection, sides: Iterable[Select[tuple[int]]]) -> bool:
    some = union_all(*(select(side.limit(_FEW + 1).subquery()) for side in sides)).subquery()
    return (connection.scalar(select(func.count()).select_from(some)) or 0) > _FEW


def _positions(connection: Connection, asked: JournalFilter) -> Select[tuple[int]] | None:
    of_account = [] if asked.line is None else [account.c.chart == asked.line]
    if asked.holder is not None:
        of_account.append(holders_like(connection, account.c.holder, asked.holder))
    exact = ((unit.c.pollutant, asked.pollutant), (unit.c.kind, asked.measure))
    of_unit = [column == value.value for column, value in exact if value is not None]
    if not (of_account or of_unit):
        return None
    found = select(position.c.id).where(*of_account, *of_unit)
    if of_account:
        found = found.join(account)
    return _gathered(found.join(unit) if of_unit else found)


def _gathered(positions: Select[tuple[int]]) -> Select[tuple[int]]:
    """Return the same positions, looked for once in a statement however often they are named there."""
    return select(positions.cte().prefix_with("MATERIALIZED"))
