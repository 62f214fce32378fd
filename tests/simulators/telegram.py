"""How the tests reach the stand-in for Telegram."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx

from bot.simulators.base import Json, running
from bot.simulators.telegram import TelegramSimulator
from bot.simulators.telegram_api import TOKEN

WARGA = "1001"


@asynccontextmanager
async def api(simulator: TelegramSimulator) -> AsyncIterator[httpx.AsyncClient]:
    async with running(simulator) as url, httpx.AsyncClient(base_url=f"{url}/bot{TOKEN}", trust_env=False) as http:
        yield http


def unserved(simulator: TelegramSimulator, token: str = TOKEN) -> httpx.AsyncClient:
    transport = httpx.ASGITransport(simulator.app)
    return httpx.AsyncClient(base_url=f"http://telegram.test/bot{token}", transport=transport)


def keyboard(*pairs: tuple[str, str]) -> Json:
    return {"reply_markup": {"inline_keyboard": [[{"text": title, "callback_data": data}] for title, data in pairs]}}
