"""Indicator, place and period as people write them (language.md 2.15 to 2.17)."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import yaml

from bot.core.question import Need
from tests.core.test_indonesian import NORMALISE

if TYPE_CHECKING:
    from bot.components.ruler import StatisticsRuler

pytestmark = pytest.mark.rasa

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def ruler() -> StatisticsRuler:
    from bot.components.ruler import StatisticsRuler

    return StatisticsRuler(yaml.safe_load((ROOT / "data/bahasa/entitas.yml").read_text(encoding="utf-8")))


@pytest.mark.parametrize(
    ("typed", "indicator", "region", "year"),
    [
        ("brp org miskin d hanau thn 22", "kemiskinan", "Hanau", "2022"),
        ("pdrb menurut pengeluaran kobar", "pdrb", "Kotawaringin Barat", None),
        ("produksi padi kuala pembuang 2019-2021", "padi", "Kabupaten Seruyan", "2019-2021"),
        ("garis kemiskinan pky terbaru", "kemiskinan", "Palangka Raya", "latest"),
        ("tpt seruyan 3 thn terakhir", "tpt", "Kabupaten Seruyan", "last3"),
        ("kemiskinannya berapa", "kemiskinan", None, None),  # -nya
        ("kemiskinn sampit", "kemiskinan", "Kotawaringin Timur", None),  # one letter missing
        ("seruyan hulu punya berapa penduduk", "penduduk", "Seruyan Hulu", None),  # the longer place
        ("penduduk kec danau sembuluh", "penduduk", "Danau Sembuluh", None),
        ("inflasi seruyan ikut kota sampit kah", "inflasi", "Kabupaten Seruyan", None),  # the first after it
        ("data kemiskinan di seruyan pak saya di sampit jauh", "kemiskinan", "Kabupaten Seruyan", None),
        ("saya tinggal di sampit, mau ipm seruyan", "ipm", "Kabupaten Seruyan", None),
        ("domisili kapuas, jumlah penduduk brp", "penduduk", None, None),
        ("sy dari kotim mau data ipm katingan", "ipm", "Katingan", None),
        ("saya cari ipm di kotim", "ipm", "Kotawaringin Timur", None),
        ("berapa orang yang tinggal di hanau", "penduduk", "Hanau", None),
        ("ipm bukan seruyan tapi kotim", "ipm", "Kotawaringin Timur", None),
        ("jumlah penduduk kabupaten seruyan kecamatan hanau", "penduduk", "Hanau", None),
        ("jumlah penduduk jakarta 2023", "penduduk", "DKI Jakarta", "2023"),
        ("ipm kota surabaya", "ipm", "Jawa Timur", None),
        ("penduduk kampung sekarang", "penduduk", None, "latest"),  # neither Lampung nor Semarang
        ("di kotim berapa ipm", "ipm", "Kotawaringin Timur", None),
        ("dataPenduduk2023", "penduduk", None, "2023"),
        ("jam buka kantor", None, None, None),
        ("", None, None, None),
    ],
)
def test_what_a_question_names(
    ruler: StatisticsRuler, typed: str, indicator: str | None, region: str | None, year: str | None
) -> None:
    """Issue 2.4: indikator, wilayah and tahun in the registers people use."""
    assert ruler.need_of(NORMALISE(typed)) == Need(indicator=indicator, region=region, year=year)


@pytest.mark.parametrize("word", ["miskin", "gini", "ipm", "padi"])
def test_short_words_are_never_guessed(ruler: StatisticsRuler, word: str) -> None:
    """Language.md 6: edit distance only from five letters on, for short words are too alike."""
    wrong = word[:-1] + "x"
    assert ruler.need_of(f"data {wrong}").indicator is None


@pytest.mark.parametrize(
    ("typed", "code"),
    [("kbli 56102 itu apa", "56102"), ("kode 47911 buat apa", "47911"), ("penduduk 56102 jiwa", None)],
)
def test_codes(ruler: StatisticsRuler, typed: str, code: str | None) -> None:
    """Language.md 2.16: a classification code is one only beside its word."""
    from rasa.shared.nlu.training_data.message import Message

    (message,) = ruler.process([Message(data={"text": NORMALISE(typed)})])
    found = [entity["value"] for entity in message.get("entities") if entity["entity"] == "kode"]
    assert found == ([code] if code else [])


AMBIGUOUS = {"gk", "apk"}
"""*Gak* and *aplikasi* as far as the slang list knows; written out they are found."""


def test_every_name_finds_itself(ruler: StatisticsRuler) -> None:
    """Each phrase of data/bahasa/entitas.yml must be reachable through the normaliser, or it is dead."""
    names = yaml.safe_load((ROOT / "data/bahasa/entitas.yml").read_text(encoding="utf-8"))
    lost = [
        (name, phrase)
        for kind, part in (("indikator", "indicator"), ("wilayah", "region"))
        for name, phrases in names[kind].items()
        for phrase in set(phrases) - AMBIGUOUS
        if getattr(ruler.need_of(NORMALISE(phrase)), part) != name
    ]
    assert lost == []


def test_every_province_is_known() -> None:
    """Stories 10: whoever asks for another province's figures is told who has them."""
    names = yaml.safe_load((ROOT / "data/bahasa/entitas.yml").read_text(encoding="utf-8"))
    provinces = {"Kalimantan Tengah", *names["provinsi_tetangga"], *names["provinsi_jauh"]}
    assert len(provinces) == 38
    assert provinces <= set(names["wilayah"])
