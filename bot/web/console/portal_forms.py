"""The forms of *Portal*: a case entered in ten seconds, and what happened on the portal since."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime

from nicegui import ui

from bot.core.accounts import Actor
from bot.core.consultations import ClosingReason
from bot.core.errors import InputRefused
from bot.core.portal import NUMBER_MAX, PORTAL_RATINGS, PORTAL_REASONS, TOPIC_MAX, PortalEvent
from bot.services import portal
from bot.services.kit import Kit
from bot.web.console.acting import Acting
from bot.web.console.frame import button, container, words
from bot.web.console.keeping import GIVE_UP, forget, keep_typed, kept_form
from bot.web.console.notices import CATEGORIES, REASONS, refusal

_ENTRY = "portal-baru"
_TYPED = "%Y-%m-%dT%H:%M"
EVENTS = {
    PortalEvent.ANSWERED: "Sudah dijawab",
    PortalEvent.OFFICER_WROTE: "Petugas menulis (belum menjawab)",
    PortalEvent.USER_WROTE: "Pengguna menulis",
}
REASON_LABELS = {reason.value: REASONS[reason] for reason in PORTAL_REASONS}
Then = Callable[[], Awaitable[None]]


class MomentInput:
    """A moment in the office's time, now unless changed."""

    def __init__(self, kit: Kit, label: str) -> None:
        self._kit = kit
        # Drawn with its value: one that is set later comes to the page after what was typed there meanwhile.
        self._box = ui.input(label, value=self._now()).props("type=datetime-local stack-label")

    def reset(self) -> None:
        """Back to now."""
        self._box.value = self._now()

    def show(self, at: datetime) -> None:
        """Show a moment."""
        self._box.value = at.astimezone(self._kit.zone).strftime(_TYPED)

    def _now(self) -> str:
        return self._kit.clock().astimezone(self._kit.zone).strftime(_TYPED)

    @property
    def value(self) -> datetime:
        """The moment.

        Raises:
            InputRefused: `waktu`: there is none.
        """
        try:
            return datetime.fromisoformat(self._box.value or "").replace(tzinfo=self._kit.zone)
        except ValueError:
            raise InputRefused("waktu") from None


@dataclass(kw_only=True)
class Entry:
    """The form: number, what it is about, when it was submitted."""

    acting: Acting
    then: Then

    def __post_init__(self) -> None:
        with kept_form(_ENTRY, "pst-card"):
            with container("pst-two"):
                self.number = ui.input("Nomor di portal").props(f"maxlength={NUMBER_MAX} autocomplete=off")
                self.submitted = MomentInput(self.acting.kit, "Diajukan pengguna")
                self.category = ui.select(dict(CATEGORIES), value=next(iter(CATEGORIES)), label="Kategori")
                self.topic = ui.input("Topik (boleh kosong)").props(f"maxlength={TOPIC_MAX} autocomplete=off")
            with container("pst-actions"):
                button("Catat", "main").on("click", self.save)
        for box in (self.number, self.topic):
            box.on("keydown.enter", self.save)

    async def save(self) -> None:
        """Enter the case."""
        try:
            submitted = self.submitted.value
        except InputRefused as error:
            ui.notify(refusal(error), type="warning", position="top")
            return
        if await self.acting.attempt(
            portal.enter, self.number.value or "", self.category.value, submitted, self.topic.value or ""
        ):
            forget(_ENTRY)
            self.number.value = self.topic.value = ""
            self.submitted.reset()
            self.number.run_method("focus")
            await self.then()


class Copying:
    """The dialogs in which an officer copies what happened on the portal."""

    def __init__(self, acting: Acting, then: Then) -> None:
        self._acting, self._then = acting, then
        self._case, self._event = "", PortalEvent.ANSWERED
        with ui.dialog() as self._noting, ui.card().classes("pst-dialog") as self._note_card:
            self._title = words("", "pst-title", "h2")
            self._at = MomentInput(acting.kit, "Waktunya di portal")
            self._buttons("Simpan", self.note, self._noting)
        with ui.dialog() as self._closing, ui.card().classes("pst-dialog") as self._close_card:
            words("Ditutup di portal", "pst-title", "h2")
            self._reason = ui.select(REASON_LABELS, value=ClosingReason.SELESAI.value, label="Alasan")
            self._closed_at = MomentInput(acting.kit, "Waktunya di portal")
            ratings = {0: "Tidak dinilai", **{score: str(score) for score in PORTAL_RATINGS}}
            self._rating = ui.select(ratings, value=0, label="Nilai dari pengguna di portal")
            self._buttons("Tutup", self.close, self._closing)

    def _buttons(self, label: str, run: Then, dialog: ui.dialog) -> None:
        with container("pst-actions"):
            button(label, "main").on("click", run)
            button("Batal", props=GIVE_UP).on("click", dialog.close)

    def ask_note(self, case_id: str, event: PortalEvent) -> None:
        """Ask when it happened."""
        self._case, self._event = case_id, event
        self._title.text = EVENTS[event]
        self._at.reset()
        self._noting.open()
        keep_typed(self._note_card, self._form(event.value))

    def ask_close(self, case_id: str) -> None:
        """Ask why and when."""
        self._case = case_id
        self._reason.value, self._rating.value = ClosingReason.SELESAI.value, 0
        self._closed_at.reset()
        self._closing.open()
        keep_typed(self._close_card, self._form("tutup"))

    async def note(self) -> None:
        """Store a message of the portal."""
        if await self._acting.attempt(self._note):
            forget(self._form(self._event.value))
            self._noting.close()
            await self._then()

    async def close(self) -> None:
        """Store the closing."""
        if await self._acting.attempt(self._close):
            forget(self._form("tutup"))
            self._closing.close()
            await self._then()

    def _form(self, step: str) -> str:
        return f"portal-{self._case}-{step}"

    def _note(self, kit: Kit, actor: Actor) -> None:
        portal.note(kit, actor, self._case, self._event, self._at.value)

    def _close(self, kit: Kit, actor: Actor) -> None:
        reason = ClosingReason(self._reason.value)
        portal.close(kit, actor, self._case, reason, self._closed_at.value, self._rating.value or None)
