"""Runs migrations on the connection that `store.schema` opened; its transaction is not ours to end."""

from alembic import context

from store.models import Base

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    compare_type=True,
    render_as_batch=True,
    # Alembic believes SQLite cannot roll DDL back. It can, where the driver does not begin transactions by itself.
    transactional_ddl=True,
)
context.run_migrations()
