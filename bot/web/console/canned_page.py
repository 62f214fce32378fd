"""Balasan siap pakai: the texts that officers insert, with their variables and files."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import partial

from nicegui import events, ui

from bot.core.canned import CAPTION_MAX, TEXT_MAX, TITLE_MAX, CannedReply
from bot.services import attachments, canned
from bot.services.canned import Draft
from bot.web.console.acting import Acting
from bot.web.console.asking import agreed
from bot.web.console.frame import button, container, words
from bot.web.console.keeping import GIVE_UP, forget, keep_typed
from bot.web.console.notices import INPUTS

_ABOUT = (
    "Balasan ini dipilih petugas di kotak balasan dengan garis miring (/). "
    "Dengan berkas, teksnya paling banyak " + f"{CAPTION_MAX:,} huruf.".replace(",", ".")
)


async def build(acting: Acting) -> None:
    """Draw the list; a click opens one of them."""
    words("Balasan siap pakai", "pst-title", "h1")
    words(_ABOUT, "pst-soft")
    with container("pst-actions"):
        button("Balasan baru", "main").on("click", lambda: Form(acting, None, refresh).open())
    rows = container("pst-rows")

    async def refresh() -> None:
        found = await acting.look(canned.listed)
        if found is None:
            return
        rows.clear()
        with rows:
            for each in found:
                _draw(acting, each, refresh)
            if not found:
                words("Belum ada balasan siap pakai.", "pst-empty")

    await refresh()


def _draw(acting: Acting, reply: CannedReply, refresh: Callable[[], Awaitable[None]]) -> None:
    with container("pst-row"):
        words(reply.title, "number")
        words("" if reply.file is None else f"Berkas: {reply.file.file_name}", "since")
        words(reply.text, "question")
        with container("pst-actions"):
            button("Ubah", "small").on("click", lambda: Form(acting, reply, refresh).open())
            button("Hapus", "small stop").on("click", partial(_remove, acting, reply, refresh))


async def _remove(acting: Acting, reply: CannedReply, refresh: Callable[[], Awaitable[None]]) -> None:
    if await agreed(f"Hapus balasan {reply.title}?", "Ya, hapus"):
        await acting.attempt(canned.remove, reply.id)
        await refresh()


class Form:
    """One canned reply to be written or changed."""

    def __init__(self, acting: Acting, reply: CannedReply | None, refresh: Callable[[], Awaitable[None]]) -> None:
        self._acting = acting
        self._reply = reply
        self._form = f"siap-pakai-{'baru' if reply is None else reply.id}"
        self._refresh = refresh
        self._file: tuple[str, bytes] | None = None
        self._without_file = False

    def open(self) -> None:
        """Draw it in a dialog that stays until it is saved or given up."""
        before = self._reply
        with ui.dialog().props("persistent") as self._dialog, ui.card().classes("pst-dialog") as card:
            words("Balasan baru" if before is None else "Ubah balasan", "pst-title", "h2")
            self._title = ui.input("Judul", value="" if before is None else before.title).props(
                f"maxlength={TITLE_MAX}"
            )
            self._text = ui.textarea("Teks", value="" if before is None else before.text)
            self._text.props(f"maxlength={TEXT_MAX} autogrow")
            words("Isian: " + " ".join(f"{{{name}}}" for name in canned.variables(self._acting.kit)), "hint")
            self._draw_file(before)
            with container("pst-actions"):
                button("Simpan", "main").on("click", self._save)
                button("Batal", props=GIVE_UP).on("click", self._dialog.close)
        self._dialog.on("hide", self._dialog.delete)
        self._dialog.open()
        keep_typed(card, self._form)

    def _draw_file(self, before: CannedReply | None) -> None:
        attached = "" if before is None or before.file is None else before.file.file_name
        self._attached = words(f"Berkas: {attached}" if attached else "Tanpa berkas", "hint").props("role=status")
        upload = ui.upload(
            auto_upload=True,
            max_file_size=attachments.FILE_BYTES,
            on_upload=self._keep,
            on_rejected=lambda: ui.notify(INPUTS["berkas_besar"], type="warning", position="top"),
        )
        upload.classes("pst-hidden").props(f'accept="{attachments.ENDINGS}"')
        with container("pst-actions"):
            button("Pilih berkas", "small").on("click", lambda: upload.run_method("pickFiles"))
            button("Tanpa berkas", "small").on("click", self._drop)

    async def _keep(self, event: events.UploadEventArguments) -> None:
        self._file, self._without_file = (event.file.name, await event.file.read()), False
        self._attached.text = f"Berkas: {event.file.name}"

    def _drop(self) -> None:
        self._file, self._without_file = None, True
        self._attached.text = "Tanpa berkas"

    async def _save(self) -> None:
        draft = Draft(
            canned_id=None if self._reply is None else self._reply.id,
            title=self._title.value or "",
            text=self._text.value or "",
            file=self._file,
            without_file=self._without_file,
        )
        if await self._acting.attempt(canned.save, draft):
            forget(self._form)
            self._dialog.close()
            await self._refresh()
