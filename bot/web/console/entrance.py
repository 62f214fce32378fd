"""What the officer puts up at the entrance: the day's code and the addresses that carry it."""

from __future__ import annotations

from nicegui import ui

from bot.web.console.frame import container, words


def origin() -> str:
    """The address by which this page was opened; visitors in the office reach the same one."""
    url = ui.context.client.request.url
    return f"{url.scheme}://{url.netloc}"


def draw_entrance(code: str) -> None:
    """The code and three links; they change every night."""
    words("Pintu masuk", "pst-title", "h2")
    with container("pst-card"):
        words(f"Kode hari ini: {code}", "pst-big")
        words("Tulis di papan atau cetak. Besok kodenya lain; tanpa kode tidak ada nomor antrean.", "pst-soft")
        for label, path in (
            ("Halaman tamu (HP pengunjung)", f"/tamu?k={code}"),
            ("Halaman tamu di tablet kantor", f"/tamu?k={code}&d=tablet"),
            ("Layar nomor antrean", f"/tamu/layar?k={code}"),
        ):
            with container("pst-address"):
                words(label, "pst-soft")
                words(f"{origin()}{path}", "pst-link", "a").props(f'href="{path}" target=_blank rel=noopener')
