"""Shows people on providers' channels that somebody is at their message (read, typing)."""

import asyncio
from collections.abc import Mapping
from concurrent.futures import Executor

from bot.channels.base import Channel
from bot.core.conversations import Address
from bot.services.converse import Claim
from bot.services.kit import Kit
from bot.workers.threads import in_thread

AT_ONCE = 1
"""Under load the answers themselves tell people enough: what is more than this is left out."""


class Notices:
    """Best effort, beside the turn: an answer never waits for it."""

    def __init__(self, kit: Kit, channels: Mapping[str, Channel], threads: Executor) -> None:
        self._kit = kit
        self._channels = channels
        self._threads = threads
        self._tasks: set[asyncio.Task[None]] = set()

    def tell(self, claim: Claim) -> None:
        """Show it for a claimed turn."""
        channel = self._channels.get(claim.conversation.channel)
        if channel is None or len(self._tasks) >= AT_ONCE:
            return
        task = asyncio.create_task(self._tell(channel, claim))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _tell(self, channel: Channel, claim: Claim) -> None:
        address = await in_thread(self._threads, self._address_of, claim)
        if address is not None:
            await channel.notice(address, claim.newest.external_id)

    def _address_of(self, claim: Claim) -> Address | None:
        with self._kit.uow.read() as uow:
            return uow.conversations.address_of(claim.conversation)
