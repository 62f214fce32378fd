"""The stand-in for WhatsApp: how the service hears of what people do."""

from __future__ import annotations

import hashlib
import hmac
from collections import Counter

import pytest
from starlette.responses import Response

from bot.simulators.base import Json
from bot.simulators.faults import Mischief
from bot.simulators.whatsapp import WhatsAppSimulator
from bot.simulators.whatsapp_api import APP_SECRET, PHONE_ID, Stored
from tests.simulators.service import QUICK, Service, run, service
from tests.simulators.whatsapp import NOWHERE, WARGA, api, buttons, part, rows, send, text


def test_what_becomes_of_a_message() -> None:
    """Platforms 1.7: sent, delivered and read, with our id; one that fails reaches nobody."""

    async def test() -> None:
        async with service() as (target, url):
            simulator = WhatsAppSimulator(url, tempo=QUICK)
            simulator.failing["620000000002"] = 131047
            async with api(simulator) as http:
                await send(http, text("halo", biz_opaque_callback_data="o-1"))
                await send(http, text("halo", "620000000002", biz_opaque_callback_data="o-2"))
                await simulator.settled()
            words = items(target, "statuses")
            told = [(word["biz_opaque_callback_data"], word["status"]) for word in words]
            assert told == [("o-1", "sent"), ("o-1", "delivered"), ("o-1", "read"), ("o-2", "failed")]
            assert words[-1]["errors"][0]["code"] == 131047
            assert [sent.our_id for sent in simulator.accepted] == ["o-1"]

    run(test())


def items(target: Service, field: str) -> list[Json]:
    changes = [change for _, _, body in target.got for entry in body["entry"] for change in entry["changes"]]
    return [item for change in changes for item in change["value"].get(field, [])]


def test_webhooks_are_signed() -> None:
    """Platforms 1.2: over the raw bytes, with escaped unicode."""

    async def test() -> None:
        async with service() as (target, url):
            simulator = WhatsAppSimulator(url)
            async with api(simulator):
                await simulator.say(WARGA, "harga café naik", name="Siti")
                await simulator.settled()
                assert await simulator.verify()
            [(headers, raw, body)] = target.got
            digest = hmac.digest(APP_SECRET.encode(), raw, hashlib.sha256).hex()
            assert headers["x-hub-signature-256"] == f"sha256={digest}"
            assert b"caf\\u00e9" in raw
            value = body["entry"][0]["changes"][0]["value"]
            assert value["metadata"]["phone_number_id"] == PHONE_ID
            assert value["contacts"] == [{"profile": {"name": "Siti"}, "wa_id": WARGA}]
            assert (value["messages"][0]["from"], value["messages"][0]["type"]) == (WARGA, "text")

    run(test())


def test_redelivered_until_200() -> None:
    """Platforms 1.3: anything other than 200 comes again, and nothing overtakes it."""

    async def test() -> None:
        async with service() as (target, url):
            target.answers = [Response(status_code=code) for code in (503, 500, 401, 204)]
            simulator = WhatsAppSimulator(url, tempo=QUICK)
            async with api(simulator):
                first, second = [await simulator.say(WARGA, each) for each in ("satu", "dua")]
                await simulator.settled()
            assert [post.status for post in simulator.posts] == [503, 500, 401, 204, 200, 200]
            assert [item["id"] for item in items(target, "messages")] == [first] * 5 + [second]

    run(test())


def test_given_up_when_nobody_is_there() -> None:
    """Platforms 1.3: after its time the provider drops what nobody took."""

    async def test() -> None:
        simulator = WhatsAppSimulator(NOWHERE, tempo=type(QUICK)(first_s=0.001, longest_s=0.001, for_s=0.003))
        async with api(simulator):
            await simulator.say(WARGA, "halo")
            await simulator.settled()
        assert {post.status for post in simulator.posts} == {None}

    run(test())


def test_mischief_loses_nothing() -> None:
    """Duplicates, other order, delays, merged and split batches: everything arrives, the same way for one seed."""

    async def test() -> None:
        mischief = Mischief(
            seed=5, duplicate=0.3, reorder=0.4, delay=0.2, delay_s=0.005, batch=7, split=0.5, parallel=3
        )
        async with service() as (target, url):
            target.answers = [Response(status_code=500) for _ in range(5)]
            simulator = WhatsAppSimulator(url, mischief=mischief, tempo=QUICK)
            async with api(simulator):
                said = [await simulator.say(WARGA, str(number)) for number in range(60)]
                await simulator.settled()
        taken = [each for post in simulator.posts if post.status == 200 for each in post.ids]
        assert set(taken) == set(said)
        assert max(Counter(taken).values()) == 2
        assert [*dict.fromkeys(taken)] != said
        assert max(len(post.ids) for post in simulator.posts) > 1

    run(test())


def test_messages_and_statuses_share_a_batch() -> None:
    """Platforms 1.3: one webhook mixes fields, in several changes; no message's place is certain."""

    async def test() -> None:
        async with service() as (target, url):
            simulator = WhatsAppSimulator(url, mischief=Mischief(seed=1, batch=50))
            async with api(simulator) as http:
                for number in range(20):
                    await simulator.say(WARGA, f"pesan {number}")
                    await send(http, text(f"balasan {number}"))
                await simulator.settled()
            fields = [
                {key for change in entry["changes"] for key in change["value"]}
                for _, _, b in target.got
                for entry in b["entry"]
            ]
            assert any({"messages", "statuses"} <= each for each in fields)

    run(test())


def test_a_button_comes_back() -> None:
    """Platforms 1.4: by number, title or id; a list row as list_reply, both with our message's id."""

    async def test() -> None:
        async with service() as (target, url):
            simulator = WhatsAppSimulator(url)
            async with api(simulator) as http:
                await send(http, rows(("r1", "Penduduk"), ("r2", "Inflasi")))
                await send(http, buttons(("t1", "Ya"), ("t2", "Tidak")))
                for wanted in ("2", "Penduduk", "t1"):
                    await simulator.press(WARGA, wanted)
                with pytest.raises(LookupError):
                    await simulator.press(WARGA, "3")
                await simulator.settled()
            pressed = [message["interactive"] for message in items(target, "messages")]
            assert [(each["type"], each[each["type"]]["id"]) for each in pressed] == [
                ("button_reply", "t2"), ("list_reply", "r1"), ("button_reply", "t1"),
            ]  # fmt: skip
            sent = [message["context"]["id"] for message in items(target, "messages")]
            assert sent == [simulator.accepted[index].external_id for index in (1, 0, 1)]

    run(test())


def test_files_both_ways() -> None:
    """Platforms 1.4, 1.7: a citizen's file is fetched by id and address; ours is uploaded, then sent."""

    async def test() -> None:
        async with service() as (target, url):
            simulator = WhatsAppSimulator(url)
            async with api(simulator) as http:
                await simulator.send_file(WARGA, "audio", Stored(content=b"OggS", mime="audio/ogg"), voice=True)
                await simulator.settled()
                voice = items(target, "messages")[0]["audio"]
                described = (await http.get(f"/{voice['id']}")).json()
                assert (await http.get(described["url"])).content == b"OggS"
                assert described["sha256"] == hashlib.sha256(b"OggS").hexdigest()
                form = {"messaging_product": "whatsapp", "type": "application/pdf"}
                answer = await http.post(f"/{PHONE_ID}/media", data=form, files={"file": ("tabel.pdf", b"%PDF")})
                document = {"id": answer.json()["id"], "caption": "Tabel", "filename": "tabel.pdf"}
                assert (await send(http, part("document", document))).status_code == 200
            assert simulator.media[document["id"]].content == b"%PDF"
            assert (simulator.accepted[0].kind, simulator.accepted[0].text) == ("document", "Tabel")

    run(test())


def test_somebody_without_a_phone_number() -> None:
    """Platforms 1.5: only a user id comes, and replies go to `recipient`."""

    async def test() -> None:
        async with service() as (target, url):
            simulator = WhatsAppSimulator(url)
            async with api(simulator) as http:
                await simulator.say("ID.77", "halo")
                body = {"messaging_product": "whatsapp", "recipient": "ID.77", "type": "text", "text": {"body": "ya"}}
                assert (await send(http, body)).json()["contacts"][0]["user_id"] == "ID.77"
                await simulator.settled()
            [message] = items(target, "messages")
            assert ("from" in message, message["from_user_id"]) == (False, "ID.77")
            assert simulator.texts("ID.77") == ["ya"]

    run(test())


def test_waiting_ends() -> None:
    """A test that waits for what never comes fails; it does not hang."""

    async def test() -> None:
        with pytest.raises(TimeoutError):
            await WhatsAppSimulator(NOWHERE).until(lambda: False, within_s=0.01)

    run(test())
