"""Forgets expired things every ten minutes."""

import asyncio
from concurrent.futures import Executor

import structlog

from bot.services import housekeeping
from bot.services.kit import Kit
from bot.workers.threads import in_thread

EVERY_S = 600.0

log = structlog.get_logger(__name__)


async def run_housekeeping(kit: Kit, threads: Executor) -> None:
    """Work until cancelled."""
    while True:
        try:
            gone = await in_thread(threads, housekeeping.purge, kit)
            log.info("housekeeping.purged", rows=gone)
        except Exception:
            log.exception("housekeeping.failed")  # tried again next time
        await asyncio.sleep(EVERY_S)
