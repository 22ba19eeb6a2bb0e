"""Where the tonnes of one facility went: every movement of its credit, with what was applied to it, and where it is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import select, tuple_

from ledger.domain.bookkeeping.account import CHART, Account
from ledger.domain.bookkeeping.judged_by import AppliedProvision, JudgedBy
from ledger.domain.bookkeeping.unit import Unit
from ledger.domain.credits.facility_card import FacilityCard, card_subject
from ledger.domain.registers.facility import Facility
from ledger.domain.values.encoding import day_number, day_of
from ledger.domain.values.pollutant import Pollutant
from ledger.errors import NotFound, say
from ledger.projections.accounts.movements import CREDITED, DEBITED, NAMED_MOVEMENTS
from ledger.projections.accounts.statement import LinePlace
from ledger.store.positions import ACCOUNT_COLUMNS, UNIT_COLUMNS, account_of, unit_of
from ledger.store.record_text import REMOVED, record_of
from ledger.store.tables import account, balance, journal, movement, position, registration, unit

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from ledger.store.registers import Registers

_ORDER: Final = {code: place for place, code in enumerate(CHART)}


@dataclass(frozen=True, slots=True, kw_only=True)
class TracedMovement:
    """Grams that went from one account to another; of the provisions that judged it, one for each article."""

    place: LinePlace
    kind: str
    narration: str
    debit: Account
    credit: Account
    unit: Unit
    grams: int
    provisions: tuple[AppliedProvision, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Whereabouts:
    """What of the facility's credit stands on an account; ``grams`` are debits less credits."""

    account: Account
    unit: Unit
    grams: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Trace:
    """The credit of a facility: its cards, where it is, and a page of its movements."""

    source: str
    facility: Facility | None
    cards: tuple[FacilityCard, ...]
    whereabouts: tuple[Whereabouts, ...]
    movements: tuple[TracedMovement, ...]
    more: bool


def trace_of(
    connection: Connection,
    registers: Registers,
    source: str,
    *,
    pollutant: Pollutant | None = None,
    after: LinePlace | None = None,
    limit: int,
) -> Trace:
    """Return where the credit of a facility went, in effective order.

    :param source: the number of the facility.
    :raises NotFound: ``facility.untraced``, there is neither such a facility nor credit of it.
    """
    units = _units(connection, source, pollutant)
    facility = registers.find(Facility, source)
    if not units and facility is None:
        raise NotFound(say("没有设施“{source}”，也没有它的减排量", source=source), code="facility.untraced")
    rows = _movements(connection, tuple(units), after=after, limit=limit)
    found = [_traced(row) for row in rows[:limit]]
    judged = _provisions(connection, {line.place.seq for line in found})
    subjects = [card_subject(facility=source, pollutant=each) for each in Pollutant if pollutant in {None, each}]
    cards = (registers.find(FacilityCard, subject) for subject in subjects)
    return Trace(
        source=source,
        facility=facility,
        cards=tuple(card for card in cards if card is not None),
        whereabouts=_whereabouts(connection, tuple(units)),
        movements=tuple(_with(line, judged.get(line.place.seq, ())) for line in found),
        more=len(rows) > limit,
    )


def credits_of(connection: Connection, holder: str) -> tuple[Whereabouts, ...]:
    """Return which facilities' credit stands on the accounts of a holder: of a project, what covers it."""
    rows = connection.execute(
        select(*ACCOUNT_COLUMNS, *UNIT_COLUMNS, balance.c.amount)
        .join_from(account, position, position.c.account_id == account.c.id)
        .join(unit, unit.c.id == position.c.unit_id)
        .join(balance, balance.c.position_id == position.c.id)
        .where(account.c.holder == holder, unit.c.source.is_not(None), balance.c.amount != 0)
    )
    return _sorted(rows)


def _units(connection: Connection, source: str, pollutant: Pollutant | None) -> list[int]:
    statement = select(unit.c.id).where(unit.c.source == source)
    if pollutant is not None:
        statement = statement.where(unit.c.pollutant == pollutant.value)
    return list(connection.scalars(statement))


def _movements(connection: Connection, units: tuple[int, ...], *, after: LinePlace | None, limit: int) -> list[Any]:
    # Both sides of a movement hold the same unit, so the debited positions find every one of them, once.
    held = select(position.c.id).where(position.c.unit_id.in_(units))
    place = (movement.c.effective_on, movement.c.seq, movement.c.n)
    statement = (
        select(
            *place,
            journal.c.kind,
            journal.c.narration,
            movement.c.amount,
            *(side.c[name] for side in (DEBITED, CREDITED) for name in ("chart", "area", "holder")),
            *UNIT_COLUMNS,
        )
        .select_from(NAMED_MOVEMENTS.join(journal, journal.c.seq == movement.c.seq))
        .where(movement.c.debit.in_(held))
        .order_by(*place)
        .limit(limit + 1)
    )
    if after is not None:
        statement = statement.where(tuple_(*place) > (day_number(after.effective_on), after.seq, after.n))
    return list(connection.execute(statement))


def _traced(row: Any) -> TracedMovement:
    day, seq, n, kind, narration, amount, *names = row
    return TracedMovement(
        place=LinePlace(effective_on=day_of(day), seq=seq, n=n),
        kind=kind,
        narration=narration,
        debit=account_of(*names[:3]),
        credit=account_of(*names[3:6]),
        unit=unit_of(*names[6:]),
        grams=amount,
    )


def _with(line: TracedMovement, provisions: tuple[AppliedProvision, ...]) -> TracedMovement:
    return replace(line, provisions=provisions)


def _provisions(connection: Connection, places: set[int]) -> dict[int, tuple[AppliedProvision, ...]]:
    rows = connection.execute(
        select(registration.c.seq, registration.c.body).where(
            registration.c.seq.in_(places), registration.c.register == JudgedBy.REGISTER
        )
    )
    return {seq: _one_of_each(record_of(JudgedBy, body).provisions) for seq, body in rows if body != REMOVED}


def _one_of_each(provisions: tuple[AppliedProvision, ...]) -> tuple[AppliedProvision, ...]:
    """Return one provision of each article."""
    articles = {(each.instrument, each.article, each.authority): each for each in provisions}
    return tuple(articles[article] for article in sorted(articles))


def _whereabouts(connection: Connection, units: tuple[int, ...]) -> tuple[Whereabouts, ...]:
    rows = connection.execute(
        select(*ACCOUNT_COLUMNS, *UNIT_COLUMNS, balance.c.amount)
        .join_from(position, account, account.c.id == position.c.account_id)
        .join(unit, unit.c.id == position.c.unit_id)
        .join(balance, balance.c.position_id == position.c.id)
        .where(position.c.unit_id.in_(units), balance.c.amount != 0)
    )
    return _sorted(rows)


def _sorted(rows: Iterable[Any]) -> tuple[Whereabouts, ...]:
    found = [Whereabouts(account=account_of(*row[:3]), unit=unit_of(*row[3:-1]), grams=int(row[-1])) for row in rows]
    found.sort(
        key=lambda each: (_ORDER[each.account.chart.code], each.account.area, each.account.holder or "", each.unit.code)
    )
    return tuple(found)
