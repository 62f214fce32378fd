"""A voice note in the console: played faster, with the officer's summary beside it (stories 16)."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from bot.core.messages import Incoming, Kind
from bot.services import files
from bot.services.receive import receive
from tests.browser.conftest import Server
from tests.browser.test_console import log_in
from tests.services.test_files import ADDRESS, VOICE, to_the_desk

SAID = "Kepala desa menanyakan <b>penduduk</b> desanya."


def voice_note_waits(server: Server) -> None:
    receive(server.kit, [Incoming(address=ADDRESS, external_id="v-1", text="", kind=Kind.VOICE, media=VOICE)])
    [wanted] = files.wanted(server.kit)
    files.keep(server.kit, wanted, b"suara")
    to_the_desk(server.kit, wanted.conversation_id)


def test_heard_faster_and_summed_up(server: Server, desk: Page) -> None:
    """Stories 16: three speeds; the holder writes the summary, which survives a reload and stays in Riwayat."""
    voice_note_waits(server)
    log_in(desk, server)
    desk.locator(".pst-row").click()
    voice = desk.locator(".pst-voice")
    voice.get_by_role("button", name="1,5×").click()
    expect(voice.get_by_role("button", name="1,5×")).to_have_attribute("aria-pressed", "true")
    expect(voice.get_by_role("button", name="1×", exact=True)).to_have_attribute("aria-pressed", "false")
    player = voice.locator("audio")
    assert player.evaluate("audio => [audio.playbackRate, audio.defaultPlaybackRate]") == [1.5, 1.5]
    expect(desk.get_by_role("button", name="Tulis ringkasan")).to_be_hidden()

    desk.get_by_role("button", name="Ambil", exact=True).click()
    desk.get_by_role("button", name="Tulis ringkasan").click()
    desk.get_by_label("Ringkasan petugas").fill(SAID)
    desk.reload()
    desk.get_by_role("button", name="Tulis ringkasan").click()
    expect(desk.get_by_label("Ringkasan petugas")).to_have_value(SAID)
    desk.get_by_role("button", name="Simpan ringkasan").click()
    expect(desk.locator(".pst-line .summary")).to_have_text(f"Ringkasan petugas: {SAID}")
    expect(desk.get_by_label("Ringkasan petugas")).to_be_hidden()
    desk.get_by_role("button", name="Ubah ringkasan").click()
    expect(desk.get_by_label("Ringkasan petugas")).to_have_value(SAID)
    desk.get_by_label("Ringkasan petugas").fill("Kepala desa menanyakan luas desanya.")
    desk.reload()
    desk.get_by_role("button", name="Ubah ringkasan").click()
    expect(desk.get_by_label("Ringkasan petugas")).to_have_value("Kepala desa menanyakan luas desanya.")
    desk.get_by_role("button", name="Buang ketikan").click()
    expect(desk.get_by_label("Ringkasan petugas")).to_have_value(SAID)
    desk.locator(".pst-summary").get_by_role("button", name="Batal").click()
    expect(desk.get_by_role("button", name="Ubah ringkasan")).to_be_visible()

    desk.get_by_role("button", name="Tutup", exact=True).click()
    desk.get_by_role("button", name=re.compile("^Selesai")).click()
    desk.get_by_role("link", name="Riwayat").click()
    desk.locator(".pst-row").first.click()
    expect(desk.locator(".pst-line .summary")).to_have_text(f"Ringkasan petugas: {SAID}")
    expect(desk.get_by_role("button", name="Ubah ringkasan")).to_be_hidden()
