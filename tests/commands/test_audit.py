"""`python -m bot audit verify`."""

import pytest
from sqlalchemy import text
from typer.testing import CliRunner

from bot.__main__ import app
from bot.bootstrap import build
from bot.services import accounts
from bot.settings import load_settings
from bot.store.engine import open_engine


def test_it_says_whole_or_names_the_first_broken_row(sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """An office can show its auditors that nobody edited the trail."""
    monkeypatch.setenv("PST_DATABASE_URL", sqlite_url)
    built = build(load_settings())
    accounts.ensure_admin(built.kit, "sandi-admin-1")
    for _ in range(3):
        accounts.log_in(built.kit, "admin", "sandi-admin-1", "ip")
    built.engine.dispose()
    whole = CliRunner().invoke(app, ["audit", "verify"])
    assert (whole.exit_code, whole.output[:14]) == (0, "Utuh: 3 baris.")

    engine = open_engine(sqlite_url)
    with engine.begin() as connection:
        connection.execute(text("DROP TRIGGER audit_no_update"))
        connection.execute(text("UPDATE audit SET actor_id = NULL WHERE id = 2"))
    engine.dispose()
    broken = CliRunner().invoke(app, ["audit", "verify"])
    assert broken.exit_code == 1
    assert "rusak pada baris 2; 1 baris sebelumnya utuh" in broken.output
