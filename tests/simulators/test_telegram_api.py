"""The stand-in for Telegram: what the service may send."""

from __future__ import annotations

from contextlib import suppress

import httpx
import pytest

from bot.simulators.base import Json
from bot.simulators.faults import Fault, FaultPlan
from bot.simulators.telegram import TelegramSimulator
from tests.simulators.service import run
from tests.simulators.telegram import WARGA, api, keyboard, unserved

PLACE = {"latitude": -3.4, "longitude": 112.5}

SENT: list[tuple[str, str, Json, int]] = [
    ("text", "sendMessage", {"text": "halo"}, 200),
    ("text at its limit", "sendMessage", {"text": "a" * 4096}, 200),
    ("text too long", "sendMessage", {"text": "a" * 4097}, 400),
    ("empty text", "sendMessage", {"text": " "}, 400),
    ("buttons", "sendMessage", {"text": "Pilih", **keyboard(("Ya", "t1"), ("Tidak", "t2"))}, 200),
    ("data at its limit", "sendMessage", {"text": "Pilih", **keyboard(("Ya", "é" * 32))}, 200),
    ("data too long", "sendMessage", {"text": "Pilih", **keyboard(("Ya", "é" * 33))}, 400),
    ("no data", "sendMessage", {"text": "Pilih", **keyboard(("Ya", ""))}, 400),
    ("no title", "sendMessage", {"text": "Pilih", **keyboard((" ", "t1"))}, 400),
    ("place", "sendLocation", PLACE, 200),
    ("place without number", "sendLocation", {"latitude": "selatan"}, 400),
    ("place off the globe", "sendLocation", {"latitude": 0, "longitude": 181}, 400),
    ("venue", "sendVenue", {"title": "Kantor", "address": "Jalan", **PLACE}, 200),
    ("document without a file", "sendDocument", {"caption": "Tabel"}, 400),
    ("unknown person", "sendMessage", {"chat_id": 999, "text": "halo"}, 400),
    ("typing", "sendChatAction", {"action": "typing"}, 200),
    ("unknown method", "sendDice", {}, 404),
    ("unknown press", "answerCallbackQuery", {"callback_query_id": "x"}, 400),
    ("unknown file", "getFile", {"file_id": "x"}, 400),
    ("offset that is no number", "getUpdates", {"offset": "awal"}, 400),
    ("webhook without https", "setWebhook", {"url": "http://kantor.test"}, 400),
    ("secret with a blank", "setWebhook", {"url": "https://kantor.test", "secret_token": "a b"}, 400),
]


@pytest.mark.parametrize(("method", "given", "status"), [row[1:] for row in SENT], ids=[row[0] for row in SENT])
def test_shapes_and_limits(method: str, given: Json, status: int) -> None:
    """Platforms 2: what the Bot API takes; everything else gets its error and reaches nobody."""

    async def test() -> None:
        simulator = TelegramSimulator()
        await simulator.say(WARGA, "halo")
        async with unserved(simulator) as http:
            answer = await http.post(f"/{method}", json={"chat_id": int(WARGA), **given})
        assert answer.status_code == status
        assert answer.json()["ok"] == (status == 200)
        assert len(simulator.accepted) == (status == 200 and method != "sendChatAction")

    run(test())


def test_who_may_not() -> None:
    """Platforms 2: a wrong token is 401, a person who blocked the bot 403."""

    async def test() -> None:
        simulator = TelegramSimulator()
        await simulator.say(WARGA, "halo")
        simulator.blocked.add(WARGA)
        async with unserved(simulator, "1:lain") as http:
            assert (await http.get("/getMe")).status_code == 401
        async with unserved(simulator) as http:
            assert (await http.post("/sendMessage", json={"chat_id": 1001, "text": "halo"})).status_code == 403

    run(test())


FAULTS: list[tuple[Fault, int | None, int]] = [
    (Fault.HTTP_500, 500, 0),
    (Fault.HTTP_429, 429, 0),
    (Fault.TOKEN_EXPIRED, 401, 0),
    (Fault.REFUSED, 503, 0),
    (Fault.ACCEPT_THEN_500, 500, 1),
    (Fault.ACCEPT_THEN_NO_ANSWER, None, 1),
]


@pytest.mark.parametrize(("fault", "seen", "reached"), FAULTS)
def test_faults(fault: Fault, seen: int | None, reached: int) -> None:
    """Each fault looks as named; a 429 says how long."""

    async def test() -> None:
        simulator = TelegramSimulator(faults=FaultPlan(rates={fault: 1}, retry_after_s=7))
        await simulator.say(WARGA, "halo")
        answer = None
        async with api(simulator) as http:
            with suppress(httpx.RemoteProtocolError):
                answer = await http.post("/sendMessage", json={"chat_id": 1001, "text": "halo"})
        assert (answer and answer.status_code) == seen
        if answer is not None and seen == 429:
            assert answer.json()["parameters"] == {"retry_after": 7}
        assert len(simulator.accepted) == reached

    run(test())
