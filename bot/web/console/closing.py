"""Tutup darurat: three big buttons and a question, from a phone; and *Buka kembali* (stories 14)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from functools import partial

from nicegui import ui

from bot.core.office import ClosureReason
from bot.core.service_hours import describe_day, describe_opening
from bot.services import service_day, service_day_views
from bot.services.service_day_views import DeskToday
from bot.web.console.acting import Acting
from bot.web.console.asking import agreed
from bot.web.console.fielded import saved, sentence
from bot.web.console.frame import button, container, words
from bot.web.console.notices import clock_time

LOOK_S = 3.0  # a colleague may close or reopen meanwhile
NAMES: Mapping[ClosureReason, str] = {
    ClosureReason.PADAM: "Listrik atau internet padam",
    ClosureReason.BANJIR: "Banjir",
    ClosureReason.UPACARA: "Upacara",
}


class Today:
    """What applies today, and the emergency's buttons below it; drawn anew only when something has changed."""

    def __init__(self, acting: Acting) -> None:
        self.acting = acting
        self.shown: DeskToday | None = None
        self.dialogs = container()  # outlives what is drawn anew, as does a question that is open
        self.state = container("pst-block", props="role=status")
        self.buttons = container("pst-big")

    async def refresh(self) -> None:
        """Show the present state."""
        today = await self.acting.look(service_day_views.desk_today)
        if today is None or today == self.shown:
            return
        self.shown = today
        self.state.clear()
        self.buttons.clear()
        with self.state:
            self._draw_state(today)
        with self.buttons:
            self._draw_buttons(today)

    def _draw_state(self, today: DeskToday) -> None:
        words(describe_day(today.day), "pst-soft")
        words(
            "Kantor buka" if today.is_open else "Kantor tutup", "pst-state open" if today.is_open else "pst-state shut"
        )
        if today.closure is not None:
            since = clock_time(today.closure.since, self.acting.kit.zone)
            words(f"{NAMES[today.closure.reason]}, sejak {since}. Pengguna diberi tahu:")
            words(today.closure.message, "pst-need")
        elif today.closed_because is not None:
            words(sentence(today.closed_because.rstrip(".")))
        else:
            words(f"Jam hari ini: {', '.join(map(str, today.periods))}")
        if today.opens_at is not None:
            words(f"Buka lagi {self._opening(today.opens_at)}")
        names = ", ".join(each.name for each in today.on_duty)
        words(f"Piket hari ini: {names or 'belum diatur'}", "pst-soft")

    def _opening(self, opens_at: datetime) -> str:
        return describe_opening(opens_at, self.acting.kit.live.written)

    def _draw_buttons(self, today: DeskToday) -> None:
        if today.closure is not None:
            button("Buka kembali", "main").on("click", self.reopen)
            return
        if today.opens_at is not None and today.opens_at.date() != today.day:
            words("Jam layanan hari ini sudah selesai; tidak ada yang perlu ditutup.", "pst-empty")
            return
        words("Tutup sampai akhir hari karena:", "pst-soft")
        for reason, name in NAMES.items():
            button(name, "stop").on("click", partial(self.close, reason))

    async def close(self, reason: ClosureReason) -> None:
        """Ask once, then close."""
        with self.dialogs:
            question = f"Tutup kantor sekarang sampai akhir hari: {NAMES[reason].lower()}?"
            if await agreed(question, "Ya, tutup"):
                await saved(self.acting, {}, service_day.close_now, reason)
        await self.refresh()

    async def reopen(self) -> None:
        """End the closure."""
        await self.acting.attempt(service_day.reopen_now)
        await self.refresh()


async def build(acting: Acting) -> None:
    """Draw the page and keep it fresh."""
    words("Tutup darurat", "pst-title", "h1")
    today = Today(acting)
    await today.refresh()
    ui.timer(LOOK_S, today.refresh)
