"""No position leaves its bounds: neither in the order of the journal nor on any day of the calendar."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, Final

from sqlalchemy import func, select, union_all

from ledger.domain.bookkeeping.unit import UnitKind
from ledger.domain.law.ground import unmet
from ledger.domain.values.encoding import day_of
from ledger.domain.values.quantity import format_tonnes, format_yuan
from ledger.errors import Breach, RuleViolation, say
from ledger.store.statements import lists, markers, rows
from ledger.store.tables import movement

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from ledger.domain.bookkeeping.account import Position

_BALANCES: Final = "SELECT position_id, amount, latest_on FROM balance WHERE position_id IN ({})"
_TURNOVERS: Final = (
    "SELECT position_id, month, debit, credit FROM turnover WHERE position_id IN ({}) ORDER BY position_id, month"
)
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
    """What a unit of work knows of one position: its balance, its latest day, its earliest back-dated day."""

    __slots__ = ("amount", "backdated_on", "latest_on", "lower", "position", "upper")

    def __init__(self, position: Position) -> None:
        self.position = position
        self.lower, self.upper = position.lower, position.upper
        self.amount = 0
        self.latest_on = 0
        self.backdated_on = 0


class Bounds:
    """The balances that a unit of work touches, kept in step with the journal it writes."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._held: dict[int, _Held] = {}
        self._asked: dict[int, _Held] = {}
        """Positions whose balance was asked for, and that nothing has moved yet."""
        self._backdated: dict[int, _Held] = {}
        self._breaches: list[Breach] = []

    @property
    def positions(self) -> Collection[int]:
        """Return the positions that were moved."""
        return self._held.keys()

    @property
    def backdated(self) -> bool:
        """Return whether :meth:`check_days` has anything to look at."""
        return bool(self._backdated)

    def opened(self, position: Position) -> None:
        """Know that nothing was ever moved on a position."""
        self._asked[position.id] = _Held(position)

    def amounts(self, positions: Collection[Position]) -> list[int]:
        """Return the balances of positions after everything that was moved so far."""
        held, asked = self._held, self._asked
        unknown = [each for each in positions if each.id not in held and each.id not in asked]
        if unknown:
            self._asked |= self._read(unknown)
        return [(held.get(each.id) or asked[each.id]).amount for each in positions]

    def move(self, debit: Position, credit: Position, amount: int, day: int) -> None:
        """Move two balances by one movement, and remember it if a position is then outside its bounds."""
        try:
            debited, credited = self._held[debit.id], self._held[credit.id]
        except KeyError:
            self._load(debit, credit)
            debited, credited = self._held[debit.id], self._held[credit.id]
        debited.amount = after = debited.amount + amount
        if after > debited.upper:
            self._breaches.append(_breach(debit, after - amount, amount))
        if day > debited.latest_on:
            debited.latest_on = day
        elif day < debited.latest_on and not debited.upper:
            self._backdate(debited, day)
        credited.amount = after = credited.amount - amount
        if after < credited.lower:
            self._breaches.append(_breach(credit, after + amount, -amount))
        if day > credited.latest_on:
            credited.latest_on = day
        elif day < credited.latest_on and not credited.lower:
            self._backdate(credited, day)

    def check_order(self) -> None:
        """Refuse what was moved so far.

        :raises Overdrawn: every movement after which a position was outside its bounds.
        """
        if self._breaches:
            raise Overdrawn(self._breaches)

    def looks_back(self, changes: Mapping[Position, int], day: int) -> bool:
        """Return whether :meth:`refused` has to look at the days of a position, for which its acts must be written."""
        return bool(self._lessened_earlier(changes, day))

    def refused(self, changes: Mapping[Position, int], day: int) -> tuple[Breach, ...]:
        """Return what moving balances on a day would take out of bounds, now or on any day; nothing is moved.

        :param changes: debits less credits that each position would gain.
        """
        now = [
            _breach(position, before, changes[position])
            for position, before in zip(changes, self.amounts(changes), strict=True)
            if not position.lower <= before + changes[position] <= position.upper
        ]
        return (*now, *_overdrawn_days(self._connection, self._lessened_earlier(changes, day)).values())

    def _lessened_earlier(self, changes: Mapping[Position, int], day: int) -> dict[int, _Span]:
        spans = {}
        for (position, change), amount in zip(changes.items(), self.amounts(changes), strict=True):
            known = self._held.get(position.id) or self._asked[position.id]
            fits = position.lower <= amount + change <= position.upper
            if fits and day < known.latest_on and not (known.lower if change < 0 else known.upper):
                spans[position.id] = _Span(position=position, since=day, change=change)
        return spans

    def check_days(self) -> None:
        """Look at every day from the earliest back-dated one on, for each position lessened before its latest day.

        Runs when the movements are counted in the turnovers. A month whose opening balance covers all that the
        month takes away needs no further look; the others are looked at day by day.

        :raises Overdrawn: the first such day of each position.
        """
        backdated = {
            number: _Span(position=held.position, since=held.backdated_on, change=0)
            for number, held in self._backdated.items()
        }
        breaches = _overdrawn_days(self._connection, backdated)
        if breaches:
            raise Overdrawn(list(breaches.values()))
        for held in self._backdated.values():
            held.backdated_on = 0
        self._backdated.clear()

    def _backdate(self, held: _Held, day: int) -> None:
        held.backdated_on = min(day, held.backdated_on or day)
        self._backdated[held.position.id] = held

    def _load(self, *positions: Position) -> None:
        new = [position for position in positions if position.id not in self._held]
        asked = {position.id: self._asked.pop(position.id) for position in new if position.id in self._asked}
        self._held |= asked | self._read([position for position in new if position.id not in asked])

    def _read(self, positions: Collection[Position]) -> dict[int, _Held]:
        new = {position.id: _Held(position) for position in positions}
        for numbers in lists(new):
            for number, amount, latest_on in rows(self._connection, _BALANCES.format(markers(len(numbers))), numbers):
                new[number].amount, new[number].latest_on = amount, latest_on
        return new


@dataclass(frozen=True, slots=True, kw_only=True)
class _Span:
    """A position whose days are looked at, from one on; and what it would gain on that day beside what is written."""

    position: Position
    since: int
    change: int


def _overdrawn_days(connection: Connection, spans: Mapping[int, _Span]) -> dict[int, Breach]:
    """Return the first day on which each position is out of its bounds, of those that are on any.

    A month whose opening balance covers all that the month takes away needs no further look; the others are looked
    at day by day.
    """
    doubtful: dict[int, dict[int, int]] = defaultdict(dict)
    for numbers in lists(spans):
        turnovers = rows(connection, _TURNOVERS.format(markers(len(numbers))), numbers)
        months = {number: [row[1:] for row in found] for number, found in groupby(turnovers, key=itemgetter(0))}
        for number in numbers:
            for month, opening in _doubtful_months(months.get(number, []), spans[number]):
                doubtful[month][number] = opening
    breaches: dict[int, Breach] = {}
    for month in sorted(doubtful):
        for breach in _overdrawn_days_of_month(connection, month, doubtful[month], spans):
            breaches.setdefault(*breach)
    return breaches


def _doubtful_months(turnovers: Sequence[tuple[int, int, int]], span: _Span) -> Iterator[tuple[int, int]]:
    """Yield the months in which a position may leave its bounds, each with the balance before it."""
    position, first, amount = span.position, span.since // 100, 0
    months = {month: (debit, credit) for month, debit, credit in turnovers}
    debit, credit = months.get(first, (0, 0))
    months[first] = (debit + max(span.change, 0), credit + max(-span.change, 0))
    for month in sorted(months):
        debit, credit = months[month]
        if month >= first and (amount - credit < position.lower or amount + debit > position.upper):
            yield month, amount
        amount += debit - credit


def _overdrawn_days_of_month(
    connection: Connection, month: int, opening: Mapping[int, int], spans: Mapping[int, _Span]
) -> Iterator[tuple[int, Breach]]:
    days: dict[int, dict[int, int]] = {number: defaultdict(int) for number in opening}
    for numbers in lists(opening):
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
        for number, day, change in connection.execute(
            select(legs.c.position_id, legs.c.effective_on, func.sum(legs.c.amount)).group_by(
                legs.c.position_id, legs.c.effective_on
            )
        ):
            days[number][day] += int(change)
    for number, amount in opening.items():
        position, since, added = spans[number].position, spans[number].since, spans[number].change
        if added and since // 100 == month:
            days[number][since] += added
        for day in sorted(days[number]):
            change = days[number][day]
            before, amount = amount, amount + change  # noqa: PLW2901 - the balance goes on from day to day
            if not position.lower <= amount <= position.upper:
                yield number, _breach(position, before, change, day)


def _breach(position: Position, before: int, change: int, day: int | None = None) -> Breach:
    write = format_yuan if position.unit.kind is UnitKind.MONEY else format_tonnes
    where = say("{day}当日", day=day_of(day)) if day else say("当前")
    return unmet(
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
