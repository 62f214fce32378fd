"""The office's day on a phone and on a computer: an emergency in two taps, hours, days, roster, texts."""

import re

from playwright.sync_api import Page, expect

from tests.browser.conftest import Server
from tests.browser.test_chat import ask
from tests.browser.test_console import log_in as officer_logs_in
from tests.fakes import Json, bubble, reply, wants_officer
from tests.web.conftest import ADMIN_PASSWORD


def log_in(page: Page, server: Server, path: str) -> None:
    page.goto(server.url + path)
    page.get_by_label("Nama pengguna").fill("admin")
    page.get_by_label("Sandi").fill(ADMIN_PASSWORD)
    page.keyboard.press("Enter")


def fits(page: Page) -> bool:
    """Whether nothing stands beyond the screen's edge."""
    return bool(page.evaluate("document.documentElement.scrollWidth <= innerWidth"))


def test_an_emergency_in_two_taps_on_a_phone(server: Server, phone: Page, desk: Page) -> None:
    """Stories 14: reason, confirmation, closed; who asks for an officer is told why; one tap opens again."""
    officer_logs_in(phone, server, "/console/darurat")
    expect(phone.get_by_text("Kantor buka")).to_be_visible()
    assert fits(phone)
    phone.get_by_role("button", name="Banjir").click()
    phone.get_by_role("dialog").get_by_role("button", name="Batal").click()
    expect(phone.get_by_role("dialog")).to_have_count(0)
    expect(phone.get_by_text("Kantor buka")).to_be_visible()
    phone.get_by_role("button", name="Banjir").click()
    phone.get_by_role("dialog").get_by_role("button", name="Ya, tutup").click()
    expect(phone.get_by_text("Kantor tutup", exact=True)).to_be_visible()
    expect(phone.get_by_text("Banjir, sejak 10.00")).to_be_visible()
    assert fits(phone)

    desk.goto(server.url)
    ask(desk, "minta petugas")
    expect(desk.locator("#log .bot .bubble")).to_contain_text("Kantor tutup hari ini karena banjir.")

    phone.get_by_role("button", name="Buka kembali").click()
    expect(phone.get_by_text("Kantor buka")).to_be_visible()


def test_hours_and_a_range_are_changed(server: Server, phone: Page) -> None:
    """Stories 20: a mistyped hour is refused beside its field and stays; then hours, Ramadan and the roster hold."""
    log_in(phone, server, "/console/jam")
    friday = phone.get_by_label("Jumat", exact=True).first
    friday.fill("08.00-11.00, 13-15")
    phone.get_by_role("button", name="Simpan jam").click()
    expect(phone.get_by_text("`13-15` bukan jam; tulis seperti 08.00-15.30.", exact=False)).to_be_visible()
    expect(friday).to_have_value("08.00-11.00, 13-15")
    for day in ("Senin", "Selasa", "Rabu", "Kamis", "Jumat"):
        phone.get_by_label(day, exact=True).first.fill("")
    phone.get_by_role("button", name="Simpan jam").click()
    expect(phone.get_by_text("Paling sedikit satu hari harus memiliki jam", exact=False)).to_be_visible()
    friday.fill("08.00-11.00, 13.00-15.30")
    phone.get_by_label("Senin", exact=True).first.fill("08.00-12.00")
    phone.get_by_role("button", name="Simpan jam").click()
    expect(phone.get_by_text("bukan jam; tulis seperti", exact=False)).to_have_count(0)
    expect(phone.get_by_text("Jam hari ini: 08.00-12.00")).to_be_visible()

    phone.get_by_role("button", name="Tambah hari khusus").click()
    expect(phone.get_by_text("Isi tanggalnya.")).to_be_visible()
    phone.get_by_label("Dari tanggal").fill("2027-02-08")
    phone.get_by_label("Sampai tanggal").fill("2027-02-01")
    phone.get_by_label("Jam", exact=True).fill("08.00-12.00, 12.30-15.00")
    phone.get_by_label("Pesan untuk pengguna").fill("Jam Ramadan <b>x</b>")
    phone.get_by_role("button", name="Tambah hari khusus").click()
    expect(phone.get_by_text("Tanggal akhir tidak boleh sebelum tanggal awal.")).to_be_visible()
    phone.get_by_label("Sampai tanggal").fill("2027-03-09")
    phone.get_by_text("Hari tertentu berbeda").click()
    phone.get_by_label("Khusus jumat").fill("08.00-15.30")
    phone.get_by_label("Khusus rabu").fill("Tutup")
    phone.get_by_role("button", name="Tambah hari khusus").click()
    row = phone.locator(".pst-row", has_text="Senin, 8 Februari 2027 sampai Selasa, 9 Maret 2027")
    expect(row).to_contain_text("Jam 08.00-12.00, 12.30-15.00; Rabu tutup; Jumat 08.00-15.30")
    expect(row).to_contain_text("Jam Ramadan <b>x</b>")
    expect(phone.get_by_label("Dari tanggal")).to_have_value("")

    phone.get_by_role("group", name="Senin").get_by_role("checkbox", name="Budi Santoso").click()
    phone.get_by_role("button", name="Simpan jadwal").click()
    expect(phone.get_by_text("Piket hari ini: Budi Santoso")).to_be_visible()
    assert fits(phone)

    row.get_by_role("button", name="Hapus").click()
    phone.get_by_role("dialog").get_by_role("button", name="Hapus").click()
    expect(phone.get_by_text("Belum ada hari khusus.")).to_be_visible()


def test_a_text_is_changed_and_given_back(server: Server, desk: Page, phone: Page) -> None:
    """Stories 23: found by a word, counted, previewed, refused beside the field, said at once, and back again."""

    def answer(request: Json) -> Json:
        return (
            reply(commands=[wants_officer()]) if "petugas" in request["messages"][-1]["text"] else reply(bubble("Ya."))
        )

    server.rasa.answer = answer
    log_in(desk, server, "/console/teks")
    desk.get_by_label("Cari").fill("PETUGAS membalas tetap bertanya")
    row = desk.locator(".pst-row", has_text=re.compile("^antrean_masuk(?!_)"))
    expect(desk.locator(".pst-row", has_text="utter_ya")).to_have_count(0)
    row.get_by_role("button", name="Ubah").click()
    box = desk.get_by_role("dialog").get_by_label("Teks")
    box.fill("Sudah masuk antrean.")
    desk.get_by_role("button", name="Simpan").click()
    expect(desk.get_by_text("Isian {tiket} harus tetap ada.")).to_be_visible()
    box.fill("Nomor Anda <i>{tiket}</i>.")
    expect(desk.get_by_text("Nomor Anda <i>PST-20261123-0001</i>.")).to_be_visible()
    expect(desk.get_by_text("36 dari 300 huruf")).to_be_visible()
    desk.get_by_role("button", name="Simpan").click()
    expect(desk.get_by_role("dialog")).to_have_count(0)
    expect(desk.get_by_text("diubah")).to_be_visible()

    phone.goto(server.url)
    ask(phone, "minta petugas")
    expect(phone.locator("#log .bot .bubble")).to_contain_text("Nomor Anda <i>PST-20261123-0001</i>.")

    desk.locator(".pst-row.mine").get_by_role("button", name="Ubah").click()
    desk.get_by_role("button", name="Kembalikan ke bawaan").click()
    expect(desk.locator(".pst-row.mine")).to_have_count(0)
