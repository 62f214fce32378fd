"""Databases for one test after another, over one engine of each kind.

SQLAlchemy keeps compiled statements with the engine: with a new engine for each test, compiling them again was a third
of the tests' time.
"""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, event, text

from bot.store.engine import open_engine
from bot.store.tables import metadata


class SqliteFiles:
    """Each test gets a copy of the migrated file."""

    def __init__(self, template: Path) -> None:
        self._template = template
        self._path = template
        self._engine = open_engine(f"sqlite:///{template}")
        event.listen(self._engine, "do_connect", self._aim)
        event.listen(self._engine, "connect", without_disk)

    def empty(self, folder: Path) -> Engine:
        self._path = folder / "pst.sqlite"
        shutil.copy(self._template, self._path)
        return self._engine.execution_options()  # what a test hangs on its engine goes with the test

    def close(self) -> None:
        """No connection stays open."""
        self._engine.dispose()

    def _aim(self, dialect: Any, record: Any, arguments: list[Any], named: Any) -> None:
        arguments[0] = str(self._path)


def without_disk(connection: Any, record: Any) -> None:
    """No test pulls this machine's plug: nothing waits for the disk."""
    connection.execute("PRAGMA synchronous=OFF")


class PostgresSchema:
    """Each test finds the same tables, emptied."""

    def __init__(self, url: str) -> None:
        self._engine = open_engine(url)
        # Deleting from tables that hold little takes milliseconds, truncating sixty of them a second or more.
        self._deletes = "; ".join(f'DELETE FROM "{table.name}"' for table in metadata.sorted_tables)

    def empty(self) -> Engine:
        with self._engine.begin() as connection:
            connection.execute(text("SET LOCAL session_replication_role = replica"))  # the trail refuses to be emptied
            connection.connection.cursor().execute(self._deletes)
        return self._engine.execution_options()

    def close(self) -> None:
        """No connection stays open."""
        self._engine.dispose()
