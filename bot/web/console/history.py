"""Riwayat: closed consultations page by page, newest first, and the search; corrected on their own page."""

from __future__ import annotations

from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from nicegui import ui

from bot.core.channel_names import channel_label
from bot.services import desk_history
from bot.services.desk_history import HistoryRow
from bot.web.console.acting import Acting
from bot.web.console.frame import attribute, container, words
from bot.web.console.notices import REASONS, category_name, day_and_time
from bot.web.console.places import HISTORY
from bot.web.headers import CONSOLE

_QUERY_MAX, _PAGE_MAX = 100, 9_999


async def build(acting: Acting) -> None:
    """Draw the page that the address asks for: `?cari=words&hal=2`."""
    query, page = _asked()
    unchosen = ui.context.client.request.query_params.get("kategori") == "belum"
    words("Riwayat", "pst-title", "h1")
    _draw_search(query)
    found = await acting.look(desk_history.history, page - 1, query, unchosen=unchosen)
    if found is None:
        return
    _draw_unchosen(found.unchosen, unchosen)
    with container("pst-rows"):
        for row in found.rows:
            _draw(row, acting.kit.zone)
    if not found.rows:
        words("Tidak ada yang cocok." if query or page > 1 else "Belum ada konsultasi yang selesai.", "pst-empty")
    with container("pst-actions", "nav", 'aria-label="Halaman"'):
        if page > 1:
            _link("← Lebih baru", query, page - 1, unchosen)
        if page > 1 or found.has_more:
            words(f"Halaman {page}", "pst-soft")
        if found.has_more:
            _link("Lebih lama →", query, page + 1, unchosen)


def _asked() -> tuple[str, int]:
    request = ui.context.client.request
    given = request.query_params.get("hal", "1")
    page = int(given) if given.isascii() and given.isdecimal() and len(given) <= len(str(_PAGE_MAX)) else 1
    return request.query_params.get("cari", "")[:_QUERY_MAX], max(1, page)


def _draw_search(query: str) -> None:
    with container("pst-search", "form", f'method=get action="{HISTORY}" role=search'):
        words("Cari nomor atau kata dalam percakapan", tag="label").props("for=pst-search")
        with container("pst-actions"):
            box = container("pst-input", "input", f"id=pst-search name=cari type=search maxlength={_QUERY_MAX}")
            attribute(box, "value", query)
            words("Cari", "pst-button main", "button").props("type=submit")
            if query:
                words("Semua", "pst-link", "a").props(f'href="{HISTORY}"')


def _draw_unchosen(count: int, alone: bool) -> None:
    """How many the report cannot place yet, with the way to them (stories 8)."""
    if alone:
        words("Semua konsultasi", "pst-link", "a").props(f'href="{HISTORY}"')
    elif count:
        label = f"{count} konsultasi dengan kategori belum dipilih"
        words(label, "pst-link", "a").props(f'href="{HISTORY}?kategori=belum"')


def _link(label: str, query: str, page: int, unchosen: bool) -> None:
    asked = urlencode(
        {**({"cari": query} if query else {}), **({"kategori": "belum"} if unchosen else {}), "hal": page}
    )
    attribute(words(label, "pst-link", "a"), "href", f"{HISTORY}?{asked}")


def _draw(row: HistoryRow, zone: ZoneInfo) -> None:
    officer = f" · {row.officer_name}" if row.officer_name else ""
    ended = "Masih berjalan" if row.reason is None else REASONS[row.reason]
    about = category_name(row.category)
    address = f"{CONSOLE}/percakapan/{row.conversation_id}?konsultasi={row.consultation_id}"
    with container("pst-row", "a", f'href="{address}"'):
        words(row.number, "number")
        words(day_and_time(row.closed_at or row.requested_at, zone), "since")
        words(row.preview or "(tanpa pertanyaan)", "question")
        words(f"{ended} · {about} · {channel_label(row.channel)}{officer}", "holder")
