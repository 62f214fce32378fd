"""A whole database as one file, taken while the service works, and back into an empty one."""

import os
import shutil
import sqlite3
import subprocess
from pathlib import Path

from sqlalchemy import Engine, inspect

from bot.core.errors import BackupRefused


def dump(engine: Engine, target: Path) -> None:
    """Write a consistent copy of the database.

    Raises:
        BackupRefused: PostgreSQL's `pg_dump` is missing or failed.
    """
    if engine.dialect.name == "sqlite":
        return _copy_sqlite(_sqlite_path(engine), target)
    _run("pg_dump", engine, "--format=custom", "--no-owner", f"--file={target}")
    return None


def load(engine: Engine, source: Path) -> None:
    """Fill an empty database from a copy.

    Raises:
        BackupRefused: PostgreSQL's `pg_restore` is missing or failed.
    """
    if engine.dialect.name == "sqlite":
        path = _sqlite_path(engine)
        path.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, path)
        return
    database = str(engine.url.database)
    _run("pg_restore", engine, "--no-owner", "--exit-on-error", "--single-transaction", f"--dbname={database}", source)


def is_empty(engine: Engine) -> bool:
    """Whether there is no database yet, or one without tables."""
    if engine.dialect.name == "sqlite":
        return not _sqlite_path(engine).exists()
    return not inspect(engine).get_table_names()


def _sqlite_path(engine: Engine) -> Path:
    return Path(str(engine.url.database))


def _copy_sqlite(source: Path, target: Path) -> None:
    reading, writing = sqlite3.connect(source), sqlite3.connect(target)
    try:
        reading.backup(writing)  # in one go: WAL readers keep no writer waiting, and nobody can make it start again
        writing.execute("PRAGMA journal_mode=DELETE")  # one file, without a -wal beside it
    finally:
        writing.close()
        reading.close()


def _run(program: str, engine: Engine, *arguments: str | Path) -> None:
    found = shutil.which(program)
    if found is None:
        raise BackupRefused(f"`{program}` tidak ditemukan. Pasang paket postgresql-client, lalu ulangi.")
    done = subprocess.run([found, *arguments], env=_environment(engine), capture_output=True, check=False)
    if done.returncode:
        # Lines of context may quote what people wrote.
        told = [line for line in done.stderr.decode(errors="replace").splitlines() if "error:" in line.lower()]
        raise BackupRefused(f"`{program}` gagal: {' '.join(told)[:300] or done.returncode}")


def _environment(engine: Engine) -> dict[str, str]:
    """The connection for PostgreSQL's programs; in the environment, because arguments are seen by everybody."""
    url = engine.url
    given = {
        "PGHOST": url.host,
        "PGPORT": None if url.port is None else str(url.port),
        "PGUSER": url.username,
        "PGPASSWORD": None if url.password is None else str(url.password),
        "PGDATABASE": url.database,
        "PGOPTIONS": url.query.get("options"),
        "PGSSLMODE": url.query.get("sslmode"),
    }
    return {**os.environ, **{name: str(value) for name, value in given.items() if value is not None}}
