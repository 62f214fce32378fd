"""Alembic runs this with the connection that bot.store.migrate opened; there is no offline mode."""

from alembic import context

from bot.store import account_tables, console_tables, form_tables, visit_tables
from bot.store.tables import metadata

# Importing them is what fills the metadata.
assert {
    account_tables.user.metadata,
    console_tables.note.metadata,
    form_tables.form.metadata,
    visit_tables.visit.metadata,
} == {metadata}

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata)
context.run_migrations()
