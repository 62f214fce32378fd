"""What the console says when a use case refuses, and the words for states and reasons."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, datetime
from zoneinfo import ZoneInfo

from bot.core import errors
from bot.core.accounts import Role
from bot.core.consultations import Category, ClosingReason, Need
from bot.core.messages import FileState, Kind, Sending, Speaker, StoredFile
from bot.core.promises import Promise, PromiseName, PromiseState
from bot.core.service_hours import describe_day
from bot.core.staff_fields import StaffField
from bot.services.officers import Standing

REFUSALS: Mapping[type[errors.PstError], str] = {
    errors.NotHolder: "Percakapan ini tidak lagi Anda pegang.",
    errors.NotWaiting: "Percakapan ini sudah tidak menunggu petugas.",
    errors.StillServed: "Belum dapat diambil alih: petugasnya masih terhubung, atau belum 15 menit kerja terputus.",
    errors.NotReachable: "Rekan itu sedang tidak terhubung, melayani tamu, atau tidak masuk. Pilih rekan lain.",
    errors.TitleTaken: "Judul itu sudah dipakai balasan lain. Pilih judul lain.",
    errors.NotClosed: "Tidak ada penutupan yang berlaku; kantor sudah dibuka kembali.",
    errors.ImpossibleTransition: "Keadaan percakapan ini sudah berubah. Muat ulang halaman.",
    errors.ConversationUnknown: "Percakapan ini tidak ada.",
    errors.PermissionRefused: "Peran Anda tidak mengizinkan tindakan ini. Hubungi admin.",
    errors.MonthLocked: "Laporan bulan ini sudah dikunci.",
    errors.MonthNotOver: "Bulan ini belum selesai. Hanya bulan yang sudah lewat dapat dikunci.",
    errors.LastAdmin: "Ini admin aktif terakhir. Jadikan orang lain admin lebih dahulu.",
    errors.UserUnknown: "Akun ini tidak ada.",
    errors.GuestRefused: "Pilih asal tamu, dan tulis nama instansinya bila bukan perorangan.",
    errors.VisitUnknown: "Tamu ini tidak ada dalam daftar, atau kunjungannya sudah lewat 7 hari.",
    errors.VisitMoved: "Keadaan tamu ini sudah berubah. Lihat daftarnya sekali lagi.",
    errors.PortalCaseUnknown: "Konsultasi portal ini tidak ada atau sudah ditutup.",
    errors.PortalNumberTaken: "Nomor ini sudah ada dalam daftar portal.",
    errors.KeyReused: "Balasan ini sudah terkirim dengan isi lain. Muat ulang halaman, lalu kirim kembali.",
    errors.InputRefused: "Isinya kosong atau tidak dapat diterima. Periksa lagi.",
}
SPEAKERS: Mapping[Speaker, str] = {
    Speaker.USER: "Pengguna",
    Speaker.BOT: "Asisten otomatis",
    Speaker.OFFICER: "Petugas",
    Speaker.SYSTEM: "",
}
TICKS: Mapping[Sending, str] = {
    Sending.QUEUED: "menunggu dikirim",
    Sending.SENDING: "sedang dikirim",
    Sending.UNKNOWN: "belum pasti sampai",
    Sending.SENT: "✓ terkirim",
    Sending.DELIVERED: "✓✓ sampai",
    Sending.READ: "✓✓ dibaca",
    Sending.FAILED: "gagal",
    Sending.DEAD: "tidak dikirim",
}
STANDINGS: Mapping[Standing, str] = {
    Standing.READY: "siap melayani",
    Standing.VISITOR: "melayani tamu",
    Standing.AWAY: "tidak terhubung",
    Standing.ABSENT: "tidak masuk hari ini",
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
    "bulan": "Bulan ini tidak ada atau belum mulai. Pilih bulan dari daftar.",
    "tanggal": "Tanggalnya keliru. Pilih tanggal awal dan akhir; akhir sesudah awal.",
    "rentang": "Tanggal akhir harus sesudah tanggal awal, paling lama satu tahun.",
    "hal": "Hal ini tidak ada dalam daftar. Muat ulang halaman.",
    "jawaban": "Jawaban harus 2 sampai 500 huruf.",
    "kosong": "Isinya masih kosong.",
    "janji": "Tanggal itu tidak dapat dijanjikan. Muat ulang halaman, lalu pilih tanggal lain.",
    "pokok": "Pokok, indikator, wilayah, atau tahun terlalu panjang.",
    "catatan_panjang": "Catatan paling banyak 2.000 huruf.",
    "judul": "Judul harus terdiri atas 1 sampai 60 huruf.",
    "teks_panjang": "Teks paling banyak 2.000 huruf; bersama berkas paling banyak 1.000 huruf.",
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
    "acuan": "Nomor itu tidak ditemukan. Contoh: PST-20261123-0001, PGD-20261123-0001, atau TAMU-20261123-3.",
    "email": "Alamat email keliru. Contoh: nama@contoh.go.id.",
    "phone": "Nomor WhatsApp keliru. Tulis seperti 0812 3456 7890.",
    "institution": "Nama instansi paling panjang 150 huruf.",
    "need": "Kebutuhan harus 5 sampai 1.000 huruf.",
    "contact": "Kontak paling panjang 254 huruf.",
    "terlalu_singkat": "Isian terlalu singkat; paling sedikit 10 huruf.",
    "nama_dicek": "Pastikan dahulu bahwa permintaan ini dari orangnya sendiri, lalu centang.",
    "nik": "NIK atau nomor 16 angka tidak disimpan. Hapus nomor itu dahulu.",
    "name": "Nama ditulis dengan huruf saja, 2 sampai 100 huruf.",
    "persetujuan": "Aduan dengan nama atau kontak perlu persetujuan: pilih tertulis atau lisan.",
    "pengguna": "Nama pengguna itu tidak ada.",
    "tanpa_titik": "Titik peta kantor belum diisi di office.yml (titik_peta).",
}
FIELDS: Mapping[StaffField, str] = {
    StaffField.REPLY: "Balasan",
    StaffField.STORY: "Isi aduan",
    StaffField.NOTE: "Catatan",
    StaffField.NEWS: "Pesan untuk pengadu",
    StaffField.EVENT_TIME: "Waktu kejadian",
    StaffField.EVENT_PLACE: "Tempat kejadian",
    StaffField.PRIVACY_MESSAGE: "Pesan untuk pengguna",
    StaffField.SURVEY_NAME: "Nama survei",
    StaffField.VISIT_TOPIC: "Topik",
    StaffField.REMARK: "Saran",
    StaffField.SUMMARY: "Ringkasan petugas",
}
REASONS: Mapping[ClosingReason, str] = {
    ClosingReason.SELESAI: "Selesai",
    ClosingReason.TIDAK_MERESPON_JAM_LAYANAN: "Pengguna tidak merespons sampai jam layanan selesai",
    ClosingReason.TIDAK_MERESPON_3HK: "Pengguna tidak merespons dalam 3 hari kerja",
    ClosingReason.DIBATALKAN_PENGGUNA: "Dibatalkan pengguna",
    ClosingReason.SALAH_ALAMAT: "Salah alamat, bukan urusan BPS",
    ClosingReason.SPAM: "Spam",
    ClosingReason.UJI_COBA: "Uji coba oleh kantor",
}
CLOCKS: Mapping[PromiseName, str] = {
    PromiseName.JAWABAN_PERTAMA: "Jawaban pertama (target):",
    PromiseName.JAWABAN_PETUGAS: "Janji 30 menit:",
}
CLOCK_CLASSES: Mapping[PromiseState, str] = {
    PromiseState.IN_TIME: "calm",
    PromiseState.NEAR: "soon",
    PromiseState.LATE: "late",
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
    if isinstance(error, errors.TooLong):
        most = f"{error.most:,}".replace(",", ".")
        way = "Bagilah menjadi beberapa balasan." if error.field is StaffField.REPLY else "Singkatkan dahulu."
        return f"{FIELDS[error.field]} paling banyak {most} huruf. {way}"
    if isinstance(error, errors.VisitTaken):
        return f"Tamu ini sudah dilayani {error.by}."
    if isinstance(error, errors.InputRefused) and error.args:
        if error.args[0] == "isian":
            return f"Isian {{{error.args[1]}}} tidak dikenal. Periksa daftar isian di halaman ini."
        if error.args[0] in INPUTS:
            return INPUTS[error.args[0]]
    return REFUSALS.get(type(error), "Tindakan ini tidak dapat dilakukan sekarang. Muat ulang halaman.")


def file_state(file: StoredFile) -> str:
    """Why a file cannot be opened (yet)."""
    if file.state is FileState.WANTED:
        return "Berkas sedang diambil dari penyedia."
    return f"Berkas tidak dapat disimpan: {FILE_REASONS.get(file.reason or '', 'penyedia menolak')}."


def officer_name(name: str | None) -> str:
    """Who wrote, as colleagues read it; people outside read *Petugas* alone."""
    return SPEAKERS[Speaker.OFFICER] if name is None else f"{SPEAKERS[Speaker.OFFICER]} {name}"


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


def category_name(category: Category | None) -> str:
    """The category, also where nobody has chosen one."""
    return "Kategori belum dipilih" if category is None else CATEGORIES[category]


def need_line(category: Category | None, need: Need) -> str:
    """`Data · inflasi · Seruyan · 2024`, with what is known."""
    parts = (category_name(category), need.indicator, need.region, need.year)
    return " · ".join(part for part in parts if part)


def clock_line(clock: Promise) -> str:
    """`Janji 30 menit: 12 menit` of a running clock; its minutes are working time."""
    gone = int(clock.elapsed.total_seconds() // 60)
    return f"{CLOCKS[clock.name]} {gone} menit{' (lewat)' if clock.state is PromiseState.LATE else ''}"


def promised_line(day: date, state: PromiseState | None) -> str:
    """`dijanjikan Rabu, 25 November (hari ini)`: colour alone says nothing to who does not see it."""
    standing = {PromiseState.NEAR: " (hari ini)", PromiseState.LATE: " (lewat)"}
    return f"dijanjikan {describe_day(day)}{'' if state is None else standing.get(state, '')}"


def left_until(until: datetime, now: datetime) -> str:
    """`3 jam 5 menit` until a moment that is still to come."""
    minutes = max(0, int((until - now).total_seconds() // 60))
    return f"{minutes} menit" if minutes < 60 else f"{minutes // 60} jam {minutes % 60} menit"
