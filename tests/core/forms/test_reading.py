"""What is an answer to the guest book, and what is a search or something told (service_rules 8.1, stories 7)."""

from pathlib import Path

import pytest
import yaml

from bot.core.forms.asking import is_asking, searches
from bot.core.forms.reading import corrections_in, person_in, read

ALL = ("name", "institution", "purpose")
LEXICON = Path(__file__).parents[3] / "data/bahasa/entitas.yml"


@pytest.mark.parametrize(
    "text",
    [
        "data sawit di seruyan 2023", "luas panen padi di kecamatan hanau", "padi, jagung, kedelai", "tpt, tpak",
        "saya sudah cek di web", "tabelnya tidak ada di web", "penduduk miskin, laporan", "harga cabai, harga beras",
        "jumlah sekolah desa bangkal", "peta desa, peta kecamatan", "kopi, karet, kecamatan hanau", "mitra bps",
        "alamat kantor bps", "pasar di kecamatan hanau", "sekolah di kecamatan hanau", "saya kerja di dinas pertanian",
        "belum ada di web bps", "ulun kada paham", "kulo mboten ngertos", "gak bisa buka webnya", "sdh sy isi td",
        "nanti saya hubungi dinas dulu", "data kemiskinan untuk skripsi", "angka kematian bayi, puskesmas hanau",
        "produksi sawit dari dinas pertanian", "th 2023 dari bps", "publikasi kecamatan dalam angka", "umpr",
        "sawah di seruyan hilir untuk laporan", "lowongan kerja bps", "makasih kak, umpr", "nama saya salah",
    ],
)  # fmt: skip
def test_no_answer(text: str) -> None:
    """stories 7: while the form waits, a search or a remark goes the normal way; nobody is called *luas panen*."""
    assert read(text) == {}


@pytest.mark.parametrize(
    "text",
    [
        "luas panen padi", "luas panen padi di kecamatan hanau", "data sawit di seruyan 2023", "tpt, tpak",
        "padi, jagung", "saya sudah cek di web", "tabelnya tidak ada di web", "jumlah sekolah", "kada ada",
        "sudah tadi", "blm ketemu",
    ],
)  # fmt: skip
@pytest.mark.parametrize("wanted", [ALL, ("institution", "purpose"), ("institution",), ("purpose",)])
@pytest.mark.parametrize("believed", [False, True])
def test_asking_for_a_field_makes_no_answer_of_a_search(text: str, wanted: tuple[str, ...], believed: bool) -> None:
    """stories 7: also when just this field was asked for, and when nobody understood it."""
    assert read(text, wanted, believed=believed) == {}


@pytest.mark.parametrize(
    ("text", "name", "institution", "purpose"),
    [
        ("Budi Santoso, Dinas Pertanian, skripsi, 081234567890", "Budi Santoso", "Dinas Pertanian", "skripsi"),
        ("kades budi, desa bangkal, rkpd", "kades budi", "desa bangkal", "rkpd"),
        ("bidan ani, puskesmas hanau, laporan", "bidan ani", "puskesmas hanau", "laporan"),
        ("rina, dinas perikanan", "rina", "dinas perikanan", None),
        ("rina, dinas pertanian, untuk data padi 2023", "rina", "dinas pertanian", "data padi 2023"),
        ("Dewi Sawitri, PT Sawit Makmur, laporan", "Dewi Sawitri", "PT Sawit Makmur", "laporan"),
        ("Hari Santoso dari umpr", "Hari Santoso", "umpr", None),
        ("saya Budi di Dinas Pertanian", "Budi", "Dinas Pertanian", None),
        ("ulun budi umpr skripsi", "budi", "umpr", "skripsi"),
        ("siti; warung bu ani; usaha", "siti", "warung bu ani", "usaha"),
        ("joko, pribadi", "joko", "Perorangan", None),
        ("bu ani, sdn 2, tugas anak", "bu ani", "sdn 2", "tugas anak"),
        ("perkenalkan nama saya Siti, mahasiswa umpr, utk tesis", "Siti", "mahasiswa umpr", "tesis"),
    ],
)
def test_an_answer(text: str, name: str, institution: str, purpose: str | None) -> None:
    """stories 7: one message, read leniently, with a sign that it is the answer."""
    found = read(text)
    assert (found["name"], found["institution"], found.get("purpose")) == (name, institution, purpose)


@pytest.mark.parametrize(
    ("text", "wanted", "found"),
    [
        ("budi", ALL, {"name": "budi"}),
        ("warung bu ani", ("institution",), {"institution": "warung bu ani"}),
        ("warung bu ani, jualan", ("institution", "purpose"), {"institution": "warung bu ani", "purpose": "jualan"}),
        ("mau buka usaha", ("purpose",), {"purpose": "mau buka usaha"}),
        ("buat tahu aja", ("purpose",), {"purpose": "tahu aja"}),
        ("ambil data", ("purpose",), {"purpose": "ambil data"}),
        ("lihat datanya aja", ("purpose",), {"purpose": "lihat datanya aja"}),
    ],
)
def test_just_this_was_asked_for(text: str, wanted: tuple[str, ...], found: dict[str, str]) -> None:
    """stories 7: what was asked for needs no other sign."""
    assert read(text, wanted) == found


@pytest.mark.parametrize(
    ("text", "wanted", "found"),
    [
        ("budi", ALL, {"name": "budi"}),
        ("budi, warung bu ani", ALL, {"name": "budi", "institution": "warung bu ani"}),
        ("ulun budi dari kuala pembuang", ALL, {"name": "budi", "institution": "kuala pembuang"}),
        ("Rumah Tunas Borneo", ("institution", "purpose"), {"institution": "Rumah Tunas Borneo"}),
        ("kelompok tani padi jaya", ("institution",), {"institution": "kelompok tani padi jaya"}),
    ],
)
def test_what_nobody_understood_needs_no_sign(text: str, wanted: tuple[str, ...], found: dict[str, str]) -> None:
    """stories 7: a message that was understood as nothing else is the answer."""
    assert read(text, wanted, believed=True) == found


def test_no_indicator_is_a_person() -> None:
    """stories 7: the names under which figures are asked for are known as a search, not as somebody's name."""
    indicators = yaml.safe_load(LEXICON.read_text(encoding="utf-8"))["indikator"]
    names = [phrases[0] for phrases in indicators.values()]
    assert [name for name in names if not (searches(name) or is_asking(name)) or person_in(name)] == []


def test_a_named_field_needs_a_name() -> None:
    """issue 4.3: *nama saya …* corrects; that a name is wrong is no name."""
    assert corrections_in("nama saya Kasih Selamat") == {"name": "Kasih Selamat"}
    for told in ("nama saya salah", "nama saya belum benar", "nama saya bukan itu"):
        assert corrections_in(told) == {}
