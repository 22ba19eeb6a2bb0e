"""The triggers of both engines: log and names are append-only, balances and turnovers follow the head.

They are created anew at the end of every migration, because rebuilding a table of SQLite drops its triggers
without a word. When the head grows over new acts, the database itself adds their movements to balances and
turnovers, all at once: whatever the head covers is counted, once.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from ledger.store.office_tables import access_event
from ledger.store.tables import LOG, NAMES, metadata

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from sqlalchemy import Connection

_FUNCTION: Final = re.compile(r"FUNCTION (?P<name>\w+)\(\).*?AS \$\$(?P<body>.*)\$\$", re.DOTALL)
_APPEND_ONLY: Final = tuple(table.name for table in (*LOG, *NAMES, access_event))
_NEW_LEGS: Final = """
        SELECT debit AS position_id, effective_on, amount AS debit, 0 AS credit
          FROM movement WHERE seq > OLD.size AND seq <= NEW.size
        UNION ALL
        SELECT credit, effective_on, 0, amount
          FROM movement WHERE seq > OLD.size AND seq <= NEW.size"""
_COUNT_NEW_LEGS: Final = f"""
  INSERT INTO turnover (position_id, month, debit, credit)
  SELECT position_id, effective_on / 100, sum(debit), sum(credit) FROM ({_NEW_LEGS}) AS leg
   WHERE true GROUP BY position_id, effective_on / 100
      ON CONFLICT (position_id, month) DO UPDATE
     SET debit = turnover.debit + excluded.debit, credit = turnover.credit + excluded.credit;
  UPDATE balance
     SET amount = balance.amount + moved.amount,
         latest_on = CASE WHEN moved.latest_on > balance.latest_on THEN moved.latest_on ELSE balance.latest_on END
    FROM (SELECT position_id, sum(debit - credit) AS amount, max(effective_on) AS latest_on
            FROM ({_NEW_LEGS}) AS leg GROUP BY position_id) AS moved
   WHERE balance.position_id = moved.position_id;"""
_NUMBERED: Final = "(journal.series IS NULL) = (journal.number IS NULL)"
"""Not looked at when the act itself comes, but by its rows, which look at it anyway: no act is without a row."""
_SQLITE_MOVEMENT: Final = f"""
CREATE TRIGGER movement_belongs AFTER INSERT ON movement BEGIN
  SELECT RAISE(ABORT, 'the movement does not belong to an open act')
   WHERE NEW.seq <= (SELECT size FROM head) OR NOT EXISTS (
         SELECT 1 FROM journal
          WHERE seq = NEW.seq AND effective_on = NEW.effective_on AND movements >= NEW.n AND {_NUMBERED});
END"""
_SQLITE_REGISTRATION: Final = f"""
CREATE TRIGGER registration_belongs AFTER INSERT ON registration BEGIN
  SELECT RAISE(ABORT, 'the registration does not belong to an open act')
   WHERE NEW.seq <= (SELECT size FROM head) OR NOT EXISTS (
         SELECT 1 FROM journal WHERE seq = NEW.seq AND registrations >= NEW.n AND {_NUMBERED});
END"""
_SQLITE_HEAD: Final = """
CREATE TRIGGER head_only_grows BEFORE UPDATE ON head
  WHEN NEW.size <= OLD.size OR NEW.size <> (SELECT coalesce(max(seq), 0) FROM journal) BEGIN
  SELECT RAISE(ABORT, 'the head of the journal only grows, to its last act');
END"""
_SQLITE_COUNT: Final = f"CREATE TRIGGER head_counts_movements AFTER UPDATE ON head BEGIN {_COUNT_NEW_LEGS} END"
_POSTGRESQL_REFUSE: Final = """
CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION USING MESSAGE = TG_TABLE_NAME || ' is append-only', ERRCODE = 'integrity_constraint_violation';
END $$"""
_POSTGRESQL_MOVEMENT: Final = f"""
CREATE OR REPLACE FUNCTION movement_belongs() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (
      SELECT 1 FROM inserted LEFT JOIN journal
          ON journal.seq = inserted.seq AND journal.effective_on = inserted.effective_on
         AND journal.movements >= inserted.n AND {_NUMBERED}
       WHERE journal.seq IS NULL OR inserted.seq <= (SELECT size FROM head)) THEN
    RAISE EXCEPTION 'the movement does not belong to an open act' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NULL;
END $$"""
_POSTGRESQL_REGISTRATION: Final = f"""
CREATE OR REPLACE FUNCTION registration_belongs() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (
      SELECT 1 FROM inserted LEFT JOIN journal
          ON journal.seq = inserted.seq AND journal.registrations >= inserted.n AND {_NUMBERED}
       WHERE journal.seq IS NULL OR inserted.seq <= (SELECT size FROM head)) THEN
    RAISE EXCEPTION 'the registration does not belong to an open act'
      USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NULL;
END $$"""
_POSTGRESQL_HEAD: Final = """
CREATE OR REPLACE FUNCTION head_only_grows() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.size <= OLD.size OR NEW.size <> (SELECT coalesce(max(seq), 0) FROM journal) THEN
    RAISE EXCEPTION 'the head of the journal only grows, to its last act'
      USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$"""

_POSTGRESQL_COUNT: Final = f"""
CREATE OR REPLACE FUNCTION count_movements() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN {_COUNT_NEW_LEGS}
  RETURN NULL;
END $$"""


def expected() -> frozenset[str]:
    """Return the names of the triggers that a usable book has."""
    return frozenset(
        {f"{table}_refuses_{act}" for table in _APPEND_ONLY for act in ("update", "delete")}
        | {
            "movement_belongs",
            "registration_belongs",
            "head_only_grows",
            "head_counts_movements",
            "head_refuses_delete",
        }
    )


def present(connection: Connection) -> frozenset[str]:
    """Return the names of the triggers that the database has on our tables."""
    if connection.dialect.name == "sqlite":
        rows = connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'trigger'")
    else:
        rows = connection.exec_driver_sql("SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled = 'O'")
    return frozenset(row[0] for row in rows)


def function_bodies() -> Mapping[str, str]:
    """Return what PostgreSQL keeps of each function that the triggers call."""
    written = (part for statement in _postgresql() for part in [_FUNCTION.search(statement)] if part)
    return {part["name"]: part["body"] for part in written}


def recreate(connection: Connection) -> None:
    """Drop and create every trigger."""
    drop(connection)
    statements = _sqlite() if connection.dialect.name == "sqlite" else _postgresql()
    for statement in statements:
        connection.exec_driver_sql(statement)


def drop(connection: Connection) -> None:
    """Drop every trigger: only for a book that is being filled with the rows of another."""
    tables = (
        ("",)
        if connection.dialect.name == "sqlite"
        else tuple(f" ON {table.name}" for table in metadata.tables.values())
    )
    for table in tables:
        for name in sorted(expected()):
            connection.exec_driver_sql(f"DROP TRIGGER IF EXISTS {name}{table}")


def _sqlite() -> Iterator[str]:
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
    yield _SQLITE_COUNT


def _postgresql() -> Iterator[str]:
    yield _POSTGRESQL_REFUSE
    yield _POSTGRESQL_MOVEMENT
    yield _POSTGRESQL_REGISTRATION
    yield _POSTGRESQL_HEAD
    yield _POSTGRESQL_COUNT
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
    for table_name in ("movement", "registration"):
        yield (
            f"CREATE TRIGGER {table_name}_belongs AFTER INSERT ON {table_name} REFERENCING NEW TABLE AS inserted "
            f"FOR EACH STATEMENT EXECUTE FUNCTION {table_name}_belongs()"
        )
    yield "CREATE TRIGGER head_only_grows BEFORE UPDATE ON head FOR EACH ROW EXECUTE FUNCTION head_only_grows()"
    yield "CREATE TRIGGER head_counts_movements AFTER UPDATE ON head FOR EACH ROW EXECUTE FUNCTION count_movements()"
