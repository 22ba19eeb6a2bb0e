"""The migrations arrive where the declarations are, on both engines."""

from __future__ import annotations

from importlib.resources import as_file, files
from typing import TYPE_CHECKING, Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import inspect

from ledger.errors import Unavailable
from ledger.store import schema, triggers
from ledger.store.engine import engine_for
from ledger.store.tables import metadata
from tests.store.exercise import created

if TYPE_CHECKING:
    from sqlalchemy import Connection


def described(connection: Connection) -> dict[str, Any]:
    """Return what the database says of every table: columns, keys, constraints, indexes."""
    inspector = inspect(connection)
    return {
        table: {
            "columns": {
                column["name"]: (str(column["type"]), column["nullable"]) for column in inspector.get_columns(table)
            },
            "primary": inspector.get_pk_constraint(table)["constrained_columns"],
            "checks": {
                constraint["name"]: "".join(constraint["sqltext"].split())
                for constraint in inspector.get_check_constraints(table)
            },
            "unique": {
                constraint["name"]: constraint["column_names"] for constraint in inspector.get_unique_constraints(table)
            },
            "foreign": {
                key["name"]: (
                    key["constrained_columns"],
                    key["referred_table"],
                    key["referred_columns"],
                    key.get("options"),
                )
                for key in inspector.get_foreign_keys(table)
            },
            "indexes": {
                index["name"]: (index["column_names"], bool(index["unique"])) for index in inspector.get_indexes(table)
            },
        }
        for table in metadata.tables
    }


def test_the_newest_revision_is_the_head_of_the_migrations() -> None:
    with as_file(files("ledger.store") / "migrations") as folder:
        config = Config()
        config.set_main_option("script_location", str(folder))

        assert ScriptDirectory.from_config(config).get_heads() == [schema.NEWEST]


def test_a_migrated_database_is_what_the_tables_declare(database_url: str) -> None:
    book = created(database_url)
    with book.engine.connect() as connection:
        differences = compare_metadata(MigrationContext.configure(connection), metadata)
        migrated = described(connection)
        versions = schema.revisions(connection)
        connection.rollback()
        triggers.drop(connection)
        metadata.drop_all(connection)
        metadata.create_all(connection)
        declared = described(connection)
        connection.rollback()
    book.close()

    assert differences == []
    assert migrated == declared
    assert all(migrated[table]["columns"] for table in metadata.tables)
    assert len(migrated["journal"]["checks"]) == 5
    assert versions == [schema.NEWEST]


def test_the_tables_of_sqlite_are_strict(sqlite_url: str) -> None:
    book = created(sqlite_url)
    with book.reading() as connection:
        strict = {
            row[0]: row[1]
            for row in connection.exec_driver_sql("SELECT name, strict FROM pragma_table_list WHERE schema = 'main'")
        }
    book.close()

    assert {strict[table] for table in metadata.tables} == {1}


def test_every_trigger_is_there_after_the_migrations(database_url: str) -> None:
    book = created(database_url)
    with book.reading() as connection:
        present = triggers.present(connection)
    book.close()

    assert present == triggers.expected()


def test_a_migration_that_fails_leaves_no_half_schema(database_url: str) -> None:
    engine = engine_for(database_url)
    with engine.connect() as connection:
        connection.exec_driver_sql("CREATE TABLE head (in_the_way INTEGER)")
        connection.commit()

    with pytest.raises(Unavailable):
        created(database_url)

    with engine.connect() as connection:
        assert inspect(connection).get_table_names() == ["head"]
    engine.dispose()
