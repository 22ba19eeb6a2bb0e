"""Which part of the books is exported.

An act without movements, such as the registration of a round, belongs to no enterprise and to no pollutant, so a
selection by one of these leaves it out; a selection by days or by a round keeps it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final

from sqlalchemy import not_, or_, select

from ledger.domain.values.encoding import day_number
from ledger.domain.values.pollutant import Pollutant
from ledger.domain.values.quantity import shown
from ledger.errors import Conflict, NotFound, say
from ledger.projections.rounds.recorded import recorded_round, recorded_rounds
from ledger.store.tables import account, journal, movement, position, registration, unit

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement, Connection, Select

ROUND_REGISTERS: Final = ("round", "round.act")
"""The registers whose subject is a round: its notice, and what each of its acts did."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """What is exported; a member that is None leaves nothing out.

    Attributes:
        starts, ends: the first and the last effective day.
        enterprise: exact name of the holder of the debited or of the credited account.
        pollutant: of the unit that is moved.
        round: subject of a round in the register.

    """

    starts: date | None = None
    ends: date | None = None
    enterprise: str | None = None
    pollutant: Pollutant | None = None
    round: str | None = None

    def acts(self) -> list[ColumnElement[bool]]:
        """Return the conditions on ``journal``: acts of the days and the round that move what is selected."""
        conditions = []
        if self.starts is not None:
            conditions.append(journal.c.effective_on >= day_number(self.starts))
        if self.ends is not None:
            conditions.append(journal.c.effective_on <= day_number(self.ends))
        if self.round is not None:
            conditions.append(journal.c.seq.in_(self._round()))
        if self.enterprise is not None or self.pollutant is not None:
            conditions.append(journal.c.seq.in_(select(movement.c.seq).where(*self._moved())))
        return conditions

    def movements(self) -> list[ColumnElement[bool]]:
        """Return the conditions on ``movement``: what is moved, on the days and in the round."""
        return [*self.movements_until(), *self._from_first_day()]

    def movements_until(self) -> list[ColumnElement[bool]]:
        """Return the conditions without the first day: movements that the closing balances are made of."""
        conditions = self._moved()
        if self.ends is not None:
            conditions.append(movement.c.effective_on <= day_number(self.ends))
        if self.round is not None:
            conditions.append(movement.c.seq.in_(self._round()))
        return conditions

    def movements_before(self) -> list[ColumnElement[bool]]:
        """Return the conditions for the days that are cut off: what the opening balances are made of."""
        return [*self.movements_until(), *(not_(condition) for condition in self._from_first_day())]

    def _from_first_day(self) -> list[ColumnElement[bool]]:
        return [] if self.starts is None else [movement.c.effective_on >= day_number(self.starts)]

    def _moved(self) -> list[ColumnElement[bool]]:
        conditions: list[ColumnElement[bool]] = []
        if self.pollutant is not None:
            chosen = select(unit.c.id).where(unit.c.pollutant == self.pollutant.value)
            conditions.append(movement.c.unit_id.in_(chosen))
        if self.enterprise is not None:
            held = (
                select(position.c.id)
                .join(account, account.c.id == position.c.account_id)
                .where(account.c.holder == self.enterprise)
            )
            conditions.append(or_(movement.c.debit.in_(held), movement.c.credit.in_(held)))
        return conditions

    def _round(self) -> Select[tuple[int]]:
        return select(registration.c.seq).where(
            registration.c.register.in_(ROUND_REGISTERS), registration.c.subject == self.round
        )


def round_subject(connection: Connection, *, number: int, place: str | None = None) -> str:
    """Return the subject under which a round is registered.

    :raises NotFound: ``round.unknown``.
    :raises Conflict: ``round.ambiguous``, several places have a round of this number and no place is named.
    """
    places = [found.place for found in recorded_rounds(connection, number=number) if place is None]
    if len(places) > 1:
        raise Conflict(
            say(
                "第{number}批在多个地方都有登记：{places}。请写成 地方/批次号",
                number=number,
                places="；".join(places),
            ),
            code="round.ambiguous",
        )
    return recorded_round(connection, number=number, place=place).subject


def require_holder(connection: Connection, name: str) -> str:
    """Return the name of a holder of accounts.

    :raises NotFound: ``enterprise.unknown``; an export of nothing would look like an enterprise without rights.
    """
    if connection.scalar(select(account.c.id).where(account.c.holder == name).limit(1)) is None:
        raise NotFound(say("没有名为“{name}”的持有人", name=shown(name)), code="enterprise.unknown")
    return name
