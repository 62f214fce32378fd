"""A question with two answers before something that cannot be undone."""

from __future__ import annotations

from nicegui import ui

from bot.web.console.frame import button, container, words


async def agreed(question: str, yes: str) -> bool:
    """Ask in a dialog; Esc and *Batal* mean no."""
    with ui.dialog() as dialog, ui.card():
        words(question)
        with container("pst-actions"):
            button(yes, "main", "autofocus").on("click", lambda: dialog.submit(True))
            button("Batal").on("click", lambda: dialog.submit(False))
    answer = await dialog
    dialog.delete()
    return answer is True
