"""Antrean: who waits for an officer and who is being served, first come first."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from nicegui import ui
from nicegui.elements.mixins.text_element import TextElement

from bot.core.accounts import Actor
from bot.core.conversations import State
from bot.services import desk_views
from bot.services.desk_views import QueueRow
from bot.web.console.acting import Acting
from bot.web.console.frame import REFRESH_S, container, words
from bot.web.console.notices import CATEGORIES, clock_time, waited
from bot.web.headers import CONSOLE


@dataclass(frozen=True, kw_only=True)
class Card:
    """One person's row on the page."""

    link: ui.element
    since: TextElement
    holder: TextElement


@dataclass(kw_only=True)
class Board:
    """The list on the page; rows are changed in place, so that the keyboard's focus stays where it is."""

    actor: Actor
    zone: ZoneInfo
    heading: TextElement
    empty: TextElement
    list: ui.element
    cards: dict[str, Card] = field(default_factory=dict)
    title: str = ""

    def show(self, rows: list[QueueRow], now: datetime) -> None:
        """Bring the page to the queue as it is now."""
        keys = [row.number for row in rows]
        for number in [number for number in self.cards if number not in keys]:
            self.cards.pop(number).link.delete()
        for place, row in enumerate(rows):
            card = self.cards.get(row.number)
            if card is None:
                card = self.cards[row.number] = self._draw(row)
                card.link.move(target_index=place)
            self._update(card, row, now)
        self._announce(sum(row.state is State.WAITING for row in rows), len(rows))

    def _draw(self, row: QueueRow) -> Card:
        address = f"{CONSOLE}/percakapan/{row.conversation_id}"
        with self.list, container("pst-row", "a", f'href="{address}"') as link:
            words(row.number, "number")
            since = words("", "since")
            words(row.preview or "(tanpa pertanyaan)", "question")
            holder = words("", "holder")
        return Card(link=link, since=since, holder=holder)

    def _update(self, card: Card, row: QueueRow, now: datetime) -> None:
        mine = row.holder_id == self.actor.id
        waits = row.state is State.WAITING
        card.since.text = f"{clock_time(row.since, self.zone)} · {waited(row.since, now)}"
        by = "Anda yang melayani" if mine else f"Dilayani {row.holder_name or 'petugas lain'}"
        card.holder.text = f"{CATEGORIES[row.category]} · {'Menunggu petugas' if waits else by}"
        card.link.classes(
            add="waits" if waits else "mine" if mine else "",
            remove="mine" if waits else "waits" if mine else "waits mine",
        )

    def _announce(self, waiting: int, everyone: int) -> None:
        self.heading.text = f"{waiting} orang menunggu" if waiting else "Tidak ada yang menunggu"
        self.empty.set_visibility(not everyone)
        title = f"({waiting}) Antrean" if waiting else "Antrean"
        if title != self.title:
            self.title = title
            ui.run_javascript(f"document.title = {json.dumps(title)}")


async def build(acting: Acting) -> None:
    """Draw the page and keep it fresh."""
    words("Antrean", "pst-title", "h1")
    board = Board(
        actor=acting.actor,
        zone=acting.kit.zone,
        heading=words("", "pst-soft").props("role=status"),
        list=container("pst-rows"),
        empty=words("Belum ada permintaan. Halaman ini memperbarui dirinya sendiri.", "pst-empty"),
    )

    async def refresh() -> None:
        rows = await acting.look(desk_views.queue)
        if rows is not None:
            board.show(rows, acting.kit.clock())

    await refresh()
    ui.timer(REFRESH_S, refresh)
