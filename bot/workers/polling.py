"""Fetches Telegram's updates where the service has no public address: stored first, confirmed after."""

import asyncio
import json
from typing import Any

import structlog

from bot.channels.base import PayloadInvalid
from bot.channels.telegram import polling
from bot.channels.telegram.channel import Telegram
from bot.channels.telegram.errors import CallFailed, PollingConflict
from bot.workers.intake import Intake, IntakeFull

AGAIN_S = 5.0

log = structlog.get_logger(__name__)


class Polling:
    """One loop in one process; a second poller is told by the provider, and waits."""

    def __init__(self, channel: Telegram | None, intake: Intake) -> None:
        self._channel = channel
        self._intake = intake

    async def run(self) -> None:
        """Work until cancelled; nothing to do when Telegram is off or posts to us."""
        if self._channel is None:
            return
        offset: int | None = None
        while True:
            try:
                offset = await self._round(self._channel, offset)
            except (CallFailed, PollingConflict, IntakeFull) as fault:
                log.warning("polling.failed", kind=type(fault).__name__)
                await asyncio.sleep(AGAIN_S)

    async def _round(self, channel: Telegram, offset: int | None) -> int | None:
        """Fetch and store; the next call confirms.

        No offset is kept beyond that: ids start anew after a quiet week, and what was not confirmed before a restart is
        given again and stored once.
        """
        updates = await polling.updates(channel, offset)
        for update in updates:
            await self._take(channel, update)
        return max(int(update["update_id"]) for update in updates) + 1 if updates else None

    async def _take(self, channel: Telegram, update: dict[str, Any]) -> None:
        body = json.dumps(update).encode()
        try:
            parsed = channel.parse(body)
        except PayloadInvalid as invalid:
            log.warning("polling.ignored", reason=str(invalid))
            return
        await self._intake.take(channel.name, body, parsed)
        if parsed.response is not None:
            await polling.execute(channel, parsed.response)
