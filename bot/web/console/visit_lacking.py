"""Visits that ended without anybody saying what they were about: the report cannot place them yet (stories 8, 18)."""

from __future__ import annotations

from functools import partial

from nicegui import ui

from bot.core.visits import Visit
from bot.web.console.frame import button, container, words
from bot.web.console.visit_ending import Ending


class Lacking:
    """The list; drawn anew only when it has changed."""

    def __init__(self, ending: Ending) -> None:
        self._ending = ending
        self._shown: tuple[str, ...] = ()
        self._title = words("Belum dipilih kategorinya", "pst-title", "h2")
        self._rows: ui.element = container("pst-rows")
        self._title.set_visibility(False)

    def show(self, visits: tuple[Visit, ...]) -> None:
        """Bring it up to date."""
        ids = tuple(visit.id for visit in visits)
        if ids == self._shown:
            return
        self._shown = ids
        self._title.set_visibility(bool(visits))
        self._rows.clear()
        with self._rows:
            for visit in visits:
                self._draw(visit)

    def _draw(self, visit: Visit) -> None:
        with container("pst-row"):
            words(f"No. {visit.number} · {visit.guest.name}", "number")
            words(f"{visit.day:%d-%m-%Y}", "since")
            words(visit.guest.need, "question pst-clamp")
            with container("pst-actions wide"):
                ask = partial(self._ending.ask, visit.id, without_origin=False, has_ended=True)
                button("Pilih kategori").on("click", lambda _: ask())
