"""The real web app over a real SQLite store; only Rasa and the clock are fakes."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import nicegui
import pytest
from fastapi import FastAPI
from nicegui import ui_run_with
from sqlalchemy import event
from starlette.testclient import TestClient

from bot.bootstrap import App, build
from bot.core.accounts import Actor
from bot.services import accounts
from bot.settings import load_settings
from bot.web.app import create_app
from tests.conftest import CHEAP_HASHER, ROOT
from tests.databases import without_disk
from tests.fakes import FakeClock, FakeRasa, Json

ADMIN_PASSWORD = "kata-sandi-admin"
OFFICER, OFFICER_PASSWORD = "budi", "kata-sandi-budi"
HOME = "http://pst.test"


@dataclass(frozen=True, kw_only=True)
class Site:
    """A running app and a browser without scripts."""

    app: App
    web: FastAPI
    client: TestClient
    rasa: FakeRasa
    clock: FakeClock

    @property
    def admin(self) -> Actor:
        token = accounts.log_in(self.app.kit, "admin", ADMIN_PASSWORD, "test")
        return accounts.authenticate(self.app.kit, token)


class Browser:
    """A citizen's page without its script."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self.token = str(site.client.post("/chat/sessions").json()["session"])
        self.keys = 0

    @property
    def bearer(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}"}

    def send(self, body: Json, key: str | None = None) -> tuple[int, Any]:
        self.keys += 1
        headers = {**self.bearer, "Idempotency-Key": key or f"key-{self.keys}"}
        content = json.dumps(body)  # escaped, as a browser may send what UTF-8 cannot hold
        response = self.site.client.post("/chat/messages", content=content, headers=headers)
        return response.status_code, response.json()

    def read(self, after: int = 0, wait: float = 0) -> list[Json]:
        response = self.site.client.get(f"/chat/messages?after={after}&wait={wait}", headers=self.bearer)
        assert response.status_code == 200
        messages: list[Json] = response.json()
        return messages

    def read_until(self, count: int) -> list[Json]:
        """Long-poll as the page does until so many messages are there."""
        messages: list[Json] = []
        while len(messages) < count:
            news = self.read(messages[-1]["seq"] if messages else 0, wait=10)
            assert news, f"no more messages after {messages}"
            messages += news
        return messages

    def status(self) -> str:
        return str(self.site.client.get("/chat/status", headers=self.bearer).json()["status"])


def make_app(database_url: str, var: Path, rasa: FakeRasa, clock: FakeClock, **settings: str) -> App:
    """A prepared app with an admin and one officer, over a database that is migrated already."""
    environment = {
        "PST_DATABASE_URL": database_url,
        "PST_VAR": str(var),
        "PST_ADMIN_PASSWORD": ADMIN_PASSWORD,
        **settings,
    }
    built = build(load_settings(environment, ROOT), rasa_transport=rasa.transport(), hasher=CHEAP_HASHER)
    app = replace(built, kit=replace(built.kit, clock=clock))
    event.listen(app.engine, "connect", without_disk)
    accounts.ensure_admin(app.kit, ADMIN_PASSWORD)
    admin = accounts.authenticate(app.kit, accounts.log_in(app.kit, "admin", ADMIN_PASSWORD, "setup"))
    accounts.create_officer(app.kit, admin, OFFICER, "Budi Santoso", OFFICER_PASSWORD)
    return app


def make_web(app: App) -> FastAPI:
    """NiceGUI has one app a process: what an earlier test has put before it is taken away.

    When it starts it looks through every object of the process for its server, which no test stops through it: with
    Rasa imported that took half a second a test.
    """
    ui_run_with.gc = SimpleNamespace(get_objects=list)
    nicegui.app.middleware_stack = None
    nicegui.app.user_middleware.clear()
    return create_app(app)


@pytest.fixture
def rasa() -> FakeRasa:
    return FakeRasa()


@pytest.fixture
def app(sqlite_url: str, tmp_path: Path, rasa: FakeRasa, clock: FakeClock) -> App:
    return make_app(sqlite_url, tmp_path, rasa, clock)


@pytest.fixture
def site(app: App, rasa: FakeRasa, clock: FakeClock) -> Iterator[Site]:
    web = make_web(app)
    with TestClient(web, base_url=HOME, follow_redirects=False) as client:
        yield Site(app=app, web=web, client=client, rasa=rasa, clock=clock)
