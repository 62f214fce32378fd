"""Antrean: who waits for an officer and who is being served, one's own first, then first come first."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from nicegui import ui
from nicegui.elements.mixins.text_element import TextElement

from bot.core.accounts import Actor
from bot.core.channel_names import channel_label
from bot.core.conversations import State
from bot.core.promises import PromiseState
from bot.services import desk_queue
from bot.services.backups import Vault
from bot.services.desk_queue import QueueRow
from bot.services.wake import DESK
from bot.web.console.acting import Acting
from bot.web.console.alarm_line import draw_alarms, watch_alarms
from bot.web.console.frame import button, container, words
from bot.web.console.live import keep_fresh
from bot.web.console.notices import (
    CATEGORIES,
    CLOCK_CLASSES,
    clock_line,
    moment,
    promised_line,
    waited,
)
from bot.web.console.places import CLOSING
from bot.web.console.presence_bar import PresenceBar
from bot.web.headers import CONSOLE

FIRST_ROWS = 50
"""Shown at once; each row costs a few milliseconds, and more than these are nobody's next."""
_ALL_ROWS = 10_000


@dataclass(kw_only=True)
class Card:
    """One person's row on the page, and what stands on it."""

    link: ui.element
    since: TextElement
    holder: TextElement
    clock: TextElement
    shown: tuple[str, str, str, str] = ("", "", "", "")


@dataclass(kw_only=True)
class Board:
    """The list on the page; rows are changed in place, so that the keyboard's focus stays where it is."""

    actor: Actor
    zone: ZoneInfo
    heading: TextElement
    empty: TextElement
    rows: ui.element
    more: TextElement
    limit: int = FIRST_ROWS
    cards: dict[str, Card] = field(default_factory=dict)
    order: list[str] = field(default_factory=list)

    def show(self, rows: list[QueueRow], now: datetime) -> None:
        """Bring the page to the queue as it is now; what has not changed is not sent again."""
        self._announce(rows)
        rows = sorted(rows, key=self._place)  # stable: else the order of arrival
        rows = rows[: self.limit]
        numbers = [row.number for row in rows]
        for number in [number for number in self.cards if number not in numbers]:
            self.cards.pop(number).link.delete()
            self.order.remove(number)
        for place, row in enumerate(rows):
            if row.number not in self.cards:
                self.cards[row.number] = self._draw(row)
                self.order.append(row.number)
            if self.order[place] != row.number:
                self.order.remove(row.number)
                self.order.insert(place, row.number)
                self.cards[row.number].link.move(target_index=place)
            self._update(self.cards[row.number], row, now)

    def _place(self, row: QueueRow) -> int:
        """One's own first, and of those the ones whose promised day has come."""
        if row.holder_id != self.actor.id:
            return 2
        return 0 if row.promise in (PromiseState.NEAR, PromiseState.LATE) else 1

    def _draw(self, row: QueueRow) -> Card:
        address = f"{CONSOLE}/percakapan/{row.conversation_id}"
        with self.rows, container("pst-row", "a", f'href="{address}"') as link:
            words(row.number, "number")
            since = words("", "since")
            words(row.preview or "(tanpa pertanyaan)", "question")
            holder = words("", "holder")
            clock = words("", "clock")
        return Card(link=link, since=since, holder=holder, clock=clock)

    def _update(self, card: Card, row: QueueRow, now: datetime) -> None:
        look = self._look_of(row)
        clock = "" if row.clock is None else clock_line(row.clock)
        standing = row.promise or (None if row.clock is None else row.clock.state)  # a promised day replaces minutes
        colour = "" if standing is None else CLOCK_CLASSES[standing]
        wanted = (
            f"{moment(row.since, now, self.zone)} · {waited(row.since, now)}",
            self._holder(row),
            clock,
            f"{look} {colour}",
        )
        if wanted == card.shown:
            return
        card.since.text, card.holder.text, card.clock.text = wanted[:3]
        card.link.classes(remove=card.shown[3], add=wanted[3])
        card.shown = wanted

    def _look_of(self, row: QueueRow) -> str:
        if row.state is State.WAITING:
            return "waits"
        return "mine" if row.holder_id == self.actor.id else "others"

    def _holder(self, row: QueueRow) -> str:
        parts = [channel_label(row.channel), *([] if row.category is None else [CATEGORIES[row.category]])]
        if row.state is State.WAITING:
            parts.append("Menunggu petugas")
        elif row.holder_id == self.actor.id:
            parts.append("Anda yang melayani" + ("" if row.owed else ", menunggu pengguna"))
        else:
            parts.append(f"Dilayani oleh {row.holder_name or 'petugas lain'}")
        if row.may_take_over:
            parts.append("boleh diambil alih")
        if row.promised_for is not None and row.owed:
            parts.append(promised_line(row.promised_for, row.promise))
        return " · ".join(parts)

    def _announce(self, rows: list[QueueRow]) -> None:
        waiting = sum(row.state is State.WAITING for row in rows)
        mine = sum(row.holder_id == self.actor.id for row in rows)
        line = f"{waiting} orang menunggu" if waiting else "Tidak ada yang menunggu"
        self.heading.text = line + (f" · Anda memegang {mine}" if mine else "")
        self.empty.set_visibility(not rows)
        self.more.set_visibility(len(rows) > self.limit)
        self.more.text = f"Tampilkan {len(rows) - self.limit} lainnya"


async def build(acting: Acting, vault: Vault | None) -> None:
    """Draw the page and keep it fresh."""

    async def refresh() -> None:
        rows = await acting.look(desk_queue.queue)
        if rows is not None:
            board.show(rows, acting.kit.clock())
            await bar.refresh()

    async def show_all() -> None:
        board.limit = _ALL_ROWS
        await refresh()

    words("Antrean", "pst-title", "h1")
    look_for_alarms = draw_alarms(acting, vault)
    bar = PresenceBar(acting, refresh)
    bar.draw()
    board = Board(
        actor=acting.actor,
        zone=acting.kit.zone,
        heading=words("", "pst-soft").props("role=status"),
        rows=container("pst-rows"),
        more=button("", "small").on("click", show_all),
        empty=words("Belum ada permintaan. Halaman ini memperbarui dirinya sendiri.", "pst-empty"),
    )
    words("Tutup darurat", "pst-soft", "a").props(f'href="{CLOSING}"')  # two taps from a phone (stories 14)
    await refresh()
    await watch_alarms(acting, look_for_alarms)
    keep_fresh(acting, refresh, DESK)
