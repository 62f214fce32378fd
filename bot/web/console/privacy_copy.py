"""Sends the copy of somebody's data into the conversation, once the name has been checked (stories 15)."""

from __future__ import annotations

from nicegui import ui

from bot.services import privacy_copy
from bot.web.console.acting import Acting
from bot.web.console.frame import button, container, words

_SENT = "Salinan sudah dikirim ke percakapan pengguna."
_PARKED = "Salinan terkirim begitu pengguna menulis lagi; batas 24 jam WhatsApp sudah lewat."


async def ask_to_send(acting: Acting, number: str, name: str) -> None:
    """Ask whether the name was checked, then send; *Batal* leaves the request open."""

    async def send() -> None:
        goes_now = await acting.obtain(privacy_copy.hand_out, number, name_checked=bool(checked.value))
        if goes_now is not None:
            dialog.submit(goes_now)

    # on the page and not in the row: the list is drawn anew when another request comes
    with ui.context.client.content, ui.dialog() as dialog, ui.card().classes("pst-dialog"):
        words(f"{number}: semua data yang tersimpan dikirim kepada pengguna sebagai berkas, tanpa terlihat petugas.")
        words(
            f"Nama tercatat: {name}" if name else "Nama tidak tercatat; pastikan orangnya dengan cara lain.", "pst-soft"
        )
        checked = ui.checkbox("Nama pengguna sudah saya cocokkan" if name else "Orangnya sudah saya pastikan")
        with container("pst-actions"):
            button("Kirim salinan", "main").on("click", send)
            button("Batal").on("click", dialog.close)
    goes_now = await dialog
    if goes_now is not None:
        ui.notify(_SENT if goes_now else _PARKED, type="positive" if goes_now else "warning", position="top")
    dialog.delete()
