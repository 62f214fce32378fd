"""The dialogs of *Portal* for what was entered wrongly: *Ubah* and *Salah catat*."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from nicegui import ui

from bot.core.accounts import Actor
from bot.core.portal import NUMBER_MAX, TOPIC_MAX, PortalCase
from bot.services import portal_amending
from bot.services.kit import Kit
from bot.web.console.acting import Acting
from bot.web.console.asking import agreed
from bot.web.console.frame import button, container, words
from bot.web.console.keeping import GIVE_UP, forget, keep_typed
from bot.web.console.notices import CATEGORIES
from bot.web.console.portal_forms import MomentInput

Then = Callable[[], Awaitable[None]]


class Amending:
    """One dialog for all cases."""

    def __init__(self, acting: Acting, then: Then) -> None:
        self._acting, self._then = acting, then
        self._case = ""
        with ui.dialog() as self._dialog, ui.card().classes("pst-dialog") as self._card:
            words("Ubah yang tercatat", "pst-title", "h2")
            self._number = ui.input("Nomor di portal").props(f"maxlength={NUMBER_MAX}")
            self._submitted = MomentInput(acting.kit, "Diajukan pengguna")
            self._category = ui.select(dict(CATEGORIES), value=next(iter(CATEGORIES)), label="Kategori")
            self._topic = ui.input("Topik (boleh kosong)").props(f"maxlength={TOPIC_MAX}")
            with container("pst-actions"):
                button("Simpan", "main").on("click", self.save)
                button("Batal", props=GIVE_UP).on("click", self._dialog.close)

    def ask(self, case: PortalCase) -> None:
        """Show what is stored, to be changed."""
        self._case = case.id
        self._number.value, self._topic.value = case.number, case.topic or ""
        self._category.value = case.category
        self._submitted.show(case.submitted_at)
        self._dialog.open()
        keep_typed(self._card, f"portal-{case.id}")

    async def save(self) -> None:
        """Store it."""
        if await self._acting.attempt(self._amend):
            forget(f"portal-{self._case}")
            self._dialog.close()
            await self._then()

    async def withdraw(self, case: PortalCase) -> None:
        """Ask once, then take the case out of list and report."""
        question = f"Hapus {case.number} dari daftar dan laporan sebagai salah catat? Nomornya dapat dicatat lagi."
        if await agreed(question, "Ya, salah catat"):
            await self._acting.attempt(portal_amending.withdraw, case.id)
            await self._then()

    def _amend(self, kit: Kit, actor: Actor) -> None:
        number, topic = self._number.value or "", self._topic.value or ""
        portal_amending.amend(kit, actor, self._case, number, self._category.value, self._submitted.value, topic)
