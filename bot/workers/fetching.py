"""Fetches the files that people sent, while their provider still has them."""

import asyncio
from collections.abc import Mapping
from concurrent.futures import Executor

import structlog

from bot.channels.base import Channel, FileRefused
from bot.core.messages import StoredFile
from bot.services import files
from bot.services.kit import Kit
from bot.services.wake import FILES, Hub
from bot.workers.threads import in_thread

SWEEP_S = 5.0

log = structlog.get_logger(__name__)


class Fetching:
    """One loop; a file that cannot be had never holds up a message."""

    def __init__(self, kit: Kit, hub: Hub, channels: Mapping[str, Channel], threads: Executor) -> None:
        self._kit = kit
        self._hub = hub
        self._channels = channels
        self._threads = threads

    async def run(self) -> None:
        """Work until cancelled."""
        if not self._channels:
            return
        with self._hub.listening(FILES) as bell:
            while True:
                try:
                    while await self.fetch_due():
                        pass
                except Exception:
                    log.exception("fetching.failed")  # the database is away: the next sweep tries again
                await bell.wait(SWEEP_S)

    async def fetch_due(self) -> int:
        """Fetch the next few files; their number."""
        wanted = await in_thread(self._threads, files.wanted, self._kit)
        await asyncio.gather(*(self._fetch(each) for each in wanted))
        return len(wanted)

    async def _fetch(self, wanted: StoredFile) -> None:
        channel = self._channels.get(wanted.channel)
        if channel is None:
            await in_thread(self._threads, files.refuse, self._kit, wanted, "channel_off")
            return
        try:
            content = await channel.fetch(wanted.media, files.SIZE_MAX)
            await in_thread(self._threads, files.keep, self._kit, wanted, content)
        except FileRefused as refused:
            log.warning("fetching.refused", file=wanted.id, reason=refused.args[0])
            await in_thread(self._threads, files.refuse, self._kit, wanted, refused.args[0])
        except Exception as fault:  # the provider is away, or our disk is full: the person's file stays wanted
            log.warning("fetching.postponed", file=wanted.id, kind=type(fault).__name__)
            await in_thread(self._threads, files.postpone, self._kit, wanted)
