"""The forms of the week's hours and of special days."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from datetime import date
from functools import partial

from nicegui import ui
from nicegui.elements.mixins.validation_element import ValidationElement

from bot.core.desk_settings import SpecialDays, Weekly
from bot.core.desk_settings_json import MESSAGE_MAX
from bot.core.office import DAY_NAMES, SpecialDay
from bot.core.periods import Period
from bot.core.service_hours import describe_day
from bot.services import service_day, service_day_views
from bot.web.console.acting import Acting
from bot.web.console.asking import agreed
from bot.web.console.fielded import saved
from bot.web.console.frame import button, container, words

Redraw = Callable[[], Awaitable[None]]
_BETWEEN = re.compile(r"\s*(?:[,;]|\bdan\b)\s*")


def written(periods: tuple[Period, ...]) -> str:
    """`08.00-11.00, 13.00-15.30`."""
    return ", ".join(map(str, periods))


def typed_hours(value: str | None) -> list[str]:
    """What stands between commas; nothing typed = closed."""
    return [part for part in _BETWEEN.split((value or "").strip()) if part]


class WeeklyForm:
    """One field a weekday."""

    def __init__(self, acting: Acting, weekly: Weekly, redraw: Redraw) -> None:
        self.acting = acting
        self.redraw = redraw
        with container("pst-block"):
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
            ui.notify("Jam layanan disimpan dan sudah berlaku.", type="positive", position="top")
            await self.redraw()


class SpecialForm:
    """Days and ranges with other hours, such as Ramadan: the list and the fields to add one."""

    def __init__(self, acting: Acting, special: SpecialDays, redraw: Redraw) -> None:
        self.acting = acting
        self.redraw = redraw
        with container("pst-block"):
            words("Hari khusus", "pst-subtitle", "h2")
            words("Satu hari, atau rentang hari seperti Ramadan. Jam kosong berarti tutup.", "pst-soft")
            self.list = container("pst-rows")
            with container("pst-grid"):
                self.first = ui.input("Dari tanggal").props("type=date stack-label")
                self.last = ui.input("Sampai tanggal (rentang)").props("type=date stack-label")
                self.hours = ui.input("Jam").props('hint="Misalnya 08.00-12.00, 12.30-15.00"')
                self.message = ui.input("Pesan untuk pengguna").props(f"maxlength={MESSAGE_MAX} counter")
            with container("pst-actions"):
                button("Tambah hari khusus", "main").on("click", self.add)
        self._draw(special)

    def _draw(self, special: SpecialDays) -> None:
        self.list.clear()
        with self.list:
            for day, hours in special.days.items():
                self._row(day, None, hours)
            for each in special.ranges:
                self._row(each.first, each.last, each.day)
            if not special.days and not special.ranges:
                words("Belum ada hari khusus.", "pst-empty")

    def _row(self, first: date, last: date | None, day: SpecialDay) -> None:
        with container("pst-row"):
            words(_span(first, last), "question")
            words(f"Jam {written(day.periods)}" if day.periods else "Tutup", "holder")
            if day.message:
                words(day.message, "holder")
            with container("pst-actions"):
                button("Hapus", "stop").on("click", partial(self.remove, first, last))

    async def add(self) -> None:
        """Store what was typed; the fields are emptied only then."""
        fields = {"dari": self.first, "sampai": self.last, "jam": self.hours, "pesan": self.message}
        for field in fields.values():
            field.error = None
        first, last = _date(self.first.value), _date(self.last.value)
        if first is None:
            self.first.error = "Isi tanggalnya."
            return
        hours, message = typed_hours(self.hours.value), str(self.message.value or "")
        if await saved(
            self.acting, fields, service_day.add_special, first=first, last=last, hours=hours, message=message
        ):
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


def _span(first: date, last: date | None) -> str:
    begin = f"{describe_day(first)} {first.year}"
    return begin if last is None else f"{begin} sampai {describe_day(last)} {last.year}"


def _date(value: str | None) -> date | None:
    try:
        return date.fromisoformat(value or "")
    except ValueError:
        return None
