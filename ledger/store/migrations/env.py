"""Run by the migration tool: migrates on the connection it is given, inside that connection's transaction."""

from alembic import context

from ledger.store.office_tables import access_event

context.configure(
    connection=context.config.attributes["connection"], target_metadata=access_event.metadata, render_as_batch=True
)
context.run_migrations()
