"""What a supervisor, a load balancer and Prometheus are told."""

from pathlib import Path

import pytest
from starlette.testclient import TestClient

from bot.bootstrap import App
from bot.services.backups import is_late
from bot.services.webchat import conversation_of, open_session, send_text
from bot.web.health import PATIENCE_S
from tests.fakes import FakeClock, FakeRasa
from tests.web.conftest import HOME, Site, make_app, make_web


def test_alive_needs_nothing(site: Site) -> None:
    """A supervisor must not kill us because Rasa is away."""
    response = site.client.get("/healthz")
    assert (response.status_code, response.json()) == (200, {"status": "ok"})


def test_ready_names_its_parts(site: Site) -> None:
    """Ready = the database is reachable and Rasa has a model."""
    response = site.client.get("/readyz")
    assert response.status_code == 200
    assert response.json() == {"status": "ready", "parts": {"database": "ok", "rasa": "ok"}, "alarms": []}


@pytest.mark.parametrize("part", ["database", "rasa"])
def test_not_ready_says_what_is_away(site: Site, monkeypatch: pytest.MonkeyPatch, part: str) -> None:
    """Errors name what happened and where."""

    def broken(*_: object) -> None:
        raise ConnectionError

    if part == "database":
        monkeypatch.setattr("bot.web.health.desk_load", broken)
    else:
        monkeypatch.setattr(site.rasa, "answer", broken)
        monkeypatch.setattr(site.app.rasa._http, "get", broken)
    response = site.client.get("/readyz")
    assert response.status_code == 503
    assert response.json()["status"] == "not_ready"
    assert response.json()["parts"][part] == "away"
    assert PATIENCE_S < 10


def test_metrics_count_without_persons(site: Site) -> None:
    """Figures: received, turns, waiting; no text, no id."""
    session = open_session(site.app.kit)
    conversation = conversation_of(site.app.kit, session)
    site.client.post(
        "/chat/messages",
        json={"text": "rahasia saya"},
        headers={"Authorization": f"Bearer {session}", "Idempotency-Key": "k"},
    )
    page = site.client.get("/metrics").text
    assert 'pst_messages_received_total{channel="webchat"} 1.0' in page
    assert "pst_waiting 0.0" in page
    assert "pst_turn_seconds_bucket" in page
    assert "rahasia" not in page
    assert conversation.conversation_id not in page


def test_a_message_is_taken_while_rasa_is_away(app: App, rasa: FakeRasa) -> None:
    """What must never happen: a message lost. Storing needs no Rasa."""
    rasa.answer = lambda _: ConnectionError()
    session = conversation_of(app.kit, open_session(app.kit))
    assert send_text(app.kit, session, "k", "halo").id


def test_a_missed_backup_is_told(sqlite_url: str, tmp_path: Path, rasa: FakeRasa, clock: FakeClock) -> None:
    """Docs, *Backup*: nobody looks into the folder every morning; after a missed night /readyz says so."""
    folder = tmp_path / "backup"
    folder.mkdir()
    key = "lima kata acak yang panjang"
    app = make_app(sqlite_url, tmp_path, rasa, clock, PST_BACKUP_KEY=key, PST_BACKUP_DIR=str(folder))
    assert not is_late(app.kit, app.vault)
    (folder / "pst-2026-11-22-020000.pstbak").write_bytes(b"")
    assert not is_late(app.kit, app.vault)
    clock.advance(5 * 3600)
    client = TestClient(make_web(app), base_url=HOME)  # its loops do not run: no backup is made now
    assert client.get("/readyz").json()["alarms"] == ["backup_late"]
