"""Ratings typed in many ways (service_rules 9, stories 19)."""

import pytest

from bot.core.forms.rating import rating_in, remark_in


@pytest.mark.parametrize(
    ("text", "score", "above"),
    [
        ("4", 4, False), ("3.", 3, False), ("1", 1, False), ("5", 4, True), ("bintang 5", 4, True), ("5/5", 4, True),
        ("nilai 3", 3, False), ("bagus", 4, False), ("👍", 4, True), ("Sangat baik", 4, False), ("baik", 3, False),
        ("kurang baik kak", 2, False), ("tidak baik", 1, False), ("mengecewakan", 1, False), ("⭐⭐", 2, False),
    ],
)  # fmt: skip
def test_ratings(text: str, score: int, above: bool) -> None:
    """stories 19: '5/bintang 5/bagus/👍' is 4; words for the others."""
    found = rating_in(text)
    assert found is not None
    assert (found.score, found.above) == (score, above)


@pytest.mark.parametrize(
    ("text", "score"),
    [
        ("4 terima kasih", 4), ("4, makasih banyak kak", 4), ("4🙏", 4), ("4 👍", 4), ("terima kasih, 4", 4), ("4️⃣", 4),
        ("*4*", 4), ("3!!", 3), ('"3"', 3), ("4 tarima kasih lah", 4), ("4 suwun mas", 4), ("ok 4 mksh", 4),
        ("2 aja", 2), ("4 terima kasih banyak atas bantuannya ya bu", 4), ("1 😡", 1), ("4\nterima kasih", 4),
        ("4 kk", 4),
    ],
)  # fmt: skip
def test_a_number_with_a_thanks(text: str, score: int) -> None:
    """stories 19: who rates and thanks has rated; it stays a bare number, which may choose from a newer list."""
    found = rating_in(text)
    assert found is not None
    assert (found.score, found.above, found.bare) == (score, False, True)


@pytest.mark.parametrize(
    ("text", "score", "above"),
    [
        ("👍🏻", 4, True), ("👍🏿👍🏿", 4, True), ("4 sangat baik", 4, False), ("4. sangat baik", 4, False),
        ("2 kurang baik terima kasih", 2, False), ("bintang 4 🙏🙏", 4, False), ("4 bintang makasih", 4, False),
        ("5 bintang 👍", 4, True), ("⭐⭐⭐⭐ makasih", 4, False), ("mantap makasih kak", 4, False),
        ("sangat baik, terima kasih 🙏", 4, False), ("lumayan makasih", 3, False), ("4/4 mksh", 4, False),
    ],
)  # fmt: skip
def test_stars_and_words_with_a_thanks(text: str, score: int, above: bool) -> None:
    """stories 19: in every shade and with every courtesy, and as the question itself words it: *4 sangat baik*."""
    found = rating_in(text)
    assert found is not None
    assert (found.score, found.above, found.bare) == (score, above, False)


@pytest.mark.parametrize(
    "text",
    [
        "baik, terima kasih", "terima kasih", "👍 terima kasih", "🙏", "❤️", "4,5", "3.5", "44", "4?", "4 orang",
        "jam 4", "4 terima kasih, tapi ipm 2023?", "4 desa makasih", "tabel 4 terima kasih", "kasih data 4",
    ],
)  # fmt: skip
def test_a_thanks_alone_rates_nothing(text: str) -> None:
    """stories 16, 19: *baik, terima kasih* is a courtesy, and a number in a question is no score."""
    assert rating_in(text) is None


@pytest.mark.parametrize("text", ["6", "2023", "0", "data ipm 4", "berapa", "4 tabel", "oke", "", "baik, lalu ipm?"])
def test_other_messages(text: str) -> None:
    """stories 19: never blocks a new question."""
    assert rating_in(text) is None


def test_remarks() -> None:
    """stories 19: optional; a question asked instead is a question."""
    assert remark_in("lama menunggunya") == "lama menunggunya"
    assert remark_in("berapa penduduk seruyan") is None
    assert remark_in("kalau ipm?") is None
    assert remark_in("NIK saya 6208011234567890") == "NIK saya [nomor identitas dihapus]"


@pytest.mark.parametrize(
    "text",
    [
        "petugas", "mau bicara dengan petugas", "min minta orangnya langsung", "luas panen padi seruyan 2023",
        "tpt, tpak", "data sawit", "harga beras", "lewati", "lewati saja kak", "tidak usah", "ga ada", "kada ada",
        "makasih", "oke", "👍🏻", "terima kasih banyak",
    ],
)  # fmt: skip
def test_no_remark(text: str) -> None:
    """stories 19: never blocking a new question, a wish for an officer or a thanks; *boleh dilewati*."""
    assert remark_in(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "petugas lama", "petugasnya kurang ramah", "datanya kurang lengkap", "tolong datanya dilengkapi", "kada ramah",
        "data di web salah", "tabelnya susah dibuka", "data kecamatan tidak ada", "terlalu lama balasnya, makasih",
        "parkiran sempit", "respon lambat 2 hari", "pelayanan ditingkatkan lagi", "ora ramah", "lama",
    ],
)  # fmt: skip
def test_a_remark(text: str) -> None:
    """stories 19: what should be better, also of the data and of officers, is kept."""
    assert remark_in(text) == text
