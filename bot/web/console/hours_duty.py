"""The forms of the duty roster, the switches and the targets."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from nicegui import ui

from bot.core.desk_settings import Roster, Switches, Targets
from bot.core.special_days import DAY_NAMES
from bot.services import service_day
from bot.services.service_day_views import OnDuty
from bot.web.console.acting import Acting
from bot.web.console.fielded import saved
from bot.web.console.frame import button, container, words
from bot.web.console.keeping import forget, kept_form

Redraw = Callable[[], Awaitable[None]]
SAVED = "Disimpan dan sudah berlaku."
TARGETS = "jam-target"


class RosterForm:
    """A box for each officer and weekday."""

    def __init__(self, acting: Acting, officers: tuple[OnDuty, ...], roster: Roster, redraw: Redraw) -> None:
        self.acting = acting
        self.redraw = redraw
        self.boxes: dict[str, dict[str, ui.checkbox]] = {}
        with container("pst-block"):
            words("Jadwal piket", "pst-subtitle", "h2")
            words("Petugas piket diberi tahu lebih dahulu bila ada yang menunggu.", "pst-soft")
            if not officers:
                words("Belum ada akun dengan peran Petugas layanan.", "pst-empty")
                return
            for day, chosen in zip(DAY_NAMES, roster.days, strict=True):
                with container("pst-duty", props=f'role=group aria-label="{day.capitalize()}"'):
                    words(day.capitalize(), "day")
                    self.boxes[day] = {
                        officer.id: ui.checkbox(officer.name, value=officer.id in chosen) for officer in officers
                    }
            with container("pst-actions"):
                button("Simpan jadwal", "main").on("click", self.save)

    async def save(self) -> None:
        """Store all seven days."""
        roster = {day: [user for user, box in boxes.items() if box.value] for day, boxes in self.boxes.items()}
        if await saved(self.acting, {}, service_day.set_roster, roster):
            ui.notify(SAVED, type="positive", position="top")
            await self.redraw()


class TargetsForm:
    """Two numbers."""

    def __init__(self, acting: Acting, targets: Targets) -> None:
        self.acting = acting
        with kept_form(TARGETS, "pst-block"):
            words("Target kantor", "pst-subtitle", "h2")
            words("Untuk pengingat dan laporan di dalam kantor; tidak dijanjikan kepada pengguna.", "pst-soft")
            with container("pst-grid"):
                self.minutes = ui.input("Jawaban pertama (menit jam layanan)", value=str(targets.first_answer_minutes))
                self.days = ui.input("Tindak lanjut aduan (hari kerja)", value=str(targets.complaint_days))
            for field in (self.minutes, self.days):
                field.props("inputmode=numeric")
            with container("pst-actions"):
                button("Simpan target", "main").on("click", self.save)

    async def save(self) -> None:
        """Store both; what is no number is as wrong as one out of bounds."""
        fields = {"jawaban_pertama_menit": self.minutes, "tindak_lanjut_aduan_hari": self.days}
        targets = Targets(first_answer_minutes=_number(self.minutes.value), complaint_days=_number(self.days.value))
        if await saved(self.acting, fields, service_day.set_targets, targets):
            forget(TARGETS)
            ui.notify(SAVED, type="positive", position="top")


class SwitchesForm:
    """What an office may switch on; each says what it does."""

    def __init__(self, acting: Acting, switches: Switches) -> None:
        self.acting = acting
        with container("pst-block"):
            words("Sakelar", "pst-subtitle", "h2")
            self.form = ui.checkbox("Wajib isi formulir lebih dahulu", value=switches.form_first)
            words(
                "Mati: pengguna langsung masuk antrean dan mengisi data diri sambil menunggu. Menyala: urutan ketat "
                "standar pelayanan; pengguna masuk antrean setelah formulirnya lengkap.",
                "pst-soft",
            )
            with container("pst-fields") as rare:
                self.assignment = ui.checkbox("Penugasan otomatis", value=switches.automatic_assignment)
                words(
                    "Mati: siapa cepat mengambil. Menyala: permintaan langsung diberikan kepada petugas piket yang "
                    "percakapannya paling sedikit. Untuk kantor dengan dua sampai empat petugas, sebaiknya mati.",
                    "pst-soft",
                )
            rare.set_visibility(acting.actor.full_view)  # stories 25
            with container("pst-actions"):
                button("Simpan sakelar", "main").on("click", self.save)

    async def save(self) -> None:
        """Store both."""
        switches = Switches(form_first=bool(self.form.value), automatic_assignment=bool(self.assignment.value))
        if await self.acting.attempt(service_day.set_switches, switches):
            ui.notify(SAVED, type="positive", position="top")


def _number(value: str | None) -> int:
    text = (value or "").strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) < 5 else -1
