"""The officer's day on WhatsApp, Telegram and the web, from 08.00 to the next morning and the month's report."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Locator, Page, expect

from bot.core.accounts import Actor, Role
from bot.services import accounts, canned, service_clock
from bot.services.canned import Draft
from bot.services.kit import Kit
from tests.browser.conftest import Server, serving
from tests.browser.providers import Person, Providers, open_providers
from tests.browser.test_chat import ask
from tests.browser.test_console import log_in
from tests.browser.test_officers_day import log_in_as, new_officer
from tests.fakes import FakeClock
from tests.ports import free_port
from tests.web.conftest import ADMIN_PASSWORD

WATI, TONO, WAYAN, SARI = (f"PST-20261123-000{place}" for place in (1, 2, 4, 3))
NEW = "PST-20261124-0001"
HOSTILE = "<img src=x onerror=alert(1)> {nama} *tebal*"


def wib(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, day, hour - 7, minute, tzinfo=UTC)


@dataclass(frozen=True)
class Day:
    """The service with both providers, the officers' screens, and the people outside."""

    server: Server
    clock: FakeClock
    desk: Page
    colleague: Page
    phone: Page  # Sari's, on the web
    wati: Person
    tono: Person
    wayan: Person

    @property
    def kit(self) -> Kit:
        return self.server.kit

    def becomes(self, now: datetime) -> None:
        """The clock is set, and the minute's work at the desk is done."""
        self.clock.now = now
        service_clock.tick(self.kit)

    def row(self, number: str) -> Locator:
        return self.desk.get_by_role("link", name=re.compile(number))

    def open(self, number: str) -> None:
        """From wherever the officer is to the conversation, by the queue."""
        self.desk.get_by_role("link", name="Antrean", exact=True).click()
        self.row(number).click()

    def take(self, number: str) -> None:
        self.open(number)
        self.desk.get_by_role("button", name="Ambil", exact=True).click()
        expect(self.desk.get_by_label("Balasan", exact=True)).to_be_focused()

    def reply(self, text: str) -> None:
        self.desk.get_by_label("Balasan", exact=True).fill(text)
        self.desk.keyboard.press("Control+Enter")


@pytest.fixture
def day(sqlite_url: str, tmp_path: Path, clock: FakeClock, desk: Page, colleague: Page, phone: Page) -> Iterator[Day]:
    """Monday, just before eight."""
    clock.now, port = wib(23, 7, 55), free_port()
    with (
        open_providers(f"http://127.0.0.1:{port}", clock) as providers,
        serving(sqlite_url, tmp_path, clock, port, **providers.settings) as server,
    ):
        yield Day(server, clock, desk, colleague, phone, *people(providers))


def people(providers: Providers) -> tuple[Person, Person, Person]:
    """Their numbers cannot exist."""
    return (
        providers.on_whatsapp("620000000011"),
        providers.on_telegram("1000000012"),
        providers.on_whatsapp("620000000013"),
    )


def test_the_day_on_every_channel(day: Day) -> None:
    """Service_rules 6 and 7 with stories 1, 4-8, whole: what officers and people see on all three channels."""
    prepare(day.kit)
    three_people_ask(day)
    whatsapp_gets_a_canned_answer(day)
    telegram_goes_to_a_colleague(day)
    the_web_is_served_and_closed(day)
    the_end_of_the_day(day)
    the_next_morning(day)
    the_report(day)


def prepare(kit: Kit) -> None:
    """All channels are open, a colleague, the head of office, and one reply ready to use."""
    kit.live.written = replace(kit.live.written, channels=("telegram", "webchat", "whatsapp"))
    kit.live.forget()
    new_officer(kit, "siti", "Siti <b>Rahmah</b>")
    admin = accounts.authenticate(kit, accounts.log_in(kit, "admin", ADMIN_PASSWORD, "t"))
    accounts.create_officer(kit, admin, "kepala", "Kepala Kantor", "kata-sandi-kepala", (Role.PIMPINAN,))
    canned.save(kit, budi(kit), Draft(canned_id=None, title="Tabel", text="Tabelnya di {tautan.situs}, nomor {tiket}."))


def budi(kit: Kit) -> Actor:
    return accounts.authenticate(kit, accounts.log_in(kit, "budi", "kata-sandi-budi", "t"))


def three_people_ask(day: Day) -> None:
    """In the order in which they came, with channel, number, and how long they have waited (stories 7)."""
    day.wati.says("petugas: angka inflasi")  # five minutes early
    assert "08.00" in day.wati.reads(WATI)
    log_in(day.desk, day.server)
    day.clock.now = wib(23, 8, 2)
    day.tono.says("minta petugas")
    day.tono.reads(TONO)
    day.clock.now = wib(23, 8, 4)
    day.phone.goto(day.server.url)
    ask(day.phone, f"petugas {HOSTILE}")
    expect(day.phone.locator("#log .bot .bubble")).to_contain_text(SARI)
    day.clock.now = wib(23, 8, 5)
    rows = day.desk.locator(".pst-row")
    expect(day.desk.get_by_text("3 orang menunggu")).to_be_visible()
    expect(rows).to_contain_text([WATI, TONO, SARI])
    expect(rows).to_contain_text(["07.55 · 10 menit", "08.02 · 3 menit", "08.04 · 1 menit"])
    expect(rows).to_contain_text(["WhatsApp", "Telegram", "Obrolan web"])
    expect(rows.nth(2)).to_contain_text(HOSTILE)


def whatsapp_gets_a_canned_answer(day: Day) -> None:
    """Peers row 52, stories 1 and 13: a variable is filled, the ticks and the 24 hours are seen."""
    day.take(WATI)
    expect(day.desk.locator(".pst-tag")).to_have_text("WhatsApp")
    expect(day.desk.get_by_text("Dapat dibalas sampai 24-11-2026 07.55 (sisa 23 jam 50 menit).")).to_be_visible()
    day.desk.keyboard.press("/")
    day.desk.get_by_role("option").click()
    day.desk.get_by_role("button", name="Kirim, sudah dijawab").click()
    assert day.wati.reads("Tabelnya") == f"Tabelnya di seruyankab.bps.go.id, nomor {WATI}."
    line = day.desk.locator(".pst-line.officer")
    expect(line).to_contain_text("Petugas Budi Santoso")
    expect(line.locator(".tick")).to_have_text("✓✓ dibaca")
    expect(day.desk.get_by_text("Sudah dijawab; menunggu pengguna")).to_be_visible()


def telegram_goes_to_a_colleague(day: Day) -> None:
    """Peers row 54: a promise, a note nobody outside reads, then a reason and a colleague, who goes on."""
    desk, colleague = day.desk, day.colleague
    day.take(TONO)
    expect(desk.get_by_text("Dapat dibalas sampai")).to_be_hidden()
    day.reply("Saya carikan dulu.")
    day.tono.reads("Saya carikan dulu.")
    expect(desk.locator(".pst-line.officer .tick")).to_have_text("✓ terkirim")
    desk.get_by_text("Catatan internal").click()
    desk.get_by_label("Catatan internal").fill(HOSTILE)
    desk.get_by_role("button", name="Simpan catatan").click()
    expect(desk.locator(".pst-line.note")).to_contain_text(["tidak terlihat pengguna"])
    expect(desk.locator(".pst-line.note .words")).to_have_text(HOSTILE)
    desk.get_by_role("button", name="Alihkan").click()
    expect(desk.get_by_text("Tidak ada rekan yang siap melayani sekarang.")).to_be_visible()
    log_in_as(colleague, day.server, "siti")
    expect(colleague.get_by_text("Anda siap melayani")).to_be_visible()
    day.clock.advance(60)
    desk.get_by_role("button", name="Alihkan").click()
    desk.get_by_label("Alasan", exact=True).fill("soal <i>KBLI</i>")
    desk.get_by_role("dialog").get_by_role("button", name="Alihkan").click()
    expect(desk.get_by_text("Dilayani oleh Siti <b>Rahmah</b>")).to_be_visible()
    expect(desk.get_by_label("Balasan", exact=True)).to_be_hidden()
    colleague.get_by_role("link", name=re.compile(TONO)).click()
    expect(colleague.locator(".pst-line.note").last).to_contain_text("soal <i>KBLI</i>")
    colleague.get_by_label("Balasan", exact=True).fill("Sebentar, saya cek.")
    colleague.get_by_role("button", name="Kirim", exact=True).click()
    day.tono.reads("Sebentar, saya cek.")
    expect(desk.locator(".pst-line.officer").last).to_contain_text("Petugas Siti <b>Rahmah</b>")
    assert not any(inside in text for text in day.tono.told for inside in ("KBLI", "onerror", "Siti", "Budi"))


def the_web_is_served_and_closed(day: Day) -> None:
    """Rule 7.6: the person reads *Petugas*, never a name; the outcome is kept and stands in Riwayat."""
    desk, phone = day.desk, day.phone
    day.take(SARI)
    day.reply("Selamat pagi, itu urusan Dukcapil.")
    expect(phone.locator("#log .officer .bubble")).to_have_text("Selamat pagi, itu urusan Dukcapil.")
    expect(phone.locator("#log .officer")).to_contain_text("Petugas")
    expect(phone.locator("#log")).not_to_contain_text("Budi")
    assert desk.locator("#pst-log img").count() == 0
    desk.get_by_role("button", name="Tutup", exact=True).click()
    desk.get_by_role("button", name=re.compile("Salah alamat")).click()
    expect(phone.locator("#log .system").last).to_contain_text(SARI)
    desk.get_by_role("link", name="Riwayat").click()
    day.row(SARI).click()
    expect(desk.get_by_role("link", name="← Riwayat")).to_be_visible()
    expect(desk.get_by_role("log")).to_contain_text("Petugas Budi Santoso")
    expect(desk.get_by_label("Balasan", exact=True)).to_be_hidden()


def the_end_of_the_day(day: Day) -> None:
    """Rules 7.2, 7.3, 7.7 as stories 1 has them: warned and closed is who was answered; whom we owe is carried over."""
    day.clock.now = wib(23, 15, 5)
    day.wayan.says("petugas")
    day.wayan.reads(WAYAN)
    day.becomes(wib(23, 15, 15))
    day.wati.reads("kami tutup pukul 15.30 WIB")
    day.becomes(wib(23, 15, 30))
    closed = day.wati.reads("sudah selesai, jadi")
    assert WATI in closed
    assert "4 sangat baik" in closed
    assert "dilanjutkan Selasa, 24 November mulai 08.00 WIB" in day.wayan.reads("belum sempat membalas")
    assert "masih kami carikan" in day.tono.reads("dilanjutkan Selasa, 24 November")
    for person in (day.tono, day.wayan):
        assert not any("kami tutup" in text for text in person.told)


def the_next_morning(day: Day) -> None:
    """Stories 1: whom we owe stands first, before everybody who asks today."""
    day.becomes(wib(24, 8, 0))
    ask(day.phone, "petugas")
    expect(day.phone.locator("#log .bot .bubble").last).to_contain_text(NEW)
    log_in(day.desk, day.server)
    rows = day.desk.locator(".pst-row")
    expect(rows).to_contain_text([TONO, WAYAN, NEW])
    expect(rows).to_contain_text(["Dilayani oleh Siti <b>Rahmah</b>", "Menunggu petugas", "Menunggu petugas"])
    expect(day.row(WATI)).to_have_count(0)


def the_report(day: Day) -> None:
    """Stories 8: the head of office reads the right figures and takes the workbook along."""
    page = day.colleague
    page.goto("about:blank")  # the colleague has gone home: nothing reloads by itself any more
    page.context.clear_cookies()
    page.goto(f"{day.server.url}/console/laporan")
    page.get_by_label("Nama pengguna").fill("kepala")
    page.get_by_label("Sandi").fill("kata-sandi-kepala")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Laporan November 2026")).to_be_visible()
    expect(page.locator(".pst-figure .count")).to_have_text(["2", "0", "0"])
    expect(page.locator("#pst-sentence")).to_contain_text("2 konsultasi (langsung 0, portal 0, chat 2)")
    with page.expect_download() as download:
        page.get_by_role("link", name="Unduh XLSX").click()
    daily = load_workbook(BytesIO(Path(download.value.path()).read_bytes()))["2 Per hari"]
    rows = {row[0]: row[1:] for row in daily.iter_rows(values_only=True)}
    assert rows["Tanggal"][:4] == ("Langsung", "Portal", "Telegram", "WhatsApp")
    assert rows["23-11-2026"][:4] == (0, 0, 1, 1)
