"""Starts and stops the loops of one process."""

import asyncio
import os
import socket
import uuid
from collections.abc import AsyncIterator, Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from typing import Any

import structlog

from bot.bootstrap import App
from bot.store.listen import listen
from bot.workers.backups import run_backups
from bot.workers.delivery import Delivery
from bot.workers.dispatcher import Dispatcher, Observe
from bot.workers.fetching import Fetching
from bot.workers.housekeeping import run_housekeeping
from bot.workers.intake import Intake
from bot.workers.notices import Notices
from bot.workers.polling import Polling

_AGAIN_S = 1.0

Loop = Callable[[], Coroutine[Any, Any, None]]

log = structlog.get_logger(__name__)


@asynccontextmanager
async def running(app: App, intake: Intake, observe: Observe = lambda outcome, seconds: None) -> AsyncIterator[None]:
    """Run the loops of a prepared app (`app.prepare()`), then stop them in reverse order.

    Args:
        app: with its database migrated.
        intake: where webhooks are stored.
        observe: gets every turn's outcome and seconds.
    """
    console = f"{app.settings.public_origin}/console/" if app.settings.public_origin else ""
    owner = f"{socket.gethostname()}:{os.getpid()}:{uuid.uuid4().hex[:8]}"
    with ThreadPoolExecutor(app.sql_threads, thread_name_prefix="sql") as threads:
        loops: dict[str, Loop] = {
            "listen": lambda: listen(app.engine, app.hub),
            "housekeeping": lambda: run_housekeeping(app.kit, app.channels, threads, console),
            "backups": lambda: run_backups(app.kit, app.vault),
            "delivery": Delivery(app.kit, app.hub, app.channels, threads).run,
            "fetching": Fetching(app.kit, app.hub, app.channels, threads).run,
            "dispatcher": Dispatcher(
                app.kit, app.hub, app.rasa, threads, owner, observe, Notices(app.kit, app.channels, threads).tell
            ).run,
            "replay": intake.replay,
            "polling": Polling(app.polled, intake).run,
        }
        tasks = [asyncio.create_task(_keep(name, loop)) for name, loop in loops.items()]
        log.info("workers.started", owner=owner)
        try:
            yield
        finally:
            for task in reversed(tasks):
                task.cancel()
                await asyncio.gather(task, return_exceptions=True)
            log.info("workers.stopped", owner=owner)
            await app.close()


async def _keep(name: str, loop: Loop) -> None:
    """Start a loop again that broke: a dispatcher that died quietly would leave everybody without an answer."""
    while True:
        try:
            await loop()
            return
        except Exception:
            log.exception("workers.loop_broke", loop=name)
        await asyncio.sleep(_AGAIN_S)
