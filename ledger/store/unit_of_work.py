"""One act or one batch of acts: the writer's lock, the journal's end, and a commit that the door calls once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledger.store import rule_books
from ledger.store.docket import Docket
from ledger.store.evidence import Evidence
from ledger.store.journal import Journal
from ledger.store.past import PastActs
from ledger.store.positions import Positions
from ledger.store.registers import Registers

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection

    from ledger.domain.bookkeeping.account import Account, Position
    from ledger.domain.bookkeeping.unit import Unit
    from ledger.store.positions import PositionRegistry
    from ledger.store.register_memory import RegisterMemory
    from ledger.store.rule_books import RuleBookText


class UnitOfWork:
    """What a service writes with. Nothing is recorded unless :meth:`commit` returns."""

    def __init__(
        self,
        connection: Connection,
        *,
        recorded_at: datetime,
        rule_book: RuleBookText,
        positions: PositionRegistry,
        memory: RegisterMemory,
    ) -> None:
        self.connection = connection
        self._positions = Positions(connection, positions)
        # The journal reads the head first: on PostgreSQL that row is the writer's lock.
        self.journal = Journal(connection, recorded_at=recorded_at, positions=self._positions)
        self.journal.judge_by(rule_books.keep(connection, rule_book), rule_book.digest)
        self.begun_at = self.journal.size
        """The place of the last act that was recorded before."""
        self._memory = memory.at(self.begun_at)
        self.registers = Registers(connection, self.journal, memory=self._memory)
        self.docket = Docket(connection, self._positions, begun_at=self.begun_at)
        self.evidence = Evidence(connection)
        self.past = PastActs(connection, self.journal)

    def position(self, account: Account, unit: Unit) -> Position:
        """Return the position of an account in a unit, opened if need be."""
        known = self._positions.find(account, unit)
        if known is None:
            known = self._positions.open(account, unit)
            self.journal.opened(known)
        return known

    def find_position(self, account: Account, unit: Unit) -> Position | None:
        """Return the position of an account in a unit, or None if nothing ever moved there; opens nothing."""
        return self._positions.find(account, unit)

    def balance(self, position: Position) -> int:
        """Return debits less credits of a position, pending acts included, in grams or fen."""
        return self.journal.balances((position,))[0]

    def holdings(self, account: Account) -> tuple[tuple[Unit, int], ...]:
        """Return every unit of which an account has a balance, with it, in the order of the units' codes."""
        positions = self._positions.of_account(account)
        balances = self.journal.balances(positions)
        return tuple((each.unit, amount) for each, amount in zip(positions, balances, strict=True) if amount)

    def accounts(self, chart_code: str, *, area: str | None = None) -> tuple[Account, ...]:
        """Return the accounts that were opened under a line of the chart, in the order of their codes."""
        return self._positions.accounts(chart_code, area=area)

    def next_number(self, series: str) -> int:
        """Return the number that follows the last one of a series, pending acts included."""
        return self.journal.next_number(series)

    def commit(self) -> None:
        """Write what is pending and the head, and make it last.

        Where nothing was appended nothing is kept: a rule book or a position that no act uses would be found by
        every verification from then on.

        :raises Overdrawn: a position would leave its bounds; nothing is recorded.
        """
        self.journal.flush()
        if not self.journal.has_grown:
            self.rollback()
            return
        self._positions.require_moved(self.journal.moved_positions)
        self.docket.write()
        self._remember()
        try:
            self.connection.commit()
        except BaseException:
            self._memory.forget()
            raise
        self._positions.publish()

    def _remember(self) -> None:
        """Let the next unit of work of this process know the registers, while the right to write is still held."""
        registered = self.journal.registered
        if registered is None:
            self._memory.forget()
        else:
            self._memory.take_up(registered, size=self.journal.size)

    def rollback(self) -> None:
        """Leave the books as they were."""
        self.connection.rollback()
