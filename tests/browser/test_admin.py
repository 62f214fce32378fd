"""An admin's work in a real browser: accounts, the first password, the trail, the lock."""

import re
from datetime import date

from playwright.sync_api import Locator, Page, expect

from bot.core.accounts import Role
from bot.services import accounts, skm
from bot.web.console.places import PLACES
from tests.browser.conftest import Server
from tests.browser.test_chat import ask
from tests.fakes import FakeClock
from tests.web.conftest import ADMIN_PASSWORD


def log_in(page: Page, server: Server, username: str, password: str, path: str = "/console/") -> None:
    page.goto(server.url + path)
    page.get_by_label("Nama pengguna").fill(username)
    page.get_by_label("Sandi").fill(password)
    page.keyboard.press("Enter")


def test_a_new_colleague_from_account_to_trail(server: Server, phone: Page, desk: Page) -> None:
    """Stories 8 and 25: made with roles, own password on a phone, renamed, deactivated, and all of it in the trail."""
    log_in(desk, server, "admin", ADMIN_PASSWORD, "/console/pengguna")
    desk.get_by_label("Nama pengguna, untuk masuk").fill("Rina")
    desk.get_by_label("Nama lengkap").fill("Rina <i>Wati</i>")
    desk.get_by_role("checkbox", name="Pengelola pengaduan").click()
    desk.get_by_role("button", name="Tambah").press("Enter")
    once = desk.locator(".pst-once").inner_text()
    row = desk.locator(".pst-row", has_text="(rina)")
    expect(row).to_contain_text("Rina <i>Wati</i>")
    expect(row).to_contain_text("Petugas layanan, Pengelola pengaduan")
    expect(row).to_contain_text("belum ganti sandi")

    log_in(phone, server, "rina", once)
    phone.get_by_label("Sandi sekarang").fill(once)
    phone.get_by_label("Sandi baru", exact=False).first.fill("sandi-milik-rina")
    phone.get_by_label("Ulangi sandi baru").fill("sandi-milik-rina")
    phone.keyboard.press("Enter")
    expect(phone.get_by_text("Sandi baru sudah disimpan.")).to_be_visible()
    phone.goto(server.url + "/console/")
    expect(phone.get_by_text("Tidak ada yang menunggu")).to_be_visible()
    assert phone.evaluate("document.documentElement.scrollWidth <= innerWidth")

    row.get_by_role("button", name="Ubah").click()
    desk.get_by_role("dialog").get_by_label("Nama lengkap").fill("Rina Wati")
    desk.get_by_role("button", name="Simpan").click()
    expect(row).to_contain_text("Rina Wati (rina)")
    row.get_by_role("button", name="Nonaktifkan").click()
    desk.get_by_role("dialog").get_by_role("button", name="Nonaktifkan").click()
    expect(row).to_contain_text("Nonaktif")
    phone.wait_for_url(re.compile("/console/login"))

    desk.get_by_role("button", name="Tampilan lengkap").click()
    desk.get_by_role("link", name="Jejak").click()
    expect(desk.locator(".pst-row", has_text="Menonaktifkan akun")).to_contain_text("Admin → Rina Wati")
    expect(desk.locator(".pst-row", has_text="Mengganti sandi")).to_contain_text("Rina Wati → Rina Wati")


def test_who_holds_all_roles_has_the_bar_on_one_row(server: Server, desk: Page) -> None:
    """Issue 4, point 5: the everyday pages and *Keluar* stand beside each other; a phone scrolls the bar away."""
    admin = accounts.authenticate(server.kit, accounts.log_in(server.kit, "admin", ADMIN_PASSWORD, "test"))
    accounts.create_officer(server.kit, admin, "semua", "Siti Aminah Rahmawati, S.ST.", "sandi-milik-siti", tuple(Role))
    log_in(desk, server, "semua", "sandi-milik-siti")
    first, last = desk.get_by_role("link", name="Antrean", exact=True), desk.get_by_role("button", name="Keluar")
    for width in (1280, 1366):
        desk.set_viewport_size({"width": width, "height": 800})
        expect(last).to_be_visible()
        assert abs(top_of(first) - top_of(last)) < 1
    desk.set_viewport_size({"width": 390, "height": 300})
    assert desk.evaluate("document.documentElement.scrollWidth") <= 390
    desk.mouse.wheel(0, 250)
    expect(last).not_to_be_in_viewport()


def test_every_page_fits_a_phone(server: Server, phone: Page) -> None:
    """Issue 4, point 5: on 360 px nothing sticks out on any page, with a period, a held conversation and long names."""
    kit, everything = server.kit, ("semua", "Siti Aminah Rahmawati Kusumaningtyas, S.ST.")
    admin = accounts.authenticate(kit, accounts.log_in(kit, "admin", ADMIN_PASSWORD, "test"))
    accounts.create_officer(kit, admin, *everything, "sandi-milik-siti", tuple(Role))
    skm.open_period(kit, admin, "SKM triwulan keempat", date(2026, 10, 1), date(2026, 12, 31))
    phone.goto(server.url)
    ask(phone, "minta petugas")
    expect(phone.locator("#log .bot .bubble")).to_contain_text("PST-20261123-0001")
    log_in(phone, server, "semua", "sandi-milik-siti")
    phone.get_by_role("button", name="Tampilan lengkap").click()
    phone.locator(".pst-row").click()
    phone.get_by_role("button", name="Ambil").click()
    expect(phone.get_by_text("Anda yang melayani")).to_be_visible()
    for place in PLACES:
        phone.goto(server.url + place.address)
        expect(phone.get_by_role("heading", level=1)).to_be_visible()
        phone.wait_for_function("document.documentElement.scrollWidth <= window.innerWidth")


def top_of(place: Locator) -> float:
    box = place.bounding_box()
    assert box is not None
    return box["y"]


def test_a_locked_screen_closes_the_open_page(server: Server, phone: Page, desk: Page, clock: FakeClock) -> None:
    """Stories 25 and 6: after ten minutes the page goes behind the lock, tells that people wait, and comes back."""
    log_in(desk, server, "admin", ADMIN_PASSWORD, "/console/riwayat")
    expect(desk.get_by_role("heading", name="Riwayat")).to_be_visible()
    clock.advance(10 * 60)
    desk.wait_for_url(re.compile("/console/kunci"))
    phone.goto(server.url)
    ask(phone, "minta petugas")
    expect(desk.get_by_text("1 orang menunggu petugas.")).to_be_visible()  # it looks every five seconds
    expect(desk).to_have_title(re.compile(r"^\(1\) Layar terkunci"))
    desk.get_by_label("Sandi").fill(ADMIN_PASSWORD)
    desk.keyboard.press("Enter")
    expect(desk.get_by_role("heading", name="Riwayat")).to_be_visible()


def test_a_lock_keeps_what_was_typed(server: Server, desk: Page, clock: FakeClock) -> None:
    """petugas.md, stories 25: a lock loses no typed words; what was stored or given up is not kept."""
    admin = accounts.authenticate(server.kit, accounts.log_in(server.kit, "admin", ADMIN_PASSWORD, "setup"))
    accounts.create_officer(server.kit, admin, "sari", "Sari", "sandi-milik-sari", (Role.PETUGAS, Role.PENGADUAN))

    def lock_and_open() -> None:
        clock.advance(10 * 60)
        desk.wait_for_url(re.compile("/console/kunci"))
        desk.get_by_label("Sandi").fill("sandi-milik-sari")
        desk.keyboard.press("Enter")

    log_in(desk, server, "sari", "sandi-milik-sari", "/console/aduan")
    desk.get_by_label("Isi aduan").fill("lembar kotak saran: loket gelap")
    lock_and_open()
    expect(desk.get_by_label("Isi aduan")).to_have_value("lembar kotak saran: loket gelap")
    desk.get_by_role("button", name="Catat").click()
    desk.get_by_role("button", name="Sudah saya catat").click()
    expect(desk.locator(".pst-row")).to_contain_text("loket gelap")
    assert desk.evaluate("Object.keys(sessionStorage).filter((key) => key.startsWith('pst.'))") == []

    desk.goto(server.url + "/console/balasan")
    desk.get_by_role("button", name="Balasan baru").click()
    desk.get_by_label("Teks").fill("Silakan ke loket kami.")
    lock_and_open()
    desk.get_by_role("button", name="Balasan baru").click()
    expect(desk.get_by_label("Teks")).to_have_value("Silakan ke loket kami.")
    desk.get_by_role("button", name="Batal").click()
    assert desk.evaluate("Object.keys(sessionStorage).filter((key) => key.startsWith('pst.'))") == []


def test_a_complaint_from_the_box_gives_number_and_code_once(server: Server, desk: Page) -> None:
    """service_rules 10.3, stories 5: who complained on paper can ask how it stands; the clock starts when it came."""
    admin = accounts.authenticate(server.kit, accounts.log_in(server.kit, "admin", ADMIN_PASSWORD, "test"))
    accounts.create_officer(server.kit, admin, "kepala", "Kepala", "kata-sandi-kepala", (Role.PENGADUAN,))
    log_in(desk, server, "kepala", "kata-sandi-kepala", "/console/aduan")
    desk.get_by_label("Isi aduan").fill("Loket ditutup sebelum jamnya, saya pulang tanpa data.")
    desk.get_by_label("Diterima kantor").fill("2026-11-20T09:00")
    desk.get_by_role("button", name="Catat").click()
    expect(desk.locator(".pst-once")).to_have_text(re.compile(r"^Nomor PGD-20261120-0001 · kode [A-Z2-9]{6}$"))
    desk.get_by_role("button", name="Sudah saya catat").click()
    expect(desk.locator(".pst-once")).to_have_count(0)
    expect(desk.locator(".pst-row", has_text="PGD-20261120-0001")).to_be_visible()
