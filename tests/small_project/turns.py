"""Takes turns with a running Rasa as the service does."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any

import httpx
import jwt

from tests.small_project.action_stub import ActionStub
from tests.small_project.processes import SECRET

Json = dict[str, Any]

MONDAY_TEN = "2026-11-23T10:00:00+07:00"


def token(secret: str = SECRET) -> str:
    """What the service shows at Rasa's door."""
    return jwt.encode({"user": {"username": "service", "role": "admin"}}, secret, algorithm="HS256")


def body(*texts: str, state: Json | None = None, **changes: Any) -> Json:
    """A turn's request."""
    return {
        "conversation_id": "c-1",
        "turn_id": "t-1",
        "messages": [{"id": f"m-{number}", "text": text} for number, text in enumerate(texts)],
        "button": None,
        "now": MONDAY_TEN,
        "channel": "webchat",
        "mode": "bot",
        "idle_s": None if state is None else 5.0,
        "office": None,
        "state": state,
    } | changes


def pressed(intent: str, **entities: str) -> Json:
    """A button's meaning: an intent."""
    return {"intent": intent, "entities": [{"entity": name, "value": value} for name, value in entities.items()]}


@dataclass
class RunningRasa:
    """The run's one Rasa process, its action server, and its log."""

    url: str
    pid: int
    log: Path
    actions: ActionStub
    project: Path
    _http: httpx.Client = field(init=False)

    def __post_init__(self) -> None:
        self._http = httpx.Client(base_url=self.url, timeout=30, trust_env=False)

    def post(self, request: Json, bearer: str | None = None) -> httpx.Response:
        headers = {"Authorization": f"Bearer {bearer or token()}"}
        return self._http.post("/webhooks/turn/turn", json=request, headers=headers)

    def turn(self, *texts: str, state: Json | None = None, **changes: Any) -> Json:
        response = self.post(body(*texts, state=state, **changes))
        assert response.status_code == 200, response.text
        reply: Json = response.json()
        return reply

    def close(self) -> None:
        self._http.close()


@dataclass
class Talk:
    """One conversation: gives each turn the state of the last one."""

    rasa: RunningRasa
    state: Json | None = None
    _numbers: Any = field(default_factory=lambda: count(1))

    def say(self, *texts: str, **changes: Any) -> Json:
        reply = self.rasa.turn(*texts, state=self.state, turn_id=f"t-{next(self._numbers)}", **changes)
        self.state = reply["state"]
        return reply

    def press(self, meaning: Json, **changes: Any) -> Json:
        return self.say("tombol", button=meaning, **changes)

    def slot(self, name: str) -> Any:
        return (self.state or {"slots": {}})["slots"].get(name)


def text_of(reply: Json) -> str:
    """What the person reads."""
    return "\n".join(message["text"] for message in reply["messages"])


def without_times(state: Json) -> Json:
    """A state without its events' timestamps: the one thing in which the same turn, taken twice, differs."""
    events = [{key: value for key, value in event.items() if key != "timestamp"} for event in state["events"]]
    return state | {"events": events}
