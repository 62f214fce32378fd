"""What the standard promises stands in the product's own answers and page, in its order (service_rules 1-12)."""

from __future__ import annotations

import re
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from bot.core.office import load_office
from bot.knowledge.check import make_context
from bot.knowledge.checks.context import Context
from bot.knowledge.checks.structure import not_expired
from bot.knowledge.checks.wording import no_statistics
from bot.knowledge.entry import Entry, Status
from bot.knowledge.markdown import read_folder

ROOT = Path(__file__).parents[2]
PAGE = "standar"

PROMISES = [
    # rule, entry (or the page of the standard), pieces in the order in which they must stand
    ("1.6", "layanan_prosedur_silastik", ["Masuk ke portal dengan akun Anda", "pst.bps.go.id"]),
    ("2.1", "layanan_siapa_boleh",
     ["buku tamu untuk kunjungan", "akun untuk portal", "formulir data diri untuk WhatsApp"]),
    ("2.1", PAGE, ["menurut cara Anda datang, tidak sekaligus"]),
    ("2.2", "layanan_persyaratan_langsung", ["KTP tidak termasuk syarat"]),
    ("2.2", "layanan_persyaratan_whatsapp", ["KTP dan NIK tidak diminta"]),
    ("2.3", "layanan_biaya", ["tidak dipungut biaya di semua cara layanan", "PP 13 Tahun 2024"]),
    ("2.4", "layanan_produk", ["data, metadata, dan klasifikasi"]),
    ("4.1-4.7", "layanan_prosedur_langsung",
     ["1. Registrasi di buku tamu", "2. Simpan tas di loker", "3. Temui petugas depan", "4. Isi buku tamu elektronik",
      "5. Berkonsultasi", "6. Beri penilaian", "pulang"]),
    ("4.1-4.7", PAGE,
     ["mengisi buku tamu, lalu tunggu", "tas di loker", "petugas di meja depan", "buku tamu elektronik",
      "Berkonsultasi dengan petugas", "beri penilaian", "langsung pulang"]),
    ("4.8", "layanan_waktu_langsung", ["10 menit sejak Anda registrasi"]),
    ("4.9", "layanan_buku_tamu", ["syarat kunjungan langsung", "10 menit"]),
    ("5.1", "layanan_prosedur_silastik", ["Cari materi", "Jika tidak ketemu, buat transaksi", "Petugas", "penilaian"]),
    ("5.1", PAGE, ["Buka portal", "Cari dahulu", "buat transaksi", "Ajukan", "Petugas memberikan", "Beri penilaian"]),
    ("5.2", "layanan_waktu_silastik", ["3 hari kerja sejak konsultasi Anda ajukan"]),
    ("5.3, 7.5", "layanan_penutupan_silastik",
     ["Portal menutup konsultasi bila Anda tidak membalas selama 3 hari kerja"]),
    ("6.1-6.5", "layanan_prosedur_whatsapp",
     ["1. Kirim pesan ke", "2. Isi data diri", "3. Tulis pertanyaannya", "4. Asisten otomatis menjawab", "*petugas*"]),
    ("6.1-6.5", PAGE,
     ["Hubungi nomor WhatsApp", "Isi data diri", "Sampaikan pertanyaan", "Asisten otomatis melayani lebih dahulu",
      "tulis *petugas*"]),
    ("6.7", "layanan_waktu_whatsapp", ["30 menit sejak petugas mulai menjawab"]),
    ("7.2, 7.3", "layanan_penutupan_whatsapp",
     ["tidak membalas sampai jam layanan berakhir", "petugas yang masih ditunggu", "dilanjutkan pada hari kerja"]),
    ("9.1", "layanan_penilaian", ["Setelah konsultasi", "sukarela"]),
    ("9.7", "layanan_skd", ["SKD berbeda dari penilaian singkat"]),
    ("10.1", "layanan_pengaduan_kanal", ["Kotak saran", "bps6208@bps.go.id", "085162996208", "webapps.bps.go.id"]),
    ("10.1", PAGE, ["kotak saran", "webapps.bps.go.id", "bps6208@bps.go.id", "085162996208"]),
    ("10.3", "layanan_pengaduan_proses", ["dicatat dengan nomor", "mengikuti ketentuan pelayanan publik"]),
    ("10.4", "layanan_pengaduan_proses", ["tidak dibaca oleh petugas yang diadukan"]),
    ("10.5", "layanan_gratifikasi", ["bebas pungutan", "laporkan ke"]),
    ("12.1", "metadata_kerahasiaan", ["UU Nomor 16 Tahun 1997", "Pasal 21", "tidak diberikan kepada pengguna data"]),
    ("12.1", "metadata_kewajiban_responden", ["wajib memberikan keterangan", "Pasal 27"]),
    ("12.1", "data_dtsen", ["tidak memberikan data DTSEN per nama"]),
    ("12.1", "data_mikro_pengertian", ["identitasnya sudah dihilangkan"]),
    ("12.2", PAGE, ["## Produk", "## Persyaratan", "## Prosedur", "## Jangka waktu", "## Biaya", "## Pengaduan"]),
    ("12.2, A-15", "layanan_standar", ["SK Juni 2025", "10 menit", "3 hari", "30 menit", "gratis", "Standar layanan"]),
    ("12.3", "layanan_data_diri_privasi", ["UU 27 Tahun 2022", "melihat, memperbaiki, dan menghapus", "menarik"]),
    ("12.3", "layanan_hapus_data", ["*hapus data saya*", "3 x 24 jam"]),
    ("12.6", "layanan_ppid", ["UU 14 Tahun 2008", "tentang lembaga", "data statistik Anda tidak perlu PPID"]),
    ("12.6", "data_mikro_nol_rupiah", ["Rp0,00", "Pasal 4 PP Nomor 13 Tahun 2024"]),
    ("12.7", "data_belum_rilis", ["belum dirilis tidak boleh diberikan", "Sebutkan tahunnya", "Jadwal Rilis"]),
    ("12.7", "metadata_angka_sementara", ["masih dapat direvisi", "sebutkan statusnya"]),
    ("12.7", "layanan_tentang_bot", ["tidak menaksir angka", "tahun, satuan, dan sumber"]),
]  # fmt: skip


@cache
def base() -> tuple[dict[str, Entry], Context]:
    context = make_context(load_office(ROOT / "office.yml"), ROOT / "data/bahasa/slang.csv", date(2026, 11, 24))
    return {entry.id: entry for entry in read_folder(ROOT / "data/faq")}, context


def told(where: str) -> str:
    entries, context = base()
    if where == PAGE:
        return context.fill((ROOT / "data/standar/standar_layanan.md").read_text(encoding="utf-8"))
    entry = entries[where]
    assert entry.status is Status.PUBLISHED
    assert list(not_expired(entry, context)) == []
    return context.fill(entry.answer)


@pytest.mark.parametrize(("rule", "where", "pieces"), PROMISES, ids=[f"{row[0]}-{row[1]}" for row in PROMISES])
def test_what_the_standard_promises_is_told(rule: str, where: str, pieces: list[str]) -> None:
    """service_rules 1.6-12.7, as each row names: whoever asks about the rule reads the rule, its steps in order."""
    text = told(where)
    positions: list[int] = []
    for piece in pieces:
        positions.append(text.find(piece, positions[-1] if positions else 0))
    assert -1 not in positions, (rule, dict(zip(pieces, positions, strict=True)))


@pytest.mark.parametrize(
    ("mentions", "only_with"),
    [
        (r"\b(?:KTP|NIK)\b", r"\b(?:tidak|bukan)\b"),  # 2.2, 8.1
        (r"\b(?:kata sandi|OTP|PIN)\b", r"\b(?:tidak|jangan|lupa)\b"),  # 8.1
        (r"\b(?:per nama|per responden|data perorangan)\b", r"\b(?:tidak|bukan|dihilangkan)\b"),  # 12.1
        (r"\bbelum (?:di)?(?:rilis|terbit|umumkan)\b", r"\b(?:tidak|belum ada)\b"),  # 12.7
    ],
)
def test_no_answer_asks_or_gives_what_it_must_not(mentions: str, only_with: str) -> None:
    """service_rules 2.2, 8.1, 12.1, 12.7: identity, secrets, unit records, unreleased figures: only to say no."""
    entries, context = base()
    wrong = [
        (entry.id, sentence)
        for entry in entries.values()
        for sentence in re.split(r"(?<=[.!?])\s|\n", context.fill(entry.answer))
        if re.search(mentions, sentence, re.IGNORECASE) and not re.search(only_with, sentence, re.IGNORECASE)
    ]
    assert wrong == []


def test_no_answer_holds_a_figure_of_the_region() -> None:
    """service_rules 12.7, stories 22: figures come from their tables, with year, unit, source and status."""
    entries, context = base()
    assert [fault for entry in entries.values() for fault in no_statistics(entry, context)] == []
