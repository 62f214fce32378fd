"""The head of office reads, copies, prints and locks a month; the admin answers what is open."""

import re
from dataclasses import replace
from datetime import UTC, datetime

from playwright.sync_api import Page, expect

from tests.browser.conftest import Server
from tests.browser.test_chat import ask
from tests.fakes import FakeClock
from tests.web.conftest import ADMIN_PASSWORD, OFFICER, OFFICER_PASSWORD

A4_PX = 688  # 210 mm less two margins of 14 mm


def log_in(page: Page, server: Server, path: str, user: str = "admin", password: str = ADMIN_PASSWORD) -> None:
    page.goto(server.url + path)
    page.get_by_label("Nama pengguna").fill(user)
    page.get_by_label("Sandi").fill(password)
    page.keyboard.press("Enter")


def test_a_month_is_read_printed_and_locked(server: Server, phone: Page, desk: Page, clock: FakeClock) -> None:
    """Stories 8: three figures with definitions, the sentence, the workbook, the page for paper, the lock."""
    server.kit.live.written = replace(server.kit.live.written, channels=("webchat",))
    server.kit.live.forget()
    phone.goto(server.url)
    ask(phone, "apa itu inflasi")
    expect(phone.locator("#log .bot")).to_have_count(1)
    clock.now = datetime(2026, 12, 1, 2, 0, tzinfo=UTC)

    log_in(desk, server, "/console/laporan")
    expect(desk.get_by_role("heading", name="Laporan Desember 2026")).to_be_visible()
    desk.goto(server.url + "/console/laporan?bulan=2026-11")
    expect(desk.get_by_role("heading", name="Laporan November 2026")).to_be_visible()
    expect(desk.locator(".pst-figure")).to_contain_text(["Konsultasi", "Percakapan mandiri", "Pengaduan"])
    expect(desk.locator(".pst-figure .count")).to_have_text(["0", "1", "0"])
    expect(desk.locator("#pst-sentence")).to_contain_text("November 2026: 0 konsultasi")
    expect(desk.get_by_role("img", name=re.compile("Percakapan mandiri per hari: 23 1"))).to_be_visible()
    expect(desk.get_by_text("Percakapan mandiri per jam")).to_have_count(0)

    desk.get_by_role("button", name="Salin kalimat").click()
    expect(desk.locator("#pst-copied")).to_contain_text(re.compile("Tersalin|ditandai"))
    with desk.expect_download() as download:
        desk.get_by_role("link", name="Unduh XLSX").click()
    assert download.value.suggested_filename == "laporan-layanan-2026-11.xlsx"
    with desk.expect_download() as download:
        desk.get_by_role("button", name="CSV").click()
    assert download.value.suggested_filename == "konsultasi-2026-11-01-2026-11-30.csv"

    desk.get_by_role("button", name="Kunci bulan").click()
    desk.get_by_role("button", name="Kunci", exact=True).click()
    expect(desk.get_by_text(re.compile("^Dikunci 01-12-2026 09.00 oleh Admin"))).to_be_visible()
    expect(desk.get_by_role("button", name="Kunci bulan")).to_have_count(0)
    desk.get_by_role("button", name="Tampilan lengkap").click()
    desk.goto(server.url + "/console/laporan?bulan=2026-11")
    expect(desk.get_by_text("Percakapan mandiri per jam")).to_be_visible()
    desk.goto(server.url + "/console/laporan/cetak?bulan=2026-11")
    expect(desk.get_by_role("heading", name="Laporan layanan November 2026")).to_be_visible()
    expect(desk.get_by_text(re.compile("^Dikunci 01-12-2026"))).to_be_visible()
    desk.emulate_media(media="print")
    expect(desk.get_by_role("button", name="Cetak")).to_be_hidden()
    desk.set_viewport_size({"width": A4_PX, "height": 900})
    assert desk.evaluate("document.documentElement.scrollWidth") <= A4_PX  # no column falls off the paper


def test_months_are_chosen_on_a_phone(server: Server, phone: Page, clock: FakeClock) -> None:
    """The head of office looks on a phone: nothing is wider than the screen."""
    phone.goto(server.url)
    ask(phone, "apa itu inflasi")
    expect(phone.locator("#log .bot")).to_have_count(1)
    clock.now = datetime(2026, 12, 1, 2, 0, tzinfo=UTC)
    log_in(phone, server, "/console/laporan")
    expect(phone.get_by_role("heading", name="Laporan Desember 2026")).to_be_visible()
    phone.get_by_label("Bulan").select_option("2026-11")
    phone.get_by_role("button", name="Tampilkan").click()
    expect(phone.get_by_role("heading", name="Laporan November 2026")).to_be_visible()
    assert phone.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_an_officer_sees_no_reports(server: Server, desk: Page) -> None:
    """Issue point 6: a petugas has neither the link nor the page."""
    log_in(desk, server, "/console/", OFFICER, OFFICER_PASSWORD)
    expect(desk.get_by_text("Tidak ada yang menunggu")).to_be_visible()
    expect(desk.get_by_role("link", name="Laporan")).to_have_count(0)
    desk.goto(server.url + "/console/laporan")
    expect(desk.get_by_text("Akun ini tidak dapat membuka halaman ini.")).to_be_visible()
    expect(desk.locator(".pst-figure")).to_have_count(0)


def test_what_is_open_is_answered_one_by_one(server: Server, desk: Page) -> None:
    """Rule 13, stories 10: the page counts, keeps who and when, and shows hostile words as text."""
    log_in(desk, server, "/console/siap-tayang")
    expect(desk.get_by_role("status").first).to_have_text("Belum siap: 18 hal")
    expect(desk.get_by_text("Kanal obrolan web")).to_be_visible()
    expect(desk.locator(".pst-list li").first).to_contain_text("harus dipastikan")
    desk.get_by_label("Nomor SK standar pelayanan").fill("<b>B-12</b>/6208")
    desk.get_by_label("Nomor SK standar pelayanan").press("Enter")
    expect(desk.get_by_role("status").first).to_have_text("Belum siap: 17 hal")
    expect(desk.get_by_text("<b>B-12</b>/6208")).to_be_visible()
    expect(desk.get_by_text(re.compile("^Dipastikan Admin, 23-11-2026 10.00"))).to_be_visible()
    desk.goto(server.url + "/standar-layanan")
    expect(desk.get_by_text("Nomor: <b>B-12</b>/6208")).to_be_visible()
