"""Data pribadi: requests of people about their data, each with its clock of 72 hours (stories 15)."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from functools import partial

from nicegui import ui

from bot.core.accounts import Role
from bot.core.errors import PstError
from bot.core.forms.form import FormKind
from bot.core.privacy import DONE, REFUSED, WIPED, PrivacyRequest
from bot.services import privacy
from bot.services.privacy import OnRecord
from bot.web.console.acting import Acting
from bot.web.console.frame import REFRESH_S, button, container, words
from bot.web.console.keeping import GIVE_UP, forget, keep_typed
from bot.web.console.notices import day_and_time, refusal
from bot.web.headers import CONSOLE

_KINDS = {
    FormKind.MY_DATA: "Minta salinan data",
    FormKind.CORRECT: "Perbaikan data",
    FormKind.ERASE: "Penghapusan data",
    FormKind.WITHDRAW: "Penarikan persetujuan",
}
_RESULTS = {DONE: "Selesai", REFUSED: "Ditolak", WIPED: "Isi sudah dihapus"}


async def build(acting: Acting) -> None:
    """Draw the list and keep it fresh."""
    words("Data pribadi", "pst-title", "h1")
    words("Ditangani paling lama 3 x 24 jam. Penghapusan berjalan sendiri.", "pst-soft")
    body = container("pst-rows")
    shown: list[PrivacyRequest] | None = None

    async def refresh() -> None:
        nonlocal shown
        rows = await acting.look(privacy.requests)
        if rows is None or rows == shown:
            return
        known = await acting.look(privacy.on_record) or {}
        shown = rows
        body.clear()
        with body:
            for row in rows:
                _draw(acting, row, known.get(row.number), settle, hand_out)
            if not rows:
                words("Belum ada permintaan.", "pst-empty")

    async def settle(number: str, result: str) -> None:
        await _ask_message(acting, number, result)
        await refresh()

    async def hand_out(contact_id: str, kind: str) -> None:
        try:
            found = await acting.call(privacy.export_person, contact_id)
        except PstError as error:
            ui.notify(refusal(error), type="warning", position="top")
            return
        if kind == "html":
            ui.download.content(privacy.as_html(found, acting.kit.office.name), "data-pribadi.html", "text/html")
        else:
            text = json.dumps(found, ensure_ascii=False, indent=2)
            ui.download.content(text, "data-pribadi.json", "application/json")

    await refresh()
    ui.timer(REFRESH_S, refresh)


Act = Callable[[str, str], Awaitable[None]]


def _draw(acting: Acting, row: PrivacyRequest, known: OnRecord | None, settle: Act, hand_out: Act) -> None:
    zone = acting.kit.office.timezone
    with container("pst-row"):
        words(f"{row.number} · {_KINDS.get(row.kind, row.kind.value)}", "number")
        words(day_and_time(row.requested_at, zone), "since")
        words(row.wish or "", "question")
        words(_clock(row, acting.kit.clock()), "holder")
        if known is not None:
            _draw_known(acting, known)
        if Role.ADMIN not in acting.actor.roles:
            return
        with container("pst-actions"):
            if row.contact_id is not None and row.kind is not FormKind.ERASE:
                button("Salinan (halaman)").on("click", partial(hand_out, row.contact_id, "html"))
                button("Salinan (JSON)").on("click", partial(hand_out, row.contact_id, "json"))
            if row.done_at is None and row.kind is not FormKind.ERASE:
                button("Selesai", "main").on("click", partial(settle, row.number, DONE))
                button("Ditolak").on("click", partial(settle, row.number, REFUSED))


def _draw_known(acting: Acting, known: OnRecord) -> None:
    """What the name is checked with; the conversation is for who may read it."""
    words(f"Nama tercatat: {known.name}" if known.name else "Nama tidak tercatat", "pst-soft")
    if known.conversation_id is not None and Role.PETUGAS in acting.actor.roles:
        address = f"{CONSOLE}/percakapan/{known.conversation_id}"
        words("Buka percakapan", "pst-link", "a").props(f'href="{address}"')


async def _ask_message(acting: Acting, number: str, result: str) -> None:
    """What the person is told with the result; *Batal* leaves the request open."""

    async def save() -> None:
        if await acting.attempt(privacy.settle, number, result, str(message.value or "")):
            forget(form)
            dialog.submit(None)

    refused, form = result == REFUSED, f"kabar-{number}-{result}"
    # on the page and not in the row: the list is drawn anew when another request comes
    with ui.context.client.content, ui.dialog() as dialog, ui.card().classes("pst-dialog") as card:
        words(f"{number}: pengguna dikabari di percakapannya.")
        label = "Alasan penolakan, wajib" if refused else "Pesan untuk pengguna (boleh kosong)"
        message = ui.textarea(label).props(f"maxlength={privacy.MESSAGE_MAX}")
        with container("pst-actions"):
            button("Tolak dan kabari" if refused else "Selesai dan kabari", "main").on("click", save)
            button("Batal", props=GIVE_UP).on("click", dialog.close)
    keep_typed(card, form)
    await dialog
    dialog.delete()


def _clock(row: PrivacyRequest, now: datetime) -> str:
    if row.done_at is not None:
        return _RESULTS.get(row.result or "", "Selesai")
    left = row.due_at - now
    if left < timedelta(0):
        return "Terlambat"
    return f"Sisa {int(left.total_seconds() // 3600)} jam"
