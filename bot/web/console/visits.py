"""Tamu: who waits at the counter, who is served, who has left; registration, ratings on paper, the entrance's code."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import date
from functools import partial

from nicegui import ui
from nicegui.elements.mixins.text_element import TextElement

from bot.core.day_code import DayCodes
from bot.core.visits import Urgency, Visit, VisitState
from bot.services import visit_views, visits
from bot.services.visit_views import VisitRow
from bot.web.console.acting import Acting
from bot.web.console.entrance import Entrance, origin
from bot.web.console.frame import REFRESH_S, button, container, words
from bot.web.console.guest_book import draw_export
from bot.web.console.notices import CATEGORIES, clock_time
from bot.web.console.visit_ending import Ending
from bot.web.console.visit_forms import PaperRating, Registration
from bot.web.console.visit_lacking import Lacking
from bot.web.qr import qr_svg

STATES = {
    VisitState.WAITING: "Menunggu",
    VisitState.SERVED: "Dilayani",
    VisitState.DONE: "Selesai",
    VisitState.GONE: "Tidak jadi",
}
RATING = "/tamu/nilai"
Handler = Callable[[str], Awaitable[None]]


@dataclass(frozen=True, kw_only=True)
class Card:
    """One visitor's row."""

    box: ui.element
    since: TextElement
    line: TextElement
    rating: TextElement
    rating_code: ui.element
    waiting: ui.element
    served: ui.element


@dataclass(kw_only=True)
class VisitsPage:
    """The page; rows are changed in place, so that the keyboard's focus stays where it is."""

    acting: Acting
    heading: TextElement
    empty: TextElement
    here: ui.element
    left_title: TextElement
    left: ui.element
    lacking_place: ui.element
    entrance: Entrance
    registration: Registration
    paper: PaperRating
    cards: dict[str, Card] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.ending = Ending(self.acting, self.refresh)
        with self.lacking_place:
            self.lacking = Lacking(self.ending)

    @property
    def today(self) -> date:
        """The day in the office's zone; a page may stay open over midnight."""
        return self.acting.kit.clock().astimezone(self.acting.kit.zone).date()

    async def refresh(self) -> None:
        """Bring the page to what is stored."""
        seen = await self.acting.look(visit_views.board)
        if seen is None:
            return
        known = {row.visit.id for row in seen.rows}
        for visit_id in [visit_id for visit_id in self.cards if visit_id not in known]:
            self.cards.pop(visit_id).box.delete()  # midnight has passed
        for row in seen.rows:
            card = self.cards.get(row.visit.id) or self._draw(row)
            self._update(card, row)
        self.paper.offer(seen.unrated, self.acting.actor.id)
        self.lacking.show(seen.uncategorised)
        self.entrance.show(self.today)
        self._announce(seen.rows)

    def _draw(self, row: VisitRow) -> Card:
        visit = row.visit
        with self.here, container("pst-row pst-visit") as box:
            words(f"No. {visit.number} · {visit.guest.name}", "number")
            since = words("", "since")
            words(visit.guest.need, "question pst-clamp")
            line = words("", "holder")
            rating = words("", "holder pst-code")
            rating_code = self._draw_rating_code(visit)
            with container("pst-actions wide") as waiting:
                button("Mulai layani", "main").on("click", partial(self.start, visit.id))
                button("Tidak jadi").on("click", partial(self.cancel, visit.id))
            with container("pst-actions wide") as served:
                button("Selesai", "main").on(
                    "click", partial(self.ending.ask, visit.id, visit.guest.institution_category is None)
                )
        card = self.cards[visit.id] = Card(
            box=box, since=since, line=line, rating=rating, rating_code=rating_code, waiting=waiting, served=served
        )
        return card

    def _draw_rating_code(self, visit: Visit) -> ui.element:
        """Folded away: it is shown to this visitor, who rates on the own phone (stories 18)."""
        with container("pst-fold", "details") as fold:
            words("Kode QR penilaian", tag="summary")
            address = f"{origin()}{RATING}/{visit.rating_code}"
            ui.html(qr_svg(address, "Kode QR alamat penilaian"), sanitize=False)  # drawn by us
        return fold

    def _update(self, card: Card, row: VisitRow) -> None:
        visit, zone = row.visit, self.acting.kit.zone
        minutes = int(row.waited.total_seconds() // 60)
        late = " · lewat 10 menit" if row.urgency is Urgency.LATE else ""
        card.since.text = f"{clock_time(visit.registered_at, zone)} · tunggu {minutes} menit{late}"
        by = f" oleh {row.officer_name}" if row.officer_name else ""
        about = f" · {CATEGORIES[visit.category]}" if visit.category is not None else ""
        guessed = " · waktu selesai perkiraan" if visit.ended_estimated else ""
        none = "" if visit.has_email else " · tanpa email"
        card.line.text = f"{STATES[row.state]}{by}{about}{guessed}{none}"
        rates = row.state in (VisitState.SERVED, VisitState.DONE) and visit.rating_code is not None
        card.rating.text = f"Penilaian di HP pengunjung: {origin()}{RATING}/{visit.rating_code}" if rates else ""
        card.rating.set_visibility(rates)
        card.rating_code.set_visibility(rates)
        card.waiting.set_visibility(row.state is VisitState.WAITING)
        card.served.set_visibility(row.state is VisitState.SERVED)
        self._colour(card, row)
        if visit.ended_at is not None and card.box.parent_slot is not None and card.box.parent_slot.parent is self.here:
            card.box.move(self.left, target_index=0)

    def _colour(self, card: Card, row: VisitRow) -> None:
        waits = row.state is VisitState.WAITING
        colour = row.urgency.value if waits else "mine" if row.state is VisitState.SERVED else ""
        colours = [*(each.value for each in Urgency), "mine"]
        card.box.classes(add=colour, remove=" ".join(each for each in colours if each != colour))

    def _announce(self, rows: tuple[VisitRow, ...]) -> None:
        waiting = sum(row.state is VisitState.WAITING for row in rows)
        served = sum(row.state is VisitState.SERVED for row in rows)
        self.heading.text = f"{waiting} menunggu · {served} dilayani · {len(rows)} tamu hari ini"
        self.empty.set_visibility(not waiting and not served)
        self.left_title.set_visibility(waiting + served < len(rows))

    async def start(self, visit_id: str) -> None:
        """Begin to serve."""
        await self.acting.attempt(visits.start, visit_id)
        await self.refresh()

    async def cancel(self, visit_id: str) -> None:
        """The visitor has left."""
        await self.acting.attempt(visits.cancel, visit_id)
        await self.refresh()


async def build(acting: Acting, codes: DayCodes) -> None:
    """Draw the page and keep it fresh."""
    words("Tamu", "pst-title", "h1")
    page = VisitsPage(
        acting=acting,
        heading=words("", "pst-soft").props("role=status"),
        here=container("pst-rows"),
        empty=words("Tidak ada tamu yang menunggu atau dilayani.", "pst-empty"),
        registration=Registration(acting=acting),
        left_title=words("Sudah selesai hari ini", "pst-title", "h2"),
        left=container("pst-rows"),
        lacking_place=container(),
        paper=PaperRating(acting=acting),
        entrance=Entrance(codes=codes),
    )
    page.registration.then = page.refresh
    page.paper.then = page.refresh
    words("Ekspor", "pst-title", "h2")
    draw_export(page.today)
    await page.refresh()
    ui.timer(REFRESH_S, page.refresh)
