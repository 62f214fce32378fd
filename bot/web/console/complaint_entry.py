"""Typing in a complaint from the box, e-mail, website or another WhatsApp (stories 5, 24e)."""

from __future__ import annotations

from nicegui import ui

from bot.core.complaints import Source
from bot.core.contact_fields import CONTACT_MAX
from bot.core.errors import InputRefused
from bot.core.guests import ConsentHow
from bot.services import complaint_entry
from bot.web.console.acting import Acting
from bot.web.console.frame import button, words
from bot.web.console.keeping import forget, kept_form
from bot.web.console.notices import refusal
from bot.web.console.portal_forms import MomentInput

_TYPED = {Source.BOX: "Kotak saran", Source.EMAIL: "Email", Source.WEBSITE: "Situs BPS", Source.WHATSAPP: "WhatsApp"}
_CONSENTS = {
    ConsentHow.ANONYMOUS.value: "Tidak perlu (anonim)",
    ConsentHow.WRITTEN.value: "Tertulis",
    ConsentHow.SPOKEN.value: "Lisan",
}
_ENTRY = "aduan-baru"


def draw_entry(acting: Acting) -> None:
    """Put the form on the page; what it gives is shown once."""

    async def save() -> None:
        try:
            received = at.value
        except InputRefused as error:
            ui.notify(refusal(error), type="warning", position="top")
            return
        told = (str(story.value or ""), ConsentHow(str(consent.value)), str(name.value or ""), str(contact.value or ""))
        given = await acting.obtain(complaint_entry.register_complaint, Source(str(source.value)), *told, received)
        if given is not None:
            forget(_ENTRY)
            _show_once(*given)

    words("Catat aduan dari kanal lain", "pst-title", "h2")
    source = ui.select({each.value: label for each, label in _TYPED.items()}, value=Source.BOX.value, label="Kanal")
    with kept_form(_ENTRY, "pst-fields"):
        at = MomentInput(acting.kit, "Diterima kantor")
        story = ui.textarea("Isi aduan").props("maxlength=2000")
        name = ui.input("Nama (kosong = anonim)").props("maxlength=100")
        contact = ui.input("Kontak").props(f"maxlength={CONTACT_MAX}")
    # Anonymous until somebody says otherwise: consent is chosen, never assumed.
    consent = ui.select(_CONSENTS, value=ConsentHow.ANONYMOUS.value, label="Persetujuan pengadu")
    button("Catat", "main").on("click", save)


def _show_once(number: str, code: str) -> None:
    """Number and code to write down for who complained: the code is stored nowhere (stories 5e)."""
    with ui.dialog().props("persistent") as dialog, ui.card().classes("pst-dialog"):
        words("Aduan tercatat. Tulis nomor dan kode ini untuk pengadu; kodenya tidak dapat ditampilkan lagi.")
        words(f"Nomor {number} · kode {code}", "pst-once")
        words(f"Kabarnya dapat ditanyakan di percakapan dengan membalas: status aduan {number} {code}", "pst-soft")
        button("Sudah saya catat", "main").on("click", ui.navigate.reload)
    dialog.open()
