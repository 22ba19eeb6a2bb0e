"""One act or one batch of acts: the writer's lock, the journal's end, and a commit that the door calls once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledger.store import rule_books
from ledger.store.journal import Journal
from ledger.store.positions import Positions

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection

    from ledger.domain.account import Account, Position
    from ledger.domain.unit import Unit
    from ledger.store.positions import PositionRegistry
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
    ) -> None:
        self.connection = connection
        # The journal reads the head first: on PostgreSQL that row is the writer's lock.
        self.journal = Journal(connection, recorded_at=recorded_at)
        self.journal.judge_by(rule_books.keep(connection, rule_book), rule_book.digest)
        self._positions = Positions(connection, positions)

    def position(self, account: Account, unit: Unit) -> Position:
        """Return the position of an account in a unit, opened if need be."""
        return self._positions.get(account, unit)

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
        self.connection.commit()
        self._positions.publish()

    def rollback(self) -> None:
        """Leave the books as they were."""
        self.connection.rollback()
