"""How fast webhooks are acknowledged, with the whole product at work behind them."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
import time
import uuid
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import aiohttp
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from bench.figures import Figures, percentile
from bench.system import System, free_ports, running

_SECRET = "00112233445566778899aabbccddeeff"
_PHONE_ID = "100000000000001"
_STEADY_PER_S, _STEADY_S = 50, 12
_CROWD, _CROWD_EACH = 32, 60
_QUESTION = "Apa itu inflasi?"


def measure(place: Path) -> Figures:
    """Post one message a webhook: 50 a second, then as many as 32 senders at once get acknowledged."""
    port = free_ports(1)[0]
    settings = {
        "PST_WHATSAPP_PHONE_ID": _PHONE_ID,
        "PST_WHATSAPP_TOKEN": "token-of-a-temporary-copy",
        "PST_WHATSAPP_APP_SECRET": _SECRET,
        "PST_WHATSAPP_VERIFY_TOKEN": "verify",
        "PST_WHATSAPP_API_URL": f"http://127.0.0.1:{port}",
    }
    with running(place, **settings) as system:
        return asyncio.run(_measured(system, port))


async def _measured(system: System, port: int) -> Figures:
    async with _provider(port), aiohttp.ClientSession() as http:
        steady = await _steadily(http, system.web)
        began = time.perf_counter()
        await asyncio.gather(*(_hurriedly(http, system.web, person) for person in range(_CROWD)))
        seconds = time.perf_counter() - began
    return {
        "ack.p50_ms": percentile(steady, 0.5) * 1000,
        "ack.p95_ms": percentile(steady, 0.95) * 1000,
        "ack.updates_per_s": _CROWD * _CROWD_EACH / seconds,
    }


async def _steadily(http: aiohttp.ClientSession, web: str) -> list[float]:
    """Seconds to each acknowledgement at a steady rate, from 200 people in turn; no sender waits for another."""
    began, posting = time.perf_counter(), []
    for number in range(_STEADY_PER_S * _STEADY_S):
        await asyncio.sleep(max(0.0, began + number / _STEADY_PER_S - time.perf_counter()))
        posting.append(asyncio.create_task(_post(http, web, number % 200)))
    return list(await asyncio.gather(*posting))


async def _hurriedly(http: aiohttp.ClientSession, web: str, person: int) -> None:
    for _ in range(_CROWD_EACH):
        await _post(http, web, 1000 + person)


async def _post(http: aiohttp.ClientSession, web: str, person: int) -> float:
    body = json.dumps(_webhook(f"62{person:012d}")).encode()
    signature = hmac.digest(_SECRET.encode(), body, hashlib.sha256).hex()
    headers = {"X-Hub-Signature-256": f"sha256={signature}", "Content-Type": "application/json"}
    began = time.perf_counter()
    async with http.post(f"{web}/webhooks/whatsapp", data=body, headers=headers) as response:
        if response.status != 200:
            raise RuntimeError(f"a webhook got {response.status}")
    return time.perf_counter() - began


def _webhook(person: str) -> dict[str, object]:
    message = {
        "from": person,
        "id": f"wamid.{uuid.uuid4().hex}",
        "timestamp": str(int(time.time())),
        "type": "text",
        "text": {"body": _QUESTION},
    }
    value = {
        "messaging_product": "whatsapp",
        "metadata": {"display_phone_number": "0", "phone_number_id": _PHONE_ID},
        "contacts": [{"profile": {"name": "-"}, "wa_id": person}],
        "messages": [message],
    }
    return {
        "object": "whatsapp_business_account",
        "entry": [{"id": "1", "changes": [{"field": "messages", "value": value}]}],
    }


@asynccontextmanager
async def _provider(port: int) -> AsyncIterator[None]:
    """A provider that takes everything at once."""

    async def take(request: Request) -> JSONResponse:
        return JSONResponse({"messages": [{"id": f"wamid.{uuid.uuid4().hex}"}]})

    app = Starlette(routes=[Route("/{path:path}", take, methods=["POST"])])
    server = uvicorn.Server(uvicorn.Config(app, port=port, log_level="error", ws="none", lifespan="off"))
    serving = asyncio.create_task(server.serve())
    try:
        yield
    finally:
        server.should_exit = True
        await serving
