"""How Alembic runs our steps: on the connection that `registry.store.migrate` hands over, in its transaction."""

from alembic import context

from registry.store.database import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    compare_type=True,
    compare_server_default=True,
    render_as_batch=True,  # SQLite alters a table by copying it
)
with context.begin_transaction():
    context.run_migrations()
