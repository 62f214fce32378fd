"""The stand-in for Telegram: how the service hears of what people do."""

from __future__ import annotations

import asyncio
import json

import httpx
from starlette.responses import JSONResponse, Response

from bot.simulators.base import running
from bot.simulators.faults import Mischief
from bot.simulators.telegram import TelegramSimulator
from bot.simulators.telegram_api import SECRET, TOKEN
from tests.simulators.service import QUICK, Service, run, service
from tests.simulators.telegram import WARGA, api, keyboard, unserved


async def updates(http: httpx.AsyncClient, **given: int) -> list[int]:
    answer = await http.post("/getUpdates", json=given)
    answer.raise_for_status()
    return [update["update_id"] for update in answer.json()["result"]]


def test_polling_confirms_by_offset() -> None:
    """Platforms 2: an update is gone only when a later call passes a higher offset."""

    async def test() -> None:
        simulator = TelegramSimulator()
        first, second, third = [int(await simulator.say(WARGA, each)) for each in ("a", "b", "c")]
        async with unserved(simulator) as http:
            assert await updates(http) == await updates(http) == [first, second, third]
            assert await updates(http, offset=second, limit=1) == [second]
            assert await updates(http) == [second, third]
            assert await updates(http, offset=-1) == [third]
            assert await updates(http, offset=third + 1) == []
            await simulator.settled()

    run(test())


def test_polling_waits_for_news() -> None:
    """A long poll ends with the first update."""

    async def test() -> None:
        simulator = TelegramSimulator()
        async with unserved(simulator) as http:
            waiting = asyncio.create_task(updates(http, timeout=50))
            await asyncio.sleep(0)
            number = int(await simulator.say(WARGA, "halo"))
            assert await waiting == [number]

    run(test())


def test_one_poller_and_no_webhook() -> None:
    """Platforms 2: 409 with a webhook set, and for the poller whom another one replaced."""

    async def test() -> None:
        simulator = TelegramSimulator()
        async with unserved(simulator) as http:
            first = asyncio.create_task(http.post("/getUpdates", json={"timeout": 50}))
            while simulator.updates._poll == 0:
                await asyncio.sleep(0)
            assert await updates(http) == []
            assert (await first).status_code == 409
            await http.post("/setWebhook", json={"url": "https://kantor.test/webhooks/telegram"})
            assert (await http.post("/getUpdates")).status_code == 409
            assert (await http.get("/getWebhookInfo")).json()["result"][
                "url"
            ] == "https://kantor.test/webhooks/telegram"
            await http.post("/deleteWebhook")
            assert await updates(http) == []

    run(test())


def texts(target: Service) -> list[str]:
    return [body.get("message", {}).get("text", "") for _, _, body in target.got]


def test_one_update_in_flight_per_chat() -> None:
    """Platforms 2: a failing update holds back the later ones of its chat, and nobody else's."""

    async def test() -> None:
        async with service() as (target, url):
            target.answers = [Response(status_code=500)]
            simulator = TelegramSimulator(url, tempo=QUICK)
            async with running(simulator):
                for person, text in ((WARGA, "satu"), (WARGA, "dua"), ("1002", "lain")):
                    await simulator.say(person, text)
                await simulator.settled()
            assert [text for text in texts(target) if text != "lain"] == ["satu", "satu", "dua"]
            assert {headers["x-telegram-bot-api-secret-token"] for headers, _, _ in target.got} == {SECRET}
            assert "500" in simulator.updates.hook.last_error

    run(test())


def test_retry_after_is_honoured() -> None:
    """Platforms 2: our Retry-After decides the pause, up to the tempo's longest."""
    slept: list[float] = []

    async def sleep(seconds: float) -> None:
        slept.append(seconds)

    async def test() -> None:
        async with service() as (target, url):
            target.answers = [Response(status_code=503, headers={"Retry-After": after}) for after in ("5", "9000", "x")]
            simulator = TelegramSimulator(url, tempo=type(QUICK)(longest_s=60, sleep=sleep))
            async with running(simulator):
                await simulator.say(WARGA, "halo")
                await simulator.settled()

    run(test())
    assert slept == [5, 60, 1.0]


def test_duplicates_and_delays() -> None:
    """The same update may come twice, under one id."""

    async def test() -> None:
        async with service() as (target, url):
            simulator = TelegramSimulator(url, mischief=Mischief(duplicate=1, delay=1, delay_s=0.001))
            async with running(simulator):
                await simulator.say(WARGA, "halo")
                await simulator.settled()
            assert [body["update_id"] for _, _, body in target.got] == [simulator.updates.next_number - 1] * 2

    run(test())


def test_a_button_comes_back() -> None:
    """Platforms 2: a callback query with its data; the bot answers it, also in its answer to the webhook."""

    async def test() -> None:
        async with service() as (target, url):
            simulator = TelegramSimulator(url)
            async with api(simulator) as http:
                await simulator.say(WARGA, "halo")
                await simulator.settled()
                body = {"chat_id": 1001, "text": "Pilih", **keyboard(("Ya", "t1"), ("Tidak", "t2"))}
                await http.post("/sendMessage", data=body | {"reply_markup": json.dumps(body["reply_markup"])})
                target.answers = [JSONResponse({"method": "answerCallbackQuery", "callback_query_id": "tekan-3"})]
                await simulator.press(WARGA, "Tidak")
                await simulator.settled()
            query = target.got[-1][2]["callback_query"]
            assert (query["data"], query["message"]["chat"]["id"]) == ("t2", 1001)
            assert query["message"]["reply_markup"] == {
                "inline_keyboard": [[{"text": "Ya", "callback_data": "t1"}], [{"text": "Tidak", "callback_data": "t2"}]]
            }
            assert simulator.presses == {query["id"]: True}

    run(test())


def test_files_both_ways() -> None:
    """Platforms 2: a citizen's file by getFile and its address; ours in a form."""

    async def test() -> None:
        simulator = TelegramSimulator()
        await simulator.send_file(WARGA, "voice", b"OggS", "audio/ogg")
        async with unserved(simulator) as http:
            update = (await http.post("/getUpdates")).json()["result"][0]
            given = {"file_id": update["message"]["voice"]["file_id"]}
            path = (await http.post("/getFile", json=given)).json()["result"]["file_path"]
            assert (await http.get(f"http://telegram.test/file/bot{TOKEN}/{path}")).content == b"OggS"
            form = {"chat_id": WARGA, "caption": "Tabel"}
            sent = await http.post("/sendDocument", data=form, files={"document": ("tabel.pdf", b"%PDF")})
            assert sent.json()["result"]["caption"] == "Tabel"
        assert (simulator.accepted[0].kind, simulator.accepted[0].recipient) == ("document", WARGA)

    run(test())


def test_only_wanted_updates() -> None:
    """Platforms 2: `allowed_updates` decides what comes."""

    async def test() -> None:
        simulator = TelegramSimulator()
        async with unserved(simulator) as http:
            await http.post("/setWebhook", json={"allowed_updates": ["message"]})
            await simulator.send(WARGA, {"text": "halo"}, kind="edited_message", message_id=5)
            group = {"id": -5, "type": "group", "title": "Warga"}
            number = await simulator.send(WARGA, {"text": "halo"}, chat=group)
            assert await updates(http) == [int(number)]

    run(test())
