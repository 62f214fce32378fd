"""How the tests reach the stand-in for WhatsApp, and what they send."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx

from bot.simulators.base import Json, running
from bot.simulators.whatsapp import WhatsAppSimulator
from bot.simulators.whatsapp_api import PHONE_ID, TOKEN

WARGA = "620000000001"
NOWHERE = "http://127.0.0.1:9"


def text(body: str, to: str = WARGA, **more: object) -> Json:
    return {"messaging_product": "whatsapp", "to": to, "type": "text", "text": {"body": body}, **more}


def interactive(kind: str, action: Json, body: str = "Pilih") -> Json:
    part = {"type": kind, "body": {"text": body}, "action": action}
    return {"messaging_product": "whatsapp", "to": WARGA, "type": "interactive", "interactive": part}


def buttons(*pairs: tuple[str, str], body: str = "Pilih") -> Json:
    replies = [{"type": "reply", "reply": {"id": token, "title": title}} for token, title in pairs]
    return interactive("button", {"buttons": replies}, body)


def rows(*pairs: tuple[str, str], button: str = "Pilihan") -> Json:
    return interactive("list", {"button": button, "sections": [{"rows": [{"id": i, "title": t} for i, t in pairs]}]})


def part(kind: str, content: Json, **more: object) -> Json:
    return {"messaging_product": "whatsapp", "to": WARGA, "type": kind, kind: content, **more}


def unserved(simulator: WhatsAppSimulator, token: str = TOKEN) -> httpx.AsyncClient:
    headers = {"Authorization": f"Bearer {token}"}
    transport = httpx.ASGITransport(simulator.app)
    return httpx.AsyncClient(base_url="http://graph.test/v25.0", headers=headers, transport=transport)


@asynccontextmanager
async def api(simulator: WhatsAppSimulator) -> AsyncIterator[httpx.AsyncClient]:
    async with running(simulator) as url:
        headers = {"Authorization": f"Bearer {TOKEN}"}
        async with httpx.AsyncClient(base_url=f"{url}/v25.0", headers=headers, timeout=5, trust_env=False) as http:
            yield http


async def send(http: httpx.AsyncClient, body: Json) -> httpx.Response:
    return await http.post(f"/{PHONE_ID}/messages", json=body)
