"""A request about one's own data by letter, and a guest book that the officer completes, in a real browser."""

import re

from playwright.sync_api import Page, expect

from tests.browser.conftest import Server
from tests.browser.test_admin import log_in
from tests.browser.test_chat import ask
from tests.browser.test_console import log_in as log_in_officer
from tests.browser.test_officers_day import asked
from tests.visitors import arrives
from tests.web.conftest import ADMIN_PASSWORD


def test_a_visitors_letter(server: Server, desk: Page, colleague: Page) -> None:
    """service_rules 12.3: registered with its clock, corrected, erased; it fits a phone, and typos are explained."""
    arrives(server.kit)
    log_in(desk, server, "admin", ADMIN_PASSWORD, "/console/data-pribadi")
    number = desk.get_by_label("Nomor PST, PGD, atau TAMU")
    number.fill("TAMU-20261123-9")
    desk.get_by_role("button", name="Catat permintaan").click()
    expect(desk.get_by_text("Nomor itu tidak ditemukan.")).to_be_visible()
    desk.get_by_label("Permintaan", exact=True).click()
    desk.get_by_role("option", name="Perbaikan data").click()
    number.fill("tamu-20261123-1")
    desk.get_by_role("button", name="Catat permintaan").click()
    row = desk.locator(".pst-row", has_text="DP-20261123-0001")
    expect(row).to_contain_text("Nama tercatat: S*** A***")
    expect(row).to_contain_text("Sisa 72 jam")
    row.get_by_role("button", name="Perbaiki data").click()
    dialog = desk.get_by_role("dialog")
    dialog.get_by_label("Nama", exact=True).fill("Siti Aminah Putri")
    dialog.get_by_role("button", name="Simpan perbaikan").click()
    expect(row).to_contain_text("Selesai")
    expect(row.get_by_role("button")).to_have_count(0)

    log_in(colleague, server, "admin", ADMIN_PASSWORD, "/console/data-pribadi")
    colleague.get_by_label("Permintaan", exact=True).click()
    colleague.get_by_role("option", name="Penghapusan data").click()
    colleague.get_by_label("Nomor PST, PGD, atau TAMU").fill("TAMU-20261123-1")
    colleague.get_by_role("button", name="Catat permintaan").click()
    row = colleague.locator(".pst-row", has_text="DP-20261123-0002")
    expect(row).to_contain_text("S*** A*** P***")
    assert colleague.evaluate("document.documentElement.scrollWidth <= innerWidth")
    desk.reload()
    row.get_by_role("button", name="Hapus data").click()
    colleague.get_by_role("button", name="Ya, hapus").click()
    expect(row).to_contain_text("Selesai")


def test_a_group_that_nobody_named(server: Server, phone: Page, desk: Page) -> None:
    """service_rules 6.10, 8.1: where to answer stands in the line; an unknown group is highlighted until chosen."""
    asked(server, phone)
    ask(phone, "setuju, budi, Rumah Tunas Borneo, skripsi, budi@example.invalid")
    expect(phone.locator("#log .bot .bubble").last).to_contain_text("buku tamu sudah lengkap")
    log_in_officer(desk, server)
    desk.locator(".pst-row").click()
    expect(desk.get_by_text("jawaban juga ke budi@example.invalid")).to_be_visible()
    hint = desk.get_by_text("Kelompok instansi belum dikenali: pilih di Buku tamu.")
    expect(hint).to_be_visible()
    desk.get_by_role("button", name="Buku tamu").click()
    desk.get_by_role("combobox", name="Kelompok").click()
    desk.get_by_role("option", name="Lainnya").click()
    desk.get_by_role("button", name=re.compile("^Simpan")).click()
    expect(hint).to_be_hidden()
