"""The triggers of both engines: log and names are append-only, balances follow the movements.

They are created anew at the end of every migration, because rebuilding a table of SQLite drops its triggers
without a word. On PostgreSQL the balances are moved once a statement, from its transition table.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ledger.store.tables import DERIVED, LOG, NAMES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Connection

_APPEND_ONLY: Final = tuple(table.name for table in (*LOG, *NAMES))
_SQLITE_MOVEMENT: Final = """
CREATE TRIGGER movement_moves_balances AFTER INSERT ON movement BEGIN
  SELECT RAISE(ABORT, 'the movement does not belong to an open act')
   WHERE NEW.seq <= (SELECT size FROM head) OR NOT EXISTS (
         SELECT 1 FROM journal
          WHERE seq = NEW.seq AND effective_on = NEW.effective_on AND movements >= NEW.n);
  UPDATE balance SET amount = amount + NEW.amount, latest_on = max(latest_on, NEW.effective_on)
   WHERE position_id = NEW.debit;
  UPDATE balance SET amount = amount - NEW.amount, latest_on = max(latest_on, NEW.effective_on)
   WHERE position_id = NEW.credit;
END"""
_SQLITE_REGISTRATION: Final = """
CREATE TRIGGER registration_belongs AFTER INSERT ON registration BEGIN
  SELECT RAISE(ABORT, 'the registration does not belong to an open act')
   WHERE NEW.seq <= (SELECT size FROM head) OR NOT EXISTS (
         SELECT 1 FROM journal WHERE seq = NEW.seq AND registrations >= NEW.n);
END"""
_SQLITE_HEAD: Final = """
CREATE TRIGGER head_only_grows BEFORE UPDATE ON head WHEN NEW.size <= OLD.size BEGIN
  SELECT RAISE(ABORT, 'the head of the journal only grows');
END"""
_POSTGRESQL_REFUSE: Final = """
CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION USING MESSAGE = TG_TABLE_NAME || ' is append-only', ERRCODE = 'integrity_constraint_violation';
END $$"""
_POSTGRESQL_MOVEMENT: Final = """
CREATE OR REPLACE FUNCTION move_balances() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (
      SELECT 1 FROM inserted LEFT JOIN journal
          ON journal.seq = inserted.seq AND journal.effective_on = inserted.effective_on
         AND journal.movements >= inserted.n
       WHERE journal.seq IS NULL OR inserted.seq <= (SELECT size FROM head)) THEN
    RAISE EXCEPTION 'the movement does not belong to an open act' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  UPDATE balance SET amount = balance.amount + moved.amount, latest_on = greatest(balance.latest_on, moved.latest_on)
    FROM (SELECT position_id, sum(amount)::bigint AS amount, max(effective_on) AS latest_on
            FROM (SELECT debit AS position_id, amount, effective_on FROM inserted
                  UNION ALL SELECT credit, -amount, effective_on FROM inserted) AS leg
           GROUP BY position_id) AS moved
   WHERE balance.position_id = moved.position_id;
  RETURN NULL;
END $$"""
_POSTGRESQL_REGISTRATION: Final = """
CREATE OR REPLACE FUNCTION registration_belongs() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (
      SELECT 1 FROM inserted LEFT JOIN journal
          ON journal.seq = inserted.seq AND journal.registrations >= inserted.n
       WHERE journal.seq IS NULL OR inserted.seq <= (SELECT size FROM head)) THEN
    RAISE EXCEPTION 'the registration does not belong to an open act'
      USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NULL;
END $$"""
_POSTGRESQL_HEAD: Final = """
CREATE OR REPLACE FUNCTION head_only_grows() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.size <= OLD.size THEN
    RAISE EXCEPTION 'the head of the journal only grows' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$"""


def expected() -> frozenset[str]:
    """Return the names of the triggers that a usable book has."""
    return frozenset(
        {f"{table}_refuses_{act}" for table in _APPEND_ONLY for act in ("update", "delete")}
        | {"movement_moves_balances", "registration_belongs", "head_only_grows", "head_refuses_delete"}
    )


def present(connection: Connection) -> frozenset[str]:
    """Return the names of the triggers that the database has on our tables."""
    if connection.dialect.name == "sqlite":
        rows = connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'trigger'")
    else:
        rows = connection.exec_driver_sql("SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled = 'O'")
    return frozenset(row[0] for row in rows)


def recreate(connection: Connection) -> None:
    """Drop and create every trigger."""
    statements = _sqlite() if connection.dialect.name == "sqlite" else _postgresql()
    for statement in statements:
        connection.exec_driver_sql(statement)


def _sqlite() -> Iterator[str]:
    for name in sorted(expected()):
        yield f"DROP TRIGGER IF EXISTS {name}"
    for table in _APPEND_ONLY:
        for act in ("UPDATE", "DELETE"):
            yield (
                f"CREATE TRIGGER {table}_refuses_{act.lower()} BEFORE {act} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
            )
    yield "CREATE TRIGGER head_refuses_delete BEFORE DELETE ON head BEGIN SELECT RAISE(ABORT, 'the head stays'); END"
    yield _SQLITE_MOVEMENT
    yield _SQLITE_REGISTRATION
    yield _SQLITE_HEAD


def _postgresql() -> Iterator[str]:
    for table in (*LOG, *NAMES, *DERIVED):
        for name in sorted(expected()):
            yield f"DROP TRIGGER IF EXISTS {name} ON {table.name}"
    yield _POSTGRESQL_REFUSE
    yield _POSTGRESQL_MOVEMENT
    yield _POSTGRESQL_REGISTRATION
    yield _POSTGRESQL_HEAD
    for table_name in (*_APPEND_ONLY, "head"):
        yield (
            f"CREATE TRIGGER {table_name}_refuses_delete BEFORE DELETE OR TRUNCATE ON {table_name} "
            "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
        )
    for table_name in _APPEND_ONLY:
        yield (
            f"CREATE TRIGGER {table_name}_refuses_update BEFORE UPDATE ON {table_name} "
            "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
        )
    for table_name, trigger, function in (
        ("movement", "movement_moves_balances", "move_balances"),
        ("registration", "registration_belongs", "registration_belongs"),
    ):
        yield (
            f"CREATE TRIGGER {trigger} AFTER INSERT ON {table_name} REFERENCING NEW TABLE AS inserted "
            f"FOR EACH STATEMENT EXECUTE FUNCTION {function}()"
        )
    yield "CREATE TRIGGER head_only_grows BEFORE UPDATE ON head FOR EACH ROW EXECUTE FUNCTION head_only_grows()"
