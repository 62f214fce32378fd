"""The second look before a file goes out: what it may not hold, and who owes the next word (stories 1, 4)."""

from __future__ import annotations

import uuid
from collections.abc import Awaitable, Callable
from functools import partial

from nicegui import ui

from bot.services import attachments
from bot.web.console.acting import Acting
from bot.web.console.frame import button, container, words
from bot.web.console.stance import PromiseChoice

_CHECK_FIRST = "Periksa dulu: berkas ini tidak boleh memuat data per orang atau angka yang belum rilis."
_QUESTION = "Apakah pertanyaannya terjawab dengan berkas ini?"


def ask_to_send(
    acting: Acting, conversation_id: str, again: Callable[[], Awaitable[None]], name: str, content: bytes
) -> None:
    """Ask once; a file cannot be called back."""
    key = f"f{uuid.uuid4().hex}"  # of this file: both buttons pressed in haste send it once

    async def send(answered: bool) -> None:
        promise = None if answered else choice.day
        dialog.close()
        await acting.attempt(
            attachments.send_file, conversation_id, name, content, "", key, answered=answered, promised_for=promise
        )
        await again()

    with ui.dialog() as dialog, ui.card().classes("pst-dialog"):
        words(f"Kirim berkas {name} kepada pengguna?")
        words(_CHECK_FIRST, "pst-alarm")
        words(_QUESTION)
        with container("pst-actions"):
            button("Kirim, sudah dijawab", "main").on("click", partial(send, True))
        with container("pst-actions"):
            button("Kirim, masih saya carikan").on("click", partial(send, False))
            choice = PromiseChoice(acting, "Janji untuk sisanya", "Tanpa tanggal janji")
        with container("pst-actions"):
            button("Batal").on("click", dialog.close)
    dialog.on("hide", dialog.delete)
    dialog.open()
