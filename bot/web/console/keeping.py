"""Forms whose typed words stay in the browser's tab until the desk has them, over a lost connection, a lock or a login.

Every box on the console that somebody types into stands in one: on a page in `kept_form`, in a dialog by `keep_typed`.
"""

from __future__ import annotations

from nicegui import ui

from bot.web.console.frame import container

GIVE_UP = "data-forget"
"""On a button inside: who gives up wants the words gone."""


def kept_form(name: str, classes: str = "") -> ui.element:
    """An element of a page to put labelled boxes into; `name` as in `keep_typed`."""
    form = container(classes)
    keep_typed(form, name)
    return form


def keep_typed(form: ui.element, name: str) -> None:
    """Keep what is typed into the labelled boxes of an element that is drawn or opened now; put back what was kept.

    What was put back is said above the boxes, with a way to throw it away: it is not what the desk has stored.

    Args:
        form: what holds the boxes; a password never belongs there.
        name: unlike any other on the console, of our letters and ids only.
    """
    form.props(f"data-keep={name}")
    ui.run_javascript(f"pstForm.restore('{name}')")


def forget(name: str) -> None:
    """Let go of it: the desk has it."""
    ui.run_javascript(f"pstForm.clear('{name}')")
