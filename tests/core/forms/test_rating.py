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
