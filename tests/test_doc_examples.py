"""The examples in the how-to pages run as they stand."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
import re
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from sqlalchemy import Engine
from starlette.testclient import TestClient

from bot.channels.base import Refused, SendResult, Sent, Unclear
from bot.core.conversations import Address
from bot.core.messages import OfferedButton, Outgoing, Speaker
from bot.core.service_hours import ServiceHours
from bot.dialogue.wire import reply_from_json
from bot.services.wake import Hub
from bot.store.engine import open_engine
from tests.conftest import ROOT, make_kit
from tests.fakes import MONDAY_TEN, FakeClock


def _examples(page: str) -> list[str]:
    text = (ROOT / page).read_text(encoding="utf-8")
    return re.findall(r"^```python\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)


def _run(code: str) -> dict[str, Any]:
    names: dict[str, Any] = {"__name__": "example"}
    exec(compile(code, "example", "exec"), names)
    return names


def test_the_action_example_runs() -> None:
    """docs/howto/add_action.md: the class answers and gives a command that the service knows."""
    from rasa_sdk import Tracker
    from rasa_sdk.executor import CollectingDispatcher

    [code] = _examples("docs/howto/add_action.md")
    action, dispatcher = _run(code)["RequestVisit"](), CollectingDispatcher()
    latest = {"text": "mau janji temu", "metadata": {}}
    assert action.run(dispatcher, Tracker("c", {}, latest, [], False, None, {}, "action_listen"), {}) == []
    said, command = dispatcher.messages
    assert (action.name(), said["response"]) == ("action_janji_temu", "utter_janji_temu")
    body = {"messages": [], "decision": {"kind": "other"}, "wait_s": 0, "state": {}, "model_id": "m"}
    [known] = reply_from_json(json.dumps({**body, "commands": [command["custom"]]}).encode()).commands
    assert getattr(known, "question", None) == "mau janji temu"


ANSWERS: list[tuple[str, httpx.Response | Exception, SendResult]] = [
    ("taken", httpx.Response(200, json={"id": "p-1"}), Sent("p-1")),
    ("busy", httpx.Response(503), Refused("http_503", retryable=True)),
    ("refused", httpx.Response(400), Refused("http_400", retryable=False)),
    ("away", httpx.ConnectError("refused"), Refused("unreachable", retryable=True)),
    ("broken off", httpx.ReadTimeout("late"), Unclear()),
]


@pytest.mark.parametrize(("answer", "result"), [row[1:] for row in ANSWERS], ids=[row[0] for row in ANSWERS])
def test_the_sending_example_runs(answer: httpx.Response | Exception, result: SendResult) -> None:
    """docs/howto/add_channel.md: each answer of the provider has the result that the page promises."""

    def provider(request: httpx.Request) -> httpx.Response:
        if isinstance(answer, Exception):
            raise answer
        assert json.loads(request.content)["buttons"] == [{"id": "t-1", "title": "Arti IPM"}]
        return answer

    sending, _ = _examples("docs/howto/add_channel.md")
    channel = _run(sending)["Contoh"]("https://contoh.test", "token", httpx.MockTransport(provider))
    outgoing = Outgoing(
        id="o-1", conversation_id="c-1", channel="contoh", inbox_id=None, ordinal=0, key="k", speaker=Speaker.BOT,
        author_id=None, text="halo", buttons=(OfferedButton(title="Arti IPM", token="t-1"),), decision=None,
        created_at=MONDAY_TEN,
    )  # fmt: skip
    assert asyncio.run(channel.send(outgoing, Address(channel="contoh", kind="user", value="u-1"))) == result


@pytest.fixture
def sqlite_engine(sqlite_url: str) -> Iterator[Engine]:
    engine = open_engine(sqlite_url)
    yield engine
    engine.dispose()


def test_the_webhook_example_runs(sqlite_engine: Engine, hours: ServiceHours) -> None:
    """docs/howto/add_channel.md: signed and repeated is stored once; forged or malformed is refused."""
    _, receiving = _examples("docs/howto/add_channel.md")
    kit, web = make_kit(sqlite_engine, Hub(), FakeClock(), hours), FastAPI()
    web.include_router(_run(receiving)["contoh_routes"](kit, "rahasia"))
    message = {"messages": [{"id": "m-1", "from": "u-1", "text": "apa itu ipm"}]}

    def post(body: object, secret: str = "rahasia") -> int:
        raw = json.dumps(body).encode()
        signature = hmac.digest(secret.encode(), raw, hashlib.sha256).hex()
        return client.post("/webhooks/contoh", content=raw, headers={"X-Signature": signature}).status_code

    with TestClient(web) as client:
        assert [post(message), post(message)] == [200, 200]
        assert [post(message, "keliru"), post({"messages": [{}]}), post([])] == [401, 400, 400]
    with kit.uow.read() as uow:
        stored = uow.inbox.find("contoh", "m-1")
        assert stored is not None
        assert [each.id for each in uow.inbox.pending(stored.conversation_id)] == [stored.id]
