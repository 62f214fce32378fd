"""One conversation: what was said, and what its officer can do about it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from nicegui import ui
from nicegui.elements.mixins.text_element import TextElement

from bot.core.accounts import Actor
from bot.core.channel_names import channel_label
from bot.core.conversations import State
from bot.core.errors import ConversationUnknown
from bot.services import desk, desk_views, transfer
from bot.services.desk_lines import PAGE
from bot.services.desk_views import Transcript
from bot.services.kit import Kit
from bot.services.wake import conversation_topic, desk_topic
from bot.web.console.acting import Acting
from bot.web.console.composer import Composer
from bot.web.console.dialogs import EndDialog, ask_transfer
from bot.web.console.frame import button, container, words
from bot.web.console.guest_panel import GuestPanel
from bot.web.console.lines import Log
from bot.web.console.live import keep_fresh
from bot.web.console.notices import (
    CLOCK_CLASSES,
    REASONS,
    clock_line,
    day_and_time,
    left_until,
    moment,
    need_line,
    refusal,
    waited,
)
from bot.web.console.places import HISTORY, QUEUE
from bot.web.console.stance import Stance

_SHORT_WINDOW = timedelta(hours=2)


class ConversationPage:
    """The page of one conversation; it shows and calls use cases, and decides nothing."""

    def __init__(self, acting: Acting, seen: Transcript, consultation_id: str | None) -> None:
        self.acting = acting
        self.consultation_id = consultation_id
        self.id = seen.conversation_id
        self.seen = seen
        self.zone = acting.kit.zone
        self.composer = Composer(acting, self.id, self.refresh, lambda: self.log.seq)
        self.stance = Stance(acting, self.id, self.refresh)
        self.ending = EndDialog(acting, self.id, self.refresh)
        self.guest = GuestPanel(acting, seen.consultation_id)

    def draw(self) -> None:
        """Put all parts on the page; what does not apply now is hidden, not missing, so typed text survives."""
        with container("pst-top"):
            came_from, address = ("Riwayat", HISTORY) if self.consultation_id else ("Antrean", QUEUE)
            words(f"← {came_from}", "pst-soft", "a").props(f'href="{address}"')
            self.number = words("", "pst-title", "h1")
            self.channel = words("", "pst-tag")
        self.state = words("", "pst-soft").props("role=status")
        self.clock = words("", "pst-clock")
        self.window = words("", "pst-window").props("role=status")
        self.need = words("", "pst-need")
        with container("pst-actions"):
            self.subject = button("Ubah kategori dan pokok", "small").on("click", self.correct)
        self.guest.draw()
        self.older = button("Tampilkan pesan sebelumnya", "small").on("click", self.show_earlier)
        log = container("pst-log", props='id=pst-log role=log aria-live=polite aria-label="Percakapan" tabindex=0')
        self.log = Log(self.acting, log, container("pst-pending"))
        self.log.start_at(self.seen.first_seq)
        self.older.set_visibility(self.seen.first_seq > 0)
        with container("pst-actions") as self.waiting_actions:
            button("Ambil", "main").on("click", self.take)
        with container("pst-actions") as self.away_actions:
            button("Ambil alih", "main").on("click", self.take_over)
        with container("pst-reply") as self.held_actions:
            self.stance.draw()
            self.composer.draw_reply()
        self.composer.draw_note()
        with container("pst-actions pst-end") as self.end_actions:
            button("Alihkan").on("click", self.transfer)
            button("Kembalikan ke bot").on("click", lambda: self.ending.ask_hand_back(self.seen))
            button("Tutup", "stop").on("click", lambda: self.ending.ask_close(self.seen))
        self.composer.restore()

    async def refresh(self) -> None:
        """Show what has changed since the last look."""
        seen = await self.acting.look(desk_views.transcript, self.id, self.log.seq, self.consultation_id)
        if seen is None:
            return
        self.seen = seen
        if self.log.show(seen):
            ui.run_javascript("pstLog.follow()")
        self._show_state(seen)
        await self.guest.refresh()

    def _show_state(self, seen: Transcript) -> None:
        mine = seen.state is State.OFFICER and seen.holder_id == self.acting.actor.id
        need = need_line(seen.category, seen.need)
        _set(self.number, seen.number)
        _set(self.channel, channel_label(seen.channel))
        _set(self.need, f"{need}\n{seen.question}" if seen.question else need)
        _set(self.state, self._state_line(seen, mine))
        _set(self.clock, "" if seen.clock is None else clock_line(seen.clock))
        _colour(self.clock, "" if seen.clock is None else CLOCK_CLASSES[seen.clock.state])
        _set(self.window, self._window_line(seen))
        _colour(self.window, "soon" if self._window_is_short(seen) else "")
        self.stance.show(seen, mine)
        self.waiting_actions.set_visibility(seen.state is State.WAITING)
        self.away_actions.set_visibility(seen.may_take_over and not mine)
        self.held_actions.set_visibility(mine)
        self.end_actions.set_visibility(mine)
        self.subject.set_visibility((mine or seen.closed_at is not None) and not seen.month_locked)

    def _state_line(self, seen: Transcript, mine: bool) -> str:
        if seen.state is State.WAITING:
            now = self.acting.kit.clock()
            since = moment(seen.waiting_since, now, self.zone)
            return f"Menunggu petugas sejak {since} · {waited(seen.waiting_since, now)}"
        if mine:
            return "Anda yang melayani"
        if seen.state is State.OFFICER:
            return f"Dilayani oleh {seen.holder_name or 'petugas lain'}"
        ended = "Selesai" if seen.closing_reason is None else REASONS[seen.closing_reason]
        return ended if seen.closed_at is None else f"{ended} · {day_and_time(seen.closed_at, self.zone)}"

    def _window_line(self, seen: Transcript) -> str:
        """Until when the provider takes free-form replies (stories 13, platforms 1.8)."""
        if not seen.windowed or seen.window_until is None or seen.closed_at is not None:
            return ""
        now = self.acting.kit.clock()
        if seen.window_until <= now:
            return "Lewat 24 jam sejak pesan terakhir pengguna: balasan menunggu sampai ia menulis lagi."
        until = day_and_time(seen.window_until, self.zone)
        return f"Dapat dibalas sampai {until} (sisa {left_until(seen.window_until, now)})."

    def _window_is_short(self, seen: Transcript) -> bool:
        return seen.window_until is not None and seen.window_until - self.acting.kit.clock() < _SHORT_WINDOW

    async def show_earlier(self) -> None:
        """Older messages, one page more."""
        found = await self.acting.look(desk_views.earlier, self.id, self.log.first)
        if found is None:
            return
        self.log.show_earlier(found, self.seen)
        self.older.set_visibility(len(found.messages) == PAGE)

    async def take(self) -> None:
        """Hold the conversation."""
        await self._hold(desk.take)

    async def take_over(self) -> None:
        """Hold what a colleague who is away holds."""
        await self._hold(transfer.take_over)

    async def _hold(self, take: Callable[[Kit, Actor, str], object]) -> None:
        taken = await self.acting.attempt(take, self.id)
        await self.refresh()
        if taken:
            self.composer.focus()  # only now the box is there to be focused

    def correct(self) -> None:
        """Say what it is or was about."""
        self.ending.ask_subject(self.seen)

    async def transfer(self) -> None:
        """Give it to a colleague."""
        await ask_transfer(self.acting, self.id, self.refresh)


def _set(element: TextElement, text: str) -> None:
    """Only what has changed is sent to the browser; an empty line takes no room."""
    if element.text != text:
        element.text = text
    element.set_visibility(bool(text))


def _colour(element: TextElement, colour: str) -> None:
    element.classes(add=colour, remove=" ".join(name for name in CLOCK_CLASSES.values() if name != colour))


async def build(acting: Acting, conversation_id: str, consultation_id: str | None = None) -> None:
    """Draw the page and keep it fresh; a conversation that is not at the desk is said to be unknown.

    Args:
        acting: who opened it.
        conversation_id: whose messages.
        consultation_id: the one that was chosen in Riwayat; None = the newest.
    """
    try:
        known = await acting.look(desk_views.transcript, conversation_id, 0, consultation_id)
    except ConversationUnknown as error:
        words(refusal(error), "pst-empty")
        return
    if known is None:
        return
    page = ConversationPage(acting, known, consultation_id)
    page.draw()
    await page.refresh()
    keep_fresh(acting, page.refresh, conversation_topic(conversation_id), desk_topic(conversation_id))
