"""Where an officer writes: the reply with its files and canned texts, and the internal note."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from typing import Any

from nicegui import events, ui

from bot.core.errors import NotLoggedIn, PstError
from bot.services import attachments, canned, notes
from bot.web.console.acting import Acting
from bot.web.console.file_dialog import ask_to_send
from bot.web.console.frame import button, container, words
from bot.web.console.notices import INPUTS, refusal

KEY_MAX = 64
_FILES = "Berkas: PDF, XLSX, DOCX, CSV, JPG, PNG sampai 16 MB; dapat juga ditarik atau ditempel ke kotak balasan."


class Composer:
    """The reply box and the note box; what is typed stays in the browser until the desk has it."""

    upload: ui.upload

    def __init__(
        self, acting: Acting, conversation_id: str, again: Callable[[], Awaitable[None]], seq: Callable[[], int]
    ) -> None:
        self._acting = acting
        self._id = conversation_id
        self._again = again
        self._seq = seq  # of the newest message on the page

    def draw_reply(self) -> None:
        """The reply box with its buttons."""
        words("Balasan", tag="label").props("for=pst-reply")
        self._box("pst-reply", "pst_reply")
        words("Ctrl+Enter mengirim. Teks tersimpan di peramban ini sampai terkirim.", "hint").props(
            "id=pst-reply-hint role=status"
        )
        words("", "pst-chip").props("id=pst-chip hidden role=status")
        with container("pst-actions"):
            button("Kirim", "main", "id=pst-reply-send")
            button("Kirim, sudah dijawab", "", 'id=pst-reply-answered title="Ctrl+Shift+Enter"')
            button("Balasan siap pakai", "", 'id=pst-canned-open title="Garis miring (/) di kotak kosong"')
            button("Kirim berkas").on("click", lambda: self.upload.run_method("pickFiles"))
            button("Foto", "phone-only", "id=pst-photo")
            if self._acting.kit.live.written.place is not None:
                button("Kirim lokasi kantor").on("click", self._send_place)
        words(_FILES, "hint")
        self.upload = ui.upload(
            auto_upload=True,
            max_file_size=attachments.FILE_BYTES,
            on_upload=self._ask_to_send,
            on_rejected=lambda: ui.notify(INPUTS["berkas_besar"], type="warning", position="top"),
        )
        self.upload.classes("pst-hidden").props(f'accept="{attachments.ENDINGS}" data-upload={self.upload.id}')
        ui.on("pst_reply", self._reply)
        ui.on("pst_canned", self._offer_canned)

    def draw_note(self) -> None:
        """The note box, folded away until somebody needs it."""
        with container("pst-note", "details"):
            words("Catatan internal", tag="summary")
            words("Hanya untuk petugas; tidak pernah dikirim kepada pengguna.", "hint")
            self._box("pst-note", "pst_note", 'aria-label="Catatan internal"')
            words("", "hint").props("id=pst-note-hint role=status")
            with container("pst-actions"):
                button("Simpan catatan", "", "id=pst-note-send")
        ui.on("pst_note", self._note)

    def restore(self) -> None:
        """Put back what was typed here and never sent."""
        ui.run_javascript(f"pstUpload = {self.upload.id}; pstBoxes.restore()")

    def focus(self) -> None:
        """Go to the reply box."""
        ui.run_javascript("pstBoxes.focus()")

    def _box(self, name: str, event: str, more: str = "") -> None:
        props = (
            f'id={name} class=pst-box data-event={event} data-conversation="{self._id}" aria-describedby={name}-hint'
        )
        container(tag="textarea", props=f"{props} {more}")

    async def _reply(self, event: events.GenericEventArguments) -> None:
        match event.args:
            case {"key": str() as key, "text": str() as text, "answered": bool() as answered, "canned": str() as which}:
                if _is_key(key):
                    await self._send("pst-reply", key, canned.reply, self._id, text, key, which or None, answered)

    async def _note(self, event: events.GenericEventArguments) -> None:
        match event.args:
            case {"key": str() as key, "text": str() as text} if _is_key(key):
                await self._send("pst-note", key, notes.add, self._id, text, key)

    async def _send(self, box: str, key: str, use_case: Callable[..., object], *args: Any) -> None:
        try:
            await self._acting.call(use_case, *args)
        except NotLoggedIn:
            ui.navigate.reload()
        except PstError as error:
            ui.run_javascript(f"pstBoxes.refused({json.dumps(box)}, {json.dumps(refusal(error))})")
        else:
            ui.run_javascript(f"pstBoxes.done({json.dumps(box)}, {json.dumps(key)})")
            await self._again()

    async def _offer_canned(self) -> None:
        found = await self._acting.look(canned.filled, self._id)
        rows = [{"id": e.id, "title": e.title, "text": e.text, "file": e.file_name} for e in found or ()]
        ui.run_javascript(f"pstCanned.show({json.dumps(rows)})")

    async def _send_place(self) -> None:
        await self._acting.attempt(attachments.send_place, self._id, f"p{self._seq()}")  # a double click sends once
        await self._again()

    async def _ask_to_send(self, event: events.UploadEventArguments) -> None:
        """A file goes out only after a second look: it cannot be called back."""
        name, content = event.file.name, await event.file.read()
        self.upload.reset()
        ask_to_send(self._acting, self._id, self._again, name, content)


def _is_key(key: str) -> bool:
    return key.isalnum() and len(key) <= KEY_MAX
