"""Starts and stops the loops of one process."""

import asyncio
import os
import socket
import uuid
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager

import structlog

from bot.bootstrap import App
from bot.store.listen import listen
from bot.workers.delivery import Delivery
from bot.workers.dispatcher import Dispatcher, Observe
from bot.workers.housekeeping import run_housekeeping

SQL_THREADS = 4

log = structlog.get_logger(__name__)


@asynccontextmanager
async def running(app: App, observe: Observe = lambda outcome, seconds: None) -> AsyncIterator[None]:
    """Run the loops of a prepared app (`app.prepare()`), then stop them in reverse order.

    Args:
        app: with its database migrated.
        observe: gets every turn's outcome and seconds.
    """
    owner = f"{socket.gethostname()}:{os.getpid()}:{uuid.uuid4().hex[:8]}"
    with ThreadPoolExecutor(SQL_THREADS, thread_name_prefix="sql") as threads:
        loops = [
            listen(app.engine, app.hub),
            run_housekeeping(app.kit, threads),
            Delivery(app.kit, app.hub, app.channels, threads).run(),
            Dispatcher(app.kit, app.hub, app.rasa, threads, owner, observe).run(),
        ]
        tasks = [asyncio.create_task(loop) for loop in loops]
        log.info("workers.started", owner=owner)
        try:
            yield
        finally:
            for task in reversed(tasks):
                task.cancel()
                await asyncio.gather(task, return_exceptions=True)
            log.info("workers.stopped", owner=owner)
            await app.close()
