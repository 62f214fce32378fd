"""Takes every picture of the guides anew, into docs/panduan/gambar."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.conftest import ROOT
from tests.pictures import month, people
from tests.pictures.stage import Stage, staged

FOLDER = ROOT / "docs/panduan/gambar"
LARGEST = 200_000  # bytes: the guides are read on slow lines

_UP_TO_THE_END = """() => {
  const content = document.querySelector(".nicegui-content");
  const end = content ? Math.ceil(content.getBoundingClientRect().bottom) : innerHeight;
  return { x: 0, y: 0, width: innerWidth, height: Math.min(innerHeight, end) };
}"""
_AS_THE_GUIDES_SAY = "(line, own) => (line.textContent = line.textContent.replace(own, 'https://tanya.kantor.go.id'))"


def take(page: Page, name: str) -> None:
    """Store what is on the screen, when the letters are there; nothing blinks and no field is ringed."""
    page.evaluate("document.fonts.ready")
    page.evaluate("document.activeElement.blur()")
    picture = page.screenshot(animations="disabled", caret="hide", clip=page.evaluate(_UP_TO_THE_END))
    if len(picture) > LARGEST:
        raise SystemExit(f"{name}: {len(picture)} bytes, above {LARGEST}")
    Path(FOLDER / name).write_bytes(picture)
    sys.stdout.write(f"docs/panduan/gambar/{name}: {len(picture) // 1000} kB\n")


def the_chat(stage: Stage) -> None:
    """What a citizen sees; then the queue, which the other three are in as well."""
    with stage.page(390, 1190) as phone, stage.page(1280, 1000) as desk:
        people.the_morning(stage, phone)
        expect(phone.locator("#log .officer .bubble")).to_have_count(1)
        phone.locator("#scroll").evaluate("box => box.scrollTop = 0")
        take(phone, "obrolan.png")
        stage.log_in(desk, "budi")
        expect(desk.locator(".pst-row")).to_have_count(4)
        take(desk, "antrean.png")


def a_conversation(stage: Stage) -> None:
    """One that is being served; and the same in the history."""
    conversation_id = people.the_answer(stage)
    with stage.page(1280, 1660) as desk:
        stage.log_in(desk, "budi")
        desk.goto(f"{stage.server.url}/console/percakapan/{conversation_id}")
        expect(desk.locator(".pst-line.officer .tick")).to_have_text("✓✓ dibaca")
        people.becomes(stage, 10, 1)
        expect(desk.get_by_text("Janji 30 menit: 3 menit")).to_be_visible()
        take(desk, "percakapan.png")
        people.close(stage, conversation_id)
        desk.set_viewport_size({"width": 1280, "height": 1800})  # the end of the talk is to be seen as well
        desk.get_by_role("link", name="Riwayat").click()
        desk.locator(".pst-row").first.click()
        expect(desk.get_by_role("button", name="Ubah kategori dan pokok")).to_be_visible()
        take(desk, "riwayat.png")


def the_visitors(stage: Stage) -> None:
    """*Tamu*, with somebody in each state."""
    people.the_visitors(stage)
    with stage.page(1280, 1000) as desk:
        stage.log_in(desk, "siti", "/console/tamu")
        expect(desk.locator(".pst-visit")).to_have_count(3)
        desk.get_by_text("/tamu/nilai/").first.evaluate(_AS_THE_GUIDES_SAY, stage.server.url)
        take(desk, "tamu.png")


def the_report(stage: Stage) -> None:
    """November, read on the first day of December."""
    stage.clock.now = datetime(2026, 12, 1, 2, tzinfo=UTC)
    with stage.page(1280, 976) as desk:
        stage.log_in(desk, "kepala", "/console/laporan")
        desk.goto(f"{stage.server.url}/console/laporan?bulan=2026-11")
        expect(desk.get_by_role("heading", name="Laporan November 2026")).to_be_visible()
        take(desk, "laporan.png")


def main() -> None:
    """All of them, in the order of the clock."""
    with staged() as stage:
        november = month.of(stage)
        november.days(2, 20)
        for scene in (the_chat, a_conversation, the_visitors):
            scene(stage)
        november.days(24, 30)
        november.scores()
        the_report(stage)


if __name__ == "__main__":
    main()
