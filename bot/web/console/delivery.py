"""Pengiriman: what stands in the way of messages, what did not arrive, and the month's cost."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from functools import partial

from nicegui import ui

from bot.core.sending import Trouble
from bot.services import costs, troubles
from bot.web.console.acting import Acting
from bot.web.console.frame import button, container, words
from bot.web.console.notices import SENDINGS, day_and_time
from bot.web.headers import CONSOLE

REFRESH_S = 5.0


async def build(acting: Acting) -> None:
    """Draw the page and keep it fresh."""
    words("Pengiriman", "pst-title", "h1")
    body = container("pst-rows")

    async def refresh() -> None:
        rows = await acting.look(troubles.troubled)
        cost = await acting.look(costs.this_month)
        if rows is None or cost is None:
            return
        found = await asyncio.to_thread(troubles.alarms, acting.kit)
        body.clear()
        with body:
            for alarm in found:
                words(alarm.sentence, "pst-alarm").props("role=alert")
            _draw_cost(cost)
            for row in rows:
                _draw(acting, row, again)
            if not rows:
                words("Semua pesan sampai ke penyedia.", "pst-empty")

    async def again(outbox_id: str) -> None:
        await acting.attempt(troubles.send_again, outbox_id)
        await refresh()

    await refresh()
    ui.timer(REFRESH_S, refresh)


def _draw_cost(cost: costs.MonthlyCost) -> None:
    limit = "" if cost.limit is None else f" dari {_number(cost.limit)}"
    estimate = f", perkiraan Rp{_number(cost.rupiah)}" if cost.rupiah else ""
    words(f"WhatsApp bulan ini: {_number(cost.messages)} pesan{limit}{estimate}.", "pst-soft")


def _draw(acting: Acting, row: Trouble, again: Callable[[str], Awaitable[None]]) -> None:
    with container("pst-row"):
        words(f"{row.channel} · {SENDINGS[row.sending]}", "number")
        words(day_and_time(row.created_at, acting.kit.zone), "since")
        words(row.failure.sentence, "question")
        with container("pst-actions"):
            words("Buka percakapan", "pst-link", "a").props(f'href="{CONSOLE}/percakapan/{row.conversation_id}"')
            button("Kirim lagi").on("click", partial(again, row.outbox_id))


def _number(value: int) -> str:
    return f"{value:,}".replace(",", ".")
