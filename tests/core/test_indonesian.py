"""The normal form: the same question typed in ten ways looks alike (language.md 2, 3 and 6)."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.indonesian import Normaliser, load_slang, visible, without_opening

ROOT = Path(__file__).parents[2]
NORMALISE = Normaliser(load_slang(ROOT / "data/bahasa/slang.csv"))


@pytest.mark.parametrize(
    ("typed", "normal"),
    [
        ("brp jml pddk seruyan thn 23", "berapa jumlah penduduk seruyan tahun 23"),  # abbreviations
        ("dimanaaa kantornya min", "di mana kantornya"),  # stretched, addressed
        ("tolooong", "tolong"),
        ("dataPenduduk2023", "data penduduk 2023"),  # glued
        ("ＫＢＬＩ", "kbli"),  # full width
        ("a\u202eb\u200bc", "abc"),  # direction marks and zero width
        ("JAM BUKA BERAPA", "jam buka berapa"),
        ("inplasi", "inflasi"),  # misspelt
        ("kabeli", "kbli"),
        ("desa2", "desa desa"),  # written reduplication
        ("gak usah petugas", "tidak usah petugas"),  # a negation stays one
        ("barapa inflasi wayah ini", "berapa inflasi sekarang"),  # Banjar
        ("ulun handak betakun", "saya mau bertanya"),
        ("pire jumlah uluh hong Hanau", "berapa jumlah orang di hanau"),  # Ngaju
        ("makasih kak", "terima kasih"),
        ("🙏", "terima kasih"),
        ("👍🏽👍🏽", "oke"),
        ("makasih 👍", "terima kasih"),
        ("🇮🇩", ""),
    ],
)
def test_one_form(typed: str, normal: str) -> None:
    """Language.md 3 and 4: everyday spellings come to one form."""
    assert NORMALISE(typed) == normal


@pytest.mark.parametrize(
    ("typed", "normal"),
    [
        ("2019-2023", "2019 sampai 2023"),
        ("2019 s/d 2023", "2019 sampai 2023"),
        ("2019 s.d. 2023", "2019 sampai 2023"),
        ("2,5%", "2,5%"),
        ("1.234.567,8 jiwa", "1.234.567,8 jiwa"),
        ("kbli 56102 itu apa", "kbli 56102 itu apa"),
        ("kode 01", "kode 01"),
        ("202 3", "202 3"),
    ],
)
def test_numbers_and_codes_are_never_corrected(typed: str, normal: str) -> None:
    """Language.md 6: never correct numbers, codes or names."""
    assert NORMALISE(typed) == normal


@pytest.mark.parametrize("word", ["pd", "th", "sm", "kp", "ka", "no", "pg", "ket", "ha"])
def test_ambiguous_abbreviations_are_left_alone(word: str) -> None:
    """Language.md 3, 'do not expand blindly': their meaning hangs on the neighbours."""
    assert NORMALISE(f"data {word} seruyan") == f"data {word} seruyan"


@pytest.mark.parametrize(
    ("typed", "normal"),
    [
        ("budi@gmial.com", "alamatemail"),
        ("cek https://bps.go.id/x?nik=1", "cek alamatsitus"),
        ("hp 0812 3456 7890", "hp nomortelepon"),
        ("+62 812-3456-7890", "nomortelepon"),
    ],
)
def test_addresses_are_masked(typed: str, normal: str) -> None:
    """Language.md 6: what identifies a person says nothing about the question."""
    assert NORMALISE(typed).removeprefix("+").strip() == normal


@pytest.mark.parametrize(
    ("typed", "normal"),
    [
        ("admin ada?", "admin ada ?"),
        ("bisa ngomong sama admin?", "bisa ngomong sama admin ?"),
        ("kak", "kak"),
        ("pak, data ipm bu", "data ipm"),
        ("penduduk gunung mas", "penduduk gunung mas"),  # a place
        ("berapa jumlah kk", "berapa jumlah kk"),  # households
    ],
)
def test_an_address_is_dropped_unless_it_is_asked_for(typed: str, normal: str) -> None:
    """Stories 12: *min*, *kak*, *pak* at an end name nobody; "admin ada?" asks for one."""
    assert NORMALISE(typed) == normal


@pytest.mark.parametrize(
    ("typed", "normal"),
    [
        ("dah", "dadah"),
        ("daaah min", "dadah"),
        ("Dah ya kak 👋", "dadah"),
        ("mau tidur dulu ah, dah", "mau tidur dulu ah , dadah"),
        ("kelar dah", "kelar sudah"),
        ("dah bayar kak", "sudah bayar"),
        ("dah?", "sudah ?"),
    ],
)
def test_dah_said_alone_or_last_is_a_goodbye(typed: str, normal: str) -> None:
    """Language.md 3: "dah" is "sudah", except where nothing is said to be done."""
    assert NORMALISE(typed) == normal


@pytest.mark.parametrize(
    ("typed", "left"),
    [
        ("selamat tinggal", "selamat tinggal"),
        ("slmt bekerja kembali pak", "selamat bekerja kembali"),
        ("selamat pagi kak, data ipm", "data ipm"),
    ],
)
def test_a_wish_at_parting_is_no_opening(typed: str, left: str) -> None:
    """Only a greeting is taken off before a question."""
    assert without_opening(NORMALISE(typed)) == left


@given(st.text(max_size=300))
def test_any_text_has_a_normal_form(text: str) -> None:
    """Issue 2, 'bad input': nothing a person can send raises, and nothing invisible is left."""
    normal = NORMALISE(text)
    assert normal == normal.lower()
    assert "  " not in normal
    assert visible(normal) == normal


WORDS = st.sampled_from(
    "berapa brp jml penduduk pddk seruyan kbli kode dimanaaa gak inplasi data thn desa hanau".split()
)
PLAIN = st.lists(WORDS, min_size=1, max_size=10).map(" ".join)


@given(PLAIN)
def test_the_normal_form_is_its_own(text: str) -> None:
    """What is normal stays: examples and messages may pass twice."""
    normal = NORMALISE(text)
    assert NORMALISE(normal) == normal


@given(st.lists(st.tuples(WORDS, st.integers(0, 9_999_999)), max_size=6))
def test_no_digit_is_lost_or_made(pairs: list[tuple[str, int]]) -> None:
    """Language.md 6: every number comes out as it went in, in its order."""
    text = " ".join(f"{word} {number}" for word, number in pairs)
    assert [token for token in NORMALISE(text).split() if token.isdigit()] == [str(number) for _, number in pairs]


def test_the_fingerprint_follows_the_list() -> None:
    """Rasa's cache: another list of slang is another training."""
    assert Normaliser({"brp": "berapa"}).fingerprint == Normaliser({"brp": "berapa"}).fingerprint
    assert Normaliser({"brp": "berapa"}).fingerprint != Normaliser({"brp": "brapa"}).fingerprint


@pytest.mark.parametrize(
    ("rows", "line"), [("brp,berapa\nbrp,brapa\n", 3), ("brp,\n", 2), ("brp,berapa\n,x\n", 3), ("brp\n", 2)]
)
def test_a_wrong_row_names_its_line(tmp_path: Path, rows: str, line: int) -> None:
    """House style: errors name file, line and remedy, in Indonesian: staff edit this list."""
    path = tmp_path / "slang.csv"
    path.write_text(f"varian,baku\n{rows}", encoding="utf-8")
    with pytest.raises(ValueError, match=rf"slang\.csv:{line}: \w+"):
        load_slang(path)
