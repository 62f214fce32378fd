"""What the head of office and the admin do about complaints and personal data, in a real browser (stories 5, 15)."""

from pathlib import Path

from playwright.sync_api import Page, expect

from bot.core.accounts import Role
from bot.services import accounts
from tests.browser.conftest import Server
from tests.browser.test_admin import log_in
from tests.browser.test_chat import ask
from tests.web.conftest import ADMIN_PASSWORD


def account(server: Server, username: str, name: str, role: Role) -> None:
    admin = accounts.authenticate(server.kit, accounts.log_in(server.kit, "admin", ADMIN_PASSWORD, "test"))
    accounts.create_officer(server.kit, admin, username, name, f"kata-sandi-{username}", (role,))


def says(phone: Page, text: str, answer: str) -> None:
    ask(phone, text)
    expect(phone.locator("#log .bot .bubble").last).to_contain_text(answer)


def complains(phone: Page, server: Server, story: str) -> None:
    phone.goto(server.url)
    says(phone, "pengaduan", "Ceritakan kejadiannya")
    ask(phone, story)
    ask(phone, "anonim")
    expect(phone.locator("#log")).to_contain_text("PGD-20261123-0001")


def test_a_complaint_finds_its_reader(server: Server, phone: Page, desk: Page) -> None:
    """stories 5, 8: without a reader *Siap tayang?* says so; the head of office then reads it, and whom it names."""
    account(server, "zainal", "Zainal", Role.PENGADUAN)
    complains(phone, server, "Pak Zainal membentak saya di loket kemarin pagi.")
    log_in(desk, server, "admin", ADMIN_PASSWORD, "/console/siap-tayang")
    row = desk.locator(".pst-row", has_text="Pembaca aduan")
    expect(row).to_contain_text("1 aduan menunggu tanpa pembaca.")
    row.get_by_role("link", name="Buka Pengguna").click()
    expect(desk.locator(".pst-row", has_text="(admin)")).to_contain_text("Tulis nama orangnya")

    account(server, "ratna", "Ratna", Role.PIMPINAN)
    desk.context.clear_cookies()
    log_in(desk, server, "ratna", "kata-sandi-ratna")
    desk.get_by_role("link", name="Aduan").click()
    desk.locator(".pst-row", has_text="PGD-20261123-0001").click()
    box = desk.get_by_label("Nama pengguna yang diadukan")
    expect(box).to_have_value("zainal")
    desk.get_by_role("button", name="Perilaku petugas").click()
    expect(desk.get_by_text("· perilaku petugas")).to_be_visible()  # the head line of the page that was loaded anew
    box.fill("zainal, budi")
    desk.get_by_role("button", name="Sembunyikan dari mereka").click()
    expect(box).to_have_value("budi, zainal")


def test_a_copy_is_sent_once_the_name_was_checked(server: Server, phone: Page, desk: Page, tmp_path: Path) -> None:
    """stories 15: *minta salinan* in the chat, the tick in the console, the file in the chat; the request is done."""
    account(server, "ani", "Ani", Role.ADMIN)
    phone.goto(server.url)
    says(phone, "data saya", "Belum ada data buku tamu Anda")
    phone.get_by_role("button", name="Minta salinan").click()
    expect(phone.locator("#log .bot .bubble").last).to_contain_text("Permintaan DP-20261123-0001 diterima")
    log_in(desk, server, "ani", "kata-sandi-ani", "/console/data-pribadi")
    row = desk.locator(".pst-row", has_text="DP-20261123-0001")
    row.get_by_role("button", name="Kirim salinan ke percakapan").click()
    desk.get_by_role("button", name="Kirim salinan", exact=True).click()
    expect(desk.get_by_text("Pastikan dahulu bahwa permintaan ini", exact=False)).to_be_visible()
    desk.get_by_role("checkbox", name="Orangnya sudah saya pastikan").click()
    desk.get_by_role("button", name="Kirim salinan", exact=True).click()
    expect(desk.get_by_text("Salinan sudah dikirim ke percakapan pengguna.")).to_be_visible()
    expect(row).to_contain_text("Selesai")
    expect(row.get_by_role("button", name="Kirim salinan ke percakapan")).to_have_count(0)
    with phone.expect_download() as download:
        phone.get_by_role("link", name="data-pribadi-DP-20261123-0001.txt").click()
    download.value.save_as(tmp_path / "salinan.txt")
    assert "Salinan data pribadi, BPS Kabupaten Seruyan" in (tmp_path / "salinan.txt").read_text(encoding="utf-8")
