"""What the journal says of acts that were posted before: their content, what later changed it, and sums of an area."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, Final

import msgspec
from sqlalchemy import func, select, union_all

from ledger.domain.bookkeeping.act import PostedAct, State, WaitingAct
from ledger.domain.bookkeeping.journal import Registration
from ledger.domain.bookkeeping.posting import Posting
from ledger.domain.values.encoding import day_number, day_of
from ledger.store.positions import ACCOUNT_COLUMNS, UNIT_COLUMNS, account_of, unit_of
from ledger.store.record_text import record_of
from ledger.store.statements import rows
from ledger.store.tables import account, movement, position, unit

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from ledger.domain.bookkeeping.account import Account
    from ledger.domain.bookkeeping.unit import Unit
    from ledger.store.journal import Journal

_ACT: Final = "SELECT seq, kind, effective_on, series, number, narration, reverses FROM journal WHERE "
_MOVEMENTS: Final = "SELECT debit, credit, amount FROM movement WHERE seq = ? ORDER BY n"
_REGISTRATIONS: Final = "SELECT register, subject, body FROM registration WHERE seq = ? ORDER BY n"
_LATER: Final = (
    "SELECT DISTINCT seq FROM registration WHERE register = ? AND subject = ? AND seq > ?"
    " AND NOT EXISTS (SELECT 1 FROM journal WHERE journal.reverses = registration.seq)"
    " AND NOT EXISTS (SELECT 1 FROM journal WHERE journal.seq = registration.seq AND journal.reverses IS NOT NULL)"
)
_NAMING: Final = (
    "SELECT journal.seq, journal.kind, asked.body FROM registration AS asked"
    " JOIN registration AS decided ON decided.register = ? AND decided.subject = asked.subject"
    " JOIN journal ON journal.seq = decided.seq"
    " WHERE asked.register = ? AND asked.body LIKE ? ESCAPE '!'"
    " AND NOT EXISTS (SELECT 1 FROM registration AS again"
    " WHERE again.register = asked.register AND again.subject = asked.subject AND again.seq > asked.seq)"
    " AND journal.seq > ? AND journal.series IS NOT NULL AND journal.reverses IS NULL"
    " AND NOT EXISTS (SELECT 1 FROM journal AS red WHERE red.reverses = journal.seq)"
)
_OF_KIND: Final = (
    "SELECT seq FROM journal WHERE kind = ? AND seq > ? AND series IS NOT NULL"
    " AND NOT EXISTS (SELECT 1 FROM journal AS red WHERE red.reverses = journal.seq) ORDER BY seq"
)
_BEFORE: Final = (
    "SELECT body FROM registration WHERE register = ? AND subject = ? AND seq < ? ORDER BY seq DESC, n DESC LIMIT 1"
)
_FIRST_DAY: Final = "SELECT min(effective_on) FROM journal WHERE series IS NOT NULL"
_SPECIAL: Final = re.compile("[!%_]")
"""What LIKE takes for something else."""
_WAY: Final = WaitingAct.REGISTER
"""The register of the way that an act took: not part of what it says."""
_ASKED: Final = "act.content"
"""The register of what each act asks for, by its reference."""


class PastActs:
    """Looks back from inside a unit of work; what is pending is written first."""

    def __init__(self, connection: Connection, journal: Journal) -> None:
        self._connection = connection
        self._journal = journal

    def act(self, seq: int) -> PostedAct | None:
        """Return the act posted at a place; None where there is none, or none that went through the offices."""
        return self._act("seq = ?", seq)

    def reversal_of(self, seq: int) -> PostedAct | None:
        """Return the act that took back the one at a place, if there is one."""
        return self._act("reverses = ?", seq)

    def later(self, seq: int, registrations: Iterable[Registration]) -> tuple[int, ...]:
        """Return the places of acts behind ``seq`` that registered the same subjects and were not taken back."""
        self._journal.flush()
        found = {
            place
            for fact in registrations
            for (place,) in rows(self._connection, _LATER, (fact.register, fact.subject, seq))
        }
        return tuple(sorted(found))

    def naming(self, text: str, *, behind: int) -> list[tuple[int, str, str]]:
        """Return the acts behind a place that were not taken back and whose command has a text that begins so.

        :return: place, kind and command of each.
        """
        self._journal.flush()
        begins = _SPECIAL.sub(r"!\g<0>", msgspec.json.encode(text).decode()[:-1])
        found = rows(self._connection, _NAMING, (_WAY, _ASKED, f"%{begins}%", behind))
        return [(int(place), str(kind), str(body)) for place, kind, body in found]

    def of_kind(self, kind: str, *, behind: int) -> list[PostedAct]:
        """Return the acts of a kind behind a place that were not taken back, in the order of the journal."""
        self._journal.flush()
        found = (self.act(int(place)) for (place,) in rows(self._connection, _OF_KIND, (kind, behind)))
        return [act for act in found if act is not None]

    def body_before(self, seq: int, register: str, subject: str) -> str | None:
        """Return what was registered of a subject before a place."""
        self._journal.flush()
        found = rows(self._connection, _BEFORE, (register, subject, seq))
        return found[0][0] if found else None

    def first_day(self) -> date | None:
        """Return the earliest day on which an act that went through the offices counts."""
        self._journal.flush()
        [(day,)] = rows(self._connection, _FIRST_DAY)
        return None if day is None else day_of(day)

    def balances(self, area: str, *, on: date) -> list[tuple[str, str, int]]:
        """Return the balances of an area's accounts at the end of a day that are not zero.

        :return: code of the account, code of the unit, debits less credits, in the order of the codes.
        """
        self._journal.flush()
        legs = union_all(
            *(
                select(side.label("position_id"), (movement.c.amount * sign).label("amount"))
                .join(position, position.c.id == side)
                .join(account, account.c.id == position.c.account_id)
                .where(account.c.area == area, movement.c.effective_on <= day_number(on))
                for side, sign in ((movement.c.debit, 1), (movement.c.credit, -1))
            )
        ).subquery()
        amount = func.sum(legs.c.amount)
        found = self._connection.execute(
            select(account.c.code, unit.c.code, amount)
            .join_from(legs, position, position.c.id == legs.c.position_id)
            .join(account, account.c.id == position.c.account_id)
            .join(unit, unit.c.id == position.c.unit_id)
            .group_by(account.c.code, unit.c.code)
            .having(amount != 0)
        )
        return sorted((str(held), str(of), int(total)) for held, of, total in found)

    def _act(self, condition: str, seq: int) -> PostedAct | None:
        self._journal.flush()
        found = rows(self._connection, _ACT + condition, (seq,))
        if not found or found[0][3] is None:
            return None
        place, kind, day, series, number, narration, reverses = found[0]
        facts = [Registration(register=each[0], subject=each[1], body=each[2]) for each in self._facts(place)]
        way = [record_of(WaitingAct, fact.body) for fact in facts if fact.register == _WAY]
        if not way or way[0].state is not State.POSTED:
            return None
        return PostedAct(
            seq=place,
            kind=kind,
            area=way[0].area,
            effective_on=day_of(day),
            series=series,
            number=number,
            narration=narration,
            reverses=reverses,
            postings=self._postings(place),
            registrations=tuple(fact for fact in facts if fact.register != _WAY),
        )

    def _facts(self, seq: int) -> Sequence[Any]:
        return rows(self._connection, _REGISTRATIONS, (seq,))

    def _postings(self, seq: int) -> tuple[Posting, ...]:
        moved = rows(self._connection, _MOVEMENTS, (seq,))
        named = self._named({number for debit, credit, _ in moved for number in (debit, credit)})
        return tuple(
            Posting(debit=named[debit][0], credit=named[credit][0], unit=named[debit][1], amount=amount)
            for debit, credit, amount in moved
        )

    def _named(self, numbers: Iterable[int]) -> dict[int, tuple[Account, Unit]]:
        found = self._connection.execute(
            select(position.c.id, *ACCOUNT_COLUMNS, *UNIT_COLUMNS)
            .join_from(position, account, account.c.id == position.c.account_id)
            .join(unit, unit.c.id == position.c.unit_id)
            .where(position.c.id.in_(sorted(numbers)))
        )
        return {number: (account_of(*names[:3]), unit_of(*names[3:])) for number, *names in found}
