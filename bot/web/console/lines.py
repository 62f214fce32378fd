"""The lines of a conversation: messages with files and ticks, internal notes, replies nobody has seen yet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from nicegui import ui
from nicegui.elements.mixins.text_element import TextElement

from bot.core.conversations import State
from bot.core.desk_lists import Sent
from bot.core.messages import SPOKEN_KINDS, FileState, SeenMessage, Sending, Speaker, StoredFile
from bot.core.notes import Note, NoteKind
from bot.services.desk_lines import Lines
from bot.services.desk_views import Transcript
from bot.web.console.acting import Acting
from bot.web.console.bold import bold_parts
from bot.web.console.frame import container, words
from bot.web.console.notices import KINDS, SPEAKERS, TICKS, file_state, moment, officer_name
from bot.web.console.voice import VoiceNote
from bot.web.headers import CONSOLE

_BAD = (Sending.FAILED, Sending.UNKNOWN, Sending.DEAD)


class Log:
    """What was said, in order, with the notes at their places; only what is new is drawn."""

    def __init__(self, acting: Acting, log: ui.element, pending: ui.element) -> None:
        self.seq = 0  # the newest message shown
        self.first = 0  # the oldest message shown, 0 = none yet
        self._acting = acting
        self._log = log
        self._pending = pending
        self._notes: set[str] = set()
        self._ticks: dict[str, TextElement] = {}
        self._waiting: dict[str, ui.element] = {}
        self._voices: dict[str, VoiceNote] = {}

    def start_at(self, seq: int) -> None:
        """Leave out what came until then."""
        self.seq = seq

    def show(self, seen: Transcript) -> bool:
        """Add what is new; whether anything was. Two looks may be under way at once and bring the same lines."""
        fresh = [message for message in seen.messages if message.seq > self.seq]
        if fresh:
            self.first = self.first or fresh[0].seq
            self.seq = fresh[-1].seq
        notes = [note for note in seen.notes if note.id not in self._notes and note.after_seq >= self.first - 1]
        with self._log:
            self._draw_all(Lines(messages=tuple(fresh), files=seen.files, authors=seen.authors), notes, seen.names)
        self._show_sent(seen.sent)
        self._show_summaries(seen)
        return bool(fresh or notes)

    def show_earlier(self, lines: Lines, seen: Transcript) -> None:
        """Put older messages, with their notes, before the first line."""
        if not lines.messages:
            return
        self.first = lines.messages[0].seq
        notes = [note for note in seen.notes if note.id not in self._notes and note.after_seq >= self.first - 1]
        with self._log:
            drawn = self._draw_all(lines, notes, seen.names)
        for place, line in enumerate(drawn):
            line.move(target_index=place)
        self._show_summaries(seen)

    def _draw_all(self, lines: Lines, notes: Sequence[Note], names: Mapping[str, str]) -> list[ui.element]:
        placed: list[tuple[int, int, SeenMessage | Note]] = [(message.seq, 0, message) for message in lines.messages]
        placed += [(note.after_seq, 1, note) for note in notes]
        return [
            self._draw_note(line, names) if isinstance(line, Note) else self._draw_message(line, lines)
            for _, _, line in sorted(placed, key=lambda each: each[:2])
        ]

    def _draw_message(self, message: SeenMessage, lines: Lines) -> ui.element:
        file, speaker = lines.files.get(message.file_id or ""), SPEAKERS[message.speaker]
        if message.speaker is Speaker.OFFICER:
            speaker = officer_name(lines.authors.get(message.outbox_id or ""))
        when = self._moment(message)
        with container(f"pst-line {message.speaker.value}") as line:
            words(f"{speaker} · {when}" if speaker else when, "head")
            self._draw_kind(message, file)
            if message.text:
                _said(message)
            if message.buttons:
                words("Pilihan: " + " / ".join(offered.title for offered in message.buttons), "offered")
            if message.speaker is Speaker.OFFICER and message.outbox_id is not None:
                self._ticks[message.outbox_id] = words("", "tick")
        return line

    def _draw_note(self, note: Note, names: Mapping[str, str]) -> ui.element:
        self._notes.add(note.id)
        author, other = names.get(note.author_id, "petugas"), names.get(note.about_id or "", "petugas lain")
        said = {
            NoteKind.NOTE: "Catatan internal",
            NoteKind.TRANSFER: f"Dialihkan kepada {other}",
            NoteKind.TAKE_OVER: f"Diambil alih dari {other}",
        }[note.kind]
        with container("pst-line note") as line:
            words(f"{said} · {author} · {self._moment(note)} · tidak terlihat pengguna", "head")
            if note.text:
                words(note.text, "words")
        return line

    def _moment(self, line: SeenMessage | Note) -> str:
        return moment(line.at, self._acting.kit.clock(), self._acting.kit.zone)

    def _draw_kind(self, message: SeenMessage, file: StoredFile | None) -> None:
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
        if message.kind in SPOKEN_KINDS:
            self._voices[file.id] = VoiceNote(self._acting, file)
        address = f"{CONSOLE}/berkas/{file.id}"
        words("Buka berkas", "pst-link", "a").props(f'href="{address}" target=_blank rel=noopener')

    def _show_summaries(self, seen: Transcript) -> None:
        mine = seen.state is State.OFFICER and seen.holder_id == self._acting.actor.id
        for file_id, voice in self._voices.items():
            voice.show(seen.summaries.get(file_id, ""), mine=mine)

    def _show_sent(self, sent: Sequence[Sent]) -> None:
        for reply in sent:
            tick = self._ticks.get(reply.outbox_id)
            if reply.seq is not None and (gone := self._waiting.pop(reply.outbox_id, None)) is not None:
                gone.delete()
            if reply.seq is None and tick is None:  # an older look may end after a newer one
                tick = self._draw_waiting(reply)
            if tick is not None and tick.text != (line := _tick(reply)):
                tick.text = line
                tick.classes(replace="tick bad" if reply.sending in _BAD else "tick")

    def _draw_waiting(self, reply: Sent) -> TextElement:
        with self._pending, container("pst-line officer pending") as line:
            words(f"{officer_name(reply.author)} · belum dilihat pengguna", "head")
            words(reply.text or reply.file_name, "words")
            tick = words("", "tick")
        self._waiting[reply.outbox_id] = line
        self._ticks[reply.outbox_id] = tick
        return tick


def _said(message: SeenMessage) -> None:
    """The words as the chat shows them: bold where the office wrote `*so*`; what the person typed stays as typed."""
    parts = [(message.text, False)] if message.speaker is Speaker.USER else list(bold_parts(message.text))
    if not any(is_bold for _, is_bold in parts):
        words(message.text, "words")
        return
    with container("words"):
        for text, is_bold in parts:
            words(text, tag="b" if is_bold else "span")


def _tick(reply: Sent) -> str:
    why = "" if reply.failure is None or reply.sending not in _BAD else f": {reply.failure.sentence}"
    return f"{TICKS[reply.sending]}{why}"
