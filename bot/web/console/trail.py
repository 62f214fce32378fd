"""Jejak: who did what and when, narrowed by user and by action."""

from __future__ import annotations

from collections.abc import Mapping

from nicegui import ui

from bot.core.accounts import Role
from bot.core.desk_settings import SettingKey
from bot.services import audit
from bot.services.audit import Entry
from bot.web.console.acting import Acting
from bot.web.console.frame import button, container, words
from bot.web.console.notices import day_and_time, roles_line

EVERYTHING = ""
ACTIONS: Mapping[str, str] = {
    "account.logged_in": "Masuk",
    "account.login_failed": "Gagal masuk: sandi salah",
    "account.code_failed": "Gagal masuk: kode dua langkah salah",
    "account.code_unreadable": "Gagal masuk: kunci kode dua langkah hilang, pasang ulang",
    "account.unlock_failed": "Gagal membuka layar terkunci",
    "account.login_throttled": "Masuk ditahan: terlalu banyak percobaan",
    "account.created": "Membuat akun",
    "account.renamed": "Mengubah nama akun",
    "account.roles_set": "Mengubah peran",
    "account.deactivated": "Menonaktifkan akun",
    "account.activated": "Mengaktifkan akun",
    "account.password_changed": "Mengganti sandi",
    "account.password_reset": "Memberi sandi sekali pakai",
    "account.pin_set": "Memasang PIN",
    "account.second_factor_on": "Menyalakan masuk dua langkah",
    "account.second_factor_off": "Mematikan masuk dua langkah",
    "account.second_factor_reset": "Menghapus masuk dua langkah",
    "account.recovery_codes_made": "Membuat kode cadangan",
    "account.recovery_code_used": "Memakai kode cadangan",
    "account.session_ended": "Mengakhiri sesi",
    "consultation.requested": "Permintaan petugas masuk",
    "consultation.subject_corrected": "Mengubah kategori dan pokok konsultasi",
    "consultation.taken": "Mengambil konsultasi",
    "consultation.assigned": "Konsultasi diberikan secara otomatis",
    "consultation.transferred": "Mengalihkan konsultasi",
    "consultation.taken_over": "Mengambil alih konsultasi",
    "canned.saved": "Menyimpan balasan siap pakai",
    "canned.removed": "Menghapus balasan siap pakai",
    "consultation.hand_back": "Mengembalikan ke asisten",
    "consultation.close": "Menutup konsultasi",
    "consultation.closed_by_clock": "Konsultasi ditutup di akhir jam layanan",
    "consultation.released": "Konsultasi kembali ke antrean",
    "message.sent_again": "Mengirim ulang pesan",
    "presence.absent": "Menandai tidak masuk",
    "duty.linked": "Menautkan ponsel untuk pengingat",
    "duty.unlinked": "Melepas ponsel dari pengingat",
    "service_day.changed": "Mengubah jam layanan atau piket",
    "text.changed": "Mengubah teks",
    "visit.registered": "Mendaftarkan tamu",
    "visit.started": "Mulai melayani tamu",
    "visit.categorised": "Memilih kategori kunjungan",
    "visit.ended": "Selesai melayani tamu",
    "visit.cancelled": "Tamu tidak jadi",
    "visit.ended_by_clock": "Kunjungan diakhiri di akhir jam layanan",
    "visit.origin_filled_in": "Melengkapi asal tamu",
    "visit.rating_typed": "Mengetik penilaian kertas",
    "guest_book.exported": "Mengunduh buku tamu",
    "portal.amended": "Mengubah konsultasi portal",
    "portal.withdrawn": "Menghapus konsultasi portal yang salah catat",
    "portal.entered": "Mencatat konsultasi portal",
    "portal.noted": "Memperbarui konsultasi portal",
    "readiness.confirmed": "Menjawab Siap tayang?",
    "register.exported": "Mengunduh daftar konsultasi",
    "report.exported": "Mengunduh laporan bulanan",
    "report.locked": "Mengunci laporan bulanan",
    "complaint.filed": "Aduan masuk",
    "complaint.registered": "Mencatat aduan dari kanal lain",
    "complaint.opened": "Membuka aduan",
    "complaint.classified": "Mengelompokkan aduan",
    "complaint.event_described": "Mencatat waktu dan tempat kejadian aduan",
    "complaint.copied": "Menyalin aduan untuk pengadunya",
    "complaint.noted": "Menambah catatan aduan",
    "complaint.subjects_named": "Menandai petugas yang diadukan",
    "complaint.proses": "Memproses aduan",
    "complaint.selesai": "Menyelesaikan aduan",
    "complaint.ditolak": "Menolak aduan",
    "privacy.data_saya": "Permintaan salinan data masuk",
    "privacy.perbaiki_data": "Permintaan perbaikan data masuk",
    "privacy.hapus_data": "Permintaan penghapusan data masuk",
    "privacy.tarik_persetujuan": "Penarikan persetujuan masuk",
    "privacy.copy_handed_out": "Mengirim salinan data ke percakapan",
    "privacy.selesai": "Menyelesaikan permintaan data",
    "privacy.ditolak": "Menolak permintaan data",
    "guest_book.completed": "Melengkapi buku tamu",
    "file.summarised": "Menulis ringkasan pesan suara",
    "incident.listed": "Mendaftar orang terdampak insiden data",
    "person.corrected": "Memperbaiki data seseorang",
    "person.erased": "Menghapus data seseorang",
    "person.exported": "Menyalin data seseorang",
    "person.wiped": "Menghapus percakapan seseorang",
    "survey.opened": "Membuka survei kepuasan",
    "portal.closed": "Menutup konsultasi portal",
}
"""Words for every action that a use case records."""
SETTINGS = {
    SettingKey.WEEKLY.value: "Jam layanan tiap pekan",
    SettingKey.SPECIAL.value: "Hari khusus",
    SettingKey.CLOSURES.value: "Tutup darurat",
    SettingKey.ROSTER.value: "Jadwal piket",
    SettingKey.SWITCHES.value: "Sakelar",
    SettingKey.TARGETS.value: "Target kantor",
}
"""What a setting is called on its page; texts stand under their own names."""


class TrailPage:
    """The page: a page of rows, and *Lebih lama*."""

    def __init__(self, acting: Acting, people: Mapping[str, str], actions: list[str]) -> None:
        self.acting = acting
        self.oldest: int | None = None
        words("Jejak", "pst-title", "h1")
        words("Siapa melakukan apa. Tidak dapat diubah siapa pun; terbaru di atas.", "pst-soft")
        with container("pst-actions"):
            self.who = ui.select({EVERYTHING: "Semua orang", **people}, value=EVERYTHING, label="Siapa")
            named = {action: ACTIONS.get(action, action) for action in actions}
            self.what = ui.select({EVERYTHING: "Semua tindakan", **named}, value=EVERYTHING, label="Tindakan")
        self.rows = container("pst-rows")
        self.more = button("Lebih lama").on("click", self.show_more)
        self.who.on_value_change(self.restart)
        self.what.on_value_change(self.restart)

    async def restart(self) -> None:
        """Show the newest rows of what was chosen."""
        self.oldest = None
        self.rows.clear()
        await self.show_more()

    async def show_more(self) -> None:
        """Add the next page of rows."""
        entries = await self.acting.look(
            audit.trail, user_id=self.who.value or None, action=self.what.value or None, before=self.oldest
        )
        if entries is None:
            return
        with self.rows:
            for entry in entries:
                self._draw(entry)
            if not entries and self.oldest is None:
                words("Belum ada tindakan seperti ini.", "pst-empty")
        self.oldest = entries[-1].row.id if entries else self.oldest
        self.more.set_visibility(len(entries) == audit.PAGE)

    def _draw(self, entry: Entry) -> None:
        row = entry.row
        with container("pst-row"):
            words(ACTIONS.get(row.action, row.action), "number")
            words(day_and_time(row.at, self.acting.kit.zone), "since")
            words(f"{entry.actor_name or 'Pengguna layanan atau sistem'} → {_subject(entry)}", "holder")


def _subject(entry: Entry) -> str:
    subject = entry.subject_name or SETTINGS.get(entry.row.subject) or entry.row.subject
    roles = entry.row.detail.get("roles")
    return subject if roles is None else f"{subject}: {roles_line([Role(name) for name in roles.split(',')])}"


async def build(acting: Acting) -> None:
    """Draw the page."""
    found = await acting.look(audit.choices)
    if found is not None:
        await TrailPage(acting, *found).restart()
