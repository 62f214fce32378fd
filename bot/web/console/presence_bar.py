"""Who of the officers is there, and the one-click buttons about it (stories 6)."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import partial

from nicegui import ui

from bot.core.presence import Availability
from bot.services import officers, presence
from bot.services.officers import OfficerRow, Standing
from bot.web.console.acting import Acting
from bot.web.console.asking import agreed
from bot.web.console.frame import button, container, words
from bot.web.console.notices import STANDINGS
from bot.web.console.watch import draw_bell


class PresenceBar:
    """The officer's own state with its buttons, and the colleagues behind one summary line."""

    def __init__(self, acting: Acting, again: Callable[[], Awaitable[None]]) -> None:
        self._acting = acting
        self._again = again
        self._shown: list[OfficerRow] | None = None

    def draw(self) -> None:
        """Put it on the page."""
        self._dialogs = container()  # outlives the list, which is drawn anew while a question is open
        with container("pst-presence"):
            self._mine = words("", "standing").props("role=status")
            self._visitor = button("Melayani tamu").on("click", partial(self._set, Availability.VISITOR))
            self._ready = button("Siap lagi", "main").on("click", partial(self._set, Availability.READY))
            draw_bell()
        with container("pst-colleagues", "details"):
            self._summary = words("", tag="summary")
            self._list = container("list")

    async def refresh(self) -> None:
        """Show what has changed."""
        rows = await self._acting.look(officers.officers)
        if rows is None or rows == self._shown:
            return
        self._shown = rows
        mine = next((row.standing for row in rows if row.id == self._acting.actor.id), Standing.AWAY)
        at_work = mine in (Standing.READY, Standing.AWAY)  # the first beat of this page may still be under way
        self._mine.text = f"Anda {STANDINGS[Standing.READY if at_work else mine]}"
        self._visitor.set_visibility(at_work)
        self._ready.set_visibility(not at_work)
        others = [row for row in rows if row.id != self._acting.actor.id]
        ready = sum(row.standing is Standing.READY for row in others)
        self._summary.text = f"Rekan: {ready} dari {len(others)} siap melayani"
        self._list.clear()
        with self._list:
            for row in others:
                self._draw_colleague(row)

    def _draw_colleague(self, row: OfficerRow) -> None:
        held = f", memegang {row.held}" if row.held else ""
        with container(f"colleague {row.standing.value}"):
            words(f"{row.name}: {STANDINGS[row.standing]}{held}")
            if row.standing is not Standing.ABSENT:
                button("Tidak masuk", "small").on("click", partial(self._mark_absent, row))

    async def _mark_absent(self, row: OfficerRow) -> None:
        question = f"{row.name} tidak masuk hari ini? Semua yang dipegangnya kembali ke antrean di tempat semula."
        with self._dialogs:
            if not await agreed(question, "Ya, tidak masuk"):
                return
            if await self._acting.attempt(presence.mark_absent, row.id):
                ui.notify("Percakapan yang dipegangnya kembali ke antrean.", position="top")
            await self._again()

    async def _set(self, availability: Availability) -> None:
        await self._acting.attempt(presence.set_availability, availability)
        await self._again()
