"""A visitor at the tablet or with an own phone, and the officer at *Tamu* and *Portal*."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import select

from bot.bootstrap import build
from bot.core.consultations import Category
from bot.core.day_code import DayCodes
from bot.services import accounts, visits
from bot.settings import load_settings
from bot.store.form_tables import rating
from bot.web.qr import qr_svg
from tests.browser.conftest import Server, open_page
from tests.browser.test_console import log_in
from tests.conftest import CHEAP_HASHER, ROOT
from tests.fakes import FakeClock
from tests.visitors import guest
from tests.web.conftest import ADMIN_PASSWORD, OFFICER_PASSWORD

TABLET = (800, 1280)


@pytest.fixture
def tablet(chromium: Browser) -> Iterator[Page]:
    """The office's tablet at the entrance."""
    with open_page(chromium, TABLET) as page:
        yield page


@pytest.fixture
def code(tmp_path: Path) -> str:
    """The code of the day of the running server."""
    settings = load_settings({"PST_VAR": str(tmp_path)}, ROOT)
    return DayCodes.from_secret(settings.rasa_secret.value).code_of(date(2026, 11, 23))


def fill_in(page: Page, server: Server, code: str, name: str, query: str = "") -> None:
    page.goto(f"{server.url}/tamu?k={code}{query}")
    page.get_by_label("Nama", exact=True).fill(name)
    page.get_by_label("Keperluan").fill("jumlah penduduk Hanau 2023")
    page.get_by_label("Saya tidak punya email").check()
    page.get_by_label("Dari mana").select_option("Perorangan")
    page.get_by_label("Saya setuju").check()
    page.get_by_role("button", name="Daftar").click()


def fits(page: Page) -> bool:
    """Nothing sticks out to the right, and everything to press is big enough for a thumb."""
    small = page.eval_on_selector_all(
        "button, .button, select, textarea, summary, .tick, input:not([type=hidden]):not([type=checkbox])",
        "all => all.filter(e => e.offsetParent && e.offsetHeight < 44).map(e => e.outerHTML)",
    )
    width: bool = page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    return small == [] and width


def test_from_the_tablet_to_the_rating(server: Server, tablet: Page, phone: Page, desk: Page, code: str) -> None:
    """Stories 18, whole: tablet, queue, start, end, rating on the own phone; hostile words stay words."""
    log_in(desk, server, "/console/tamu")
    expect(desk.get_by_text("Tidak ada tamu yang menunggu")).to_be_visible()
    fill_in(tablet, server, code, "Siti Aminah", "&d=tablet")
    expect(tablet.get_by_text("silakan menemui petugas")).to_be_visible()
    tablet.get_by_role("link", name="Pengunjung berikutnya").click()
    expect(tablet.get_by_label("Nama", exact=True)).to_have_value("")
    fill_in(phone, server, code, "Joko")
    expect(phone.get_by_text("Nomor antrean 2.")).to_be_visible()

    row = desk.locator(".pst-row", has_text="Siti Aminah")
    expect(row).to_contain_text("No. 1")
    row.get_by_role("button", name="Mulai layani").press("Enter")
    expect(row).to_contain_text("Dilayani oleh Budi Santoso")
    row.get_by_role("button", name="Selesai").press("Enter")
    desk.get_by_label("Topik").fill("penduduk <b>desa</b>")
    desk.get_by_role("button", name="Selesai: Data", exact=True).click()
    expect(row).to_contain_text("Selesai oleh Budi Santoso · Data")
    expect(desk.get_by_text("1 menunggu · 0 dilayani · 2 tamu hari ini")).to_be_visible()

    address = row.get_by_text("/tamu/nilai/").inner_text().partition(": ")[2]
    row.get_by_text("Kode QR penilaian", exact=True).click()
    drawn = row.locator("svg.pst-qr path").last
    expect(drawn).to_be_visible()
    assert f'd="{drawn.get_attribute("d")}"' in qr_svg(address, "")
    phone.goto(address)
    phone.get_by_label(re.compile("Sangat baik")).check()
    phone.get_by_label("Saran").fill("ramah")
    phone.get_by_role("button", name="Kirim penilaian").click()
    expect(phone.get_by_text("Terima kasih atas penilaian Anda")).to_be_visible()
    expect(row.get_by_text("/tamu/nilai/")).to_be_hidden()


@pytest.mark.parametrize("who", ["tablet", "phone"])
def test_the_form_fits_and_works_with_the_keyboard(
    server: Server, request: pytest.FixtureRequest, code: str, who: str
) -> None:
    """Tablet and phone width, keyboard only: from the first field to the number, faults told and focused."""
    page: Page = request.getfixturevalue(who)
    page.goto(f"{server.url}/tamu?k={code}")
    assert fits(page)
    page.get_by_role("button", name="Daftar").press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("Tulis nama Anda.")
    expect(page.get_by_label("Nama", exact=True)).to_be_focused()
    assert fits(page)
    page.keyboard.type("Siti Aminah")
    page.keyboard.press("Tab")
    page.keyboard.type("data sawit Seruyan 2023")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")  # no e-mail
    page.keyboard.press("Tab")
    page.keyboard.type("Perorangan")
    page.keyboard.press("Tab")  # the institution is hidden now
    page.keyboard.press("Tab")  # the optional fields stay folded
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    expect(page.get_by_text("silakan menemui petugas")).to_be_visible()
    assert fits(page)


def test_without_scripts_nothing_is_missing(server: Server, chromium: Browser, code: str) -> None:
    """An old tablet with scripts switched off registers, too."""
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    fill_in(page, server, code, "Siti Aminah")
    expect(page.get_by_text("silakan menemui petugas")).to_be_visible()
    context.close()


def test_an_officer_registers_in_a_few_strokes(server: Server, desk: Page) -> None:
    """Stories 18: name, need, one click for who has no e-mail; what is missing is said and nothing lost."""
    log_in(desk, server, "/console/tamu")
    desk.get_by_label("Nama", exact=True).fill("Nenek Aminah")
    desk.get_by_label("Keperluan").fill("harga beras tahun lalu")
    desk.get_by_label("Keperluan").press("Enter")
    expect(desk.get_by_role("alert").filter(has_text="tidak punya email")).to_be_visible()
    expect(desk.get_by_label("Nama", exact=True)).to_have_value("Nenek Aminah")
    desk.get_by_role("checkbox", name="Tidak punya email").press("Space")
    desk.get_by_role("checkbox", name=re.compile("Tamu setuju")).press("Space")
    desk.get_by_role("button", name="Daftarkan").press("Enter")
    row = desk.locator(".pst-row", has_text="Nenek Aminah")
    expect(row).to_contain_text("Menunggu · tanpa email")
    expect(desk.get_by_label("Nama", exact=True)).to_have_value("")
    expect(desk.get_by_label("Nama", exact=True)).to_be_focused()
    row.get_by_role("button", name="Mulai layani").click()
    row.get_by_role("button", name="Selesai").click()
    desk.get_by_label("Asal tamu").click()
    desk.get_by_role("option", name="Swasta").click()
    desk.get_by_role("button", name="Selesai: Layanan").click()
    expect(desk.get_by_text("tulis nama instansinya")).to_be_visible()
    desk.get_by_label("Instansi", exact=True).fill("PT Contoh")
    desk.get_by_role("button", name="Selesai: Layanan").click()
    expect(row).to_contain_text("Selesai oleh Budi Santoso · Layanan")
    with desk.expect_download() as download:
        desk.get_by_role("button", name="Unduh buku tamu (CSV)").click()
    assert "Nenek Aminah" in (file := Path(download.value.path()).read_text(encoding="utf-8-sig"))
    assert "PT Contoh" in file


def test_a_portal_case_is_entered_and_answered(server: Server, desk: Page) -> None:
    """5.2-5.4, 24a: entered in a few strokes; deadline, answer and closing date are there."""
    log_in(desk, server, "/console/")
    desk.get_by_role("button", name="Tampilan lengkap").click()
    desk.get_by_role("link", name="Portal").click()
    desk.get_by_label("Nomor di portal").fill("SLS-2026-001")
    desk.get_by_label("Nomor di portal").press("Enter")
    row = desk.locator(".pst-row", has_text="SLS-2026-001")
    expect(row).to_contain_text("Jawab paling lambat Kamis, 26 November pukul 15.30 WIB")
    row.get_by_role("button", name="Sudah dijawab").click()
    desk.get_by_role("button", name="Simpan").click()
    expect(row).to_contain_text("Menunggu pengguna · ditutup portal Kamis, 26 November pukul 15.30 WIB")
    row.get_by_role("button", name="Ditutup").click()
    desk.get_by_role("button", name="Tutup", exact=True).click()
    expect(desk.get_by_text("Tidak ada konsultasi portal yang terbuka.")).to_be_visible()
    expect(row).to_contain_text("Selesai")


def test_the_screen_on_the_wall(server: Server, tablet: Page, desk: Page, code: str) -> None:
    """Stories 18: numbers, no names."""
    for name in ("Siti Aminah", "Joko"):
        fill_in(tablet, server, code, name, "&d=tablet")
    desk.goto(f"{server.url}/tamu/layar?k={code}")
    expect(desk.get_by_role("listitem")).to_have_text(["1", "2"])
    expect(desk.get_by_text("Siti")).to_have_count(0)


def test_paper_is_typed_in_by_a_colleague(
    server: Server, sqlite_url: str, tmp_path: Path, clock: FakeClock, desk: Page
) -> None:
    """Stories 18: who served is not offered the own visit; a colleague types in what stands on the paper."""
    built = build(load_settings({"PST_DATABASE_URL": sqlite_url, "PST_VAR": str(tmp_path)}, ROOT), hasher=CHEAP_HASHER)
    kit = replace(built.kit, clock=clock)
    admin = accounts.authenticate(kit, accounts.log_in(kit, "admin", ADMIN_PASSWORD, "test"))
    accounts.create_officer(kit, admin, "rina", "Rina", OFFICER_PASSWORD)
    rina = accounts.authenticate(kit, accounts.log_in(kit, "rina", OFFICER_PASSWORD, "test"))
    visit = visits.register_visitor(kit, rina, guest())
    visits.start(kit, rina, visit.id)
    visits.end(kit, rina, visit.id, Category.DATA)

    log_in(desk, server, "/console/tamu")
    desk.get_by_label("Kunjungan").click()
    desk.get_by_role("option", name=re.compile("Siti Aminah")).click()
    desk.get_by_label("Nilai", exact=True).click()
    desk.get_by_role("option", name=re.compile("Kurang baik")).click()
    desk.get_by_label("Saran").fill("lama <b>sekali</b>")
    desk.get_by_role("button", name="Simpan penilaian").click()
    expect(desk.get_by_text("Tidak ada kunjungan rekan yang belum dinilai.")).to_be_visible()
    with built.engine.connect() as connection:
        rows = connection.execute(select(rating.c.score, rating.c.remark)).all()
    assert [tuple(row) for row in rows] == [(2, "lama <b>sekali</b>")]
    built.engine.dispose()


def test_who_served_is_not_offered_the_own_visit(server: Server, tablet: Page, desk: Page, code: str) -> None:
    """Stories 18: no officer rates the own service."""
    fill_in(tablet, server, code, "Siti Aminah", "&d=tablet")
    log_in(desk, server, "/console/tamu")
    row = desk.locator(".pst-row", has_text="Siti Aminah")
    row.get_by_role("button", name="Mulai layani").click()
    row.get_by_role("button", name="Selesai").click()
    desk.get_by_role("button", name="Selesai: Metadata").click()
    expect(row).to_contain_text("Selesai oleh Budi Santoso · Metadata")
    expect(desk.get_by_text("Tidak ada kunjungan rekan yang belum dinilai.")).to_be_visible()
    expect(desk.get_by_role("button", name="Simpan penilaian")).to_be_hidden()


def test_tamu_fits_a_phone(server: Server, phone: Page, code: str) -> None:
    """Issue 4, point 5: the console works on a phone; a long name and markup break nothing."""
    fill_in(phone, server, code, "Nama Yang Sangat Panjang " + "a" * 70)
    phone.goto(f"{server.url}/tamu?k={code}")
    log_in(phone, server, "/console/tamu")
    expect(phone.locator(".pst-row")).to_be_visible()
    phone.wait_for_function("document.documentElement.scrollWidth <= window.innerWidth")


def test_a_login_in_between_loses_no_typed_text(server: Server, desk: Page) -> None:
    """Issue 4: an expired session gives the login page; what was typed is there afterwards, until it is stored."""
    log_in(desk, server, "/console/tamu")
    desk.get_by_label("Nama", exact=True).fill("Nenek <b>Aminah</b>")
    desk.get_by_label("Keperluan").fill("harga beras")
    second = desk.context.new_page()
    second.goto(server.url + "/console/riwayat")
    second.get_by_role("button", name="Keluar").click()
    expect(desk.get_by_label("Nama pengguna")).to_be_visible()
    log_in(desk, server, "/console/tamu")
    expect(desk.get_by_label("Nama", exact=True)).to_have_value("Nenek <b>Aminah</b>")
    expect(desk.get_by_label("Keperluan")).to_have_value("harga beras")
    desk.get_by_label("Nama", exact=True).fill("Nenek Aminah")
    desk.get_by_role("checkbox", name="Tidak punya email").press("Space")
    desk.get_by_role("checkbox", name=re.compile("Tamu setuju")).press("Space")
    desk.get_by_role("button", name="Daftarkan").click()
    expect(desk.locator(".pst-row", has_text="Nenek Aminah")).to_be_visible()
    desk.reload()
    expect(desk.locator(".pst-row", has_text="Nenek Aminah")).to_be_visible()
    expect(desk.get_by_label("Nama", exact=True)).to_have_value("")
