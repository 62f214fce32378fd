"""What the officer puts up at the entrance: the day's code and the addresses that carry it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from nicegui import ui

from bot.core.day_code import DayCodes
from bot.web.console.entrance_print import ADDRESS as PRINTED
from bot.web.console.entrance_print import origin_of
from bot.web.console.frame import container, words
from bot.web.qr import qr_svg


def origin() -> str:
    """That of the page that is being drawn."""
    return origin_of(ui.context.client.request)


@dataclass(kw_only=True)
class Entrance:
    """The code and three links; they change every night, on an open page too."""

    codes: DayCodes
    shown: date | None = None

    def __post_init__(self) -> None:
        words("Pintu masuk", "pst-title", "h2")
        self.card = container("pst-card")

    def show(self, today: date) -> None:
        """Show the day's code, if another one is shown."""
        if today == self.shown:
            return
        self.shown = today
        self.card.clear()
        with self.card:
            self._draw(self.codes.code_of(today))

    def _draw(self, code: str) -> None:
        words(f"Kode hari ini: {code}", "pst-daycode")
        words(
            "Tulis di papan atau cetak halaman QR-nya. Besok kodenya lain; tanpa kode tidak ada nomor antrean.",
            "pst-soft",
        )
        phones = f"/tamu?k={code}"
        ui.html(qr_svg(f"{origin()}{phones}", "Kode QR halaman tamu"), sanitize=False)  # drawn by us
        with container("pst-actions"):
            words("Cetak (A4 atau A5)", "pst-button", "a").props(f'href="{PRINTED}" target=_blank rel=noopener')
        for label, path in (
            ("Halaman tamu (HP pengunjung)", phones),
            ("Halaman tamu di tablet kantor", f"/tamu?k={code}&d=tablet"),
            ("Layar nomor antrean", f"/tamu/layar?k={code}"),
        ):
            with container("pst-address"):
                words(label, "pst-soft")
                words(f"{origin()}{path}", "pst-link", "a").props(f'href="{path}" target=_blank rel=noopener')
