"""Every minute: unknown replies, people to invite back, the desk's clock; every ten minutes: forgets expired things."""

import asyncio
from collections.abc import Callable, Mapping
from concurrent.futures import Executor
from itertools import count

import structlog

from bot.channels.base import Channel
from bot.services import bot_sessions, duty, housekeeping, sendings, service_clock, visits
from bot.services.kit import Kit
from bot.workers.threads import in_thread

EVERY_S = 60.0
PURGE_EVERY = 10

log = structlog.get_logger(__name__)


async def run_housekeeping(kit: Kit, channels: Mapping[str, Channel], threads: Executor, console: str) -> None:
    """Work until cancelled; `console` is its address for duty notices, empty where no phone reaches it."""
    telling = [name for name, channel in channels.items() if channel.gives_statuses]
    jobs: dict[str, Callable[[], object]] = {
        "reconcile": lambda: sendings.reconcile(kit, telling),
        "invite": lambda: sendings.invite(kit),
        "service_clock": lambda: service_clock.tick(kit),
        "visits": lambda: visits.end_open_visits(kit),
        "duty": lambda: duty.ring(kit, console),
        "bot_sessions": lambda: bot_sessions.close_idle(kit),
    }
    for minute in count():
        for name, job in jobs.items():
            await _run(name, job, threads)
        if minute % PURGE_EVERY == 0:
            await _run("purge", lambda: housekeeping.purge(kit), threads)
        await asyncio.sleep(EVERY_S)


async def _run(name: str, job: Callable[[], object], threads: Executor) -> None:
    """One job; when it fails the others go on, and it is tried again next time."""
    try:
        done = await in_thread(threads, job)
        log.debug("housekeeping.done", job=name, result=done)
    except Exception:
        log.exception("housekeeping.failed", job=name)
