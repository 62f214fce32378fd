"""On Data pribadi: a request by letter or at the counter, and what is done where no chat leads (service_rules 12.3)."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import partial

from nicegui import ui

from bot.core.contact_fields import CONTACT_MAX, EMAIL_MAX, NAME_MAX
from bot.core.errors import InputRefused
from bot.core.forms.form import FormKind
from bot.core.guest_fields import INSTITUTION_MAX, NEED_MAX
from bot.core.privacy import PrivacyRequest
from bot.services import paper_erasure, paper_requests
from bot.services.erasure_ledger import ErasureLedger
from bot.web.console.acting import Acting
from bot.web.console.frame import button, container, words
from bot.web.console.keeping import GIVE_UP, forget, keep_typed
from bot.web.console.notices import refusal
from bot.web.console.portal_forms import MomentInput

KINDS = {
    FormKind.MY_DATA: "Minta salinan data",
    FormKind.CORRECT: "Perbaikan data",
    FormKind.ERASE: "Penghapusan data",
}
_ENTRY = "permintaan-surat"
_FIELDS = {
    "name": ("Nama", NAME_MAX),
    "email": ("Email", EMAIL_MAX),
    "phone": ("Nomor WhatsApp", 32),
    "institution": ("Nama instansi", INSTITUTION_MAX),
    "need": ("Kebutuhan", NEED_MAX),
    "contact": ("Kontak", CONTACT_MAX),
}
_VISITOR_GOES = "Nama, kontak, instansi, dan kebutuhan pengunjung dihapus; hitungannya tetap."
_COMPLAINANT_GOES = (
    "Nama dan kontak pengadu dihapus. Aduan yang sudah ditutup dikosongkan, juga catatan dan buktinya; "
    "cerita aduan yang masih terbuka tetap ada sampai ditutup, lalu paling lama setahun."
)
Then = Callable[[], Awaitable[None]]


def draw_entry(acting: Acting, then: Then) -> None:
    """Put the form on the page."""

    async def save() -> None:
        try:
            came = at.value
        except InputRefused as error:
            ui.notify(refusal(error), type="warning", position="top")
            return
        asked = FormKind(str(kind.value)), str(reference.value or ""), came
        number = await acting.obtain(paper_requests.register, *asked)
        if number is not None:
            forget(_ENTRY)
            reference.value = ""
            ui.notify(f"Permintaan {number} tercatat.", type="positive", position="top")
            await then()

    words("Permintaan lewat surat atau datang", "pst-title", "h2")
    words(
        "Cocokkan dulu nama dan nomornya dengan orangnya. Penghapusan data percakapan (PST) langsung berjalan sendiri.",
        "pst-soft",
    )
    with container("pst-card") as card:
        kinds = {each.value: label for each, label in KINDS.items()}
        kind = ui.select(kinds, value=FormKind.MY_DATA.value, label="Permintaan")
        reference = ui.input("Nomor PST, PGD, atau TAMU").props("maxlength=40 autocomplete=off")
        words("Kunjungan: TAMU-tahun bulan tanggal-nomor antrean, misalnya TAMU-20261123-3.", "pst-soft")
        at = MomentInput(acting.kit, "Diterima kantor")
        with container("pst-actions"):
            button("Catat permintaan", "main").on("click", save)
    keep_typed(card, _ENTRY)


def draw_acts(acting: Acting, row: PrivacyRequest, ledger: ErasureLedger, then: Then) -> None:
    """The button that carries an open request out."""
    if row.kind is FormKind.CORRECT:
        button("Perbaiki data", "main").on("click", partial(_ask_correction, acting, row, then))
    elif row.kind is FormKind.ERASE:
        button("Hapus data", "main").on("click", partial(_ask_erasure, acting, row, ledger, then))


def _ask_correction(acting: Acting, row: PrivacyRequest, then: Then) -> None:
    by_visit = row.complaint_id is None
    fields = paper_requests.VISIT_FIELDS if by_visit else paper_requests.COMPLAINT_FIELDS
    form = f"perbaikan-{row.number}"

    async def save() -> None:
        typed = {field: str(box.value or "") for field, box in boxes.items()}
        if await acting.attempt(paper_requests.correct, row.number, typed):
            forget(form)
            dialog.close()
            await then()

    # on the page and not in the row: the list is drawn anew when another request comes
    with ui.context.client.content, ui.dialog() as dialog, ui.card().classes("pst-dialog") as card:
        words(f"{row.number}: tulis yang diperbaiki saja; yang kosong tidak berubah.")
        boxes = {field: ui.input(_FIELDS[field][0]).props(f"maxlength={_FIELDS[field][1]}") for field in fields}
        with container("pst-actions"):
            button("Simpan perbaikan", "main").on("click", save)
            button("Batal", props=GIVE_UP).on("click", dialog.close)
    dialog.on("hide", dialog.delete)
    dialog.open()
    keep_typed(card, form)


def _ask_erasure(acting: Acting, row: PrivacyRequest, ledger: ErasureLedger, then: Then) -> None:
    async def erase() -> None:
        if await acting.attempt(paper_erasure.erase, row.number, ledger):
            dialog.close()
            await then()

    gone = _VISITOR_GOES if row.complaint_id is None else _COMPLAINANT_GOES
    with ui.context.client.content, ui.dialog() as dialog, ui.card().classes("pst-dialog"):
        words(f"{row.number}: {gone} Ini tidak dapat dibatalkan.")
        with container("pst-actions"):
            button("Ya, hapus", "main").on("click", erase)
            button("Batal").on("click", dialog.close)
    dialog.on("hide", dialog.delete)
    dialog.open()
