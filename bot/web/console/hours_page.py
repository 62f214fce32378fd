"""Jam & libur: today, the week, special days, holidays, the roster, switches and targets."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from nicegui import ui

from bot.core.service_hours import describe_day
from bot.services import service_day_views
from bot.web.console.acting import Acting
from bot.web.console.closing import LOOK_S, Today
from bot.web.console.frame import container, words
from bot.web.console.hours_duty import RosterForm, SwitchesForm, TargetsForm
from bot.web.console.hours_forms import SpecialForm, WeeklyForm


async def build(acting: Acting) -> None:
    """Draw the page; every form keeps what is typed in it until it is saved."""
    setup = await acting.look(service_day_views.day_setup)
    if setup is None:
        return
    words("Jam & libur", "pst-title", "h1")
    today = Today(acting)
    await today.refresh()
    ui.timer(LOOK_S, today.refresh)
    WeeklyForm(acting, setup.weekly, today.refresh)
    SpecialForm(acting, setup.special, today.refresh)
    _draw_holidays(setup.holidays)
    RosterForm(acting, setup.officers, setup.settings.roster, today.refresh)
    TargetsForm(acting, setup.settings.targets)
    SwitchesForm(acting, setup.settings.switches)


def _draw_holidays(holidays: Mapping[date, str]) -> None:
    with ui.expansion("Libur nasional dan cuti bersama").classes("pst-block"):
        words("Kantor tutup pada hari-hari ini. Bila tetap buka, tambahkan sebagai hari khusus.", "pst-soft")
        for year in sorted({day.year for day in holidays}):
            words(str(year), "pst-subtitle", "h3")
            with container("pst-list", "ul"):
                for day, name in holidays.items():
                    if day.year == year:
                        words(f"{describe_day(day)}: {name}", tag="li")
