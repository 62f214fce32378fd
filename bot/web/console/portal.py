"""Portal: the register of Silastik consultations with their deadlines (service_rules 5)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from nicegui import ui

from bot.core.portal import PortalCase, PortalEvent
from bot.core.service_hours import describe_opening
from bot.core.visits import Urgency
from bot.services import portal
from bot.services.portal import PortalRegister, PortalRow
from bot.web.console.acting import Acting
from bot.web.console.frame import button, container, words
from bot.web.console.notices import CATEGORIES, REASONS, day_and_time
from bot.web.console.portal_amending import Amending
from bot.web.console.portal_forms import EVENTS, Copying, Entry

REFRESH_S = 5.0
OPEN_PORTAL = "Setelah dicatat di sini, pekerjaannya tetap di portal: balas dan tutup di Silastik."


@dataclass(kw_only=True)
class RegisterPage:
    """The lists; drawn anew only when something changed, so that the keyboard's focus stays."""

    acting: Acting
    body: ui.element
    dialogs: ui.element  # outlives what is drawn anew, as does a question that is open
    shown: PortalRegister | None = None

    def __post_init__(self) -> None:
        self.copying = Copying(self.acting, self.refresh)
        with self.dialogs:
            self.amending = Amending(self.acting, self.refresh)

    async def refresh(self) -> None:
        """Show what is stored."""
        seen = await self.acting.look(portal.register)
        if seen is None or seen == self.shown:
            return
        self.shown = seen
        self.body.clear()
        with self.body:
            for row in seen.open:
                self._draw_open(row)
            if not seen.open:
                words("Tidak ada konsultasi portal yang terbuka.", "pst-empty")
            if seen.closed:
                words("Ditutup 30 hari terakhir", "pst-title", "h2")
            for row in seen.closed:
                self._draw_closed(row)

    def _draw_open(self, row: PortalRow) -> None:
        case, kit = row.case, self.acting.kit
        with container(f"pst-row {row.urgency.value}"):
            words(case.number, "number")
            words(f"Diajukan {day_and_time(case.submitted_at, kit.zone)}", "since")
            words(self._about(row), "question")
            words(self._dates(row), "holder")
            with container("pst-actions wide"):
                for event, label in EVENTS.items():
                    main = "main" if event is PortalEvent.ANSWERED and row.owes else ""
                    button(label, main).on("click", partial(self.copying.ask_note, case.id, event))
                button("Ditutup", "stop").on("click", partial(self.copying.ask_close, case.id))
                self._draw_amending(case)

    def _draw_amending(self, case: PortalCase) -> None:
        button("Ubah", "quiet").on("click", partial(self.amending.ask, case))
        button("Salah catat", "quiet").on("click", partial(self.withdraw, case))

    async def withdraw(self, case: PortalCase) -> None:
        """Taken back as entered wrongly."""
        with self.dialogs:
            await self.amending.withdraw(case)

    def _draw_closed(self, row: PortalRow) -> None:
        case, zone = row.case, self.acting.kit.zone
        late = " · jawaban pertama lewat 3 hari kerja" if row.late else ""
        rated = f" · dinilai {case.portal_rating}" if case.portal_rating is not None else ""
        reason = "" if case.closing_reason is None else REASONS[case.closing_reason]
        with container("pst-row"):
            words(case.number, "number")
            words("" if case.closed_at is None else day_and_time(case.closed_at, zone), "since")
            words(f"{self._about(row)} · {reason}{rated}{late}", "holder")
            with container("pst-actions wide"):
                self._draw_amending(case)

    def _about(self, row: PortalRow) -> str:
        return " · ".join(filter(None, (CATEGORIES[row.case.category], row.case.topic)))

    def _dates(self, row: PortalRow) -> str:
        office = self.acting.kit.office
        if row.case.first_answer_at is None:
            late = "Terlambat. " if row.urgency is Urgency.LATE else ""
            return f"{late}Jawab paling lambat {describe_opening(row.deadline, office)}"
        who = "Kantor ditunggu menjawab" if row.owes else "Menunggu pengguna"
        closes = "" if row.closes_at is None else f" · ditutup portal {describe_opening(row.closes_at, office)}"
        return f"{who}{closes}"


async def build(acting: Acting) -> None:
    """Draw the page and keep it fresh."""
    words("Portal", "pst-title", "h1")
    words(OPEN_PORTAL, "pst-soft")
    entry_place = container("pst-rows")
    page = RegisterPage(acting=acting, body=container("pst-rows"), dialogs=container())
    with entry_place:
        Entry(acting=acting, then=page.refresh)
    await page.refresh()
    ui.timer(REFRESH_S, page.refresh)
