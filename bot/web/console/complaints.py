"""Aduan: the register of complaints, for its readers only (stories 5)."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from nicegui import ui

from bot.core.complaints import Classification, Complaint, ComplaintState
from bot.core.errors import NotFound
from bot.core.guests import ConsentHow
from bot.services import complaint_copy, complaints
from bot.services.complaints import ComplaintFile
from bot.web.console import copies
from bot.web.console.acting import Acting
from bot.web.console.complaint_entry import draw_entry
from bot.web.console.frame import button, container, words
from bot.web.console.keeping import forget, kept_form
from bot.web.console.notices import day_and_time
from bot.web.console.places import COMPLAINTS
from bot.web.headers import CONSOLE

STATES = {
    ComplaintState.NEW: "Baru",
    ComplaintState.IN_PROGRESS: "Diproses",
    ComplaintState.DONE: "Selesai",
    ComplaintState.REJECTED: "Ditolak",
}
_SHOWN = 120
_PARTS = ("catatan", "pesan", "kejadian", "petugas")


async def build(acting: Acting) -> None:
    """Draw the register, and the form to type a complaint in."""
    words("Aduan", "pst-title", "h1")
    words(
        "Hanya dibaca pimpinan dan pengelola pengaduan; aduan tentang seorang pembaca tidak tampak baginya.", "pst-soft"
    )
    rows = await acting.look(complaints.register) or []
    with container("pst-rows"):
        for row in rows:
            _draw_row(acting, row)
    if not rows:
        words("Belum ada aduan.", "pst-empty")
    draw_entry(acting)


async def build_one(acting: Acting, complaint_id: str) -> None:
    """Draw one complaint with what can be done about it."""
    try:
        found = await acting.call(complaints.open_complaint, complaint_id)
    except NotFound:
        words("Aduan ini tidak ada, atau bukan untuk Anda baca.", "pst-empty")
        return
    complaint = found.complaint
    words(f"Aduan {complaint.number}", "pst-title", "h1")
    words(_head(acting, found), "pst-soft")
    words(complaint.story, "pst-need")
    if complaint.event_time or complaint.event_place:
        words(f"Kejadian: {' · '.join(filter(None, (complaint.event_time, complaint.event_place)))}", "pst-line")
    words(_consent(acting, complaint), "pst-soft")
    for file in found.evidence:
        address = f"{CONSOLE}/aduan/bukti/{file.id}"
        words(f"Bukti: {file.file_name or file.mime}", "pst-link", "a").props(f'href="{address}" target=_blank')
    for note in found.notes:
        words(f"{day_and_time(note.at, acting.kit.office.timezone)} · {note.text}", "pst-line")
    _draw_copies(acting, complaint)
    _draw_actions(acting, complaint, found.hidden_from)


def _draw_row(acting: Acting, row: Complaint) -> None:
    zone = acting.kit.office.timezone
    late = " · tindak lanjut terlambat" if complaints.is_late(row, acting.kit.clock()) else ""
    line = " ".join(row.story.split())
    with container("pst-row", "a", f'href="{COMPLAINTS}/{row.id}"'):
        words(row.number, "number")
        words(day_and_time(row.filed_at, zone), "since")
        words(line if len(line) <= _SHOWN else f"{line[: _SHOWN - 1]}…", "question")
        words(f"{STATES[row.state]}{late}", "holder")


def _head(acting: Acting, found: ComplaintFile) -> str:
    complaint = found.complaint
    who = complaint.name or ("tanpa nama" if complaint.conversation_id or complaint.contact else "anonim")
    parts = [
        STATES[complaint.state],
        day_and_time(complaint.filed_at, acting.kit.office.timezone),
        f"dari {who}",
        complaint.contact or "",
        complaint.classification.value if complaint.classification else "belum digolongkan",
        "tindak lanjut terlambat" if found.late else "",
    ]
    return " · ".join(filter(None, parts))


def _consent(acting: Acting, complaint: Complaint) -> str:
    if complaint.consent_how is ConsentHow.ANONYMOUS:
        return "Persetujuan: tidak perlu, aduan anonim"
    if complaint.consent_at is None or complaint.consent_how is None:
        return "Persetujuan: tidak tercatat di sini (dicatat dari kanal lain)"
    at = day_and_time(complaint.consent_at, acting.kit.office.timezone)
    if complaint.consent_version is None:
        return f"Persetujuan: {complaint.consent_how.value}, {at}"
    return f"Persetujuan: {at}, lewat {complaint.consent_how.value}, pemberitahuan versi {complaint.consent_version}"


def _draw_copies(acting: Acting, complaint: Complaint) -> None:
    """For who filed it and asks for their data by letter or at the counter (service_rules 12.3)."""

    async def download(kind: str) -> None:
        found = await acting.obtain(complaint_copy.copy_of, complaint.id)
        if found is not None:
            copies.save(acting, found, kind, f"aduan-{complaint.number}")

    with container("pst-actions"):
        button("Salinan untuk pengadu (halaman)").on("click", partial(download, copies.HTML))
        button("Salinan untuk pengadu (JSON)").on("click", partial(download, copies.JSON))


def _draw_actions(acting: Acting, complaint: Complaint, hidden_from: Sequence[str]) -> None:
    async def done(worked: bool, form: str = "") -> None:
        if worked and form:
            forget(form)
        if worked:
            ui.navigate.reload()

    async def classify(value: str) -> None:
        await done(await acting.attempt(complaints.classify, complaint.id, Classification(value)))

    async def describe() -> None:
        told_of = (str(happened.value or ""), str(place.value or ""))
        await done(await acting.attempt(complaints.describe_event, complaint.id, *told_of), event_form)

    async def note() -> None:
        await done(await acting.attempt(complaints.add_note, complaint.id, str(noted.value or "")), note_form)

    async def move(to: ComplaintState) -> None:
        await done(await acting.attempt(complaints.change_state, complaint.id, to, str(told.value or "")), told_form)

    async def name() -> None:
        named = [each.strip() for each in str(subjects.value or "").split(",") if each.strip()]
        await done(await acting.attempt(complaints.name_subjects, complaint.id, named), subject_form)

    note_form, told_form, event_form, subject_form = (f"aduan-{part}-{complaint.id}" for part in _PARTS)
    with kept_form(note_form, "pst-fields"):
        noted = ui.textarea("Catatan (hanya untuk pembaca aduan)").props("maxlength=2000")
    button("Simpan catatan").on("click", note)
    with kept_form(told_form, "pst-fields"):
        told = ui.textarea("Pesan untuk pengadu").props('maxlength=500 hint="Wajib bila selesai atau ditolak."')
    with container("pst-actions"):
        for state in (ComplaintState.IN_PROGRESS, ComplaintState.DONE, ComplaintState.REJECTED):
            button(STATES[state]).on("click", partial(move, state))
    with kept_form(event_form, "pst-fields"):
        happened = ui.input("Waktu kejadian menurut cerita", value=complaint.event_time or "").props("maxlength=150")
        place = ui.input("Tempat kejadian", value=complaint.event_place or "").props("maxlength=150")
    button("Simpan waktu dan tempat").on("click", describe)
    words("Golongan", "pst-soft")
    with container("pst-actions"):
        for each in Classification:
            button(each.value.capitalize()).on("click", partial(classify, each.value))
    with kept_form(subject_form, "pst-fields"):
        subjects = ui.input("Nama pengguna yang diadukan", value=", ".join(hidden_from))
    words(
        "Pisahkan dengan koma. Yang disebut dalam cerita sudah terisi. Nama yang Anda hapus dapat membaca aduan ini.",
        "pst-soft",
    )
    button("Sembunyikan dari mereka").on("click", name)
