"""Reports, their files and Siap tayang? over the real app: who gets what, and in which form."""

import io
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from openpyxl import load_workbook

from bot.core.accounts import Actor, Role
from bot.core.reports.report import Chart
from bot.core.sending import ChannelState
from bot.core.tables_out import Table
from bot.knowledge.entry import Entry
from bot.knowledge.faults import KnowledgeBaseInvalid
from bot.services import accounts, readiness
from bot.web.console import readiness as readiness_page
from bot.web.console.charts import figure
from tests.web.conftest import ADMIN_PASSWORD, HOME, Browser, Site
from tests.web.test_login import form_token, log_in

FILES = ["unduh.xlsx?bulan=2026-11", "cetak?bulan=2026-11", "konsultasi.csv?dari=2026-11-01&sampai=2026-11-30"]


def as_admin(site: Site) -> None:
    token = form_token(site.client)
    values = {"username": "admin", "password": ADMIN_PASSWORD, "token": token}
    assert site.client.post("/console/login", data=values, headers={"Origin": HOME}).status_code == 303


def as_head(site: Site) -> Actor:
    accounts.create_officer(site.app.kit, site.admin, "kepala", "Sari Uji", "kata-sandi-kepala", (Role.PIMPINAN,))
    token = form_token(site.client)
    values = {"username": "kepala", "password": "kata-sandi-kepala", "token": token}
    assert site.client.post("/console/login", data=values, headers={"Origin": HOME}).status_code == 303
    session = accounts.log_in(site.app.kit, "kepala", "kata-sandi-kepala", "test")
    return accounts.authenticate(site.app.kit, session)


@pytest.mark.parametrize("file", FILES)
def test_files_need_a_session_and_a_role(site: Site, file: str) -> None:
    """Issue point 6: without a session one is sent to log in; a petugas alone gets no report."""
    assert site.client.get(f"/console/laporan/{file}").status_code == 303
    assert log_in(site.client) == 303
    refused = site.client.get(f"/console/laporan/{file}")
    assert refused.status_code == 403
    assert "Peran Anda" in refused.json()["error"]["message"]


def test_the_workbook_has_seven_sheets(site: Site) -> None:
    """Stories 8: seven sheets, letterhead and sentence on the first one, a name of ours for the file."""
    as_head(site)
    Browser(site).send({"text": "halo"})
    response = site.client.get("/console/laporan/unduh.xlsx?bulan=2026-11")
    assert response.headers["content-disposition"] == 'attachment; filename="laporan-layanan-2026-11.xlsx"'
    book = load_workbook(io.BytesIO(response.content))
    assert book.sheetnames == [
        *("1 Ringkasan", "2 Per hari", "3 Kategori dan topik", "4 Janji layanan"),
        *("5 Penilaian", "6 Pengaduan", "7 Tak terjawab"),
    ]
    first = [str(row[0].value) for row in book.worksheets[0].iter_rows()]
    assert "BPS Kabupaten Seruyan" in first
    assert any(line.startswith("November 2026: 0 konsultasi") for line in first)


def test_the_page_for_paper(site: Site) -> None:
    """Stories 8: letterhead, definitions, seven sheets, signature; nothing inline, and a strict policy."""
    as_head(site)
    response = site.client.get("/console/laporan/cetak?bulan=2026-11")
    assert "default-src 'none'" in response.headers["content-security-policy"]
    assert not re.search(r"<script(?![^>]*\bsrc=)|<style|\son\w+=|\sstyle=", response.text)
    assert response.text.count("<h2>") == 7
    for words in (
        "BPS Kabupaten Seruyan",
        "Laporan layanan November 2026",
        "belum ada responden",
        "NIP",
        "tidak dijumlahkan",
    ):
        assert words in response.text


def test_the_register_as_csv(site: Site) -> None:
    """Issue point 7: a register for a range, as CSV that spreadsheets open with its letters whole."""
    as_head(site)
    response = site.client.get("/console/laporan/konsultasi.csv?dari=2026-11-01&sampai=2026-11-30")
    assert response.content.startswith(b"\xef\xbb\xbfNomor,Kanal,")
    assert 'filename="konsultasi-2026-11-01-2026-11-30.csv"' in response.headers["content-disposition"]
    xlsx = site.client.get("/console/laporan/konsultasi.xlsx?dari=2026-11-01&sampai=2026-11-30")
    assert load_workbook(io.BytesIO(xlsx.content)).sheetnames == ["Konsultasi"]


@pytest.mark.parametrize(
    "asked",
    [
        "unduh.xlsx",
        "unduh.xlsx?bulan=2026-13",
        "cetak?bulan=2027-01",
        "konsultasi.csv?dari=2026-11-30&sampai=2026-11-01",
        "konsultasi.csv?dari=besok&sampai=2026-11-01",
        "konsultasi.csv",
    ],
)
def test_bad_addresses_are_explained(site: Site, asked: str) -> None:
    """Bad input: the answer says what is wrong, and is no fault of the server."""
    as_head(site)
    response = site.client.get(f"/console/laporan/{asked}")
    assert response.status_code == 400
    assert set(response.json()["error"]) == {"code", "message"}


def test_a_confirmation_by_form(site: Site) -> None:
    """Rule 13: the admin answers; a form that is not ours, or an answer that is none, is refused."""
    as_admin(site)
    token = form_token(site.client, "/console/sandi")
    values = {"token": token, "hal": "nomor_sk", "jawaban": "B-12/<b>6208</b>"}
    answer = site.client.post("/console/siap-tayang", data=values, headers={"Origin": HOME})
    assert (answer.status_code, answer.headers["location"]) == (303, "/console/siap-tayang?tersimpan=nomor_sk")
    assert readiness.decree_number(site.app.kit) == "B-12/<b>6208</b>"
    assert "B-12/&lt;b&gt;6208&lt;/b&gt;" in site.client.get("/standar-layanan").text
    for wrong, code in (({"token": "x"}, 403), ({"jawaban": ""}, 400), ({"hal": "lain"}, 400)):
        refused = site.client.post("/console/siap-tayang", data={**values, **wrong}, headers={"Origin": HOME})
        assert refused.status_code == code


def test_alarms_stand_beside_a_broken_knowledge_base(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """Issue 4, point 6: one fault does not hide another; an unreadable answer and a paused channel are both told."""

    def broken(folder: Path) -> list[Entry]:
        raise KnowledgeBaseInvalid([])

    monkeypatch.setattr(readiness_page, "read_folder", broken)
    with site.app.kit.uow() as uow:
        uow.channel_states.save(ChannelState(channel="whatsapp", paused_at=site.clock.now))
        uow.commit()
    as_admin(site)
    page = site.client.get("/console/siap-tayang").text
    assert "Basis pengetahuan tidak dapat dibaca" in page
    assert "Kanal WhatsApp dijeda." in page


def test_an_answer_on_an_old_page_is_not_typed_twice(site: Site) -> None:
    """Issue 4, proof: a CSRF failure gives a clear page that holds the answer, and its button works."""
    as_admin(site)
    typed = {"token": "lama", "hal": "tarif", "jawaban": 'gratis <b> "semua"'}
    browser = {"Origin": HOME, "Accept": "text/html"}
    page = site.client.post("/console/siap-tayang", data=typed, headers=browser)
    assert page.status_code == 403
    assert "tekan Simpan sekali lagi" in page.text
    assert 'value="gratis &lt;b&gt; &quot;semua&quot;"' in page.text
    fresh = re.findall(r'name="token" value="([^"]+)"', page.text)[0]
    assert site.client.post("/console/siap-tayang", data={**typed, "token": fresh}, headers=browser).status_code == 303
    assert readiness.check(site.app.kit, site.admin, [], [], True).answers["tarif"].answer == 'gratis <b> "semua"'


def test_an_answer_after_the_session_ended_gets_a_page(site: Site) -> None:
    """Issue 4, proof: an expired session gives a clear page with the way back, not a program's answer."""
    typed = {"token": "lama", "hal": "tarif", "jawaban": "gratis"}
    page = site.client.post("/console/siap-tayang", data=typed, headers={"Origin": HOME, "Accept": "text/html"})
    assert page.status_code == 401
    assert "waktu masuk Anda sudah habis" in page.text
    assert 'href="/console/login?ke=/console/siap-tayang"' in page.text


def test_only_the_admin_confirms(site: Site) -> None:
    """Issue point 6: the head of office reads, the admin answers for the settings."""
    as_head(site)
    values = {"token": form_token(site.client, "/console/sandi"), "hal": "tarif", "jawaban": "tidak ada"}
    assert site.client.post("/console/siap-tayang", data=values, headers={"Origin": HOME}).status_code == 403
    assert readiness.check(site.app.kit, site.admin, [], [], True).answers == {}


def test_the_standard_is_for_everybody(site: Site) -> None:
    """Stories 24f, A-15: the standard with the office's facts; the decree's number is empty until it is filled in."""
    site.clock.now = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
    response = site.client.get("/standar-layanan")
    assert response.status_code == 200
    page = response.text
    for words in (
        *("SK Juni 2025. Nomor: …", "Senin-Jumat, 08.00-15.30 WIB", "Tidak dipungut biaya", "10 menit", "30 menit"),
        *("3 hari kerja", "bps6208@bps.go.id", "085162996208", "webapps.bps.go.id/pengaduan", "kotak saran", "loker"),
    ):
        assert words in page
    assert "{{" not in page
    assert "default-src 'none'" in response.headers["content-security-policy"]
    assert not re.search(r"<script(?![^>]*\bsrc=)|<style|\son\w+=|\sstyle=", page)
    assert 'href="/standar-layanan"' in site.client.get("/").text


def test_a_chart_shows_hostile_words_as_text() -> None:
    """Issue, proof: markup in a label means nothing; the picture has a name and a table of equal content."""
    hostile = '<script>alert("1")</script>'
    table = Table(caption=hostile, header=(hostile, "Jumlah"), rows=((hostile, 2), ("b", 0)))
    for upright in (True, False):
        drawn = figure(Chart(table=table, upright=upright, note=hostile))
        assert "<script" not in drawn
        assert drawn.count("&lt;script&gt;") >= 4
        assert 'role="img"' in drawn
        assert '<td class="number">2</td>' in drawn
