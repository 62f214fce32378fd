"""`python -m bot serve` over a database that nobody has migrated."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.__main__ import app
from bot.store.engine import open_engine
from bot.store.migrate import migrate, older_than_code


@pytest.mark.parametrize(("revision", "found"), [(None, "empty"), ("0001", "0001")], ids=["empty", "older"])
def test_an_older_schema_is_refused_with_the_command_that_helps(
    revision: str | None, found: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """design.md: `serve` does not migrate; it says so at the start, not in the middle of somebody's question."""
    url = f"sqlite:///{tmp_path / 'pst.sqlite'}"
    if revision is not None:
        engine = open_engine(url)
        migrate(engine, revision)
        engine.dispose()
    monkeypatch.setattr("bot.logs.configure_logs", lambda: None)  # it would bind all loggers to the runner's stderr
    monkeypatch.setenv("PST_DATABASE_URL", url)
    monkeypatch.setenv("PST_VAR", str(tmp_path))
    refused = CliRunner().invoke(app, ["serve"])
    assert refused.exit_code == 1
    assert f"schema ({found}) is older than this code" in refused.output
    assert "python -m bot run" in refused.output


def test_the_newest_schema_and_a_newer_one_are_taken(sqlite_url: str) -> None:
    """docs/operations.md: `run` has migrated it; in a rolling update the old code goes on working."""
    engine = open_engine(sqlite_url)
    assert older_than_code(engine) is None
    with engine.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = 'from-tomorrow'")
    assert older_than_code(engine) is None
    engine.dispose()
