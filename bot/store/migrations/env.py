"""Alembic runs this with the connection that bot.store.migrate opened; there is no offline mode."""

from alembic import context

from bot.store import account_tables, console_tables
from bot.store.tables import metadata

assert (
    account_tables.user.metadata is console_tables.note.metadata is metadata
)  # importing it is what fills the metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata)
context.run_migrations()
