"""Run by Alembic for every migration: on the connection, and in the transaction, of `migrate`.

SQLite can take back a change of its tables like any other, once a transaction was truly begun;
Alembic thinks it cannot, because the driver begins none by itself. Ours is begun by the store.
"""

from alembic import context

from dashboard.store.models import Base

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    transactional_ddl=True,
)
with context.begin_transaction():
    context.run_migrations()
