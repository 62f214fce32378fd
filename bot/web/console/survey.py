"""Survei: periods of the satisfaction survey, their links and results (service_rules 9)."""

from __future__ import annotations

from datetime import date
from functools import partial

from nicegui import ui

from bot.core.accounts import Role
from bot.core.errors import PstError
from bot.core.skm import BAND_NAMES, ELEMENTS, Survey
from bot.services import skm
from bot.web.console.acting import Acting
from bot.web.console.frame import button, container, words
from bot.web.console.keeping import forget, kept_form
from bot.web.console.notices import refusal

_LINKS = 50
_OPENING = "survei-baru"


async def build(acting: Acting) -> None:
    """Draw periods with their results, and for an admin the form to open one."""
    words("Survei kepuasan", "pst-title", "h1")
    words("Sembilan unsur, tanpa nama, satu tautan untuk satu jawaban.", "pst-soft")
    surveys = await acting.look(skm.periods) or []
    with container("pst-rows"):
        for survey in surveys:
            found = await acting.look(skm.outcome, survey.id)
            if found is not None:
                _draw(acting, found)
    if not surveys:
        words("Belum ada periode survei.", "pst-empty")
    if Role.ADMIN in acting.actor.roles:
        _draw_opening(acting)


def _draw(acting: Acting, found: skm.Outcome) -> None:
    survey, result = found.survey, found.result
    with container("pst-row"):
        words(survey.name, "number")
        words(f"{survey.first:%d-%m-%Y} sampai {survey.last:%d-%m-%Y}", "since")
        if result.index is None or result.band is None:
            words("Belum ada responden.", "question")
        else:
            index = str(result.index).replace(".", ",")
            words(f"IKM {index} ({result.band}, {BAND_NAMES[result.band]}), n={result.respondents}", "question")
            means = zip(ELEMENTS, result.means, strict=True)
            words(" · ".join(f"{element} {str(mean).replace('.', ',')}" for element, mean in means), "holder")
        for suggestion in found.suggestions:
            words(suggestion, "pst-line")
        if Role.ADMIN in acting.actor.roles:
            with container("pst-actions"):
                button(f"Buat {_LINKS} tautan").on("click", partial(_hand_out, acting, survey))


async def _hand_out(acting: Acting, survey: Survey) -> None:
    """Links are shown once, as a file: only their hashes are kept."""
    try:
        tokens = await acting.call(skm.issue_links, survey.id, _LINKS)
    except PstError as error:
        ui.notify(refusal(error), type="warning", position="top")
        return
    origin = str(await ui.run_javascript("location.origin"))
    lines = "\n".join(f"{origin}/skm/{token}" for token in tokens)
    ui.download.content(lines + "\n", "tautan-survei.txt", "text/plain")


def _draw_opening(acting: Acting) -> None:
    async def save() -> None:
        try:
            first, last = date.fromisoformat(str(begins.value)), date.fromisoformat(str(ends.value))
        except ValueError:
            ui.notify("Tanggal belum diisi.", type="warning", position="top")
            return
        if await acting.attempt(skm.open_period, str(name.value or ""), first, last):
            forget(_OPENING)
            ui.navigate.reload()

    words("Buka periode", "pst-title", "h2")
    with kept_form(_OPENING, "pst-fields"):
        name = ui.input("Nama, misalnya SKM 2026").props("maxlength=100")
        begins = ui.input("Mulai").props("type=date")
        ends = ui.input("Sampai").props("type=date")
    button("Buka", "main").on("click", save)
