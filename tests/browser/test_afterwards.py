"""What officers mend afterwards: a consultation's category, a case of the portal, a forgotten visit (stories 8, 18)."""

import re

from playwright.sync_api import Page, expect

from bot.core.accounts import Actor
from bot.core.sending import ChannelState
from bot.services import accounts, visits
from bot.services.kit import Kit
from tests.browser.conftest import Server, answer
from tests.browser.test_console import log_in
from tests.browser.test_officers_day import taken
from tests.fakes import Json, reply, wants_officer
from tests.visitors import arrives
from tests.web.conftest import ADMIN_PASSWORD, OFFICER, OFFICER_PASSWORD


def straight(request: Json) -> Json:
    """Who asks straight for an officer: the assistant knows no category."""
    if "petugas" in request["messages"][-1]["text"].lower():
        return reply(commands=[wants_officer("minta petugas", "layanan")])
    return answer(request)


def test_a_category_is_chosen_in_riwayat(server: Server, phone: Page, desk: Page) -> None:
    """Stories 8: closed without a choice, it is named in Riwayat and chosen there."""
    server.rasa.answer = straight
    taken(server, phone, desk)
    desk.get_by_role("button", name="Tutup", exact=True).click()
    expect(desk.get_by_role("dialog")).to_contain_text("Belum dipilih")
    desk.get_by_role("button", name="Selesai", exact=True).click()
    expect(desk.get_by_text(re.compile("^Selesai · "))).to_be_visible()
    desk.get_by_role("link", name="Riwayat").click()
    desk.get_by_role("link", name="1 konsultasi dengan kategori belum dipilih").click()
    desk.locator("a.pst-row").click()
    desk.get_by_role("button", name="Ubah kategori dan pokok").click()
    dialog = desk.get_by_role("dialog")
    dialog.get_by_label("Kategori").click()
    desk.get_by_role("option", name="Metadata").click()
    dialog.get_by_role("button", name="Simpan").click()
    expect(desk.locator(".pst-need")).to_contain_text("Metadata")


def test_a_case_of_the_portal_is_mended_and_taken_back(server: Server, desk: Page) -> None:
    """Stories 8: *Ubah* and *Salah catat*."""
    log_in(desk, server, "/console/portal")
    desk.get_by_label("Nomor di portal").first.fill("S-1l")
    desk.get_by_role("button", name="Catat").click()
    desk.get_by_role("button", name="Ubah", exact=True).click()
    dialog = desk.get_by_role("dialog")
    expect(dialog.get_by_label("Nomor di portal")).to_have_value("S-1l")
    dialog.get_by_label("Nomor di portal").fill("S-11")
    dialog.get_by_role("button", name="Simpan").click()
    expect(desk.locator(".pst-row .number", has_text="S-11")).to_be_visible()
    desk.get_by_role("button", name="Salah catat").click()
    desk.get_by_role("button", name="Ya, salah catat").click()
    expect(desk.get_by_text("Tidak ada konsultasi portal yang terbuka.")).to_be_visible()


def test_a_forgotten_visit_is_named(server: Server, desk: Page) -> None:
    """Stories 18: ended by the clock, its category is chosen the day after."""
    officer = actor(server.kit, OFFICER, OFFICER_PASSWORD)
    visits.start(server.kit, officer, arrives(server.kit).id)
    server.clock.advance(24 * 3600)
    visits.end_open_visits(server.kit)
    log_in(desk, server, "/console/tamu")
    expect(desk.get_by_role("heading", name="Belum dipilih kategorinya")).to_be_visible()
    desk.get_by_role("button", name="Pilih kategori").click()
    desk.get_by_role("button", name="Data", exact=True).click()
    expect(desk.get_by_role("heading", name="Belum dipilih kategorinya")).to_be_hidden()


def test_an_admin_sees_on_the_queue_what_is_broken(server: Server, desk: Page) -> None:
    """Issue 4, point 6: one line, for admins."""
    with server.kit.uow() as uow:
        uow.channel_states.save(ChannelState(channel="whatsapp", paused_at=server.clock.now))
        uow.commit()
    desk.goto(server.url + "/console/siap-tayang")
    desk.get_by_label("Nama pengguna").fill("admin")
    desk.get_by_label("Sandi").fill(ADMIN_PASSWORD)
    desk.keyboard.press("Enter")
    expect(desk.get_by_text("Kanal WhatsApp dijeda.")).to_be_visible()
    box = desk.get_by_label("Daftar tarif produk berbayar")
    box.fill("gratis semua")
    desk.reload()
    expect(desk.get_by_label("Daftar tarif produk berbayar")).to_have_value("gratis semua")
    box.press("Enter")
    expect(desk.get_by_text("gratis semua")).to_be_visible()
    expect(desk.get_by_label("Daftar tarif produk berbayar")).to_have_value("")


def actor(kit: Kit, username: str, password: str) -> Actor:
    return accounts.authenticate(kit, accounts.log_in(kit, username, password, "test"))
