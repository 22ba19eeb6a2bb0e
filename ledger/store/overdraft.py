"""No position leaves its bounds: neither in the order of the journal nor on any day of the calendar."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby, islice
from operator import itemgetter
from typing import TYPE_CHECKING, Final

from sqlalchemy import func, select, union_all

from ledger.domain.encoding import day_number, day_of
from ledger.domain.quantity import format_tonnes, format_yuan
from ledger.domain.unit import UnitKind
from ledger.errors import Breach, RuleViolation, say
from ledger.store.tables import balance, movement, turnover

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from ledger.domain.account import Position
    from ledger.domain.journal import JournalEntry

_IN_ONE_QUERY: Final = 500
_MOST_BREACHES: Final = 100


class Overdrawn(RuleViolation):
    """At least one position would leave its bounds."""

    code = "balance.overdrawn"

    def __init__(self, breaches: Sequence[Breach]) -> None:
        super().__init__(
            say("余额不足或超出科目方向，共{count}处；未入账", count=len(breaches)),
            breaches=tuple(breaches[:_MOST_BREACHES]),
        )


class _Held:
    """What a unit of work knows of one position: its balance, its latest day, what the batch adds."""

    __slots__ = ("amount", "backdated_on", "latest_on", "position", "turnovers")

    def __init__(self, position: Position) -> None:
        self.position = position
        self.amount = 0
        self.latest_on = 0
        self.backdated_on = 0
        self.turnovers: dict[int, list[int]] = {}


class Bounds:
    """The balances that a unit of work touches, kept in step with the journal it writes."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._held: dict[int, _Held] = {}

    def check_in_order(self, entries: Sequence[JournalEntry]) -> None:  # noqa: C901 - one hot loop, both sides
        """Move the balances by a batch in journal order.

        :raises Overdrawn: every movement after which a position is outside its bounds.
        """
        self._load(entries)
        held = self._held
        breaches: list[Breach] = []
        for entry in entries:
            day = day_number(entry.effective_on)
            month = day // 100
            for movement_ in entry.movements:
                amount = movement_.amount
                side = held[movement_.debit.id]
                side.amount += amount
                if side.amount > side.position.upper:
                    breaches.append(_breach(side.position, side.amount - amount, amount))
                if day >= side.latest_on:
                    side.latest_on = day
                elif side.position.upper == 0:
                    side.backdated_on = min(day, side.backdated_on or day)
                try:
                    side.turnovers[month][0] += amount
                except KeyError:
                    side.turnovers[month] = [amount, 0]
                side = held[movement_.credit.id]
                side.amount -= amount
                if side.amount < side.position.lower:
                    breaches.append(_breach(side.position, side.amount + amount, -amount))
                if day >= side.latest_on:
                    side.latest_on = day
                elif side.position.lower == 0:
                    side.backdated_on = min(day, side.backdated_on or day)
                try:
                    side.turnovers[month][1] += amount
                except KeyError:
                    side.turnovers[month] = [0, amount]
        if breaches:
            raise Overdrawn(breaches)

    def take_turnovers(self) -> list[tuple[int, int, int, int]]:
        """Return what was added since the last call as (position, month, debit, credit)."""
        rows = []
        for number, held in self._held.items():
            if held.turnovers:
                rows += [(number, month, debit, credit) for month, (debit, credit) in held.turnovers.items()]
                held.turnovers = {}
        return rows

    def take_backdated(self) -> dict[Position, int]:
        """Return the positions lessened before their latest day since the last call, with the earliest day."""
        taken = {held.position: held.backdated_on for held in self._held.values() if held.backdated_on}
        for position in taken:
            self._held[position.id].backdated_on = 0
        return taken

    def _load(self, entries: Iterable[JournalEntry]) -> None:
        new: dict[int, _Held] = {}
        for entry in entries:
            for movement_ in entry.movements:
                for position in (movement_.debit, movement_.credit):
                    if position.id not in self._held:
                        new[position.id] = self._held[position.id] = _Held(position)
        for numbers in _chunks(new):
            rows = self._connection.execute(
                select(balance.c.position_id, balance.c.amount, balance.c.latest_on).where(
                    balance.c.position_id.in_(numbers)
                )
            )
            for number, amount, latest_on in rows:
                new[number].amount, new[number].latest_on = amount, latest_on


def refuse_overdrawn_days(connection: Connection, backdated: Mapping[Position, int]) -> None:
    """Look at every day from the earliest back-dated one on, for the positions given.

    Runs after the movements and turnovers are written. A month whose opening balance covers all that the
    month takes away needs no further look; the others are looked at day by day.

    :raises Overdrawn: the first such day of each position.
    """
    by_id = {position.id: position for position in backdated}
    doubtful: dict[int, dict[int, int]] = defaultdict(dict)
    for numbers in _chunks(by_id):
        rows = connection.execute(
            select(turnover)
            .where(turnover.c.position_id.in_(numbers))
            .order_by(turnover.c.position_id, turnover.c.month)
        )
        for number, months in groupby(rows, key=itemgetter(0)):
            position = by_id[number]
            amount, first_month = 0, backdated[position] // 100
            for _, month, debit, credit in months:
                if month >= first_month and not (
                    position.lower <= amount - credit and amount + debit <= position.upper
                ):
                    doubtful[month][number] = amount
                amount += debit - credit
    breaches: dict[int, Breach] = {}
    for month in sorted(doubtful):
        for breach in _overdrawn_days_of_month(connection, month, doubtful[month], by_id):
            breaches.setdefault(*breach)
    if breaches:
        raise Overdrawn(list(breaches.values()))


def _overdrawn_days_of_month(
    connection: Connection, month: int, opening: Mapping[int, int], positions: Mapping[int, Position]
) -> Iterator[tuple[int, Breach]]:
    for numbers in _chunks(opening):
        legs = union_all(
            *(
                select(
                    side.label("position_id"),
                    movement.c.effective_on,
                    (movement.c.amount * sign).label("amount"),
                ).where(side.in_(numbers), movement.c.effective_on.between(month * 100, month * 100 + 99))
                for side, sign in ((movement.c.debit, 1), (movement.c.credit, -1))
            )
        ).subquery()
        days = connection.execute(
            select(legs.c.position_id, legs.c.effective_on, func.sum(legs.c.amount))
            .group_by(legs.c.position_id, legs.c.effective_on)
            .order_by(legs.c.position_id, legs.c.effective_on)
        )
        for number, changes in groupby(days, key=itemgetter(0)):
            position, amount = positions[number], opening[number]
            for _, day, change in changes:
                before, amount = amount, amount + int(change)
                if not position.lower <= amount <= position.upper:
                    yield number, _breach(position, before, int(change), day)


def _breach(position: Position, before: int, change: int, day: int | None = None) -> Breach:
    write = format_yuan if position.unit.kind is UnitKind.MONEY else format_tonnes
    where = say("{day}当日", day=day_of(day)) if day else say("当前")
    return Breach(
        code="balance.overdrawn",
        detail=say(
            "账户“{account}”{where}余额为{before}，变动{change}后为{after}，超出科目允许的范围",
            account=position.account.code,
            where=where,
            before=write(before),
            change=write(change),
            after=write(before + change),
        ),
    )


def _chunks(numbers: Iterable[int]) -> Iterator[list[int]]:
    iterator = iter(numbers)
    while chunk := list(islice(iterator, _IN_ONE_QUERY)):
        yield chunk
