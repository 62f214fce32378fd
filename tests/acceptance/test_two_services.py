"""Two service processes over one PostgreSQL share the work and double none of it."""

from __future__ import annotations

import asyncio
import json
import random
import re
from collections import Counter
from contextlib import AsyncExitStack
from pathlib import Path

import httpx
import pytest

from bot.simulators.base import running
from bot.simulators.whatsapp import VERIFY_TOKEN, WhatsAppSimulator
from bot.simulators.whatsapp_api import APP_SECRET, PHONE_ID, TOKEN
from bot.simulators.whatsapp_hooks import Item, envelope, signature
from tests.acceptance.office import Office
from tests.ports import free_port

pytestmark = [pytest.mark.acceptance, pytest.mark.rasa]

PEOPLE, EACH = 40, 5
QUESTION = "Apa itu inflasi?"
COMMITTED = re.compile(r'pst_turns_total\{outcome="committed"\} (\d+)')
TAKEN = ("sent", "delivered", "read")


def test_two_services_share_without_doubling(project: Path, tmp_path: Path, postgres_url: str) -> None:
    """Issue 3, proof: the same update posted to both at once is stored, answered and sent once."""
    asyncio.run(_play(project, tmp_path, postgres_url))


async def _play(project: Path, var: Path, database: str) -> None:
    async with AsyncExitStack() as open_things:
        port = free_port()
        office = Office(
            project,
            var,
            PST_DATABASE_URL=database,
            PST_WHATSAPP_PHONE_ID=PHONE_ID,
            PST_WHATSAPP_TOKEN=TOKEN,
            PST_WHATSAPP_APP_SECRET=APP_SECRET,
            PST_WHATSAPP_VERIFY_TOKEN=VERIFY_TOKEN,
            PST_WHATSAPP_API_URL=f"http://127.0.0.1:{port}",
        )
        second_url, second = office.another_service()
        open_things.callback(office.stop)
        open_things.callback(second.stop)
        await asyncio.to_thread(office.start)
        await asyncio.to_thread(second.start)
        await asyncio.to_thread(second.wait_ready)
        provider = WhatsAppSimulator(office.url)
        await open_things.enter_async_context(running(provider, port))
        async with httpx.AsyncClient(trust_env=False, timeout=30) as http:
            for number in range(EACH):
                await asyncio.gather(*(_post(http, provider, person, (office.url, second_url)) for person in _people()))
                await _until_answered(office, provider, (number + 1) * PEOPLE)
            turns = [
                int(COMMITTED.findall((await http.get(f"{url}/metrics")).text)[0]) for url in (office.url, second_url)
            ]
        _assert_once_each(office, provider)
        assert sum(turns) == PEOPLE * EACH
        assert min(turns) > 0, f"one service did all the work: {turns}"


def _people() -> list[str]:
    return [f"620000{number:06d}" for number in range(PEOPLE)]


async def _post(http: httpx.AsyncClient, provider: WhatsAppSimulator, person: str, urls: tuple[str, str]) -> None:
    message = {
        "from": person,
        "id": provider.wamid("I"),
        "type": "text",
        "text": {"body": QUESTION},
        "timestamp": str(int(provider.now().timestamp())),
    }
    item = Item(field="messages", value=message, contact={"profile": {"name": "Warga"}, "wa_id": person})
    body = json.dumps(envelope(PHONE_ID, [item], random.Random(0))).encode()
    headers = {"X-Hub-Signature-256": signature(APP_SECRET, body)}
    answers = await asyncio.gather(
        *(http.post(f"{url}/webhooks/whatsapp", content=body, headers=headers) for url in urls)
    )
    assert [answer.status_code for answer in answers] == [200, 200]


async def _until_answered(office: Office, provider: WhatsAppSimulator, count: int) -> None:
    async with asyncio.timeout(60):
        while len(provider.accepted) < count:
            await asyncio.sleep(0.1)
    await provider.settled()


def _assert_once_each(office: Office, provider: WhatsAppSimulator) -> None:
    assert set(Counter(each.our_id for each in provider.accepted).values()) == {1}
    assert len(provider.accepted) == PEOPLE * EACH
    fates = office.rows("SELECT fate, count(*), count(DISTINCT external_id) FROM inbox GROUP BY fate")
    assert [tuple(row) for row in fates] == [("done", PEOPLE * EACH, PEOPLE * EACH)]
    assert {row[0] for row in office.rows("SELECT DISTINCT sending FROM outbox")} <= set(TAKEN)
