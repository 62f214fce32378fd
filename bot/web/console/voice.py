"""A voice note: heard at the speed one likes, with what it says in the officer's words beside it (stories 16)."""

from __future__ import annotations

from nicegui import ui

from bot.core.messages import StoredFile
from bot.services import voice_notes
from bot.web.console.acting import Acting
from bot.web.console.frame import button, container, words
from bot.web.console.keeping import GIVE_UP, forget, keep_typed
from bot.web.headers import CONSOLE

_SPEEDS = {"1": "1×", "1.5": "1,5×", "2": "2×"}


class VoiceNote:
    """One player in a conversation; whoever holds it may write what was said."""

    def __init__(self, acting: Acting, file: StoredFile) -> None:
        self._acting = acting
        self._id = file.id
        self._form = f"ringkasan-{file.id}"
        self._summary = ""
        self._mine = False
        self._writing = False
        with container("pst-voice"):
            container(tag="audio", props=f'controls preload=none src="{CONSOLE}/berkas/{file.id}"')
            with container("pst-speeds", props='role=group aria-label="Kecepatan"'):
                for speed, label in _SPEEDS.items():
                    pressed = str(speed == "1").lower()
                    button(label, "small", f"data-speed={speed} aria-pressed={pressed}")
        self._said = words("", "summary")
        with container("pst-actions"):
            self._begin = button("", "small").on("click", self._write)
        with container("pst-summary") as self._boxes:
            self._box = ui.textarea("Ringkasan petugas").props(f"autogrow maxlength={voice_notes.SUMMARY_MAX}")
            words("Hanya untuk petugas; ikut terhapus bersama pesan suaranya.", "pst-soft")
            with container("pst-actions"):
                button("Simpan ringkasan", "main small").on("click", self._save)
                button("Batal", "small", GIVE_UP).on("click", self._stop)
        self._draw()

    def show(self, summary: str, *, mine: bool) -> None:
        """Show what has changed since the last look; a box that is being written in stays as it is."""
        if (summary, mine) != (self._summary, self._mine):
            self._summary, self._mine = summary, mine
            self._draw()

    def _draw(self) -> None:
        self._said.text = f"Ringkasan petugas: {self._summary}"
        self._said.set_visibility(bool(self._summary))
        self._begin.text = "Ubah ringkasan" if self._summary else "Tulis ringkasan"
        self._begin.set_visibility(self._mine and not self._writing)
        self._boxes.set_visibility(self._mine and self._writing)

    def _write(self) -> None:
        self._writing = True
        self._box.value = self._summary
        self._draw()
        keep_typed(self._boxes, self._form)  # only now, so that what is stored never overwrites what was typed

    def _stop(self) -> None:
        self._writing = False
        self._box.value = ""
        self._draw()

    async def _save(self) -> None:
        said = str(self._box.value or "")
        if await self._acting.attempt(voice_notes.summarise, self._id, said):
            forget(self._form)
            self._summary = said.strip()
            self._stop()
