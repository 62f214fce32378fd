"""An officer and a citizen at the same time, each in a browser."""

import re
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser.conftest import Server
from tests.browser.test_chat import ask
from tests.web.conftest import OFFICER, OFFICER_PASSWORD


def log_in(page: Page, server: Server, path: str = "/console/") -> None:
    page.goto(server.url + path)
    page.get_by_label("Nama pengguna").fill(OFFICER)
    page.get_by_label("Sandi").fill(OFFICER_PASSWORD)
    page.keyboard.press("Enter")


def test_an_officer_takes_answers_and_hands_back(server: Server, phone: Page, desk: Page) -> None:
    """Stories 2 and rule 6.5, whole: request, queue, take, live reply, live question, back to the assistant."""
    log_in(desk, server)
    expect(desk.get_by_text("Tidak ada yang menunggu")).to_be_visible()
    phone.goto(server.url)
    ask(phone, "minta petugas <b>ya</b>")
    expect(phone.locator("#log .bot .bubble")).to_contain_text("PST-20261123-0001")
    expect(phone.locator("#status")).to_contain_text("Menunggu petugas")

    row = desk.get_by_role("link", name=re.compile("PST-20261123-0001"))
    expect(row).to_contain_text("minta petugas <b>ya</b>")
    row.focus()
    desk.keyboard.press("Enter")
    desk.get_by_role("button", name="Ambil").press("Enter")
    expect(phone.locator("#status")).to_contain_text("dilayani petugas")

    box = desk.get_by_label("Balasan")
    expect(box).to_be_focused()
    desk.keyboard.type("Selamat pagi, saya carikan dulu.")
    desk.keyboard.press("Control+Enter")
    expect(phone.locator("#log .officer .bubble")).to_have_text("Selamat pagi, saya carikan dulu.")
    expect(box).to_have_value("")
    ask(phone, "baik, saya tunggu")
    expect(desk.get_by_role("log")).to_contain_text("baik, saya tunggu")
    assert desk.locator(".pst-line.officer").count() == 1

    desk.get_by_role("button", name="Kembalikan ke bot").click()
    desk.get_by_role("button", name="Kembalikan", exact=True).click()
    expect(desk.get_by_text(re.compile("^Selesai · 23-11-2026"))).to_be_visible()
    before = phone.locator("#log .bot").count()
    ask(phone, "apa itu inflasi")
    expect(phone.locator("#log .bot")).to_have_count(before + 1)


def test_what_the_officer_typed_survives_a_reload(server: Server, phone: Page, desk: Page) -> None:
    """Design: what is typed is kept in the browser until sent."""
    phone.goto(server.url)
    ask(phone, "petugas")
    expect(phone.locator("#log .bot")).to_have_count(1)
    log_in(desk, server)
    desk.locator(".pst-row").click()
    desk.get_by_role("button", name="Ambil").click()
    desk.get_by_label("Balasan").fill("belum selesai")
    desk.reload()
    expect(desk.get_by_label("Balasan")).to_have_value("belum selesai")


def test_logging_out_elsewhere_closes_open_pages(server: Server, desk: Page) -> None:
    """A revoked session loses its pages."""
    log_in(desk, server)
    expect(desk.get_by_text("Tidak ada yang menunggu")).to_be_visible()
    second = desk.context.new_page()
    second.goto(server.url + "/console/riwayat")
    second.get_by_role("button", name="Keluar").click()
    expect(second.get_by_label("Nama pengguna")).to_be_visible()
    expect(desk.get_by_label("Nama pengguna")).to_be_visible()


def test_an_officer_sends_a_file(server: Server, phone: Page, desk: Page, tmp_path: Path) -> None:
    """Stories 4: the citizen gets the table, in the conversation, without anybody's private phone."""
    phone.goto(server.url)
    ask(phone, "petugas")
    log_in(desk, server)
    desk.locator(".pst-row").click()
    desk.get_by_role("button", name="Ambil").click()
    table = tmp_path / "tabel <b>2023.pdf"
    table.write_bytes(b"%PDF-1.7 tabel")
    desk.locator("input[type=file]").set_input_files(table)
    expect(desk.get_by_text("Kirim berkas tabel <b>2023.pdf kepada pengguna?")).to_be_visible()
    expect(desk.get_by_text("tidak boleh memuat data per orang")).to_be_visible()
    expect(phone.locator("#log .officer a.file")).to_have_count(0)
    desk.get_by_role("button", name="Kirim, masih saya carikan").click()
    link = phone.locator("#log .officer a.file")
    expect(link).to_have_text("Berkas: tabel <b>2023.pdf")  # a name is text
    with phone.expect_download() as download:
        link.click()
    assert Path(download.value.path()).read_bytes() == b"%PDF-1.7 tabel"
    expect(desk.get_by_role("log")).to_contain_text("Buka berkas")


def test_a_file_that_is_not_what_its_name_says_is_refused(
    server: Server, phone: Page, desk: Page, tmp_path: Path
) -> None:
    """Issue 3, point 1: PDF, XLSX, CSV, DOCX and pictures only; the refusal says what to do."""
    phone.goto(server.url)
    ask(phone, "petugas")
    log_in(desk, server)
    desk.locator(".pst-row").click()
    desk.get_by_role("button", name="Ambil").click()
    program = tmp_path / "tabel.pdf"
    program.write_bytes(b"MZ\x90\x00")
    desk.locator("input[type=file]").set_input_files(program)
    desk.get_by_role("button", name="Kirim, masih saya carikan").click()
    expect(desk.get_by_text("bukan PDF, XLSX")).to_be_visible()
    expect(phone.locator("#log .officer a.file")).to_have_count(0)


def test_the_delivery_page_is_there(server: Server, desk: Page) -> None:
    """Issue 3, point 5: what did not arrive is listed; without any trouble the page says so."""
    log_in(desk, server)
    desk.get_by_role("button", name="Tampilan lengkap").click()
    desk.get_by_role("link", name="Pengiriman").click()
    expect(desk.get_by_text("Semua pesan sampai ke penyedia.")).to_be_visible()
    expect(desk.get_by_text("WhatsApp bulan ini: 0 pesan.")).to_be_visible()
