"""Sends stored replies through the channels that are not our own page, in order for each conversation."""

import asyncio
import time
from collections.abc import Callable, Mapping
from concurrent.futures import Executor

import structlog

from bot.channels.base import Channel, Refused, SendResult, Sent, Unclear
from bot.core.conversations import Address
from bot.core.messages import Outgoing
from bot.services import sendings
from bot.services.kit import Kit
from bot.services.wake import OUTBOX, Hub
from bot.workers.pace import Pacer
from bot.workers.threads import in_thread

AT_ONCE = 8
SWEEP_S = 1.0

log = structlog.get_logger(__name__)


class Delivery:
    """One loop; several processes may each run one. A slow provider delays only its own channel's replies."""

    def __init__(
        self,
        kit: Kit,
        hub: Hub,
        channels: Mapping[str, Channel],
        threads: Executor,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._kit = kit
        self._hub = hub
        self._channels = channels
        self._threads = threads
        self._pacers = {name: Pacer(channel.pace, clock) for name, channel in channels.items()}
        self._sending: dict[asyncio.Task[None], str] = {}

    async def run(self) -> None:
        """Work until cancelled; a sending cut off in the middle becomes `unknown`, never a second message."""
        if not self._channels:
            return
        with self._hub.listening(OUTBOX) as bell:
            try:
                while True:
                    try:
                        while await self.send_due() >= AT_ONCE:
                            pass  # there may be more; otherwise the bell rings for what becomes free
                    except Exception:
                        log.exception("delivery.failed")  # the database is away: the next sweep tries again
                    await bell.wait(SWEEP_S)
            finally:
                await self.finish()

    async def send_due(self) -> int:
        """Begin the next reply of each conversation that may go now; their number."""
        under_way = list(self._sending.values())
        free = {name: max(0, AT_ONCE - under_way.count(name)) for name in self._channels}
        going = await in_thread(self._threads, sendings.begin, self._kit, free, self._wait)
        for outgoing, address in going:
            task = asyncio.create_task(self._send(outgoing, address))
            self._sending[task] = outgoing.channel
            task.add_done_callback(self._done)
        return len(going)

    async def finish(self) -> None:
        """Wait for the requests that have begun: each knows in the end what became of its message."""
        await asyncio.gather(*self._sending, return_exceptions=True)

    def _wait(self, outgoing: Outgoing, address: Address) -> float:
        return self._pacers[outgoing.channel].wait_for(address.value)

    def _done(self, task: asyncio.Task[None]) -> None:
        self._sending.pop(task, None)
        if not task.cancelled() and (fault := task.exception()) is not None:
            log.error("delivery.record_failed", kind=type(fault).__name__)  # its lease ends: unknown

    async def _send(self, outgoing: Outgoing, address: Address) -> None:
        try:
            result: SendResult = await self._channels[outgoing.channel].send(outgoing, address)
        except Exception as fault:  # a fault of ours: the provider may or may not have the message
            log.error("delivery.send_broke", outbox=outgoing.id, kind=type(fault).__name__)
            result = Unclear()
        await in_thread(self._threads, self._record, outgoing, result)

    def _record(self, outgoing: Outgoing, result: SendResult) -> None:
        match result:
            case Sent(external_id=external_id):
                sendings.record_sent(self._kit, outgoing, external_id)
            case Unclear():
                log.warning("delivery.unclear", outbox=outgoing.id, channel=outgoing.channel)
                sendings.record_unclear(self._kit, outgoing)
            case Refused(failure=failure, detail=detail, retry_after_s=retry_after_s):
                log.warning("delivery.refused", outbox=outgoing.id, failure=failure.code, detail=detail)
                sendings.record_refused(self._kit, outgoing, failure, detail, retry_after_s)
