"""One engine a database, with the settings under which a committed message survives a power failure."""

import sqlite3
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, create_engine, event, make_url
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.pool import ConnectionPoolEntry

BUSY_TIMEOUT_MS = 5_000
_POOL = 16  # web threads, dispatcher threads and a few spare


def open_engine(url: str) -> Engine:
    """An engine for SQLite or PostgreSQL; no connection is made yet.

    Args:
        url: `sqlite:///path` or `postgresql://…`; a PostgreSQL URL without driver uses psycopg.
    """
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite":
        if parsed.database:
            Path(parsed.database).parent.mkdir(parents=True, exist_ok=True)
        engine = create_engine(parsed, pool_size=_POOL, max_overflow=_POOL, hide_parameters=True)
        event.listen(engine, "connect", _prepare_sqlite)
        return engine
    if parsed.drivername in ("postgresql", "postgres"):
        parsed = parsed.set(drivername="postgresql+psycopg")
    return create_engine(parsed, pool_size=_POOL, max_overflow=_POOL, hide_parameters=True, pool_pre_ping=True)


def _prepare_sqlite(connection: DBAPIConnection, _: ConnectionPoolEntry) -> None:
    raw: Any = connection
    assert isinstance(raw, sqlite3.Connection)
    raw.isolation_level = None  # we say BEGIN ourselves: the driver's own begin is deferred and may fail half-way
    for pragma in (
        f"busy_timeout={BUSY_TIMEOUT_MS}",
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
    ):
        raw.execute(f"PRAGMA {pragma}")
