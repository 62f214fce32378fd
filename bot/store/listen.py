"""Carries the bells of other processes here: PostgreSQL's LISTEN."""

import asyncio

import psycopg
import structlog
from sqlalchemy import Engine

from bot.services.ports import Wake
from bot.store.unit import NOTIFY_CHANNEL

_AGAIN_S = 5.0

log = structlog.get_logger(__name__)


async def listen(engine: Engine, wake: Wake) -> None:
    """Ring what other processes commit, until cancelled. On SQLite the one-second sweep does it."""
    if engine.dialect.name != "postgresql":
        return
    address = engine.url.set(drivername="postgresql").render_as_string(hide_password=False)
    while True:
        try:
            async with await psycopg.AsyncConnection.connect(address, autocommit=True) as connection:
                await connection.execute(f"LISTEN {NOTIFY_CHANNEL}")
                async for notice in connection.notifies():
                    wake.fire(notice.payload)
        except psycopg.Error as error:
            log.warning("listen.lost", error=type(error).__name__)  # the one-second sweep goes on
        await asyncio.sleep(_AGAIN_S)
