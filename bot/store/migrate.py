"""Bring a database to the newest schema; safe when several processes start at once."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, text

_SCRIPTS = Path(__file__).parent / "migrations"
_LOCK = 6208_0001  # any number; the same in all our processes


def migrate(engine: Engine, revision: str = "head") -> None:
    """Apply the missing revisions in one transaction.

    Args:
        engine: of the database.
        revision: where to go; tests go step by step.
    """
    with engine.connect() as connection:
        if connection.dialect.name == "sqlite":
            connection.exec_driver_sql("BEGIN IMMEDIATE")
        else:
            connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
        command.upgrade(_config(connection), revision)
        connection.commit()


def older_than_code(engine: Engine) -> str | None:
    """Which schema the database has when `migrate` would still change it; None = nothing is missing.

    A revision this code has never heard of is a newer one: in a rolling update the old code goes on working.
    """
    with engine.connect() as connection:
        found = MigrationContext.configure(connection).get_current_revision()
        scripts = ScriptDirectory.from_config(_config(connection))
    known = {script.revision for script in scripts.walk_revisions()} - {scripts.get_current_head()}
    if found is None:
        return "empty"
    return found if found in known else None


def _config(connection: Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(_SCRIPTS))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config
