"""The stand-in for WhatsApp: what the service may send."""

from __future__ import annotations

import json
from typing import Any

import httpx
import pytest

from bot.simulators.base import Json
from bot.simulators.faults import Fault, FaultPlan
from bot.simulators.whatsapp import WhatsAppSimulator
from bot.simulators.whatsapp_api import PHONE_ID
from tests.simulators.service import run
from tests.simulators.whatsapp import NOWHERE, WARGA, api, buttons, part, rows, send, text, unserved

SENT: list[tuple[str, Json, int]] = [
    ("text", text("halo"), 200),
    ("text at its limit", text("a" * 4096), 200),
    ("text too long", text("a" * 4097), 131009),
    ("empty text", text(" "), 131009),
    ("no product", {"to": WARGA, "type": "text", "text": {"body": "halo"}}, 131009),
    ("nobody", {"messaging_product": "whatsapp", "type": "text", "text": {"body": "halo"}}, 131009),
    ("to and recipient", text("halo", recipient="ID.1"), 131009),
    ("unknown type", part("poll", {}), 131009),
    ("callback data", text("halo", biz_opaque_callback_data="o-1"), 200),
    ("callback data too long", text("halo", biz_opaque_callback_data="x" * 513), 131009),
    ("buttons", buttons(("t1", "Ya"), ("t2", "Tidak"), ("t3", "Petugas")), 200),
    ("title at its limit", buttons(("t1", "a" * 20)), 200),
    ("title too long", buttons(("t1", "a" * 21)), 131009),
    ("four buttons", buttons(*((str(n), str(n)) for n in range(4))), 131009),
    ("no buttons", buttons(), 131009),
    ("equal titles", buttons(("t1", "Ya"), ("t2", "Ya")), 131009),
    ("equal ids", buttons(("t1", "Ya"), ("t1", "Tidak")), 131009),
    ("blank around an id", buttons((" t1", "Ya")), 131009),
    ("buttons under a long text", buttons(("t", "Ya"), body="a" * 1025), 131009),
    ("ten rows", rows(*((str(n), str(n)) for n in range(10))), 200),
    ("eleven rows", rows(*((str(n), str(n)) for n in range(11))), 131009),
    ("row title too long", rows(("1", "a" * 25)), 131009),
    ("list button too long", rows(("1", "a"), button="a" * 21), 131009),
    ("place", part("location", {"latitude": -3.4, "longitude": 112.5, "name": "Kantor"}), 200),
    ("place off the globe", part("location", {"latitude": 91, "longitude": 0}), 131009),
    ("place without number", part("location", {"latitude": "selatan"}), 131009),
    ("template", part("template", {"name": "balasan_siap", "language": {"code": "id"}}), 200),
    ("template not approved", part("template", {"name": "promo", "language": {"code": "id"}}), 132001),
    ("file not uploaded", part("document", {"id": "1"}), 131009),
]  # fmt: skip


@pytest.mark.parametrize(("body", "expected"), [row[1:] for row in SENT], ids=[row[0] for row in SENT])
def test_shapes_and_limits(body: Json, expected: int) -> None:
    """Platforms 1.7: what the Cloud API takes; everything else gets its error object and reaches nobody."""

    async def test() -> None:
        simulator = WhatsAppSimulator(NOWHERE, templates={"balasan_siap"}, statuses=())
        async with unserved(simulator) as http:
            answer = await send(http, body)
        if expected == 200:
            assert answer.status_code == 200
            assert answer.json()["messages"][0]["id"] == simulator.accepted[0].external_id
            assert simulator.accepted[0].our_id == body.get("biz_opaque_callback_data")
        else:
            assert (answer.status_code >= 400, answer.json()["error"]["code"]) == (True, expected)
            assert simulator.accepted == []

    run(test())


def test_a_wrong_token_gets_nowhere() -> None:
    """Platforms 1.9: code 190."""

    async def test() -> None:
        simulator = WhatsAppSimulator(NOWHERE)
        async with unserved(simulator, "keliru") as http:
            for answer in (await send(http, text("halo")), await http.get(f"/{PHONE_ID}")):
                assert (answer.status_code, answer.json()["error"]["code"]) == (401, 190)

    run(test())


async def fault(plan: FaultPlan) -> tuple[int | type[Exception], int, int]:
    """The answer to one message, how often it reached the person, and the next one's answer."""
    simulator = WhatsAppSimulator(NOWHERE, faults=plan, statuses=())
    async with api(simulator) as http:
        http.timeout = httpx.Timeout(0.5)
        try:
            seen: int | type[Exception] = (await send(http, text("halo"))).status_code
        except httpx.TransportError as error:
            seen = type(error)
        reached = len(simulator.accepted)
        simulator.faults = FaultPlan()
        return seen, reached, (await send(http, text("lagi"))).status_code


ALWAYS: list[tuple[Fault, dict[str, Any], int | type[Exception], int]] = [
    (Fault.HTTP_500, {}, 500, 0),
    (Fault.HTTP_429, {}, 429, 0),
    (Fault.TOKEN_EXPIRED, {}, 401, 0),
    (Fault.REFUSED, {}, 503, 0),
    (Fault.SLOW, {"slow_s": 0.01}, 200, 1),
    (Fault.ACCEPT_THEN_500, {}, 500, 1),
    (Fault.ACCEPT_THEN_NO_ANSWER, {}, httpx.RemoteProtocolError, 1),
    (Fault.ACCEPT_THEN_NO_ANSWER, {"no_answer_s": 15}, httpx.ReadTimeout, 1),
]


@pytest.mark.parametrize(("kind", "how", "seen", "reached"), ALWAYS)
def test_faults(kind: Fault, how: dict[str, Any], seen: int | type[Exception], reached: int) -> None:
    """Each fault looks as named, and only those that accept reach the person; the next request goes well."""

    async def test() -> None:
        assert await fault(FaultPlan(rates={kind: 1}, **how)) == (seen, reached, 200)

    run(test())


def test_read_and_typing() -> None:
    """Platforms 1.7: only for a message that the person really sent."""

    async def test() -> None:
        simulator = WhatsAppSimulator(NOWHERE)
        async with api(simulator) as http:
            wamid = await simulator.say(WARGA, "halo")
            read = {"messaging_product": "whatsapp", "status": "read", "typing_indicator": {"type": "text"}}
            assert (await send(http, read | {"message_id": wamid})).json() == {"success": True}
            assert (await send(http, read | {"message_id": "wamid.lain"})).json()["error"]["code"] == 131009
            assert simulator.read == [wamid]

    run(test())


def test_a_recipient_who_is_refused() -> None:
    """Platforms 1.9: an error in the answer itself."""

    async def test() -> None:
        simulator = WhatsAppSimulator(NOWHERE)
        simulator.refusing[WARGA] = 131026
        async with unserved(simulator) as http:
            assert (await send(http, text("halo"))).json()["error"]["code"] == 131026

    run(test())


@pytest.mark.parametrize("body", ["", "[]", "bukan json"])
def test_what_is_no_object(body: str) -> None:
    """Bad input gets an error object, not a broken server."""

    async def test() -> None:
        async with unserved(WhatsAppSimulator(NOWHERE)) as http:
            answer = await http.post(f"/{PHONE_ID}/messages", content=body)
            assert json.loads(answer.content)["error"]["code"] == 131009

    run(test())
