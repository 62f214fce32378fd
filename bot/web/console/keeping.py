"""Text boxes whose words stay in the browser's tab until the desk has them, over a lock or a login in between."""

from __future__ import annotations

from nicegui import ui

GIVE_UP = "data-forget"
"""On a button inside: who gives up wants the words gone."""


def keep_typed(form: ui.element, name: str) -> None:
    """Keep what is typed into the labelled boxes of an element that is drawn or opened now; put back what was kept.

    Args:
        form: what holds the boxes; a password never belongs there.
        name: unlike any other on the console, of our letters and ids only.
    """
    form.props(f"data-keep={name}")
    restore(name)


def restore(name: str) -> None:
    """Put back what was kept, for a dialog that is opened again."""
    ui.run_javascript(f"pstForm.restore('{name}')")


def forget(name: str) -> None:
    """Let go of it: the desk has it."""
    ui.run_javascript(f"pstForm.clear('{name}')")
