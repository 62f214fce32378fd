"""Sends stored replies through the channels that are not our own page, in order for each conversation."""

import asyncio
from collections.abc import Mapping
from concurrent.futures import Executor

import structlog

from bot.channels.base import Channel, Refused, SendResult, Sent, Unclear
from bot.core.conversations import Address
from bot.core.messages import Outgoing, Sending
from bot.services import deliver
from bot.services.kit import Kit
from bot.services.wake import OUTBOX, Hub
from bot.workers.threads import in_thread

BATCH = 16
SWEEP_S = 1.0

log = structlog.get_logger(__name__)


class Delivery:
    """One loop; several processes may each run one."""

    def __init__(self, kit: Kit, hub: Hub, channels: Mapping[str, Channel], threads: Executor) -> None:
        self._kit = kit
        self._hub = hub
        self._channels = channels
        self._threads = threads

    async def run(self) -> None:
        """Work until cancelled; a sending cut off in the middle becomes `unknown`, never a second message."""
        with self._hub.listening(OUTBOX) as bell:
            while True:
                try:
                    while await self.send_due():
                        pass
                except Exception:
                    log.exception("delivery.failed")  # the database is away: the next sweep tries again
                await bell.wait(SWEEP_S)

    async def send_due(self) -> int:
        """Send the next reply of each conversation that has one; their number."""
        claimed = await in_thread(self._threads, deliver.claim_unsent, self._kit, BATCH)
        await asyncio.gather(*(self._send(outgoing, address) for outgoing, address in claimed))
        return len(claimed)

    async def _send(self, outgoing: Outgoing, address: Address) -> None:
        channel = self._channels.get(outgoing.channel)
        result: SendResult = Refused("no_such_channel", retryable=True)
        if channel is not None:
            result = await channel.send(outgoing, address)
        log.info("delivery.sent", outbox=outgoing.id, channel=outgoing.channel, result=type(result).__name__)
        match result:
            case Sent(external_id=external_id):
                await in_thread(self._threads, deliver.record_sent, self._kit, outgoing, Sending.SENT, external_id)
            case Unclear():
                await in_thread(self._threads, deliver.record_sent, self._kit, outgoing, Sending.UNKNOWN)
            case Refused(retryable=retryable):
                await in_thread(self._threads, deliver.record_failure, self._kit, outgoing, retryable=retryable)
