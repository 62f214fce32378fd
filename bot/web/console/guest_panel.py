"""The guest book of a consultation: what the person gave, and what the officer completes (stories 7)."""

from __future__ import annotations

from nicegui import ui

from bot.core.contact_fields import NAME_MAX
from bot.core.forms.fields import CATEGORIES, PURPOSE_MAX
from bot.core.guest_fields import INSTITUTION_MAX
from bot.core.guests import ConsentHow, GuestBook
from bot.services import guest_completion
from bot.web.console.acting import Acting
from bot.web.console.frame import button, container, words
from bot.web.console.keeping import GIVE_UP, forget, keep_typed

CONSENTS = {ConsentHow.SPOKEN.value: "Disetujui lisan", ConsentHow.WRITTEN.value: "Disetujui tertulis di percakapan"}


_GROUP = "Kelompok instansi belum dikenali: pilih di Buku tamu."


class GuestPanel:
    """One line with what is known, and a dialog to complete it."""

    def __init__(self, acting: Acting, consultation_id: str) -> None:
        self._acting = acting
        self._id = consultation_id
        self._found: GuestBook | None = None

    def draw(self) -> None:
        """Put the line on the page."""
        with container("pst-top"):
            self._line = words("", "pst-soft")
            self._group = words(_GROUP, "pst-alarm")
            self._group.set_visibility(False)
            button("Buku tamu", "small").on("click", self.ask)

    async def refresh(self) -> None:
        """Show what is stored now."""
        self._found = await self._acting.look(guest_completion.guest_book_of, self._id)
        self._line.text = line_of(self._found)
        self._group.set_visibility(self._found is not None and self._found.is_group_guessed)

    def ask(self) -> None:
        """Let the officer complete the form; what the person gave stands in it already."""
        found, form = self._found, f"buku-tamu-{self._id}"
        with ui.dialog() as dialog, ui.card().classes("pst-dialog") as card:
            words("Buku tamu. NIK tidak diminta dan tidak disimpan.")
            name = _field("Nama", None if found is None else found.name, NAME_MAX)
            group = None if found is None or found.is_group_guessed else found.institution_category
            category = ui.select(list(CATEGORIES), label="Kelompok", value=group)
            institution = _field("Instansi", None if found is None else found.institution, INSTITUTION_MAX)
            purpose = _field("Keperluan", None if found is None else found.purpose, PURPOSE_MAX)
            email = _field("Email (bila ada)", None if found is None else found.email, 254)
            phone = _field("Nomor WhatsApp (bila ada)", None if found is None else found.phone, 32)
            consent = ui.select(CONSENTS, label="Persetujuan", value=ConsentHow.SPOKEN.value)

            async def save() -> None:
                fields = {
                    "name": name.value,
                    "category": category.value,
                    "institution": institution.value,
                    "purpose": purpose.value,
                    "email": email.value,
                    "phone": phone.value,
                }
                typed = {field: str(value or "") for field, value in fields.items()}
                if await self._acting.attempt(
                    guest_completion.complete_guest_book, self._id, typed, ConsentHow(consent.value)
                ):
                    forget(form)
                    dialog.close()
                    await self.refresh()

            with container("pst-actions"):
                button("Simpan", "main").on("click", save)
                button("Batal", props=GIVE_UP).on("click", dialog.close)
        dialog.on("hide", dialog.delete)
        dialog.open()
        keep_typed(card, form)


def line_of(found: GuestBook | None) -> str:
    """`Budi · UMPR · skripsi`, whether it counts, and where else the answer may go (service_rules 6.10)."""
    if found is None:
        return "Buku tamu belum diisi."
    known = " · ".join(part for part in (found.name, found.origin, found.purpose) if part)
    reached = ", ".join(part for part in (found.phone, found.email) if part)
    state = "Buku tamu lengkap" if found.is_filled else "Buku tamu belum lengkap"
    line = f"{state}: {known}" if known else f"{state}."
    return f"{line} · jawaban juga ke {reached}" if reached else line


def _field(label: str, value: str | None, longest: int) -> ui.input:
    return ui.input(label, value=value or "").props(f"maxlength={longest}")
