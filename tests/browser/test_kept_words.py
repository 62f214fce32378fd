"""Nothing typed on the console is lost: every kind of form, over a lost page, a lock and an ended session (issue 4)."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta

import pytest
from playwright.sync_api import Locator, Page, expect

from bot.core.accounts import Actor, Role
from bot.core.complaints import Source
from bot.core.consultations import Category, Need
from bot.core.forms.form import FormKind
from bot.core.guests import ConsentHow
from bot.core.privacy import DUE_AFTER, PrivacyRequest
from bot.core.turns import RequestOfficer
from bot.services import (
    accounts,
    complaint_entry,
    complaints,
    desk,
    handoff,
    holding,
    paper_requests,
    portal,
    presence,
    visits,
    webchat,
)
from bot.services.kit import Kit
from tests.browser.conftest import Server
from tests.visitors import arrives
from tests.web.conftest import ADMIN_PASSWORD

PASSWORD = "kata-sandi-sari"
DROP = "Buang ketikan"


def nothing(kit: Kit, sari: Actor) -> str:
    """The page needs nobody."""
    return ""


def a_complaint(kit: Kit, sari: Actor) -> str:
    complaint_entry.register_complaint(kit, sari, Source.BOX, "Loket tutup sebelum jamnya.", ConsentHow.ANONYMOUS)
    return f"/{complaints.register(kit, sari)[0].id}"


def a_conversation(kit: Kit, sari: Actor) -> str:
    session = webchat.conversation_of(kit, webchat.open_session(kit))
    with kit.uow() as uow:
        conversation = holding.locked(uow, session.conversation_id)
        request = RequestOfficer(question="harga beras", category=Category.DATA, need=Need())
        changed, _ = handoff.hand_over(uow, kit, conversation, request, kit.clock())
        uow.conversations.save(changed)
        uow.commit()
    desk.take(kit, sari, session.conversation_id)
    return f"/{session.conversation_id}"


def a_portal_case(kit: Kit, sari: Actor) -> str:
    portal.enter(kit, sari, "S-1", Category.DATA, kit.clock() - timedelta(hours=1))
    return ""


def a_visitor(kit: Kit, sari: Actor) -> str:
    visits.start(kit, sari, arrives(kit).id)
    return ""


def a_request(kit: Kit, sari: Actor) -> str:
    now = kit.clock()
    with kit.uow() as uow:
        uow.privacy_requests.add(
            PrivacyRequest(
                number="DP-20261123-0001", kind=FormKind.CORRECT, requested_at=now, due_at=now + DUE_AFTER, wish="nama"
            )
        )
        uow.commit()
    return ""


def a_letter(kit: Kit, sari: Actor) -> str:
    """A visitor asks in writing for a correction."""
    visit = arrives(kit)
    paper_requests.register(kit, sari, FormKind.CORRECT, f"TAMU-20261123-{visit.number}")
    return ""


def a_colleague(kit: Kit, sari: Actor) -> Actor:
    """Somebody else who is at the desk."""
    accounts.create_officer(kit, sari, "wulan", "Wulan", PASSWORD, (Role.PETUGAS,))
    wulan = accounts.authenticate(kit, accounts.log_in(kit, "wulan", PASSWORD, "test"))
    presence.beat(kit, wulan)
    return wulan


def a_conversation_to_pass_on(kit: Kit, sari: Actor) -> str:
    a_colleague(kit, sari)
    return a_conversation(kit, sari)


def a_visitor_of_a_colleague(kit: Kit, sari: Actor) -> str:
    wulan, visit = a_colleague(kit, sari), arrives(kit)
    visits.start(kit, wulan, visit.id)
    visits.end(kit, wulan, visit.id, Category.DATA)
    return ""


def reload(page: Page, server: Server) -> None:
    """What a page does when the network was away for long."""
    page.reload()


def lock(page: Page, server: Server) -> None:
    server.clock.advance(10 * 60)
    page.wait_for_url(re.compile("/console/kunci"))
    page.get_by_label("Sandi").fill(PASSWORD)
    page.keyboard.press("Enter")


def expire(page: Page, server: Server) -> None:
    server.clock.advance(60 * 60)
    page.wait_for_url(re.compile("/console/login"))
    log_in(page)


@dataclass(frozen=True, kw_only=True)
class Form:
    """One kind of form.

    Attributes:
        path: its page under /console/.
        opens: the button that opens its dialog; none = it stands on the page.
        typed: words by label; with them the form may be finished.
        ends: the button that stores the words, or gives them up.
        before: what must be there; gives the rest of the path.
    """

    path: str
    opens: str = ""
    typed: dict[str, str]
    ends: str
    breaks: Callable[[Page, Server], None]
    before: Callable[[Kit, Actor], str] = field(default=nothing)


FORMS = {
    "akun baru": Form(
        path="pengguna",
        typed={"Nama pengguna, untuk masuk": "rina", "Nama lengkap": "Rina <i>Wati</i>"},
        ends="Tambah",
        breaks=lock,
    ),
    "ubah akun": Form(path="pengguna", opens="Ubah", typed={"Nama lengkap": "Adi"}, ends="Simpan", breaks=reload),
    "jam tiap pekan": Form(path="jam", typed={"Senin": "08.00-12.00"}, ends="Simpan jam", breaks=lock),
    "jam tiap pekan, dibuang": Form(path="jam", typed={"Senin": "08.00-"}, ends=DROP, breaks=reload),
    "hari khusus": Form(
        path="jam",
        typed={"Dari tanggal": "2027-02-08", "Jam": "08.00-12.00", "Pesan untuk pengguna": 'Jam "Ramadan"'},
        ends="Tambah hari khusus",
        breaks=expire,
    ),
    "target": Form(
        path="jam", typed={"Jawaban pertama (menit jam layanan)": "20"}, ends="Simpan target", breaks=reload
    ),
    "teks": Form(path="teks", opens="Ubah", typed={"Teks": "Halo,\nini teks kantor."}, ends=DROP, breaks=lock),
    "survei": Form(
        path="survei",
        typed={"Nama, misalnya SKM 2026": "SKM 2026", "Mulai": "2026-12-01", "Sampai": "2026-12-31"},
        ends="Buka",
        breaks=reload,
    ),
    "data pribadi": Form(
        path="data-pribadi",
        opens="Selesai",
        typed={"Pesan untuk pengguna (boleh kosong)": "Sudah kami perbaiki."},
        ends="Selesai dan kabari",
        breaks=reload,
        before=a_request,
    ),
    "permintaan lewat surat": Form(
        path="data-pribadi",
        typed={"Nomor PST, PGD, atau TAMU": "TAMU-20261123-1", "Diterima kantor": "2026-11-23T09:00"},
        ends="Catat permintaan",
        breaks=lock,
        before=a_visitor,
    ),
    "perbaikan lewat surat": Form(
        path="data-pribadi",
        opens="Perbaiki data",
        typed={"Nama": "Siti Aminah binti Ali", "Kebutuhan": "harga beras 2024"},
        ends="Simpan perbaikan",
        breaks=reload,
        before=a_letter,
    ),
    "aduan baru": Form(
        path="aduan",
        typed={"Isi aduan": "loket gelap", "Diterima kantor": "2026-11-20T09:00"},
        ends=DROP,
        breaks=reload,
    ),
    "aduan": Form(
        path="aduan",
        typed={"Catatan (hanya untuk pembaca aduan)": "sudah ditelepon"},
        ends="Simpan catatan",
        breaks=reload,
        before=a_complaint,
    ),
    "balasan siap pakai": Form(
        path="balasan",
        opens="Balasan baru",
        typed={"Judul": "Loket", "Teks": "Silakan ke loket."},
        ends="Simpan",
        breaks=reload,
    ),
    "menutup konsultasi": Form(
        path="percakapan", opens="Tutup", typed={"Pokok": "beras"}, ends="Selesai", breaks=reload, before=a_conversation
    ),
    "ubah kategori dan pokok": Form(
        path="percakapan",
        opens="Ubah kategori dan pokok",
        typed={"Indikator": "harga beras", "Tahun": "2024"},
        ends="Simpan",
        breaks=reload,
        before=a_conversation,
    ),
    "mengalihkan": Form(
        path="percakapan",
        opens="Alihkan",
        typed={"Alasan": "Wulan lebih tahu\ntentang harga."},
        ends="Alihkan",
        breaks=reload,
        before=a_conversation_to_pass_on,
    ),
    "buku tamu": Form(
        path="percakapan",
        opens="Buku tamu",
        typed={"Keperluan": "skripsi"},
        ends="Simpan",
        breaks=expire,
        before=a_conversation,
    ),
    "portal": Form(
        path="portal",
        typed={"Nomor di portal": "S-1", "Diajukan pengguna": "2026-11-23T08:00"},
        ends="Catat",
        breaks=reload,
    ),
    "waktu di portal": Form(
        path="portal",
        opens="Sudah dijawab",
        typed={"Waktunya di portal": "2026-11-23T09:30"},
        ends="Simpan",
        breaks=reload,
        before=a_portal_case,
    ),
    "ubah yang tercatat di portal": Form(
        path="portal",
        opens="Ubah",
        typed={"Nomor di portal": "S-2", "Topik (boleh kosong)": "beras"},
        ends="Simpan",
        breaks=lock,
        before=a_portal_case,
    ),
    "ditutup di portal": Form(
        path="portal",
        opens="Ditutup",
        typed={"Waktunya di portal": "2026-11-23T09:45"},
        ends="Tutup",
        breaks=reload,
        before=a_portal_case,
    ),
    "tamu": Form(path="tamu", typed={"Nama": "Nenek Aminah"}, ends=DROP, breaks=reload),
    "selesai melayani tamu": Form(
        path="tamu",
        opens="Selesai",
        typed={"Topik (boleh kosong)": "beras"},
        ends="Selesai: Data",
        breaks=reload,
        before=a_visitor,
    ),
    "nilai di kertas": Form(
        path="tamu",
        typed={"Saran (boleh kosong)": "kursinya kurang"},
        ends=DROP,
        breaks=reload,
        before=a_visitor_of_a_colleague,
    ),
}


def log_in_as_sari(server: Server, page: Page, path: str, before: Callable[[Kit, Actor], str] = nothing) -> None:
    """An officer with every role, on a page."""
    admin = accounts.authenticate(server.kit, accounts.log_in(server.kit, "admin", ADMIN_PASSWORD, "test"))
    accounts.create_officer(server.kit, admin, "sari", "Sari", PASSWORD, tuple(Role))
    sari = accounts.authenticate(server.kit, accounts.log_in(server.kit, "sari", PASSWORD, "test"))
    page.goto(f"{server.url}/console/{path}{before(server.kit, sari)}")
    log_in(page)


def log_in(page: Page) -> None:
    page.get_by_label("Nama pengguna").fill("sari")
    page.get_by_label("Sandi").fill(PASSWORD)
    page.keyboard.press("Enter")


def opened(page: Page, form: Form) -> Locator:
    """Where the form stands."""
    if not form.opens:
        return page.locator("body")
    page.get_by_role("button", name=form.opens, exact=True).first.click()
    return page.get_by_role("dialog")


def words_in(place: Locator, form: Form) -> dict[str, str]:
    return {label: box(place, label).input_value() for label in form.typed}


def box(place: Locator, label: str) -> Locator:
    return place.get_by_label(label, exact=True).first


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
def test_what_was_typed_is_there_again(server: Server, desk: Page, form: Form) -> None:
    """Issue 4, bad input: nothing typed is lost; what was put back is called unsaved, and goes once it is stored."""
    log_in_as_sari(server, desk, form.path, form.before)
    place = opened(desk, form)
    drawn = words_in(place, form)
    for label, words in form.typed.items():
        box(place, label).fill(words)

    form.breaks(desk, server)
    place = opened(desk, form)
    expect(place.locator(".pst-unsaved")).to_have_count(1)
    assert words_in(place, form) == form.typed

    place.get_by_role("button", name=form.ends, exact=True).first.click()
    expect(place.locator(".pst-unsaved")).to_have_count(0)
    if form.ends == DROP:
        assert words_in(place, form) == drawn
    desk.wait_for_function("Object.keys(sessionStorage).every((key) => !key.startsWith('pst.'))")


def test_an_answer_of_siap_tayang_is_not_offered_again(server: Server, desk: Page) -> None:
    """Issue 4: a plain form keeps its words over a lock, and a stored answer leaves an empty box for the next one."""
    log_in_as_sari(server, desk, "siap-tayang")
    question = desk.get_by_label("Nomor SK standar pelayanan", exact=True)
    question.fill("SK 12/2025")
    lock(desk, server)
    expect(question).to_have_value("SK 12/2025")
    desk.get_by_role("button", name="Simpan", exact=True).first.click()
    expect(desk.get_by_role("button", name="Ganti", exact=True)).to_be_visible()
    desk.wait_for_function("window.socket && window.socket.connected")
    expect(question).to_have_value("")
    expect(desk.locator(".pst-unsaved")).to_have_count(0)
