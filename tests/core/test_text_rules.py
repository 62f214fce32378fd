"""What an office may change about its fixed sentences (stories 23)."""

from dataclasses import replace

import pytest

from bot.core.errors import SettingRefused
from bot.core.office import Office
from bot.core.text_rules import SAMPLES, changed_texts, checked_text, fields_of, filled_with_samples
from bot.core.texts import Texts, load_texts
from tests.conftest import ROOT


@pytest.fixture(scope="module")
def texts(office: Office) -> Texts:
    return load_texts(ROOT / "texts.id.yml", office.placeholders())


def test_the_files_own_texts_are_allowed(texts: Texts) -> None:
    """stories 23: every sentence keeps its limit with examples in its fields, and may be stored as it is."""
    for key, text in texts.entries.items():
        assert checked_text(texts, key, text.template) == text.template


def test_every_field_has_an_example(texts: Texts) -> None:
    """The preview shows a sentence without holes: a new field in texts.id.yml is one line in SAMPLES."""
    used = {field for text in texts.entries.values() for field in fields_of(text.template)}
    assert used - texts.common.keys() - SAMPLES.keys() == set()


def test_every_text_stands_under_a_heading(texts: Texts) -> None:
    """The page groups by the file's headings; a key of one and of several words finds its own."""
    assert texts.entries["antrean_masuk"].group == "Antrean petugas"
    assert texts.entries["utter_luar_topik/pajak"].group == "Bukan urusan BPS"
    assert all(text.group for text in texts.entries.values())


REFUSED = [
    pytest.param("ditutup", "  \n ", "tulis teksnya", id="empty"),
    pytest.param("ditutup", "Selesai.", "isian {tiket} harus tetap ada", id="field dropped"),
    pytest.param("ditutup", "Selesai {tiket}, {nama}.", "isian {nama} tidak dikenal", id="field of another text"),
    pytest.param("ditutup", "Selesai {tiket} {Buka}.", "kurung kurawal", id="braces that are no field"),
    pytest.param("ditutup", "Selesai {{tiket}}.", "kurung kurawal", id="braces of answers"),
    pytest.param("ditutup", "{tiket}" + "x" * 250, "melebihi batas 250", id="too long"),
    pytest.param("ditutup", "{tiket}" + "x" * 240, "melebihi batas 250", id="too long when filled"),
    pytest.param("tombol_petugas", "Ke\npetugas", "satu baris", id="button of two lines"),
    pytest.param("tombol_petugas", "bukan ITU", "tombol lain", id="two equal buttons"),
    pytest.param("tiada", "Baik.", "tidak ada lagi", id="no such text"),
]


@pytest.mark.parametrize(("key", "template", "why"), REFUSED)
def test_a_wording_that_would_break_is_refused(texts: Texts, key: str, template: str, why: str) -> None:
    """stories 23: a sentence without its number, with a hole, or too long never reaches a citizen."""
    with pytest.raises(SettingRefused) as caught:
        checked_text(texts, key, template)
    assert caught.value.field == "teks"
    assert why in caught.value.why


def test_the_offices_own_facts_may_come_and_go(texts: Texts) -> None:
    """stories 20, 23: {telepon} and its like are known everywhere; they may be used or left out of any sentence."""
    assert checked_text(texts, "tutup_banjir", " Tutup karena banjir. ") == "Tutup karena banjir."
    assert (
        checked_text(texts, "ditutup", "Selesai, {tiket}. Telepon {telepon}.") == "Selesai, {tiket}. Telepon {telepon}."
    )


def test_the_preview_shows_what_a_person_reads(texts: Texts) -> None:
    """Fields are filled with the office's facts and with examples."""
    assert filled_with_samples(texts, "{tiket}, {nama_kantor}") == "PST-20261123-0001, BPS Kabupaten Seruyan"


def test_longer_hours_take_nobodys_words_away(texts: Texts) -> None:
    """stories 20 and 23: the office's facts may grow after a wording was accepted; it is still said."""
    key, own = "utter_sapaan_luar_jam", f"{'x' * 130} {{jam_layanan}}."
    assert checked_text(texts, key, own)
    longer = replace(texts, common={**texts.common, "jam_layanan": "08.00-11.00 dan 13.00-15.30 WIB"})
    assert changed_texts(longer, {key: own}).fill(key).startswith("xxx")
    with pytest.raises(SettingRefused):
        checked_text(longer, key, own)


def test_a_wording_that_fits_no_longer_steps_back(texts: Texts) -> None:
    """After an update of the file, a stored wording with old fields must not make a turn fail."""
    newer = {**texts.entries, "ditutup": replace(texts.entries["ditutup"], template="Selesai, {nomor}.")}
    changed = {"ditutup": "Tutup, {tiket}.", "hilang": "Baik.", "utter_ya": "Siap."}
    applied = changed_texts(replace(texts, entries=newer), changed)
    assert applied.fill("ditutup", nomor="7") == "Selesai, 7."
    assert applied.fill("utter_ya") == "Siap."
    assert "hilang" not in applied.entries
