"""Fetching Telegram's updates: stored first, confirmed after."""

import asyncio
import json
from pathlib import Path
from typing import Any

import httpx
from sqlalchemy import Engine, select

from bot.services.kit import Kit
from bot.store.spool import Spool
from bot.store.tables import inbox
from bot.workers.intake import Intake
from bot.workers.polling import Polling
from tests.channels.telegram.rows import load, make, ok


def test_one_malformed_update_does_not_hold_up_the_others(kit: Kit, engine: Engine, tmp_path: Path) -> None:
    """Issue 3, point 2: it would be given again for ever; the next call confirms all of them."""
    text, asked = load("text"), list[dict[str, Any]]()

    async def scene() -> None:
        confirmed = asyncio.Event()

        async def telegram(request: httpx.Request) -> httpx.Response:
            asked.append(json.loads(request.content))
            if len(asked) == 1:
                return ok([{"update_id": 2, "message": "x"}, text])
            confirmed.set()
            return await asyncio.Future()

        channel = make(httpx.MockTransport(telegram))
        loop = asyncio.create_task(Polling(channel, Intake(kit, {channel.name: channel}, Spool(tmp_path))).run())
        await confirmed.wait()
        loop.cancel()
        await asyncio.gather(loop, return_exceptions=True)
        await channel.close()

    asyncio.run(scene())
    with engine.connect() as connection:
        assert list(connection.execute(select(inbox.c.text)).scalars()) == [text["message"]["text"]]
    assert asked[1]["offset"] == text["update_id"] + 1
