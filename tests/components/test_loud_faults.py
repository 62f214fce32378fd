"""Every fault inside Rasa is a 500 to the service, and none of them shows a person's words."""

from __future__ import annotations

import hashlib
import inspect
from collections.abc import Callable
from typing import Any

import httpx
import pytest

from tests.small_project.action_stub import MALFORMED
from tests.small_project.processes import SECRET
from tests.small_project.turns import Json, RunningRasa, body, pressed, token

pytestmark = pytest.mark.rasa

WORDS = "rahasiasekali"
OFFICER = body(f"{WORDS} tolong", button=pressed("minta_petugas"))

READ_SOURCES = {
    "MessageProcessor._run_action": "9694ae7944e11902cb1af145ebc3fd1bae8155eeff19d2b1833165e2472d251a",
    "RegexMessageHandler.process": "0c55e6513f6e613762b9eaf6878446ba07db23ab3127fe686797bef4d91765c5",
    "RemoteAction._validate_action_result": "b6cd4cd8707c08a2261b5af5d57fe697340d5d737d8523d65890d03e219e15be",
}
"""sha256 of the methods that bot.components.loud_faults replaces, as they were read in Rasa 3.6.21."""


def test_the_replaced_methods_are_those_that_were_read() -> None:
    """Design: a test fails when Rasa changes a method that we replace, so that it is read again first."""
    from rasa.core.actions.action import RemoteAction
    from rasa.core.processor import MessageProcessor
    from rasa.nlu.classifiers.regex_message_handler import RegexMessageHandler

    sources = {}
    for owner, name in (
        (MessageProcessor, "_run_action"),
        (RegexMessageHandler, "process"),
        (RemoteAction, "_validate_action_result"),
    ):
        # Read from the file: in this process the method may have been replaced already.
        source = _source_in_file(owner, name)
        sources[f"{owner.__name__}.{name}"] = hashlib.sha256(source.encode()).hexdigest()
    assert sources == READ_SOURCES


def _source_in_file(owner: type, name: str) -> str:
    import ast

    text = inspect.getsource(inspect.getmodule(owner))  # type: ignore[arg-type]
    (found,) = (
        part
        for node in ast.parse(text).body
        if isinstance(node, ast.ClassDef) and node.name == owner.__name__
        for part in node.body
        if getattr(part, "name", None) == name
    )
    return ast.unparse(found)


def test_an_action_server_that_is_away_is_a_fault(rasa: RunningRasa) -> None:
    """Design, 'faults are loud': Rasa would go on without the action."""
    with rasa.actions.away():
        assert rasa.post(OFFICER).status_code == 500
    assert rasa.post(OFFICER).status_code == 200


@pytest.mark.parametrize(
    ("status", "answer"),
    [
        (500, {"error": f"boom {WORDS}"}),
        (400, {"error": "not now", "action_name": "action_minta_petugas"}),
        (404, {"error": "unknown", "action_name": "action_minta_petugas"}),
        (200, MALFORMED),
        (200, {"responses": [{"text": WORDS, "buttons": "none"}], "events": []}),
        (200, {"responses": [], "events": [{"event": "slot", "name": "faq", "value": 1, "timestamp": "x"}]}),
        (200, {"responses": [], "events": []}),
    ],
    ids=["raises", "rejects", "unknown", "malformed", "malformed-response", "malformed-event", "says-nothing"],
)
def test_a_failing_action_is_a_fault(rasa: RunningRasa, status: int, answer: Json) -> None:
    """Design: an action that raised, or whose response breaks the schema, fails the whole turn."""
    with rasa.actions.answering(status, answer):
        response = rasa.post(OFFICER)
    assert response.status_code == 500
    assert WORDS not in response.text


@pytest.mark.parametrize(
    "state",
    [
        {"slots": {}, "active_loop": None, "events": [{"event": "no_such_event"}]},
        {"slots": {}, "active_loop": None, "events": [{"event": "user"}]},
        {"slots": "none", "active_loop": None, "events": []},
        {"events": []},
    ],
)
def test_a_state_that_cannot_be_read_is_a_fault(rasa: RunningRasa, state: Json) -> None:
    """Design: Rasa's fail-safe store would go on with an empty conversation."""
    assert rasa.post(body(WORDS, state=state)).status_code == 500
    assert rasa.post(body("Apa itu inflasi?")).status_code == 200


@pytest.mark.parametrize("intent", ["tanpa_aturan_uji", "tidak_dikenal"])
def test_a_turn_that_ends_with_nothing_is_a_fault(rasa: RunningRasa, intent: str) -> None:
    """Design: Rasa answers 200 `[]` when no rule applies."""
    assert rasa.post(body(WORDS, button=pressed(intent))).status_code == 500


@pytest.mark.parametrize("request_body", [{"messages": [{"text": WORDS}]}, {}])
def test_a_malformed_request_is_refused(rasa: RunningRasa, request_body: Json) -> None:
    """The service's fault is an error status too, and echoes nothing."""
    response = rasa.post(request_body)
    assert response.status_code >= 400
    assert WORDS not in response.text


@pytest.mark.parametrize(
    "headers",
    [{}, {"Authorization": "Bearer x"}, {"Authorization": f"Basic {token()}"}, {"Authorization": token()}],
)
def test_without_the_secret_no_turn(rasa: RunningRasa, headers: dict[str, str]) -> None:
    """Contract 'turn protocol': only a JWT signed with the shared secret opens the door."""
    url = f"{rasa.url}/webhooks/turn/turn"
    assert httpx.post(url, json=body("halo"), headers=headers, trust_env=False).status_code == 401
    assert rasa.post(body("halo"), bearer=token("rahasia-lain-yang-juga-cukup-panjang")).status_code == 401


@pytest.mark.parametrize("path", ["/model/parse", "/conversations/c-1/tracker", "/webhooks/rest/webhook", "/status"])
def test_rasa_has_no_other_door(rasa: RunningRasa, path: str) -> None:
    """Design, 'sealed': neither Rasa's API nor its REST channel is open."""
    assert httpx.get(f"{rasa.url}{path}", trust_env=False).status_code == 404


def test_without_a_model_the_channel_says_so() -> None:
    """Contract: 503 = no model loaded yet; Rasa itself would answer 200 `[]`."""

    async def never(message: Any) -> None:
        raise AssertionError("no turn may start")

    ready, turn = _ask_without_model(never)
    assert (ready, turn) == (503, 503)


def _ask_without_model(on_new_message: Callable[[Any], Any]) -> tuple[int, int]:
    import asyncio

    from sanic import Sanic

    from bot.components.input_channel import TurnChannel

    app = Sanic("tanpa_model", configure_logging=False)
    app.ctx.agent = None
    app.blueprint(TurnChannel(SECRET).blueprint(on_new_message), url_prefix="/webhooks/turn")

    async def ask() -> tuple[int, int]:
        await app._startup()
        transport = httpx.ASGITransport(app)
        async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1") as client:
            ready = await client.get("/webhooks/turn/")
            bearer = {"Authorization": f"Bearer {token()}"}
            turn = await client.post("/webhooks/turn/turn", json=body("halo"), headers=bearer)
        return ready.status_code, turn.status_code

    return asyncio.run(ask())


def test_an_empty_secret_opens_no_door() -> None:
    """Design, 'sealed': without a secret the channel does not start, and says what to set."""
    from rasa.shared.exceptions import RasaException

    from bot.components.input_channel import TurnChannel

    for credentials in (None, {}, {"secret": ""}):
        with pytest.raises(RasaException, match="PST_RASA_SECRET"):
            TurnChannel.from_credentials(credentials)


def test_no_words_in_the_log(rasa: RunningRasa) -> None:
    """Design, 'what must never happen': a fault is logged by ids and places in the code, never by what was written."""
    with rasa.actions.answering(500, {"error": WORDS}):
        rasa.post(OFFICER)
    with rasa.actions.answering(200, {"responses": WORDS, "events": []}):
        rasa.post(OFFICER)
    rasa.post(body(WORDS, button=pressed("tanpa_aturan_uji")))
    rasa.post(body(WORDS, state={"slots": {}, "active_loop": None, "events": [{"event": "user"}]}))
    rasa.turn(WORDS)
    logged = rasa.log.read_text(encoding="utf-8")
    assert "rasa.turn.failed" in logged
    assert WORDS not in logged
    assert "Apa itu inflasi" not in logged
