"""Every sentence of the forms within its limit, also with the longest values (stories 23)."""

import re

import pytest

from bot.core.forms.fields import CATEGORIES
from bot.core.office import Office
from bot.core.texts import load_texts
from tests.conftest import ROOT

LONGEST = {
    "kontak": ", nomor WhatsApp atau email untuk jawabannya",
    "nama": "Muhammad Nur'aini Al-Farisi Santoso",
    "instansi": "Dinas Perumahan Rakyat dan Kawasan Permukiman Kabupaten Seruyan",
    "keperluan": "penyusunan rencana pembangunan jangka menengah daerah",
    "isian": "nama, instansi/kampus (atau 'perorangan'), keperluan, nomor WhatsApp atau email untuk jawabannya",
    "tiket": "PST-20261123-0001",
    "email": "nama.yang.cukup.panjang@contoh-instansi-daerah.go.id",
    "nomor": "PGD-20261123-0007",
    "akun": "+62***789, WhatsApp +62***789",
    "aduan": ", aduan PGD-20261123-0007, PGD-20261123-0008, PGD-20261123-0009",
    "kode": "ABC234",
    "hari": "Rabu, 30 September 2026",
    "status": "selesai",
    "alasan": " " + "a" * 500,
    "pesan": "a" * 500,
    "setuju": "23-11-2026",
    "versi": "2026-11",
    "batas_waktu": "Rabu, 30 September pukul 10.00 WIB",
    "tujuan": "n***@contoh-instansi-daerah-yang-panjang.go.id",
    "tautan": "https://tanya.kabupaten-yang-panjang-sekali.go.id:8443/",
    "tetap": ", aduan PGD-20261123-0007 sampai selesai",
}
PREFIXES = ("buku_tamu", "isian_", "aduan_", "penilaian_", "privasi_", "data_saya", "perbaiki", "hapus_", "tarik_",
            "permintaan_", "formulir_", "simpan_", "tombol_")  # fmt: skip


def keys() -> list[str]:
    return [key for key in load_texts(ROOT / "texts.id.yml").entries if key.startswith(PREFIXES)]


@pytest.mark.parametrize("key", keys())
def test_filled_texts_keep_their_limit(office: Office, key: str) -> None:
    """stories 23: a hard limit of 700 a bubble, and a limit each."""
    texts = load_texts(ROOT / "texts.id.yml", office.placeholders())
    filled = texts.fill(key, **LONGEST)
    assert len(filled) <= texts.entries[key].limit <= 700
    assert "{" not in filled


def test_every_text_that_is_said_exists() -> None:
    """A sentence without words would be a fault at its first citizen; one that nobody says is dead."""
    sources = [*ROOT.glob("bot/core/forms/*.py"), *ROOT.glob("bot/services/*.py")]
    code = "\n".join(path.read_text(encoding="utf-8") for path in sources)
    assert [key for key in keys() if (f'"{key}"' not in code and not key.startswith("tombol_"))
            or (key.startswith("tombol_") and f'"{key}"' not in code + _components())] == []  # fmt: skip
    said = set(re.findall(r'Say\(\s*key="(\w+)"', code)) | set(re.findall(r'title="(tombol_\w+)"', code))
    assert said <= set(load_texts(ROOT / "texts.id.yml").entries)
    assert len(CATEGORIES) == 10


def _components() -> str:
    return "\n".join(path.read_text(encoding="utf-8") for path in ROOT.glob("bot/components/*.py"))
