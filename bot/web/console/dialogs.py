"""What an officer is asked before a conversation is ended or passed on."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from functools import partial

from nicegui import ui

from bot.core.consultations import (
    NEED_MAX,
    OFFICER_REASONS,
    TOPIC_MAX,
    YEAR_MAX,
    Category,
    ClosingReason,
    Need,
    Subject,
)
from bot.services import correcting, desk, officers, transfer
from bot.services.desk_views import Transcript
from bot.services.officers import Standing
from bot.web.console.acting import Acting
from bot.web.console.frame import button, container, words
from bot.web.console.keeping import GIVE_UP, forget, keep_typed
from bot.web.console.notices import CATEGORIES, REASONS

_UNCHOSEN = ""
Again = Callable[[], Awaitable[None]]


class EndDialog:
    """What it was about, and how it ended: closing, or giving the person back to the assistant."""

    def __init__(self, acting: Acting, conversation_id: str, again: Again) -> None:
        self._acting = acting
        self._id = conversation_id
        self._form = ""
        self._again = again

    def ask_close(self, seen: Transcript) -> None:
        """Choose the outcome."""
        answers = [(REASONS[reason], partial(self._close, reason)) for reason in OFFICER_REASONS]
        self._ask("Tutup konsultasi ini. Periksa isinya, lalu pilih alasannya.", seen, answers)

    def ask_hand_back(self, seen: Transcript) -> None:
        """Confirm."""
        question = "Kembalikan ke asisten otomatis? Konsultasi ini dicatat selesai."
        self._ask(question, seen, [("Kembalikan", self._hand_back)])

    def ask_subject(self, seen: Transcript) -> None:
        """Correct what it is or was about, and nothing else."""
        save = partial(self._correct, seen.consultation_id)
        self._ask("Konsultasi ini tentang apa?", seen, [("Simpan", save)])

    def _ask(self, question: str, seen: Transcript, answers: Sequence[tuple[str, Again]]) -> None:
        self._form = f"pokok-{seen.consultation_id}"  # Riwayat opens each consultation of a conversation
        with ui.dialog() as self._dialog, ui.card().classes("pst-dialog") as card:
            words(question)
            self._draw_subject(seen)
            with container("pst-actions"):
                for label, run in answers:
                    button(label, "main" if run is answers[0][1] else "").on("click", run)
                button("Batal", props=GIVE_UP).on("click", self._dialog.close)
        self._dialog.on("hide", self._dialog.delete)
        self._dialog.open()
        keep_typed(card, self._form)

    def _draw_subject(self, seen: Transcript) -> None:
        labels = {category.value: label for category, label in CATEGORIES.items()}
        if seen.category is None:
            labels = {_UNCHOSEN: "Belum dipilih", **labels}
        chosen = _UNCHOSEN if seen.category is None else seen.category.value
        self._category = ui.select(labels, label="Kategori", value=chosen)
        self._topic = _line("Pokok", seen.topic, TOPIC_MAX)
        self._indicator = _line("Indikator", seen.need.indicator, NEED_MAX)
        self._region = _line("Wilayah", seen.need.region, NEED_MAX)
        self._year = _line("Tahun", seen.need.year, YEAR_MAX)

    def _subject(self) -> Subject:
        need = Need(indicator=_said(self._indicator), region=_said(self._region), year=_said(self._year))
        category = None if self._category.value == _UNCHOSEN else Category(self._category.value)
        return Subject(category=category, topic=_said(self._topic), need=need)

    async def _correct(self, consultation_id: str) -> None:
        if await self._acting.attempt(correcting.correct, consultation_id, self._subject()):
            forget(self._form)
            self._dialog.close()
        await self._again()

    async def _close(self, reason: ClosingReason) -> None:
        if await self._acting.attempt(desk.close, self._id, reason, self._subject()):
            forget(self._form)
            self._dialog.close()
        await self._again()

    async def _hand_back(self) -> None:
        if await self._acting.attempt(desk.hand_back, self._id, self._subject()):
            forget(self._form)
            self._dialog.close()
        await self._again()


async def ask_transfer(acting: Acting, conversation_id: str, again: Again) -> None:
    """Choose a colleague who is there, and say why."""
    rows = await acting.look(officers.officers)
    ready = {row.id: f"{row.name} (memegang {row.held})" for row in rows or () if row.standing is Standing.READY}
    ready.pop(acting.actor.id, None)
    if not ready:
        ui.notify("Tidak ada rekan yang siap melayani sekarang.", type="warning", position="top")
        return

    form = f"alih-{conversation_id}"

    async def pass_on() -> None:
        if await acting.attempt(transfer.transfer, conversation_id, str(colleague.value), reason.value or ""):
            forget(form)
            dialog.close()
        await again()

    with ui.dialog() as dialog, ui.card().classes("pst-dialog") as card:
        words("Alihkan percakapan ini kepada rekan. Alasannya tersimpan sebagai catatan internal.")
        colleague = ui.select(ready, label="Rekan", value=next(iter(ready)))
        reason = ui.textarea("Alasan").props("autogrow")
        with container("pst-actions"):
            button("Alihkan", "main").on("click", pass_on)
            button("Batal", props=GIVE_UP).on("click", dialog.close)
    dialog.on("hide", dialog.delete)
    dialog.open()
    keep_typed(card, form)


def _line(label: str, value: str | None, limit: int) -> ui.input:
    return ui.input(label, value=value or "").props(f"maxlength={limit}")


def _said(box: ui.input) -> str | None:
    return " ".join((box.value or "").split()) or None
