"""An office of real processes: Rasa and the service on the small project, and citizens on the web chat."""

from __future__ import annotations

import time
import uuid
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self

import httpx
from sqlalchemy import Row, create_engine, text

from bot.bootstrap import build
from bot.settings import load_settings
from tests.ports import free_port
from tests.small_project.processes import PYTHON, SECRET, Process, environment, rasa_process

Json = dict[str, Any]

_PATIENCE_S = 90.0
_AGAIN_S = 0.2


class Office:
    """Rasa and the service, each to be started, killed and stopped by itself."""

    def __init__(self, project: Path, var: Path, **more: str) -> None:
        port, rasa_port = free_port(), free_port()
        settings = {
            "PST_VAR": str(var),
            "PST_PORT": str(port),
            "PST_RASA_PORT": str(rasa_port),
            "PST_RASA_SECRET": SECRET,
            "PST_ADMIN_PASSWORD": "sandi-admin-uji",
            **more,
        }
        self.url = f"http://127.0.0.1:{port}"
        self.database = settings.get("PST_DATABASE_URL", f"sqlite:///{var}/pst.sqlite")
        self._project, self._var, self._settings = project, var, settings
        self.rasa = rasa_process(project, rasa_port, port, var / "log/rasa.log")
        self.service = self._service(port, "layanan")
        app = build(load_settings(settings, project))
        app.prepare()
        app.engine.dispose()

    def another_service(self) -> tuple[str, Process]:
        """One more service process over the same database and Rasa, and its address."""
        port = free_port()
        return f"http://127.0.0.1:{port}", self._service(port, "layanan-2")

    def _service(self, port: int, name: str) -> Process:
        variables = environment(self._project, **(self._settings | {"PST_PORT": str(port)}))
        log, ready = self._var / f"log/{name}.log", f"http://127.0.0.1:{port}/healthz"
        return Process([PYTHON, "-m", "bot", "serve"], self._project, variables, log, ready)

    def start(self) -> None:
        self.rasa.start()
        self.service.start()
        self.service.wait_ready()
        self.rasa.wait_ready()

    def stop(self) -> None:
        self.service.stop()
        self.rasa.stop()

    def logs(self) -> str:
        return "".join(process.log.read_text(encoding="utf-8") for process in (self.rasa, self.service))

    def rows(self, query: str) -> list[Row[Any]]:
        engine = create_engine(self.database)
        try:
            with engine.connect() as connection:
                return list(connection.execute(text(query)))
        finally:
            engine.dispose()


@dataclass
class Citizen:
    """A browser: sends with one key until the service has it, and reads what it is shown."""

    url: str
    sent: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._http = httpx.Client(base_url=self.url, timeout=10, trust_env=False)
        session = self._until_answered("POST", "/chat/sessions").json()["session"]
        self._http.headers["Authorization"] = f"Bearer {session}"

    def send(self, message: str) -> None:
        self._deliver({"text": message})
        self.sent.append(message)

    def press(self, token: str, title: str) -> None:
        self._deliver({"button": token})
        self.sent.append(title)

    def try_to_send(self, message: str) -> httpx.Response:
        return self._http.post("/chat/messages", json={"text": message}, headers={"Idempotency-Key": uuid.uuid4().hex})

    def seen(self, after: int = 0) -> list[Json]:
        found: list[Json] = self._until_answered("GET", f"/chat/messages?after={after}").json()
        return found

    def replies(self) -> list[Json]:
        return [message for message in self.seen() if message["from"] == "bot"]

    def await_replies(self, count: int, within_s: float = _PATIENCE_S) -> list[Json]:
        """The bot's messages once there are `count` of them.

        Raises:
            AssertionError: they did not come in time.
        """
        ends = time.monotonic() + within_s
        while len(replies := self.replies()) < count:
            assert time.monotonic() < ends, f"{len(replies)} of {count} replies within {within_s:.0f} s"
            time.sleep(_AGAIN_S)
        return replies

    def ask(self, message: str) -> Json:
        """Send, and give the reply to it."""
        before = len(self.replies())
        self.send(message)
        return self.await_replies(before + 1)[-1]

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._http.close()

    def _deliver(self, content: Json) -> None:
        key = {"Idempotency-Key": uuid.uuid4().hex}
        response = self._until_answered("POST", "/chat/messages", json=content, headers=key)
        assert response.status_code == 202, response.text

    def _until_answered(self, method: str, path: str, **request: Any) -> httpx.Response:
        """As the page does: what broke off on its way is sent again, with the same key."""
        ends = time.monotonic() + _PATIENCE_S
        while True:
            try:
                response = self._http.request(method, path, **request)
                if response.status_code < 500 and response.status_code != 429:
                    return response
            except httpx.TransportError:
                pass
            assert time.monotonic() < ends, f"the service did not answer {method} {path}"
            time.sleep(_AGAIN_S)
