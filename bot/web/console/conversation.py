"""One conversation: what was said, and what its officer can do about it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Awaitable, Callable, Sequence
from functools import partial

from nicegui import events, ui

from bot.core.consultations import OFFICER_REASONS, ClosingReason
from bot.core.conversations import State
from bot.core.errors import ConversationUnknown, NotLoggedIn, PstError
from bot.core.messages import FileState, Kind, SeenMessage, StoredFile
from bot.services import attachments, desk, desk_views
from bot.services.desk_views import Transcript
from bot.web.console.acting import Acting
from bot.web.console.frame import REFRESH_S, button, container, words
from bot.web.console.notices import (
    INPUTS,
    KINDS,
    REASONS,
    SPEAKERS,
    clock_time,
    day_and_time,
    file_state,
    moment,
    need_line,
    refusal,
    waited,
)
from bot.web.console.places import QUEUE
from bot.web.headers import CONSOLE

KEY_MAX = 64
_ACCEPTED = ".pdf,.xlsx,.docx,.csv,.jpg,.jpeg,.png"
_CHECK_FIRST = (
    "Berkas: PDF, XLSX, DOCX, CSV, JPG, PNG sampai 16 MB. Periksa dulu: tidak boleh memuat data per orang atau angka "
    "yang belum rilis."
)
Handler = Callable[[], Awaitable[None]]


class ConversationPage:
    """The page of one conversation; it shows and calls use cases, and decides nothing."""

    upload: ui.upload

    def __init__(self, acting: Acting, conversation_id: str) -> None:
        self.acting = acting
        self.id = conversation_id
        self.seq = 0
        self.zone = acting.kit.zone

    def draw(self) -> None:
        """Put all parts on the page; what does not apply now is hidden, not missing, so typed text survives."""
        words("← Antrean", "pst-soft", "a").props(f'href="{QUEUE}"')
        self.number = words("", "pst-title", "h1")
        self.state = words("", "pst-soft").props("role=status")
        self.need = words("", "pst-need")
        self.log = container("pst-log", props='id=pst-log role=log aria-live=polite aria-label="Percakapan" tabindex=0')
        with container("pst-actions") as self.waiting_actions:
            button("Ambil", "main").on("click", self.take)
        with container("pst-reply") as self.held_actions:
            self._draw_reply()
        self.hand_back_question = self._question(
            "Kembalikan ke asisten otomatis? Konsultasi ini dicatat selesai.",
            [("Kembalikan", self.hand_back)],
        )
        self.close_question = self._question(
            "Tutup konsultasi ini. Apa alasannya?",
            [(REASONS[reason], partial(self.close, reason)) for reason in OFFICER_REASONS],
        )
        ui.on("pst_reply", self.reply)
        ui.run_javascript("pstReply.restore()")

    def _draw_reply(self) -> None:
        words("Balasan", tag="label").props("for=pst-reply")
        container(tag="textarea", props=f'id=pst-reply data-conversation="{self.id}" aria-describedby=pst-reply-hint')
        words("Ctrl+Enter mengirim. Teks tersimpan di peramban ini sampai terkirim.", "hint").props(
            "id=pst-reply-hint role=status"
        )
        with container("pst-actions"):
            button("Kirim", "main", "id=pst-send")
            button("Kirim berkas").on("click", lambda: self.upload.run_method("pickFiles"))
            if self.acting.kit.live.written.place is not None:
                button("Kirim lokasi kantor").on("click", self.send_place)
            button("Kembalikan ke bot").on("click", lambda: self.hand_back_question.open())
            button("Tutup", "stop").on("click", lambda: self.close_question.open())
        words(_CHECK_FIRST, "hint")
        self.upload = ui.upload(
            auto_upload=True,
            max_file_size=attachments.FILE_BYTES,
            on_upload=self.send_file,
            on_rejected=lambda: ui.notify(INPUTS["berkas_besar"], type="warning", position="top"),
        )
        self.upload.classes("pst-hidden").props(f'accept="{_ACCEPTED}"')

    def _question(self, text: str, answers: Sequence[tuple[str, Handler]]) -> ui.dialog:
        with ui.dialog() as dialog, ui.card():
            words(text)
            with container("pst-actions"):
                for label, run in answers:
                    button(label, "main" if run is answers[0][1] else "").on("click", run)
                button("Batal").on("click", dialog.close)
        return dialog

    async def refresh(self) -> None:
        """Show what has changed since the last look."""
        seen = await self.acting.look(desk_views.transcript, self.id, self.seq)
        if seen is None:
            return
        # Two looks may be under way at once (the timer's, and the one after an action) and bring the same lines.
        fresh = [message for message in seen.messages if message.seq > self.seq]
        for message in fresh:
            self._add(message, seen.files.get(message.file_id or ""))
        if fresh:
            self.seq = fresh[-1].seq
            ui.run_javascript("pstLog.follow()")
        self._show_state(seen)

    def _show_state(self, seen: Transcript) -> None:
        mine = seen.state is State.OFFICER and seen.holder_id == self.acting.actor.id
        self.number.text = seen.number
        need = need_line(seen.category, seen.need)
        self.need.text = f"{need}\n{seen.question}" if seen.question else need
        self.state.text = self._state_line(seen, mine)
        self.waiting_actions.set_visibility(seen.state is State.WAITING)
        self.held_actions.set_visibility(mine)

    def _state_line(self, seen: Transcript, mine: bool) -> str:
        if seen.state is State.WAITING:
            since = clock_time(seen.requested_at, self.zone)
            return f"Menunggu petugas sejak {since} · {waited(seen.requested_at, self.acting.kit.clock())}"
        if mine:
            return "Anda yang melayani"
        if seen.state is State.OFFICER:
            return f"Dilayani {seen.holder_name or 'petugas lain'}"
        return "Selesai" if seen.closed_at is None else f"Selesai {day_and_time(seen.closed_at, self.zone)}"

    def _add(self, message: SeenMessage, file: StoredFile | None) -> None:
        speaker = SPEAKERS[message.speaker]
        when = moment(message.at, self.acting.kit.clock(), self.zone)
        with self.log, container(f"pst-line {message.speaker.value}"):
            words(f"{speaker} · {when}" if speaker else when, "head")
            self._show_kind(message, file)
            if message.text:
                words(message.text, "words")
            if message.buttons:
                words("Pilihan: " + " / ".join(offered.title for offered in message.buttons), "offered")

    def _show_kind(self, message: SeenMessage, file: StoredFile | None) -> None:
        """What came beside words: a file to open or play, or why it is not there."""
        if message.kind in KINDS:
            name = f": {file.media.file_name}" if file is not None and file.media.file_name else ""
            words(f"{KINDS[message.kind]}{name}", "kind")
        if file is None:
            return
        if file.state is not FileState.STORED:
            words(file_state(file), "kind")
        if file.state is FileState.REFUSED:
            return
        address = f"{CONSOLE}/berkas/{file.id}"
        if message.kind in (Kind.VOICE, Kind.AUDIO):
            container(tag="audio", props=f'controls preload=none src="{address}"')
        words("Buka berkas", "pst-link", "a").props(f'href="{address}" target=_blank rel=noopener')

    async def send_place(self) -> None:
        """Send where the office is."""
        await self.acting.attempt(attachments.send_place, self.id, f"p{self.seq}")
        await self.refresh()

    async def send_file(self, event: events.UploadEventArguments) -> None:
        """Send a chosen file to the person."""
        content = await event.file.read()
        key = hashlib.sha256(content).hexdigest()[:32]
        await self.acting.attempt(attachments.send_file, self.id, event.file.name, content, "", f"f{key}")
        self.upload.reset()
        await self.refresh()

    async def take(self) -> None:
        """Hold the conversation."""
        if await self.acting.attempt(desk.take, self.id):
            ui.run_javascript("pstReply.focus()")
        await self.refresh()

    async def reply(self, event: events.GenericEventArguments) -> None:
        """Send what the officer typed; the browser keeps it until it hears that the desk has it."""
        match event.args:
            case {"key": str() as key, "text": str() as text} if key.isalnum() and len(key) <= KEY_MAX:
                await self._send(key, text)

    async def _send(self, key: str, text: str) -> None:
        try:
            await self.acting.call(desk.reply, self.id, text, key)
        except NotLoggedIn:
            ui.navigate.reload()
        except PstError as error:
            ui.run_javascript(f"pstReply.refused({json.dumps(refusal(error))})")
        else:
            ui.run_javascript(f"pstReply.done({json.dumps(key)})")
            await self.refresh()

    async def hand_back(self) -> None:
        """Give the person back to the assistant."""
        self.hand_back_question.close()
        await self.acting.attempt(desk.hand_back, self.id)
        await self.refresh()

    async def close(self, reason: ClosingReason) -> None:
        """Close the consultation for a reason."""
        self.close_question.close()
        await self.acting.attempt(desk.close, self.id, reason)
        await self.refresh()


async def build(acting: Acting, conversation_id: str) -> None:
    """Draw the page and keep it fresh; a conversation that is not at the desk is said to be unknown."""
    try:
        known = await acting.look(desk_views.transcript, conversation_id, 0)
    except ConversationUnknown as error:
        words(refusal(error), "pst-empty")
        return
    if known is None:
        return
    page = ConversationPage(acting, conversation_id)
    page.draw()
    await page.refresh()
    ui.timer(REFRESH_S, page.refresh)
