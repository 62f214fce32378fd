"""Alembic runs this with the connection that bot.store.migrate opened; there is no offline mode."""

from alembic import context

from bot.store import account_tables, ratings, visit_tables
from bot.store.tables import metadata

# Importing them is what fills the metadata.
assert {account_tables.user.metadata, visit_tables.visit.metadata, ratings.rating.metadata} == {metadata}

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata)
context.run_migrations()
