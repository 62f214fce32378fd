"""Every minute: unclear replies, people to invite back, erasures; now and then: forgets what is past its time."""

import asyncio
from collections.abc import Mapping
from concurrent.futures import Executor
from itertools import count

import structlog

from bot.channels.base import Channel
from bot.services import erasure, housekeeping, retention, sendings
from bot.services.kit import Kit
from bot.store.spool import Spool
from bot.workers.threads import in_thread

EVERY_S = 60.0
PURGE_EVERY = 10
RETENTION_EVERY = 24 * 60

log = structlog.get_logger(__name__)


async def run_housekeeping(kit: Kit, channels: Mapping[str, Channel], spool: Spool, threads: Executor) -> None:
    """Work until cancelled."""
    telling = [name for name, channel in channels.items() if channel.gives_statuses]
    for minute in count():
        try:
            await in_thread(threads, sendings.reconcile, kit, telling)
            await in_thread(threads, sendings.invite, kit)
            await in_thread(threads, erasure.run_requests, kit, spool)
            if minute % PURGE_EVERY == 0:
                gone = await in_thread(threads, housekeeping.purge, kit)
                log.info("housekeeping.purged", rows=gone)
            if minute % RETENTION_EVERY == 0:
                forgotten = await in_thread(threads, retention.purge_old, kit)
                log.info("housekeeping.forgot", rows=forgotten)
        except Exception:
            log.exception("housekeeping.failed")  # tried again next time
        await asyncio.sleep(EVERY_S)
