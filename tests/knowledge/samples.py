"""A small made-up office and entries for the tests of the knowledge base."""

from datetime import date
from functools import cache
from pathlib import Path

from bot.core.office import load_office
from bot.knowledge.check import make_context
from bot.knowledge.checks.context import Context
from bot.knowledge.entry import Entry
from bot.knowledge.markdown import parse_entry

OFFICE = Path(__file__).parent / "kantor/office.yml"
SLANG = Path(__file__).parent / "kantor/slang.csv"
TODAY = date(2026, 11, 23)
FOLDER = Path("data/faq")

SAMPLE = """---
judul: Apa itu inflasi?
label: Arti inflasi
contoh:
  - inflasi itu apa
  - harga naik terus namanya apa
  - maksud kata inflasi
  - tolong jelaskan inflasi
  - definisi kenaikan harga umum
  - kenapa disebut inflasi
  - pengertian inflasi menurut ahli
  - apa artinya inflasi rendah
  - mau tanya soal inflasi
  - what is inflation
  - inflasi tuh gimana sih
  - konsep inflasi untuk tugas sekolah
sumber: [Konsep Inflasi]
keyakinan: pasti
ditinjau:
berlaku_sampai:
status: terbit
terkait: []
---
Inflasi adalah kenaikan harga secara umum.
Tabelnya ada di {{tautan.situs}}.
"""
"""Lines: judul 2, label 3, contoh 4-16, sumber 17, ditinjau 19, berlaku_sampai 20, terkait 22, jawaban 24."""

OTHER = """---
judul: Di mana data penduduk?
label: Angka penduduk
contoh:
  - jumlah warga kabupaten
  - brp banyak orang tinggal di sini
  - data kependudukan terbaru
  - penduduk per kecamatan
  - statistik demografi
  - laki-laki dan perempuan ada berapa
  - tabel penduduk 2024
  - mohon data jumlah jiwa
  - populasi daerah kami
  - hasil sensus penduduk
  - angka penduduk untuk skripsi
  - how many people live here
sumber: [Dalam Angka]
keyakinan: mungkin
ditinjau: {tanggal: 2026-11-01, oleh: Siti Aminah}
berlaku_sampai: 2027-06-30
status: terbit
terkait: [metadata_inflasi]
---
Data penduduk ada pada subjek Kependudukan.
"""


def path_of(name: str, category: str = "metadata", folder: Path = FOLDER) -> Path:
    return folder / category / f"{name}.md"


def sample(*edits: tuple[str, str], name: str = "metadata_inflasi", category: str = "metadata") -> Entry:
    """The sample entry with pieces of its text replaced, each of which must be there once."""
    return parse_entry(edited(SAMPLE, *edits), path_of(name, category))


def other(*edits: tuple[str, str], name: str = "data_penduduk", category: str = "data") -> Entry:
    return parse_entry(edited(OTHER, *edits), path_of(name, category))


def edited(text: str, *edits: tuple[str, str]) -> str:
    for old, new in edits:
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in the sample"
        text = text.replace(old, new)
    return text


@cache
def context() -> Context:
    return make_context(load_office(OFFICE), SLANG, TODAY)


def write_base(root: Path) -> Path:
    """A folder with both entries on disk."""
    folder = root / "faq"
    for path, text in ((path_of("metadata_inflasi"), SAMPLE), (path_of("data_penduduk", "data"), OTHER)):
        target = folder / path.relative_to(FOLDER)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")
    return folder
