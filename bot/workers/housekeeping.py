"""Every minute: unknown replies, people to invite back, the desk's clock; every ten minutes: forgets expired things."""

import asyncio
from collections.abc import Mapping
from concurrent.futures import Executor
from itertools import count

import structlog

from bot.channels.base import Channel
from bot.services import bot_sessions, duty, housekeeping, sendings, service_clock
from bot.services.kit import Kit
from bot.workers.threads import in_thread

EVERY_S = 60.0
PURGE_EVERY = 10

log = structlog.get_logger(__name__)


async def run_housekeeping(kit: Kit, channels: Mapping[str, Channel], threads: Executor, console: str) -> None:
    """Work until cancelled; `console` is its address for duty notices, empty where no phone reaches it."""
    telling = [name for name, channel in channels.items() if channel.gives_statuses]
    for minute in count():
        try:
            await in_thread(threads, sendings.reconcile, kit, telling)
            await in_thread(threads, sendings.invite, kit)
            await in_thread(threads, service_clock.tick, kit)
            await in_thread(threads, duty.ring, kit, console)
            await in_thread(threads, bot_sessions.close_idle, kit)
            if minute % PURGE_EVERY == 0:
                gone = await in_thread(threads, housekeeping.purge, kit)
                log.info("housekeeping.purged", rows=gone)
        except Exception:
            log.exception("housekeeping.failed")  # tried again next time
        await asyncio.sleep(EVERY_S)
