"""texts.id.yml: every sentence within its limit and filled safely."""

from pathlib import Path

import pytest

from bot.core.errors import ConfigError
from bot.core.office import Office
from bot.core.texts import Texts, load_texts
from tests.conftest import ROOT

LONGEST = {"tiket": "PST-20261123-0001", "buka": "Kamis, 30 September pukul 08.00 WIB"}
SERVICE_KEYS = [
    "antrean_masuk",
    "antrean_masuk_luar_jam",
    "sudah_dalam_antrean",
    "antrean_batal",
    "tidak_dalam_antrean",
    "dicatat_untuk_petugas",
    "petugas_bergabung",
    "kembali_ke_bot",
    "ditutup",
    "gangguan_turn",
    "gangguan_rasa",
]


@pytest.mark.parametrize("key", SERVICE_KEYS)
def test_filled_texts_keep_their_limit(office: Office, key: str) -> None:
    """stories 23: every fixed text has a limit that holds for what people see."""
    texts = load_texts(ROOT / "texts.id.yml", office.placeholders())
    filled = texts.fill(key, **LONGEST)
    assert len(filled) <= texts.entries[key].limit
    assert "{" not in filled


def test_values_are_not_read_as_fields(tmp_path: Path) -> None:
    """A person's words may hold braces: they stay words."""
    path = tmp_path / "t.yml"
    path.write_text("sapa: {batas: 40, teks: 'Halo {nama}, {tautan.pst}'}")
    texts = load_texts(path, {"tautan.pst": "pst"})
    assert texts.fill("sapa", nama="{rahasia}") == "Halo {rahasia}, pst"


@pytest.mark.parametrize("body", ["a: {batas: 3, teks: panjang}", "a: teks", "- a", "a: {batas: 10}"])
def test_wrong_file_is_refused_by_name(tmp_path: Path, body: str) -> None:
    """Errors name the file; a text over its limit never goes live."""
    path = tmp_path / "t.yml"
    path.write_text(body)
    with pytest.raises(ConfigError, match=str(path)):
        load_texts(path)


def test_missing_field_is_loud() -> None:
    """A hole in a sentence is an error, not a brace in a citizen's chat."""
    with pytest.raises(ConfigError, match="tidak ada"):
        Texts({}, {}).fill("tiada")
