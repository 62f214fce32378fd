"""Data pribadi: requests of people about their data, each with its clock of 72 hours (stories 15)."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from nicegui import ui

from bot.core.accounts import Role
from bot.core.errors import PstError
from bot.core.forms.form import FormKind
from bot.core.privacy import DONE, REFUSED, WIPED, PrivacyRequest
from bot.services import paper_requests, privacy
from bot.services.erasure_ledger import ErasureLedger
from bot.services.privacy import OnRecord
from bot.web.console import copies
from bot.web.console.acting import Acting
from bot.web.console.frame import REFRESH_S, button, container, words
from bot.web.console.keeping import GIVE_UP, forget, keep_typed
from bot.web.console.notices import day_and_time, refusal
from bot.web.console.paper_requests import KINDS, Then, draw_acts, draw_entry
from bot.web.console.privacy_copy import ask_to_send
from bot.web.headers import CONSOLE

_KINDS = {**KINDS, FormKind.WITHDRAW: "Penarikan persetujuan"}
_RESULTS = {DONE: "Selesai", REFUSED: "Ditolak", WIPED: "Isi sudah dihapus"}


async def build(acting: Acting, *, ledger: ErasureLedger) -> None:
    """Draw the list and keep it fresh; `ledger` keeps erased what is erased here."""
    words("Data pribadi", "pst-title", "h1")
    words("Ditangani paling lama 3 x 24 jam. Penghapusan data percakapan berjalan sendiri.", "pst-soft")
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
                _draw(acting, row, known.get(row.number), acts)
            if not rows:
                words("Belum ada permintaan.", "pst-empty")

    async def settle(row: PrivacyRequest, result: str) -> None:
        await _ask_message(acting, row, result)
        await refresh()

    async def send(row: PrivacyRequest, name: str) -> None:
        await ask_to_send(acting, row.number, name)
        await refresh()

    async def download(row: PrivacyRequest, kind: str) -> None:
        try:
            if row.visit_id is not None:
                found = await acting.call(paper_requests.copy_of, row.number)
            else:
                found = await acting.call(privacy.export_person, str(row.contact_id))
        except PstError as error:
            ui.notify(refusal(error), type="warning", position="top")
            return
        copies.save(acting, found, kind, "data-pribadi")

    acts = _Acts(settle=settle, send=send, download=download, refresh=refresh, ledger=ledger)
    await refresh()
    if Role.ADMIN in acting.actor.roles:
        draw_entry(acting, refresh)
    ui.timer(REFRESH_S, refresh)


Act = Callable[[PrivacyRequest, str], Awaitable[None]]


@dataclass(frozen=True, kw_only=True)
class _Acts:
    """What the buttons of a row do, and with what."""

    settle: Act
    send: Act
    download: Act
    refresh: Then
    ledger: ErasureLedger


def _draw(acting: Acting, row: PrivacyRequest, known: OnRecord | None, acts: _Acts) -> None:
    zone = acting.kit.office.timezone
    with container("pst-row"):
        words(f"{row.number} · {_KINDS.get(row.kind, row.kind.value)}", "number wrap")
        words(day_and_time(row.requested_at, zone), "since")
        words(row.wish or "", "question")
        words(_clock(row, acting.kit.clock()), "holder")
        if known is not None:
            _draw_known(acting, row, known)
        if Role.ADMIN not in acting.actor.roles:
            return
        _draw_actions(acting, row, "" if known is None else known.name, acts)


def _draw_actions(acting: Acting, row: PrivacyRequest, name: str, acts: _Acts) -> None:
    is_open, by_letter = row.done_at is None, row.by_letter
    sends_copy = is_open and row.kind is FormKind.MY_DATA and not by_letter
    with container("pst-actions wide"):
        if sends_copy:
            button("Kirim salinan ke percakapan", "main").on("click", partial(acts.send, row, name))
        if _has_copy(row):
            button("Salinan (halaman)").on("click", partial(acts.download, row, copies.HTML))
            button("Salinan (JSON)").on("click", partial(acts.download, row, copies.JSON))
        if is_open and by_letter:
            draw_acts(acting, row, acts.ledger, acts.refresh)
        if is_open and (row.kind is not FormKind.ERASE or by_letter):
            if row.kind is FormKind.MY_DATA or not by_letter:
                button("Selesai", "" if sends_copy else "main").on("click", partial(acts.settle, row, DONE))
            button("Ditolak").on("click", partial(acts.settle, row, REFUSED))


def _has_copy(row: PrivacyRequest) -> bool:
    """Of a visitor only while it is asked for; of a complaint its readers give it."""
    if row.visit_id is not None:
        return row.kind is FormKind.MY_DATA and row.done_at is None
    return row.contact_id is not None and row.kind is not FormKind.ERASE


def _draw_known(acting: Acting, row: PrivacyRequest, known: OnRecord) -> None:
    """What the name is checked with; the conversation is for who may read it."""
    if row.complaint_id is not None:
        gives = ", yang memberi salinannya dari halaman Aduan" if row.kind is FormKind.MY_DATA else ""
        words(f"Nama pengadu dicocokkan oleh pembaca aduan{gives}", "holder")
        return
    words(f"Nama tercatat: {known.name}" if known.name else "Nama tidak tercatat", "holder")
    if known.conversation_id is not None and Role.PETUGAS in acting.actor.roles:
        address = f"{CONSOLE}/percakapan/{known.conversation_id}"
        words("Buka percakapan", "pst-link", "a").props(f'href="{address}"')


async def _ask_message(acting: Acting, row: PrivacyRequest, result: str) -> None:
    """What the person is told with the result; *Batal* leaves the request open."""

    async def save() -> None:
        if await acting.attempt(privacy.settle, row.number, result, str(message.value or "")):
            forget(form)
            dialog.submit(None)

    refused, form = result == REFUSED, f"data-pribadi-{row.number}-{result}"
    # on the page and not in the row: the list is drawn anew when another request comes
    with ui.context.client.content, ui.dialog() as dialog, ui.card().classes("pst-dialog") as card:
        where = "kabari orangnya lewat surat" if row.by_letter else "pengguna dikabari di percakapannya"
        words(f"{row.number}: {where}.")
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
