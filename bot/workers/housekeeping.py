"""Every minute: unknown sendings, people to invite back, visits nobody ended; every ten: forgets expired things."""

import asyncio
from collections.abc import Mapping
from concurrent.futures import Executor
from itertools import count

import structlog

from bot.channels.base import Channel
from bot.services import housekeeping, sendings, visits
from bot.services.kit import Kit
from bot.workers.threads import in_thread

EVERY_S = 60.0
PURGE_EVERY = 10

log = structlog.get_logger(__name__)


async def run_housekeeping(kit: Kit, channels: Mapping[str, Channel], threads: Executor) -> None:
    """Work until cancelled."""
    telling = [name for name, channel in channels.items() if channel.gives_statuses]
    for minute in count():
        try:
            await in_thread(threads, sendings.reconcile, kit, telling)
            await in_thread(threads, sendings.invite, kit)
            await in_thread(threads, visits.end_open_visits, kit)
            if minute % PURGE_EVERY == 0:
                gone = await in_thread(threads, housekeeping.purge, kit)
                log.info("housekeeping.purged", rows=gone)
        except Exception:
            log.exception("housekeeping.failed")  # tried again next time
        await asyncio.sleep(EVERY_S)
