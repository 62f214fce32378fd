"""The forms of the week's hours and of special days."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Mapping
from datetime import date
from functools import partial

from nicegui import ui
from nicegui.elements.mixins.validation_element import ValidationElement

from bot.core.desk_settings import SpecialDays, Weekly
from bot.core.desk_settings_json import MESSAGE_MAX
from bot.core.periods import Period
from bot.core.service_hours import describe_day
from bot.core.special_days import DAY_NAMES
from bot.services import service_day, service_day_views
from bot.web.console.acting import Acting
from bot.web.console.asking import agreed
from bot.web.console.fielded import saved
from bot.web.console.frame import button, container, words
from bot.web.console.keeping import forget, kept_form

Redraw = Callable[[], Awaitable[None]]
Differing = Mapping[int, tuple[Period, ...]]
WEEKLY, SPECIAL = "jam-pekan", "jam-khusus"
_CLOSED = "tutup"
_BETWEEN = re.compile(r"\s*(?:[,;]|\bdan\b)\s*")


def written(periods: tuple[Period, ...]) -> str:
    """`08.00-11.00, 13.00-15.30`."""
    return ", ".join(map(str, periods))


def typed_hours(value: str | None) -> list[str]:
    """What stands between commas; nothing typed, or *tutup* = closed."""
    text = (value or "").strip()
    return [] if text.lower() == _CLOSED else [part for part in _BETWEEN.split(text) if part]


def spoken_hours(usual: tuple[Period, ...], differing: Differing) -> str:
    """`Jam 08.00-15.00; Jumat 08.00-15.30`, as the list of special days tells it."""
    days = (f"{DAY_NAMES[day].capitalize()} {written(differing[day]) or _CLOSED}" for day in sorted(differing))
    return "; ".join([f"Jam {written(usual)}" if usual else "Tutup", *days])


class WeeklyForm:
    """One field a weekday."""

    def __init__(self, acting: Acting, weekly: Weekly, redraw: Redraw) -> None:
        self.acting = acting
        self.redraw = redraw
        with kept_form(WEEKLY, "pst-block"):
            words("Jam layanan tiap pekan", "pst-subtitle", "h2")
            words("Tulis seperti 08.00-11.00, 13.00-15.30. Kosong berarti tutup.", "pst-soft")
            with container("pst-grid"):
                self.days = {
                    day: ui.input(day.capitalize(), value=written(periods))
                    for day, periods in zip(DAY_NAMES, weekly, strict=True)
                }
            with container("pst-actions"):
                button("Simpan jam", "main").on("click", self.save)

    async def save(self) -> None:
        """Store all seven days."""
        fields: dict[str, ValidationElement] = {f"jam_layanan.{day}": field for day, field in self.days.items()}
        hours = {day: typed_hours(field.value) for day, field in self.days.items()}
        if await saved(self.acting, fields, service_day.set_weekly_hours, hours):
            forget(WEEKLY)
            ui.notify("Jam layanan disimpan dan sudah berlaku.", type="positive", position="top")
            await self.redraw()


class SpecialForm:
    """Days and ranges with other hours, such as Ramadan: the list and the fields to add one."""

    def __init__(self, acting: Acting, special: SpecialDays, redraw: Redraw) -> None:
        self.acting = acting
        self.redraw = redraw
        with kept_form(SPECIAL, "pst-block"):
            words("Hari khusus", "pst-subtitle", "h2")
            words("Satu hari, atau rentang hari seperti Ramadan. Jam kosong berarti tutup.", "pst-soft")
            self.list = container("pst-rows")
            with container("pst-grid"):
                self.first = ui.input("Dari tanggal").props("type=date stack-label")
                self.last = ui.input("Sampai tanggal (rentang)").props("type=date stack-label")
                self.hours = ui.input("Jam").props('hint="Misalnya 08.00-12.00, 12.30-15.00"')
                self.message = ui.input("Pesan untuk pengguna").props(f"maxlength={MESSAGE_MAX} counter")
            self.by_day = _weekday_fields()
            with container("pst-actions"):
                button("Tambah hari khusus", "main").on("click", self.add)
        self._draw(special)

    def _draw(self, special: SpecialDays) -> None:
        self.list.clear()
        with self.list:
            for day, hours in special.days.items():
                self._row(day, None, spoken_hours(hours.periods, {}), hours.message)
            for each in special.ranges:
                self._row(each.first, each.last, spoken_hours(each.day.periods, each.differing), each.day.message)
            if not special.days and not special.ranges:
                words("Belum ada hari khusus.", "pst-empty")

    def _row(self, first: date, last: date | None, hours: str, message: str | None) -> None:
        with container("pst-row"):
            words(_span(first, last), "question")
            words(hours, "holder")
            if message:
                words(message, "holder")
            with container("pst-actions"):
                button("Hapus", "stop").on("click", partial(self.remove, first, last))

    async def add(self) -> None:
        """Store what was typed; the fields are emptied only then."""
        weekdays = {f"jam.{day}": field for day, field in self.by_day.items()}
        fields = {"dari": self.first, "sampai": self.last, "jam": self.hours, "pesan": self.message, **weekdays}
        for field in fields.values():
            field.error = None
        first, last = _date(self.first.value), _date(self.last.value)
        if first is None:
            self.first.error = "Isi tanggalnya."
            return
        by_day = {day: typed_hours(field.value) for day, field in self.by_day.items() if (field.value or "").strip()}
        if await saved(
            self.acting,
            fields,
            service_day.add_special,
            first=first,
            last=last,
            hours=typed_hours(self.hours.value),
            by_day=by_day,
            message=str(self.message.value or ""),
        ):
            forget(SPECIAL)
            for field in fields.values():
                field.value = ""
            await self._look()

    async def remove(self, first: date, last: date | None) -> None:
        """Take it back after a question."""
        if await agreed(f"Hapus hari khusus {_span(first, last)}?", "Hapus"):
            await saved(self.acting, {}, service_day.remove_special, first=first, last=last)
            await self._look()

    async def _look(self) -> None:
        setup = await self.acting.look(service_day_views.day_setup)
        if setup is not None:
            self._draw(setup.special)
        await self.redraw()


def _weekday_fields() -> dict[str, ui.input]:
    """Fields of the weekdays that differ within a range, folded away: most ranges have one line for all days."""
    with ui.expansion("Hari tertentu berbeda (pada rentang)").classes("pst-block"):
        words("Kosong berarti sama dengan isian Jam. Tulis tutup bila hari itu tutup.", "pst-soft")
        with container("pst-grid"):
            return {day: ui.input(f"Khusus {day}") for day in DAY_NAMES}


def _span(first: date, last: date | None) -> str:
    begin = f"{describe_day(first)} {first.year}"
    return begin if last is None else f"{begin} sampai {describe_day(last)} {last.year}"


def _date(value: str | None) -> date | None:
    try:
        return date.fromisoformat(value or "")
    except ValueError:
        return None
