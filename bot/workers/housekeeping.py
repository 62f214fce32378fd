"""Every minute: unknown replies, people to invite back, the desk's clock; every ten minutes: forgets expired things."""

import asyncio
from collections.abc import Callable
from concurrent.futures import Executor
from itertools import count

import structlog

from bot.bootstrap import App
from bot.services import (
    assigning,
    bot_sessions,
    complaints_left,
    duty,
    erasure,
    housekeeping,
    retention,
    service_clock,
    statuses,
    visits,
    window,
)
from bot.workers.threads import in_thread

EVERY_S = 60.0
PURGE_EVERY = 10
RETENTION_EVERY = 24 * 60

log = structlog.get_logger(__name__)


async def run_housekeeping(app: App, threads: Executor) -> None:
    """Work until cancelled."""
    kit = app.kit
    telling = [name for name, channel in app.channels.items() if channel.gives_statuses]
    jobs: dict[str, Callable[[], object]] = {
        "reconcile": lambda: statuses.reconcile(kit, telling),
        "invite": lambda: window.invite(kit),
        "service_clock": lambda: service_clock.tick(kit),
        "assigning": lambda: assigning.assign(kit),
        "visits": lambda: visits.end_open_visits(kit),
        "duty": lambda: duty.ring(kit, f"{kit.origin}/console/" if kit.origin else "", app.vault),
        "erasures": lambda: erasure.run_requests(kit, app.spool, app.erasures),
        "bot_sessions": lambda: bot_sessions.close_idle(kit),
        "complaints_left": lambda: complaints_left.file_left(kit),
    }
    for minute in count():
        for name, job in jobs.items():
            await _run(name, job, threads)
        if minute % PURGE_EVERY == 0:
            await _run("purge", lambda: housekeeping.purge(kit), threads)
        if minute % RETENTION_EVERY == 0:
            await _run("retention", lambda: retention.purge_old(kit), threads)
        await asyncio.sleep(EVERY_S)


async def _run(name: str, job: Callable[[], object], threads: Executor) -> None:
    """One job; when it fails the others go on, and it is tried again next time."""
    try:
        done = await in_thread(threads, job)
        if done:  # every minute has its jobs, and hardly one of them finds anything to do
            log.debug("housekeeping.done", job=name, result=done)
    except Exception:
        log.exception("housekeeping.failed", job=name)
