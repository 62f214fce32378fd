"""The turn protocol on the wire."""

import asyncio
import json
from datetime import datetime
from zoneinfo import ZoneInfo

import httpx
import jwt
import pytest

from bot.core.consultations import Category, Need
from bot.core.turns import Finish, LeaveQueue, MarkWrong, RequestOfficer, TurnMessage, TurnReply, TurnRequest
from bot.dialogue.client import RasaClient
from bot.dialogue.faults import RasaAway, RasaBusy, RasaFault, TurnFault
from tests.fakes import Answer, FakeRasa, Json, bubble, reply, wants_officer

SECRET = "a-secret-of-at-least-32-characters!"
REQUEST = TurnRequest(
    conversation_id="c-1",
    turn_id="m-2",
    messages=(TurnMessage(id="m-1", text="halo"), TurnMessage(id="m-2", text="")),
    button={"faq": "data_ipm"},
    now=datetime(2026, 11, 23, 9, tzinfo=ZoneInfo("Asia/Jakarta")),
    channel="webchat",
    mode="bot",
    idle_s=1.5,
    office={"penutupan": []},
    state={"slots": []},
)


def take(answer: Answer | None = None, rasa: FakeRasa | None = None) -> TurnReply:
    fake = rasa or FakeRasa(answer or (lambda request: reply(bubble("ya"))))

    async def turn() -> TurnReply:
        client = RasaClient("http://127.0.0.1:5005", SECRET, fake.transport())
        try:
            return await client.turn(REQUEST)
        finally:
            await client.close()

    return asyncio.run(turn())


def test_request_as_the_contract_says() -> None:
    """Contract 'Turn protocol', letter by letter."""
    rasa = FakeRasa()
    take(rasa=rasa)
    assert rasa.requests == [
        {
            "conversation_id": "c-1",
            "turn_id": "m-2",
            "messages": [{"id": "m-1", "text": "halo"}, {"id": "m-2", "text": ""}],
            "button": {"faq": "data_ipm"},
            "now": "2026-11-23T09:00:00+07:00",
            "channel": "webchat",
            "mode": "bot",
            "idle_s": 1.5,
            "office": {"penutupan": []},
            "state": {"slots": []},
        }
    ]
    scheme, _, token = rasa.headers[0]["authorization"].partition(" ")
    assert scheme == "Bearer"
    assert jwt.decode(token, SECRET, algorithms=["HS256"]) == {"user": {"username": "service", "role": "admin"}}


def test_reply_with_everything() -> None:
    """Messages, buttons, all four commands, state."""
    commands = [
        wants_officer(),
        {"perintah": "batal_antrean"},
        {"perintah": "tandai_salah", "faq": None},
        {"perintah": "selesai"},
    ]
    intent: Json = {"intent": "minta_petugas", "entities": [{"entity": "tahun", "value": "2023"}]}
    body = reply(
        bubble("a\x00b", ("IPM", {"faq": "data_ipm"}), ("Petugas", intent), sure=False),
        commands=commands,
        wait_s=8,
        state={"k": 1},
    )
    value = take(lambda request: body)
    assert value.commands == (
        RequestOfficer(
            question="angka ipm 2023", category=Category.DATA, need=Need(indicator="ipm", region=None, year="2023")
        ),
        LeaveQueue(),
        MarkWrong(None),
        Finish(),
    )
    [message] = value.messages
    assert (message.text, message.sure, value.wait_s, value.state) == ("ab", False, 8, {"k": 1})
    assert [(b.title, b.meaning) for b in message.buttons] == [("IPM", {"faq": "data_ipm"}), ("Petugas", intent)]


@pytest.mark.parametrize(
    ("answer", "fault"),
    [
        (httpx.ConnectError("refused"), RasaAway),
        (httpx.ConnectTimeout("slow"), RasaAway),
        (httpx.RemoteProtocolError("killed while it worked"), RasaAway),
        (httpx.ReadTimeout("hangs"), RasaBusy),
        (503, RasaAway),  # no model loaded yet
        (429, RasaBusy),
        (500, RasaFault),
        (401, RasaFault),
    ],
)
def test_every_failure_is_one_of_three(answer: int | Exception, fault: type[TurnFault]) -> None:
    """house_style 12: a closed set; anything but 200 is a fault."""
    with pytest.raises(fault):
        take(lambda request: answer)


@pytest.mark.parametrize(
    "change",
    [
        {"messages": None},
        {"messages": [{"text": ""}]},
        {"messages": [{"text": "a", "sure": True, "buttons": [{"title": "x", "meaning": {"payload": "/restart"}}]}]},
        {"messages": [{"text": "a", "sure": True, "buttons": [{"title": "x", "meaning": {"faq": "a", "x": 1}}]}]},
        {"commands": [{"perintah": "hapus_semua"}]},
        {"commands": [{**wants_officer(), "kategori": "lain"}]},
        {"wait_s": -1},
        {"wait_s": 3600},
        {"state": None},
        {"decision": {"kind": "?"}},
    ],
)
def test_malformed_reply_is_a_fault_that_quotes_nothing(change: Json) -> None:
    """'Faults are loud'; people's words do not get into an error."""
    with pytest.raises(RasaFault) as caught:
        take(lambda request: {**reply(bubble("rahasia warga")), **change})
    assert "rahasia" not in str(caught.value)
    assert caught.value.__cause__ is None


def test_stock_rasas_empty_list_is_a_fault() -> None:
    """design: Rasa answers 200 `[]` when no agent is loaded."""
    client_answer: list[Json] = []

    async def turn() -> None:
        transport = httpx.MockTransport(lambda request: httpx.Response(200, content=json.dumps(client_answer)))
        client = RasaClient("http://127.0.0.1:5005", SECRET, transport)
        try:
            await client.turn(REQUEST)
        finally:
            await client.close()

    with pytest.raises(RasaFault):
        asyncio.run(turn())
