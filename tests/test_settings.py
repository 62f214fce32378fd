"""How a copy runs."""

import stat
from pathlib import Path

import pytest

from bot.core.errors import ConfigError
from bot.settings import load_settings


def test_nothing_set_works(tmp_path: Path) -> None:
    """SQLite in var/, loopback, secrets of its own kept for the next start."""
    first, second = load_settings({}, tmp_path), load_settings({}, tmp_path)
    assert (first.host, first.port, first.rasa_url) == ("127.0.0.1", 8000, "http://127.0.0.1:5005")
    assert first.database_url.value == f"sqlite:///{tmp_path}/var/pst.sqlite"
    assert first.rasa_secret == second.rasa_secret
    assert len(first.rasa_secret.value) >= 32
    assert first.account_key == second.account_key != first.rasa_secret
    for name in ("rasa_secret", "account_key"):
        assert stat.S_IMODE((tmp_path / "var" / name).stat().st_mode) == 0o600


def test_environment_wins_over_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Several copies run side by side on one machine."""
    (tmp_path / ".env").write_text("PST_PORT=8001\nPST_HOST=0.0.0.0\n")
    monkeypatch.setenv("PST_PORT", "8002")
    settings = load_settings(root=tmp_path)
    assert (settings.host, settings.port) == ("0.0.0.0", 8002)


def test_secrets_hide(tmp_path: Path) -> None:
    """house_style 20: a printed settings object tells nothing."""
    secrets = {
        "PST_ADMIN_PASSWORD": "rahasia-1",
        "PST_RASA_SECRET": "rahasia-2",
        "PST_DATABASE_URL": "postgresql://a:rahasia-3@h/d",
        "PST_BACKUP_KEY": "rahasia-4-yang-panjang",
    }
    settings = load_settings(secrets, tmp_path)
    assert "rahasia" not in f"{settings} {settings!r} {settings.rasa_secret}"


def test_the_public_address_is_one_origin(tmp_path: Path) -> None:
    """Stories 17: messages put paths behind it and browsers compare it, so a slash at its end is taken away."""
    assert load_settings({}, tmp_path).public_origin is None
    settings = load_settings({"PST_PUBLIC_ORIGIN": "https://tanya.kantor.test/"}, tmp_path)
    assert settings.public_origin == "https://tanya.kantor.test"
    for wrong in ("tanya.kantor.test", "https://a.test https://b.test", "https://a.test/chat", "https://*.a.test"):
        with pytest.raises(ConfigError, match="PST_PUBLIC_ORIGIN"):
            load_settings({"PST_PUBLIC_ORIGIN": wrong}, tmp_path)


@pytest.mark.parametrize("port", ["delapan", "0", "70000", "-1"])
def test_wrong_port_names_itself(tmp_path: Path, port: str) -> None:
    """Errors name the variable and what to write."""
    with pytest.raises(ConfigError, match="PST_RASA_PORT"):
        load_settings({"PST_RASA_PORT": port}, tmp_path)
