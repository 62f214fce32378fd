"""The examples in the how-to pages run as they stand."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
import re
from typing import Any

import httpx
import pytest

from bot.channels.base import PayloadInvalid, Refused, SendResult, Sent, Unclear
from bot.core.conversations import Address
from bot.core.messages import OfferedButton, Outgoing, Speaker
from bot.core.sending import Failure
from bot.dialogue.wire import reply_from_json
from tests.conftest import ROOT
from tests.fakes import MONDAY_TEN


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
    ("taken, but under what id?", httpx.Response(200, json={}), Unclear()),
    ("busy", httpx.Response(503), Refused(Failure.PROVIDER_ERROR, "http_503")),
    ("refused", httpx.Response(400), Refused(Failure.REJECTED, "http_400")),
    ("away", httpx.ConnectError("refused"), Refused(Failure.UNREACHABLE, "ConnectError")),
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

    outgoing = Outgoing(
        id="o-1", conversation_id="c-1", channel="contoh", inbox_id=None, ordinal=0, key="k", speaker=Speaker.BOT,
        author_id=None, text="halo", buttons=(OfferedButton(title="Arti IPM", token="t-1"),), decision=None,
        created_at=MONDAY_TEN,
    )  # fmt: skip
    channel = _contoh(httpx.MockTransport(provider))
    assert asyncio.run(channel.send(outgoing, Address(channel="contoh", kind="user", value="u-1"))) == result


def test_the_receiving_example_runs() -> None:
    """docs/howto/add_channel.md: proven over the raw bytes; a malformed message harms no other."""
    channel = _contoh()
    good = {"id": "m-1", "from": "u-1", "text": "apa itu ipm", "time": "1795406400"}
    body = json.dumps({"messages": [{}, good]}).encode()
    signature = hmac.digest(b"rahasia", body, hashlib.sha256).hex()
    assert channel.is_authentic({"x-signature": signature}, body)
    assert not channel.is_authentic({"x-signature": signature}, body + b" ")
    assert not channel.is_authentic({}, body)
    parsed = channel.parse(body)
    assert [(each.external_id, each.text) for each in parsed.incoming] == [("m-1", "apa itu ipm")]
    assert parsed.ignored == ("malformed",)
    with pytest.raises(PayloadInvalid):
        channel.parse(b"[]")


def _contoh(transport: httpx.AsyncBaseTransport | None = None) -> Any:
    [code] = _examples("docs/howto/add_channel.md")
    return _run(code)["Contoh"]("https://contoh.test", "token", "rahasia", transport)
