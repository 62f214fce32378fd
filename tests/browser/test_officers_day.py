"""The officer's day in two browsers: notes, canned replies, stance, transfer, presence, search, a lost connection."""

import re
from pathlib import Path

from playwright.sync_api import Browser, Page, expect

from bot.core.accounts import Actor
from bot.core.consultations import Category, Need
from bot.core.turns import RequestOfficer
from bot.services import accounts, canned, desk_queue, handoff, holding, presence, webchat
from bot.services import desk as use_desk
from bot.services.canned import Draft
from bot.services.kit import Kit
from bot.web.console.queue import FIRST_ROWS
from tests.browser.conftest import DESKTOP, PHONE, Server, open_page
from tests.browser.test_chat import ask
from tests.browser.test_console import log_in
from tests.web.conftest import ADMIN_PASSWORD

NUMBER = "PST-20261123-0001"
HOSTILE = "<img src=x onerror=alert(1)> {nama} *tebal*"


def new_officer(kit: Kit, username: str, name: str) -> Actor:
    """An account made by the admin, who is logged in as the officer."""
    admin = accounts.authenticate(kit, accounts.log_in(kit, "admin", ADMIN_PASSWORD, "t"))
    accounts.create_officer(kit, admin, username, name, f"kata-sandi-{username}")
    return accounts.authenticate(kit, accounts.log_in(kit, username, f"kata-sandi-{username}", "t"))


def log_in_as(page: Page, server: Server, username: str) -> None:
    page.goto(f"{server.url}/console/")
    page.get_by_label("Nama pengguna").fill(username)
    page.get_by_label("Sandi").fill(f"kata-sandi-{username}")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Antrean")).to_be_visible()


def asked(server: Server, phone: Page, text: str = "minta petugas") -> None:
    phone.goto(server.url)
    ask(phone, text)
    expect(phone.locator("#log .bot .bubble")).to_contain_text(NUMBER)


def taken(server: Server, phone: Page, desk_page: Page, text: str = "minta petugas") -> None:
    """A citizen asks, the officer takes."""
    asked(server, phone, text)
    log_in(desk_page, server)
    desk_page.locator(".pst-row").click()
    desk_page.get_by_role("button", name="Ambil").click()
    expect(desk_page.get_by_label("Balasan", exact=True)).to_be_visible()


def test_a_day_with_the_keyboard_alone(server: Server, phone: Page, desk: Page) -> None:
    """Issue 4, point 5, keyboard first: queue, take, canned reply, answered, close."""
    budi = accounts.authenticate(server.kit, accounts.log_in(server.kit, "budi", "kata-sandi-budi", "t"))
    canned.save(server.kit, budi, Draft(canned_id=None, title="Salam", text="Selamat pagi, nomor Anda {tiket}."))
    canned.save(server.kit, budi, Draft(canned_id=None, title="Jam", text="Kami buka {jam_layanan}."))
    asked(server, phone)
    log_in(desk, server)
    desk.locator(".pst-row").focus()
    desk.keyboard.press("Enter")
    desk.get_by_role("button", name="Ambil").press("Enter")
    box = desk.get_by_label("Balasan", exact=True)
    expect(box).to_be_focused()
    desk.keyboard.press("/")
    desk.get_by_label("Pilih balasan").fill("sal")
    expect(desk.get_by_role("option")).to_have_count(1)
    desk.keyboard.press("Enter")
    expect(box).to_have_value(f"Selamat pagi, nomor Anda {NUMBER}.")
    desk.keyboard.press("Control+Shift+Enter")
    expect(phone.locator("#log .officer .bubble")).to_have_text(f"Selamat pagi, nomor Anda {NUMBER}.")
    expect(desk.get_by_text("Sudah dijawab; menunggu pengguna")).to_be_visible()
    expect(desk.locator(".pst-line.officer .tick")).to_have_text("✓ terkirim")
    desk.get_by_role("button", name="Tutup").press("Enter")
    desk.get_by_label("Indikator").fill("IPM")
    desk.get_by_role("button", name="Selesai", exact=True).press("Enter")
    expect(desk.get_by_text(re.compile("^Selesai · 23-11-2026"))).to_be_visible()
    expect(desk.locator(".pst-need")).to_contain_text("IPM")


def test_the_guest_book_is_completed_for_the_person(server: Server, phone: Page, desk: Page) -> None:
    """stories 7: an officer may fill in the form for the person; sixteen digits are refused, words stay."""
    taken(server, phone, desk)
    expect(desk.get_by_text("Buku tamu belum", exact=False)).to_be_visible()
    desk.get_by_role("button", name="Buku tamu").click()
    desk.get_by_label("Nama", exact=True).fill("Siti Aminah")
    desk.get_by_label("Instansi").fill("perorangan")
    desk.get_by_label("Keperluan").fill("skripsi 6208010101010001")
    desk.get_by_role("button", name="Simpan").click()
    expect(desk.get_by_text("NIK atau nomor 16 angka tidak disimpan", exact=False)).to_be_visible()
    desk.get_by_label("Keperluan").fill("skripsi")
    desk.get_by_role("button", name="Simpan").click()
    expect(desk.get_by_text("Buku tamu lengkap: Siti Aminah · perorangan · skripsi")).to_be_visible()


def test_a_promise_is_given_with_its_day(server: Server, phone: Page, desk: Page) -> None:
    """Stories 24g: *masih saya carikan* with a date; the clock goes on until *sudah dijawab*."""
    taken(server, phone, desk)
    expect(desk.get_by_role("button", name="Sudah dijawab", exact=True)).to_be_hidden()
    desk.get_by_label("Balasan", exact=True).fill("Saya carikan dulu")
    desk.keyboard.press("Control+Enter")
    expect(desk.get_by_text("Anda masih berutang jawaban", exact=True)).to_be_visible()
    expect(desk.get_by_text("Janji 30 menit")).to_be_visible()
    desk.get_by_label("Masih saya carikan, janji").select_option("2026-11-25")
    expect(desk.get_by_text("dijanjikan Rabu, 25 November")).to_be_visible()
    desk.get_by_role("button", name="Sudah dijawab", exact=True).click()
    expect(desk.get_by_text("Sudah dijawab; menunggu pengguna")).to_be_visible()
    expect(desk.get_by_text("Janji 30 menit")).to_be_hidden()
    ask(phone, "terima kasih, satu lagi")
    expect(desk.get_by_text("Anda masih berutang jawaban", exact=True)).to_be_visible()


def test_taking_over_from_somebody_who_went_away(server: Server, phone: Page, desk: Page) -> None:
    """Stories 6: after 15 working minutes offline anybody may hold it; before, the button is not there."""
    siti = new_officer(server.kit, "siti", "Siti")
    asked(server, phone)
    presence.beat(server.kit, siti)
    desk_take(server, siti)
    server.clock.advance(14 * 60)
    log_in(desk, server)
    desk.locator(".pst-row").click()
    expect(desk.get_by_text("Dilayani oleh Siti")).to_be_visible()
    expect(desk.get_by_role("button", name="Ambil alih")).to_be_hidden()
    server.clock.advance(60)
    desk.get_by_role("button", name="Ambil alih").click()
    expect(desk.get_by_text("Anda yang melayani")).to_be_visible()
    expect(desk.locator(".pst-line.note")).to_contain_text("Diambil alih dari Siti")


def desk_take(server: Server, officer: Actor) -> None:
    """The officer takes the only person, in another browser than the test's."""
    [row] = desk_queue.queue(server.kit, officer)
    use_desk.take(server.kit, officer, row.conversation_id)


def test_the_presence_bar(server: Server, phone: Page, desk: Page) -> None:
    """Stories 6: *melayani tamu*, *siap lagi*, and *tidak masuk* for a colleague, whose people wait again."""
    siti = new_officer(server.kit, "siti", "Siti")
    presence.beat(server.kit, siti)
    asked(server, phone)
    desk_take(server, siti)
    log_in(desk, server)
    desk.get_by_role("button", name="Melayani tamu").click()
    expect(desk.get_by_text("Anda melayani tamu")).to_be_visible()
    desk.get_by_role("button", name="Siap lagi").click()
    expect(desk.get_by_text("Anda siap melayani")).to_be_visible()
    desk.get_by_text(re.compile("^Rekan:")).click()
    row = desk.locator(".colleague", has_text="Siti")
    expect(row).to_contain_text("siap melayani, memegang 1")
    row.get_by_role("button", name="Tidak masuk").click()
    desk.get_by_role("button", name="Ya, tidak masuk").click()
    expect(row).to_contain_text("tidak masuk hari ini")
    expect(desk.get_by_role("link", name=re.compile(NUMBER))).to_contain_text("Menunggu petugas")


def test_the_bell_rings_for_what_is_new(server: Server, phone: Page, chromium: Browser) -> None:
    """Stories 6: opt-in; a new person and a message to one's own conversation ring once, without name or question."""
    with open_page(chromium, DESKTOP) as page:
        page.add_init_script(
            "window.rung = []; window.Notification = class { static permission = 'granted';"
            " constructor(title, more) { rung.push(title + ' | ' + more.body); } };"
        )
        log_in(page, server)
        bell = page.get_by_role("button", name="Pemberitahuan")
        expect(bell).to_have_attribute("aria-pressed", "false")
        bell.click()
        expect(bell).to_have_attribute("aria-pressed", "true")
        asked(server, phone)
        expect(page).to_have_title("(1) Antrean")
        page.wait_for_function("rung.length === 1")
        page.locator(".pst-row").click()
        page.get_by_role("button", name="Ambil").click()
        expect(page).to_have_title("Percakapan")
        page.get_by_role("link", name="Antrean", exact=True).click()
        expect(page.get_by_text("Anda memegang 1")).to_be_visible()
        page.wait_for_timeout(300)
        ask(phone, "halo, rahasia saya")
        page.wait_for_function("rung.length === 1")
        assert page.evaluate("rung") == ["Pesan baru | Dalam percakapan yang Anda pegang"]


def test_a_locked_screen_rings_when_somebody_waits(server: Server, phone: Page, chromium: Browser) -> None:
    """Stories 6: the screen locks, the bell does not; one ring for each new person, by a number alone."""
    with open_page(chromium, DESKTOP) as page:
        page.add_init_script(
            "window.rung = []; window.Notification = class { static permission = 'granted';"
            " constructor(title, more) { rung.push(title + ' | ' + more.body); } };"
        )
        log_in(page, server)
        page.get_by_role("button", name="Pemberitahuan").click()
        with page.expect_response(re.compile("/console/kunci/menunggu")):
            server.clock.advance(10 * 60)
            expect(page.get_by_role("heading", name="Layar terkunci")).to_be_visible()
        asked(server, phone)
        expect(page).to_have_title(re.compile(r"^\(1\) Layar terkunci"))
        assert page.evaluate("rung") == ["Ada yang menunggu petugas | 1 orang menunggu petugas."]


def test_a_lost_connection_is_said_and_loses_no_text(server: Server, phone: Page, desk: Page) -> None:
    """Issue 4, bad input: the page says so at once; the text is sent once when the network is back."""
    taken(server, phone, desk)
    desk.get_by_label("Balasan", exact=True).fill("belum selesai")
    desk.evaluate("window.socket.io.engine.close()")
    desk.context.set_offline(True)
    expect(desk.locator("#pst-lost")).to_contain_text("Yang Anda ketik tersimpan")
    expect(desk.get_by_label("Balasan", exact=True)).to_have_value("belum selesai")
    desk.keyboard.press("End")
    desk.keyboard.type(" tetapi aman")
    desk.context.set_offline(False)
    expect(desk.locator("#pst-lost")).to_have_count(0)
    desk.reload()
    box = desk.get_by_label("Balasan", exact=True)
    expect(box).to_have_value("belum selesai tetapi aman")
    box.press("Control+Enter")
    expect(phone.locator("#log .officer .bubble")).to_have_text("belum selesai tetapi aman")


def test_logging_out_leaves_nothing_typed_behind(server: Server, phone: Page, desk: Page) -> None:
    """The shared computer: another officer does not find what was typed; what was not sent goes with its officer."""
    taken(server, phone, desk)
    desk.get_by_label("Balasan", exact=True).fill("rahasia")
    desk.get_by_role("button", name="Keluar").click()
    expect(desk.get_by_label("Nama pengguna")).to_be_visible()
    assert "rahasia" not in desk.evaluate("JSON.stringify(localStorage)")


def test_a_file_is_dropped_on_the_reply(server: Server, phone: Page, desk: Page) -> None:
    """Stories 4 and 1: drag a file into the reply box; before it goes it is asked whether it is the answer."""
    taken(server, phone, desk)
    drop = """() => {
      const data = new DataTransfer();
      data.items.add(new File(['%PDF-1.7 tabel'], 'tabel.pdf', { type: 'application/pdf' }));
      document.getElementById('pst-reply').dispatchEvent(
        new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true }));
    }"""
    desk.evaluate(drop)
    desk.get_by_role("dialog").get_by_role("button", name="Kirim, sudah dijawab").click()
    expect(phone.locator("#log .officer a.file")).to_have_text("Berkas: tabel.pdf")
    expect(desk.get_by_text("Sudah dijawab; menunggu pengguna")).to_be_visible()


def test_canned_replies_are_kept_on_their_page(server: Server, phone: Page, desk: Page, tmp_path: Path) -> None:
    """Peers row 52: a file goes with the words; an unknown variable is refused when it is saved."""
    log_in(desk, server)
    desk.get_by_role("button", name="Tampilan lengkap").click()
    desk.get_by_role("link", name="Balasan siap pakai").click()
    desk.get_by_role("button", name="Balasan baru").click()
    desk.get_by_label("Judul").fill("Tabel")
    desk.get_by_label("Teks").fill("Ini {tabel}nya")
    table = tmp_path / "tabel.pdf"
    table.write_bytes(b"%PDF-1.7 tabel")
    desk.locator("input[type=file]").set_input_files(table)
    expect(desk.get_by_text("Berkas: tabel.pdf")).to_be_visible()
    desk.get_by_role("button", name="Simpan").click()
    expect(desk.get_by_text("Isian {tabel} tidak dikenal.")).to_be_visible()
    desk.get_by_label("Teks").fill("Ini tabelnya, {tiket}")
    desk.get_by_role("button", name="Simpan").click()
    expect(desk.locator(".pst-row")).to_contain_text("Ini tabelnya, {tiket}")
    asked(server, phone)
    desk.get_by_role("link", name="Antrean", exact=True).click()
    desk.locator(".pst-row").click()
    desk.get_by_role("button", name="Ambil").click()
    desk.get_by_role("button", name="Balasan siap pakai").click()
    desk.get_by_role("option").click()
    expect(desk.get_by_text("Lampiran: tabel.pdf")).to_be_visible()
    desk.get_by_role("button", name="Kirim", exact=True).click()
    expect(phone.locator("#log .officer a.file")).to_have_text("Berkas: tabel.pdf")
    expect(phone.locator("#log .officer")).to_contain_text(f"Ini tabelnya, {NUMBER}")
    expect(desk.get_by_text("Lampiran: tabel.pdf")).to_be_hidden()
    desk.get_by_role("link", name="Balasan siap pakai").click()
    desk.get_by_role("button", name="Hapus").click()
    desk.get_by_role("button", name="Ya, hapus").click()
    expect(desk.get_by_text("Belum ada balasan siap pakai.")).to_be_visible()


def test_history_is_searched(server: Server, phone: Page, desk: Page) -> None:
    """Issue 4, point 5: by number and by words; the query stands in the box as text."""
    taken(server, phone, desk, 'petugas soal "sawit"')
    desk.get_by_role("link", name="Riwayat").click()
    expect(desk.get_by_text("Belum ada konsultasi yang selesai.")).to_be_visible()
    desk.get_by_label("Cari nomor").fill('"sawit"')
    desk.keyboard.press("Enter")
    expect(desk.get_by_role("link", name=re.compile(NUMBER))).to_contain_text("Masih berjalan")
    expect(desk.get_by_label("Cari nomor")).to_have_value('"sawit"')
    desk.get_by_label("Cari nomor").fill("karet")
    desk.keyboard.press("Enter")
    expect(desk.get_by_text("Tidak ada yang cocok.")).to_be_visible()


def test_the_console_fits_a_phone(server: Server, phone: Page, colleague: Page) -> None:
    """Issue 4, point 5: 360 px wide, nothing sticks out, and fingers find every button (44 px)."""
    new_officer(server.kit, "siti", "Siti")
    asked(server, phone, "petugas " + "sangatpanjang" * 30)
    log_in_as(colleague, server, "siti")
    expect(colleague.locator(".pst-row")).to_have_count(1)
    check_width(colleague)
    colleague.locator(".pst-row").click()
    colleague.get_by_role("button", name="Ambil").click()
    expect(colleague.get_by_role("button", name="Foto")).to_be_visible()
    check_width(colleague)
    colleague.goto(f"{server.url}/console/riwayat")
    expect(colleague.get_by_role("button", name="Cari")).to_be_visible()
    check_width(colleague)


def check_width(page: Page) -> None:
    small = (
        "[...document.querySelectorAll('button, summary')].filter(b => b.offsetParent && b.offsetHeight < 44).length"
    )
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE[0]
    assert page.evaluate(small) == 0


def test_a_long_queue_opens_with_those_who_are_next(server: Server, desk: Page) -> None:
    """Issue 4, `console.open_s`: fifty rows at once, the others behind a button; all are counted."""
    for number in range(FIRST_ROWS + 2):
        session = webchat.conversation_of(server.kit, webchat.open_session(server.kit))
        request = RequestOfficer(question=f"permintaan {number}", category=Category.DATA, need=Need())
        with server.kit.uow() as uow:
            conversation = holding.locked(uow, session.conversation_id)
            changed, _ = handoff.hand_over(uow, server.kit, conversation, request, server.clock())
            uow.conversations.save(changed)
            uow.commit()
    log_in(desk, server)
    expect(desk.get_by_text(f"{FIRST_ROWS + 2} orang menunggu")).to_be_visible()
    expect(desk.locator(".pst-row")).to_have_count(FIRST_ROWS)
    desk.get_by_role("button", name="Tampilkan 2 lainnya").click()
    expect(desk.locator(".pst-row")).to_have_count(FIRST_ROWS + 2)
    desk.locator(".pst-row").first.focus()
    desk.keyboard.press("ArrowDown")
    expect(desk.locator(".pst-row").nth(1)).to_be_focused()
