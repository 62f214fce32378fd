"""Riwayat: closed consultations, newest first, to read only."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from bot.services import desk_views
from bot.services.desk_views import HistoryRow
from bot.web.console.acting import Acting
from bot.web.console.frame import container, words
from bot.web.console.notices import REASONS, day_and_time
from bot.web.headers import CONSOLE


async def build(acting: Acting) -> None:
    """Draw the page."""
    words("Riwayat", "pst-title", "h1")
    words("Konsultasi yang sudah selesai, terbaru di atas.", "pst-soft")
    rows = await acting.look(desk_views.history)
    with container("pst-rows"):
        for row in rows or ():
            _draw(row, acting.kit.zone)
    if rows == []:
        words("Belum ada konsultasi yang selesai.", "pst-empty")


def _draw(row: HistoryRow, zone: ZoneInfo) -> None:
    officer = f" · {row.officer_name}" if row.officer_name else ""
    with container("pst-row", "a", f'href="{CONSOLE}/percakapan/{row.conversation_id}"'):
        words(row.number, "number")
        words(day_and_time(row.closed_at, zone), "since")
        words(row.preview or "(tanpa pertanyaan)", "question")
        words(f"{REASONS[row.reason]}{officer}", "holder")
