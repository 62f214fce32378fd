"""Keeps a page fresh: at once when the desk rings, and every few seconds in any case."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable

import structlog
from nicegui import ui

from bot.web.console.acting import Acting

SWEEP_S = 2.0  # what nobody rings for, such as a provider's receipt, is on the screen by then
_GAP_S = 0.1  # rings in quick succession are one look

log = structlog.get_logger(__name__)
Refresh = Callable[[], Awaitable[None]]


def keep_fresh(acting: Acting, refresh: Refresh, *topics: str, sweep_s: float = SWEEP_S) -> None:
    """Call `refresh` whenever one of the topics rings, until the page is gone; a busy desk gets half of the time."""

    async def run() -> None:
        with acting.hub.listening(*topics) as bell:
            while True:
                began = time.monotonic()
                try:
                    await refresh()
                except Exception:  # one failed look must not freeze the page
                    log.exception("console.refresh.failed", action="refresh")
                await asyncio.sleep(max(_GAP_S, time.monotonic() - began))
                await bell.wait(sweep_s)

    ui.timer(0, run, once=True)  # ends with the page, also in the middle of a wait
