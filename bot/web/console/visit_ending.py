"""What a visit was about: asked when it ends, with where the visitor came from, or later where it was forgotten."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import partial

from nicegui import ui

from bot.core.consultations import Category
from bot.core.guest_fields import INSTITUTION_MAX, INSTITUTIONS
from bot.services import visits
from bot.web.console.acting import Acting
from bot.web.console.frame import button, container, words
from bot.web.console.keeping import GIVE_UP, forget, keep_typed
from bot.web.console.notices import CATEGORIES


class Ending:
    """One dialog for all visitors."""

    def __init__(self, acting: Acting, then: Callable[[], Awaitable[None]]) -> None:
        self._acting, self._then = acting, then
        self._visit, self._has_ended = "", False
        with ui.dialog() as self._dialog, ui.card().classes("pst-dialog") as self._card:
            words("Konsultasi tentang apa?", "pst-title", "h2")
            with container("pst-two") as self._origin:
                self._category = ui.select({"": "Lewati", **INSTITUTIONS}, value="", label="Asal tamu")
                self._institution = ui.input("Instansi").props(f"maxlength={INSTITUTION_MAX}")
            self._topic = ui.input("Topik (boleh kosong)").props(f"maxlength={visits.TOPIC_MAX}")
            with container("pst-actions"):
                self._choices = {each: button("", "main").on("click", partial(self.end, each)) for each in CATEGORIES}
                button("Batal", props=GIVE_UP).on("click", self._dialog.close)

    def ask(self, visit_id: str, without_origin: bool, *, has_ended: bool = False) -> None:
        """Open it; one press more ends the visit, or names what one that has ended was about."""
        self._visit, self._has_ended = visit_id, has_ended
        for category, choice in self._choices.items():
            choice.text = CATEGORIES[category] if has_ended else f"Selesai: {CATEGORIES[category]}"
        self._category.value = self._institution.value = self._topic.value = ""
        self._origin.set_visibility(without_origin)
        self._dialog.open()
        keep_typed(self._card, f"selesai-{visit_id}")

    async def end(self, category: Category) -> None:
        """End the visit; what is refused leaves the dialog open with what was typed."""
        origin = self._category.value or ""
        if origin and not await self._acting.attempt(
            visits.fill_in_origin, self._visit, origin, self._institution.value or ""
        ):
            return
        say = visits.categorise if self._has_ended else visits.end
        if await self._acting.attempt(say, self._visit, category, self._topic.value or ""):
            forget(f"selesai-{self._visit}")
            self._dialog.close()
        await self._then()
