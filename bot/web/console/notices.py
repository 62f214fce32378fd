"""What the console says when a use case refuses, and the words for states and reasons."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.core import errors
from bot.core.accounts import Role
from bot.core.consultations import Category, ClosingReason, Need
from bot.core.messages import FileState, Kind, Sending, Speaker, StoredFile

REFUSALS: Mapping[type[errors.PstError], str] = {
    errors.NotHolder: "Percakapan ini tidak lagi Anda pegang.",
    errors.NotWaiting: "Percakapan ini sudah tidak menunggu petugas.",
    errors.NotClosed: "Tidak ada penutupan yang berlaku; kantor sudah dibuka kembali.",
    errors.ImpossibleTransition: "Keadaan percakapan ini sudah berubah. Muat ulang halaman.",
    errors.ConversationUnknown: "Percakapan ini tidak ada.",
    errors.PermissionRefused: "Peran Anda tidak mengizinkan tindakan ini. Hubungi admin.",
    errors.LastAdmin: "Ini admin aktif terakhir. Jadikan orang lain admin lebih dahulu.",
    errors.UserUnknown: "Akun ini tidak ada.",
    errors.GuestRefused: "Pilih asal tamu, dan tulis nama instansinya bila bukan perorangan.",
    errors.VisitUnknown: "Tamu ini tidak ada dalam daftar, atau kunjungannya sudah lewat 7 hari.",
    errors.VisitMoved: "Keadaan tamu ini sudah berubah. Lihat daftarnya sekali lagi.",
    errors.PortalCaseUnknown: "Konsultasi portal ini tidak ada atau sudah ditutup.",
    errors.PortalNumberTaken: "Nomor ini sudah ada dalam daftar portal.",
    errors.KeyReused: "Balasan ini sudah terkirim dengan isi lain. Muat ulang halaman, lalu kirim kembali.",
    errors.InputRefused: "Isinya kosong atau terlalu panjang. Bagilah menjadi beberapa balasan.",
}
SPEAKERS: Mapping[Speaker, str] = {
    Speaker.USER: "Pengguna",
    Speaker.BOT: "Asisten otomatis",
    Speaker.OFFICER: "Petugas",
    Speaker.SYSTEM: "",
}
SENDINGS: Mapping[Sending, str] = {
    Sending.FAILED: "Gagal",
    Sending.UNKNOWN: "Belum pasti",
    Sending.DEAD: "Tidak dikirim",
}
KINDS: Mapping[Kind, str] = {
    Kind.VOICE: "Pesan suara",
    Kind.AUDIO: "Rekaman suara",
    Kind.IMAGE: "Gambar",
    Kind.VIDEO: "Video",
    Kind.DOCUMENT: "Berkas",
    Kind.LOCATION: "Lokasi",
    Kind.CONTACT: "Kontak",
    Kind.STICKER: "Stiker",
    Kind.REACTION: "Reaksi",
    Kind.CALL: "Panggilan tak terjawab",
    Kind.OTHER: "Kiriman lain",
}
FILE_REASONS: Mapping[str, str] = {
    "too_big": "terlalu besar",
    "wrong_type": "jenisnya tidak diterima",
    "wrong_host": "alamatnya bukan milik penyedia",
    "gone": "sudah tidak ada di penyedia",
    "unreachable": "penyedia tidak dapat dihubungi",
    "channel_off": "kanalnya dimatikan",
}
INPUTS: Mapping[str, str] = {
    "berkas_jenis": "Berkas ini bukan PDF, XLSX, DOCX, CSV, JPG, atau PNG yang benar. Pilih berkas lain.",
    "berkas_besar": "Berkas lebih besar dari 16 MB. Perkecil, atau kirim tautannya.",
    "nama_pengguna": "Nama pengguna: 3-32 huruf kecil, angka, titik, garis bawah, atau tanda hubung.",
    "nama_pengguna_dipakai": "Nama pengguna ini sudah dipakai. Pilih yang lain.",
    "nama": "Nama harus terdiri atas 2 sampai 100 huruf.",
    "peran": "Pilih paling sedikit satu peran.",
    "diri_sendiri": "Untuk akun sendiri, gunakan Akun saya.",
    "petugas_sendiri": "Penilaian kertas diketik oleh rekan, bukan oleh petugas yang melayani.",
    "nilai": "Pilih nilainya dulu.",
    "nomor": "Tulis nomor konsultasi seperti di portal, paling panjang 64 huruf.",
    "topik": "Topik paling panjang 128 huruf.",
    "waktu": "Waktunya keliru: tidak boleh di masa depan, dan tidak mendahului yang sudah tercatat.",
    "alasan": "Alasan ini belum dapat dipakai: kantor masih berutang jawaban.",
    "rentang": "Rentang tanggalnya terbalik atau lebih dari setahun.",
    "tanpa_titik": "Titik peta kantor belum diisi di office.yml (titik_peta).",
}
REASONS: Mapping[ClosingReason, str] = {
    ClosingReason.SELESAI: "Selesai",
    ClosingReason.TIDAK_MERESPON_JAM_LAYANAN: "Pengguna tidak merespons sampai jam layanan selesai",
    ClosingReason.TIDAK_MERESPON_3HK: "Pengguna tidak merespons dalam 3 hari kerja",
    ClosingReason.DIBATALKAN_PENGGUNA: "Dibatalkan pengguna",
    ClosingReason.SALAH_ALAMAT: "Salah alamat, bukan urusan BPS",
    ClosingReason.SPAM: "Spam",
}
CATEGORIES: Mapping[Category, str] = {
    Category.DATA: "Data",
    Category.METADATA: "Metadata",
    Category.KLASIFIKASI: "Klasifikasi",
    Category.LAYANAN: "Layanan",
}

ROLES: Mapping[Role, str] = {
    Role.PETUGAS: "Petugas layanan",
    Role.KONTEN: "Pengelola konten",
    Role.PENGADUAN: "Pengelola pengaduan",
    Role.PIMPINAN: "Pimpinan",
    Role.ADMIN: "Admin",
}


def roles_line(roles: Collection[Role]) -> str:
    """`Petugas layanan, Admin`, always in the same order."""
    return ", ".join(name for role, name in ROLES.items() if role in roles)


def refusal(error: errors.PstError) -> str:
    """The sentence for a refusal; a kind without one of its own gets the general one."""
    if isinstance(error, errors.AlreadyHeld):
        return f"Percakapan ini sudah diambil {error.by}."
    if isinstance(error, errors.SettingRefused):
        return f"{error.field}: {error.why}."
    if isinstance(error, errors.VisitTaken):
        return f"Tamu ini sudah dilayani {error.by}."
    if isinstance(error, errors.InputRefused) and error.args and error.args[0] in INPUTS:
        return INPUTS[error.args[0]]
    return REFUSALS.get(type(error), "Tindakan ini tidak dapat dilakukan sekarang. Muat ulang halaman.")


def file_state(file: StoredFile) -> str:
    """Why a file cannot be opened (yet)."""
    if file.state is FileState.WANTED:
        return "Berkas sedang diambil dari penyedia."
    return f"Berkas tidak dapat disimpan: {FILE_REASONS.get(file.reason or '', 'penyedia menolak')}."


def waited(since: datetime, now: datetime) -> str:
    """How long someone has waited: minutes, then hours, then days.

    Args:
        since: aware moment of the request.
        now: aware present.
    """
    minutes = max(0, int((now - since).total_seconds() // 60))
    if minutes < 1:
        return "baru saja"
    if minutes < 60:
        return f"{minutes} menit"
    if minutes < 24 * 60:
        return f"{minutes // 60} jam {minutes % 60} menit"
    return f"{minutes // (24 * 60)} hari"


def clock_time(at: datetime, zone: ZoneInfo) -> str:
    """`09.05` in the office's zone."""
    return f"{at.astimezone(zone):%H.%M}"


def day_and_time(at: datetime, zone: ZoneInfo) -> str:
    """`23-11-2026 09.05` in the office's zone."""
    return f"{at.astimezone(zone):%d-%m-%Y %H.%M}"


def moment(at: datetime, now: datetime, zone: ZoneInfo) -> str:
    """The time alone on the same day in the office's zone, else with its date."""
    same_day = at.astimezone(zone).date() == now.astimezone(zone).date()
    return clock_time(at, zone) if same_day else day_and_time(at, zone)


def need_line(category: Category, need: Need) -> str:
    """`Data · inflasi · Seruyan · 2024`, with what is known."""
    parts = (CATEGORIES[category], need.indicator, need.region, need.year)
    return " · ".join(part for part in parts if part)
